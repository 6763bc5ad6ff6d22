"""From the statements about one code to its versions: what was signed later wins, whatever came first."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.diff import find_beginning, find_end
from kiosk.intake.rules import timeline
from kiosk.intake.rules.derivation import Surroundings, derive_versions, find_annulments, list_stated_fields
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Ending, Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.question import SKIP, TAKE
from kiosk.model.statement import RowStatus, Statement
from kiosk.text import take_letters

CODE = "1.000001"
OLD = Procedure(CODE, "Đăng ký khai sinh", time_legal="7 ngày", fee="5.000 đồng")
SIGNED = date(2026, 12, 1)
MARCH = date(2027, 3, 1)


def said(
    status: RowStatus = RowStatus.AMENDED, signed: date = SIGNED, holds: date = MARCH, row: int = 2, **fields: str
) -> Statement:
    decision = f"{row}/QĐ-UBND"
    p = Procedure(CODE, fields.pop("name", ""), source=Source("a.docx", row), decision=decision, **fields)  # type: ignore[arg-type]
    return Statement(CODE, status, (p,), signed, holds=holds, decision=decision, origin=decision)


def derived(*statements: Statement, ground: Versions = (OLD,)) -> tuple[Versions, list[Problem]]:
    problems: list[Problem] = []
    around = Surroundings(annulments=find_annulments(statements))
    mine = tuple(s for s in statements if s.code == CODE)
    return derive_versions(ground, mine, around, lambda _, problem: problems.append(problem)), problems


def on(versions: Versions, day: date) -> Procedure:
    p = timeline.find_version(versions, day)
    assert p is not None
    return p


def test_fields_of_a_decision_signed_earlier_stay_where_a_later_one_says_nothing_of_them() -> None:
    earlier = said(row=3, signed=date(2026, 12, 5), holds=MARCH, fee="20.000 đồng")
    later = said(row=4, signed=date(2026, 12, 10), holds=date(2027, 1, 1), time_legal="2 ngày")
    for order in itertools.permutations((earlier, later)):
        versions, problems = derived(*order)
        assert problems == []
        first, second = on(versions, date(2027, 1, 5)), on(versions, MARCH)
        assert (first.time_legal, first.fee) == ("2 ngày", "5.000 đồng")
        assert (second.time_legal, second.fee) == ("2 ngày", "20.000 đồng")


def test_what_is_repealed_before_it_begins_is_never_in_force() -> None:
    new = said(RowStatus.NEW, signed=date(2027, 1, 2), holds=date(2027, 4, 1), row=6, name="Thủ tục mới")
    gone = said(RowStatus.REPEALED, signed=date(2027, 2, 20), holds=date(2027, 3, 15), row=7)
    for order in itertools.permutations((new, gone)):
        assert derived(*order, ground=())[0] == ()


def test_a_suspension_with_an_end_lets_the_procedure_come_back() -> None:
    pause = replace(said(RowStatus.SUSPENDED), until=date(2027, 5, 31))
    versions, _ = derived(pause)
    assert [(p.effective_from, p.effective_to, p.ending) for p in versions] == [
        (None, MARCH - timedelta(days=1), Ending.SUSPENDED),
        (date(2027, 6, 1), None, Ending.NONE),
    ]


def test_a_suspension_is_lifted_by_a_later_decision_and_by_no_list() -> None:
    pause = said(RowStatus.SUSPENDED)
    again = said(RowStatus.RESUMED, signed=date(2027, 4, 1), holds=date(2027, 5, 1), row=9)
    listed = Statement(CODE, RowStatus.LISTED, (OLD,), date(2027, 4, 2), origin="x")
    assert timeline.find_version(derived(pause, listed)[0], date(2027, 6, 1)) is None
    assert on(derived(again, pause)[0], date(2027, 5, 1)).name == OLD.name


def test_an_annulled_decision_holds_until_the_day_of_its_annulment() -> None:
    amended = said(row=3, holds=date(2027, 1, 1), fee="9.000 đồng")
    annulled = Statement(
        "3/QĐ-UBND",
        RowStatus.ANNULLED,
        (Procedure("3/QĐ-UBND", ""),),
        date(2027, 2, 1),
        holds=MARCH,
        decision="8/QĐ-UBND",
    )
    for order in itertools.permutations((amended, annulled)):
        versions, _ = derived(*order)
        assert on(versions, date(2027, 1, 1)).fee == "9.000 đồng"
        assert on(versions, MARCH).fee == OLD.fee
    assert derived(replace(amended, holds=MARCH), annulled)[0] == (OLD,)


@pytest.mark.parametrize("status", [RowStatus.REPEALED, RowStatus.AMENDED])
def test_another_procedures_name_under_a_code_is_asked_and_acts_only_when_a_person_says_so(status: RowStatus) -> None:
    wrong = said(status, name="Cấp giấy phép xây dựng")
    versions, (problem,) = derived(wrong)
    assert versions == (OLD,)
    assert problem.question is not None
    assert "có tên khác hẳn" in problem.message
    assert derived(replace(wrong, answers=(TAKE,)))[0] != (OLD,)


def test_a_name_torn_apart_is_the_known_name() -> None:
    versions, problems = derived(said(name="Đăng k ý kh ai sinh", fee="0"))
    assert (on(versions, MARCH).name, on(versions, MARCH).fee, problems) == (OLD.name, "0", [])
    _, (problem,) = derived(said(name="Đăng k ý khai sinh l ại"))
    assert "tách rời" in problem.message


def test_a_list_without_a_day_never_overrules_a_decision_unasked() -> None:
    renamed = said(name="Đăng ký khai sinh và cấp bản sao", holds=date(2026, 12, 2))
    listed = Statement(CODE, RowStatus.LISTED, (OLD,), date(2027, 1, 1), assumed=True, origin="x")
    versions, (problem,) = derived(renamed, listed)
    assert versions[-1].name == "Đăng ký khai sinh và cấp bản sao"
    assert "tệp không ghi ngày" in problem.message
    assert derived(renamed, replace(listed, assumed=False))[0][-1].name == OLD.name
    assert derived(renamed, replace(listed, dated=date(2026, 11, 1)))[0][-1].name == "Đăng ký khai sinh và cấp bản sao"


def test_amending_what_was_repealed_is_asked() -> None:
    gone = said(RowStatus.REPEALED, holds=date(2027, 1, 1), row=3)
    versions, (problem,) = derived(gone, said(signed=date(2027, 2, 1), row=4, fee="0"))
    assert versions[-1].ending is Ending.REPEALED
    assert "đã bãi bỏ" in problem.message


def test_an_unknown_code_is_told() -> None:
    versions, (problem,) = derived(said(RowStatus.REPEALED), ground=())
    assert versions == ()
    assert "bãi bỏ không có trong danh mục" in problem.message
    assert "thêm như thủ tục mới" in derived(said(name="Mới"), ground=())[1][0].rule


DAYS = st.integers(0, 200).map(lambda n: date(2027, 1, 1) + timedelta(days=n))
STATUSES = st.sampled_from(
    (RowStatus.NEW, RowStatus.AMENDED, RowStatus.REPEALED, RowStatus.SUSPENDED, RowStatus.RESUMED, RowStatus.PUBLISHED)
)


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, ...]:
    """Some decisions about one code, each signed on its own day or together with another."""
    drawn = []
    for row in range(2, 2 + draw(st.integers(1, 5))):
        fields = draw(
            st.fixed_dictionaries({}, optional={"fee": st.sampled_from(("0", "1", "2")), "place": st.just("x")})
        )
        s = said(draw(STATUSES), signed=draw(DAYS), holds=draw(DAYS), row=row, name=OLD.name, **fields)
        drawn.append(
            replace(s, until=draw(st.none() | st.just(s.holds + timedelta(days=30)) if s.holds else st.none()))
        )
    return tuple(drawn)


@given(statements(), st.sampled_from(((), (OLD,))), st.randoms())
def test_in_every_order_the_same_versions_and_the_same_questions(
    drawn: tuple[Statement, ...], ground: Versions, random: object
) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    versions, problems = derived(*drawn, ground=ground)
    assert derived(*shuffled, ground=ground) == (versions, problems)
    assert all(find_beginning(p) <= find_end(p) for p in versions)
    assert all(find_end(a) < find_beginning(b) for a, b in itertools.pairwise(versions))


@given(statements())
def test_on_every_day_a_field_has_the_value_of_the_last_signed_that_holds(drawn: tuple[Statement, ...]) -> None:
    """Against the rule said in plain words, for decisions that only amend."""
    signed = {s.dated: replace(s, status=RowStatus.AMENDED) for s in drawn}
    amending = list(signed.values())
    versions, _ = derived(*amending)
    for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(0, 240, 7)):
        holding = [s for s in amending if s.holds and s.holds <= day <= (s.until or date.max) and s.stated[0].fee]
        last = max(holding, key=lambda s: (s.dated, s.holds or day, s.decision), default=None)
        assert on(versions, day).fee == (last.stated[0].fee if last else OLD.fee)


def test_two_decisions_of_one_day_that_contradict_each_other_both_wait() -> None:
    one, other = said(fee="1", row=2), said(fee="2", row=3)
    versions, problems = derived(one, other)
    assert on(versions, one.holds or one.dated).fee == OLD.fee
    assert ["phí, lệ phí khác với dòng này" in p.message for p in problems] == [True, True]
    taken, none = derived(replace(one, answers=(TAKE,)), replace(other, answers=(SKIP,)))
    assert (on(taken, one.holds or one.dated).fee, none) == ("1", [])


def test_a_name_with_a_word_of_ending_is_asked() -> None:
    _, (problem,) = derived(said(name=f"{OLD.name} bãi bỏ"))
    assert "nói về bãi bỏ" in problem.message


def test_an_unknown_code_under_a_known_name_is_asked() -> None:
    around = Surroundings({take_letters(OLD.name): frozenset(("1.000009",))})
    problems: list[Problem] = []
    assert derive_versions((), (said(name=OLD.name),), around, lambda _, p: problems.append(p)) == ()
    assert "tên này là của 1.000009" in problems[0].message


def test_a_statement_names_the_fields_that_it_states() -> None:
    assert list_stated_fields(said(fee="0")) == ("decision", "fee")
