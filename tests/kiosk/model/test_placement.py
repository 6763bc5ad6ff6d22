"""Sheets by group, cells in reading order."""

from __future__ import annotations

from kiosk.model.placement import CellGrid, PlacedSheet, Placement, Seat


def test_the_sheets_of_a_group_keep_their_order_and_their_numbers() -> None:
    """A sheet that was taken down leaves its number empty."""
    first, third = PlacedSheet("ho-tich", 1, ()), PlacedSheet("ho-tich", 3, ())
    placement = Placement((first, PlacedSheet("dat-dai", 1, ()), third))
    assert placement.of("ho-tich") == (first, third)
    assert placement.of("xay-dung") == ()


def test_seats_are_sorted_by_their_first_cell() -> None:
    seats = [Seat(4, 1, "1.000001", "a"), Seat(0, 2, "1.000003", "b"), Seat(2, 1, "1.000002", "c")]
    assert [seat.slot for seat in sorted(seats)] == [0, 2, 4]


def test_a_grid_holds_columns_times_rows() -> None:
    assert CellGrid(3, 9).capacity == 27
