"""Statements in the order in which they were signed."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.model.catalogue import Procedure, Source
from kiosk.model.statement import RowStatus, Statement, order_statements

DAY = date(2026, 12, 1)


def statement(status: RowStatus, row: int, signed: date = DAY) -> Statement:
    stated = (Procedure("1.000001", "Thủ tục", source=Source("a.docx", row)),)
    return Statement("1.000001", status, stated, signed, origin="a")


def test_a_list_comes_before_the_decision_of_its_day_and_a_person_after_both() -> None:
    edited, decided, listed = (
        statement(status, row) for row, status in enumerate((RowStatus.EDITED, RowStatus.AMENDED, RowStatus.LISTED), 2)
    )
    earlier = statement(RowStatus.NEW, 9, DAY - timedelta(1))
    assert order_statements((edited, decided, listed, earlier)) == (earlier, listed, decided, edited)


def test_a_row_that_was_imported_twice_counts_once() -> None:
    once = statement(RowStatus.NEW, 2)
    assert order_statements((once, once)) == (once,)
    assert len(order_statements((once, statement(RowStatus.NEW, 3)))) == 2


def test_what_ends_and_where_it_was_read() -> None:
    assert statement(RowStatus.SUSPENDED, 2).ends
    assert not statement(RowStatus.RESUMED, 2).ends
    assert statement(RowStatus.NEW, 7).source == Source("a.docx", 7)
    assert Statement("1.000001", RowStatus.LEFT, (), DAY).source == Source("", 0)


def test_of_two_files_without_a_day_the_one_imported_later_speaks_last() -> None:
    """The name of a file decides nothing: a list corrected on the same day would otherwise be ignored in silence."""
    first, second = (
        Statement(
            "1.000001",
            RowStatus.LISTED,
            (Procedure("1.000001", name, source=Source(file, 2)),),
            date(2026, 11, 29),
            assumed=True,
            origin=file,
        )
        for name, file in (("cũ", "b.csv"), ("mới", "a.csv"))
    )
    assert order_statements((first, second)) == (first, second)
    assert order_statements((second, first)) == (second, first)
