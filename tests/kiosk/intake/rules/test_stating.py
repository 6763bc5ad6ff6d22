"""From rows to statements: who said what, signed when, holding from when."""

from __future__ import annotations

from datetime import date

from kiosk.intake.rows import FileKind, Mode, Reading, Row
from kiosk.intake.rules.stating import Ruling, find_list_day, place_lists, state_decisions
from kiosk.model.catalogue import PostingList, Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus

TODAY, SIGNED, HOLDS = date(2026, 11, 24), date(2026, 11, 20), date(2027, 1, 1)
RULING = Ruling("", None, TODAY)
CODE, OLD = "1.000001", "1.000002"


def annex(p: Procedure, file: str = "a.docx", replaces: tuple[str, ...] = ()) -> Reading:
    row = Row(Source(file, 2), p, status=RowStatus.REPLACING if replaces else RowStatus.AMENDED, replaces=replaces)
    return Reading(file, file, FileKind.ANNEX, Mode.CHANGE, (row,), (row,))


def test_a_row_states_its_own_days_and_one_that_replaces_ends_the_old_code() -> None:
    p = Procedure(CODE, "Đăng ký", decision="1/QĐ-UBND", decision_date=SIGNED, effective_from=HOLDS)
    problems: list[Problem] = []
    old, new = state_decisions((annex(p, replaces=(OLD,)),), RULING, problems.append)
    assert (old.code, old.status, old.replaced_by, old.holds) == (OLD, RowStatus.REPLACED, (CODE,), HOLDS)
    assert (new.dated, new.assumed, new.holds, new.decision) == (SIGNED, False, HOLDS, "1/QĐ-UBND")
    assert problems == []


def test_a_decision_without_a_day_of_signing_is_assumed_to_be_of_today() -> None:
    problems: list[Problem] = []
    (statement,) = state_decisions((annex(Procedure(CODE, "Đăng ký")),), RULING, problems.append)
    assert (statement.dated, statement.assumed, statement.holds, problems) == (TODAY, True, TODAY, [])


def test_two_files_about_one_code_on_one_day_are_told() -> None:
    p = Procedure(CODE, "Đăng ký", decision_date=SIGNED, effective_from=HOLDS)
    problems: list[Problem] = []
    assert len(list(state_decisions((annex(p), annex(p, "b.docx")), RULING, problems.append))) == 2
    assert [p.message for p in problems] == ["a.docx cũng nêu mã này với cùng ngày có hiệu lực"]


def test_the_day_of_a_list_is_typed_or_read_or_assumed() -> None:
    reading = Reading("a.csv", "a", FileKind.CODE_LIST, Mode.SNAPSHOT, (), (), dated=SIGNED)
    assert find_list_day(reading, HOLDS, TODAY) == (HOLDS, False)
    assert find_list_day(reading, None, TODAY) == (SIGNED, False)
    assert find_list_day(Reading("a.csv", "a", FileKind.CODE_LIST, Mode.SNAPSHOT, (), ()), None, TODAY) == (TODAY, True)


def test_a_decision_signed_after_a_list_says_where_its_codes_are_received() -> None:
    p = Procedure(
        CODE,
        "Đăng ký",
        received_at=(SiteKind.COMMUNE,),
        decision="1/QĐ-UBND",
        decision_date=SIGNED,
        effective_from=HOLDS,
    )
    statements = tuple(state_decisions((annex(p),), RULING, lambda _: None))
    before = PostingList(SiteKind.CITY, (CODE,), "cấp tỉnh", dated=date(2026, 10, 1))
    after = PostingList(SiteKind.CITY, (CODE,), "cấp tỉnh", dated=date(2026, 12, 1))
    placed, unplaced = place_lists((before, after), statements, {CODE: (p,)})
    assert [(d.code, d.decision) for d in placed.decided] == [(CODE, "1/QĐ-UBND")]
    assert unplaced.decided == ()
    assert place_lists((before,), statements, {})[0].decided == ()
