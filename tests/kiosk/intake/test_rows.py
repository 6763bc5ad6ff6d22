"""Rows add up: each becomes a procedure, a heading or a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.rows import Doubt, FileKind, Mode, Reading, Row, Tally, count_rows
from kiosk.model.catalogue import Procedure, Source

AT = Source("a.csv", 5)
P = Procedure("1.000001", "Thủ tục")
HEADING = Row(AT)
TAKEN = Row(AT, P)
WARNED = Row(AT, P, problems=(report_warning(AT, "tên", "", "lạ", "giữ"),))
REFUSED = Row(AT, P, problems=(report_error(AT, "mã", "", "sai", "sửa"),))
DOUBTED = Row(AT, P, doubt=Doubt.LOST_ZEROS)
STRAY = Row(AT, problems=(report_error(AT, "mã", "1.000001", "ngoài bảng", "sửa"),))


@given(st.lists(st.sampled_from((HEADING, TAKEN, WARNED, REFUSED, DOUBTED, STRAY))))
def test_every_row_is_counted_once(rows: list[Row]) -> None:
    counts = count_rows("a.csv", tuple(rows))
    assert counts.procedures == rows.count(TAKEN) + rows.count(WARNED)
    assert counts.headings == rows.count(HEADING)
    assert counts.problems == rows.count(REFUSED) + rows.count(DOUBTED) + rows.count(STRAY)


def test_counts_that_do_not_add_up_stop_the_program() -> None:
    with pytest.raises(AssertionError, match=r"a\.csv: rows do not add up"):
        Tally("a.csv", 3, 1, 1, 0)


def test_a_reading_tells_what_was_taken() -> None:
    rows = (HEADING, WARNED, REFUSED)
    note = report_warning(AT, "bảng", "", "bảng ẩn", "không đọc")
    reading = Reading("a.csv", "", FileKind.TABLE, Mode.CHANGE, rows, rows[1:], (note,))
    assert (reading.procedures, reading.headings) == ((P,), 1)
    assert reading.problems == (*WARNED.problems, *REFUSED.problems, note)
    assert reading.tally == Tally("a.csv", 3, 1, 1, 1)


def test_every_kind_has_the_words_of_an_office() -> None:
    assert len({kind.description for kind in FileKind}) == len(FileKind)
