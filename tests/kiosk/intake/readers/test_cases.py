"""Rows of one code: joined where they are one procedure, refused where their periods contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.intake.entry import report_error
from kiosk.intake.readers import cases
from kiosk.intake.readers.cases import is_case, join_rows, refuse_overlaps
from kiosk.intake.rows import Doubt, Row, RowStatus
from kiosk.model.catalogue import Channel, Online, Procedure, Source

DAY = date(2026, 11, 24)
CODE = "1.000593"


def row(number: int, name: str = "Kết hôn", code: str = CODE, **facts: object) -> Row:
    return Row(Source("a.csv", number), Procedure(code, name, **facts))  # type: ignore[arg-type]


def joined(*rows: Row) -> Row:
    (entry,) = join_rows(rows)
    return entry


def procedure(entry: Row) -> Procedure:
    assert entry.procedure is not None
    return entry.procedure


@pytest.mark.parametrize(
    "name",
    [
        "a) tại nhà",
        "b. tại trụ sở",
        "đ) khác",
        "1) một",
        "12. mười hai",
        "iv) bốn",
        "- gạch",
        "• chấm",
        "Trường hợp a",
        "(Trường hợp b)",
    ],
)
def test_names_that_are_cases(name: str) -> None:
    assert is_case(name)


@pytest.mark.parametrize(
    "name", ["Kết hôn", "1.000593 - Kết hôn", "2.5 ha trở lên", "an ninh trật tự", "Trường hợpx", "", "100) trăm"]
)
def test_names_that_are_none(name: str) -> None:
    assert not is_case(name)


# joining -----------------------------------------------------------------------------------------------------


def test_a_single_row_is_its_own_entry() -> None:
    """`read` tells joined entries from rows of the file by identity."""
    alone = row(1)
    assert joined(alone) is alone


def test_cases_stand_under_the_name_above_them() -> None:
    entry = joined(row(1), row(2, "a) tại nhà"), row(3, "b) tại trụ sở"))
    assert (procedure(entry).name, procedure(entry).cases) == ("Kết hôn", ("a) tại nhà", "b) tại trụ sở"))
    assert (entry.source.row, entry.problems) == (1, ())


def test_cases_without_a_name_above_them_are_the_name() -> None:
    entry = joined(row(1, "a) tại nhà"), row(2, "b) tại trụ sở"))
    assert procedure(entry).name == "a) tại nhà; b) tại trụ sở"
    assert procedure(entry).cases == ("a) tại nhà", "b) tại trụ sở")


def test_a_row_whose_code_says_that_it_is_a_case() -> None:
    case = replace(row(2, "Kết hôn có yếu tố nước ngoài"), case="Kết hôn có yếu tố nước ngoài")
    entry = joined(row(1), case)
    assert procedure(entry).cases == ("Kết hôn có yếu tố nước ngoài",)
    assert entry.case == ""


def test_quotes_stand_side_by_side_and_lists_are_united() -> None:
    first = row(1, fee="8.000 đồng;", executing=("Sở Tư pháp",), channels=(Channel("trực tiếp"),), online=Online.FULL)
    second = row(2, fee="Miễn", executing=("Sở Tư pháp", "Thuế"), channels=(Channel("trực tuyến"),), field="Hộ tịch")
    p = procedure(joined(first, second))
    assert p.fee == "8.000 đồng; Miễn"
    assert p.executing == ("Sở Tư pháp", "Thuế")
    assert [c.name for c in p.channels] == ["trực tiếp", "trực tuyến"]
    assert (p.online, p.field) == (Online.FULL, "Hộ tịch"), "what one row does not say, another may"


def test_two_names_are_told_unless_they_differ_in_writing_only() -> None:
    assert joined(row(1, "Kết hôn"), row(2, "KẾT  HÔN.")).problems == ()
    (problem,) = joined(row(1, "Kết hôn"), row(2, "Ly hôn")).problems
    assert (problem.value, problem.source.row) == ("Kết hôn / Ly hôn", 1)
    assert problem.rule == "tên ở dòng đầu được dùng"


def test_what_a_code_replaces_is_united() -> None:
    rows = (replace(row(i), replaces=codes) for i, codes in ((1, ("1.1", "1.2")), (2, ("1.2", "1.3"))))
    assert joined(*rows).replaces == ("1.1", "1.2", "1.3")


def test_other_periods_status_or_doubt_keep_rows_apart() -> None:
    rows = (
        row(1),
        row(2, effective_from=DAY),
        replace(row(3), status=RowStatus.REPEALED),
        replace(row(4), doubt=Doubt.MALFORMED),
    )
    assert join_rows(rows) == rows


def test_rows_without_a_code_are_questions_of_their_own() -> None:
    rows = tuple(replace(row(i, code=""), doubt=Doubt.NO_CODE) for i in (1, 2))
    assert join_rows(rows) == rows


def test_headings_and_refused_rows_are_no_entries() -> None:
    refused = replace(row(2), problems=(report_error(Source("a.csv", 2), "mã", "", "sai", "sửa"),))
    assert join_rows((Row(Source("a.csv", 1)), refused)) == ()


@given(st.lists(st.tuples(st.sampled_from(["1.000001", "1.000002"]), st.sampled_from(["Một", "a) x", "b) y", "Hai"]))))
def test_no_code_and_no_name_is_lost(written: list[tuple[str, str]]) -> None:
    entries = join_rows(tuple(row(i, name, code) for i, (code, name) in enumerate(written, 1)))
    assert [procedure(e).code for e in entries] == list(dict.fromkeys(code for code, _ in written))
    for entry in entries:
        p = procedure(entry)
        warned = " ".join(problem.value for problem in entry.problems)
        for code, name in written:
            assert code != p.code or name in f"{p.name} {' '.join(p.cases)} {warned}"


# periods -----------------------------------------------------------------------------------------------------


def period(number: int, first: int | None, last: int | None) -> Row:
    """A version from day `first` to day `last`, counted from DAY."""
    days = {"effective_from": first, "effective_to": last}
    return row(number, **{k: None if v is None else DAY + timedelta(v) for k, v in days.items()})


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ((0, 10), (11, 20), False),
        ((0, 10), (10, 20), True),
        ((11, 20), (0, 10), False),
        ((0, None), (5, None), False),
        ((0, 20), (5, None), True),
        ((None, None), (5, None), False),
        ((0, None), (0, 5), True),
        ((0, 10), (0, 10), False),
    ],
)
def test_periods_follow_each_other_or_are_refused(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], clash: bool
) -> None:
    first, second = refuse_overlaps((period(1, *one), period(2, *other)))
    assert not first.refused
    assert second.refused is clash
    if clash:
        (problem,) = second.problems
        assert (problem.value, problem.source.row) == (CODE, 2)
        assert problem.way_out


def test_other_codes_and_refused_rows_clash_with_nothing() -> None:
    broken = replace(period(1, 0, 10), problems=(report_error(Source("a.csv", 1), "mã", "", "sai", "sửa"),))
    rows = (broken, period(2, 0, 10), row(3, code="1.000656"), Row(Source("a.csv", 4)))
    assert refuse_overlaps(rows) == rows


def test_the_number_of_periods_of_a_code_is_bounded() -> None:
    """Twenty thousand periods of one code took a minute to compare."""
    most = cases._MOST_PERIODS
    rows = refuse_overlaps(tuple(period(i, 2 * i, 2 * i) for i in range(most + 1)))
    assert [r.refused for r in rows] == [False] * most + [True]
    assert str(most) in rows[-1].problems[0].message
