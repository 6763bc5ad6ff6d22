"""Rows of a board: sheets in runs, examples whole, headings that go with their fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import board_index
from posters.spec import BoardField, BoardGroup, BoardMatter

GROUP = BoardGroup(
    "Hộ tịch",
    (BoardField("Hộ tịch", 4, ("7-1", "7-2")), BoardField("Chứng thực", 2, ("7-2",))),
    ("kết hôn", "khai tử"),
    7,
)


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["HT-01"], "HT 01"),
        (["HT-01", "HT-02", "HT-03", "HT-07"], "HT 01–03, 07"),
        (["HT-09", "HT-10", "DD-01"], "HT 09–10, DD 01"),
        (["7-1", "7-2", "7-4"], "7·1–2, 4"),
        (["BCD"], "BCD"),
        ([], ""),
    ],
)
def test_runs_of_labels_are_drawn_together(labels: list[str], shown: str) -> None:
    assert board_index.join_labels(labels) == shown


@given(st.sets(st.integers(1, 40), min_size=1))
def test_ranges_lose_no_sheet(numbers: set[int]) -> None:
    shown = board_index.join_labels([f"HT-{n:02d}" for n in sorted(numbers)]).removeprefix("HT ")
    listed: set[int] = set()
    for part in shown.split(", "):
        first, _, last = part.partition("–")
        listed |= set(range(int(first), int(last or first) + 1))
    assert listed == numbers


def test_a_group_stands_over_its_fields_with_all_its_sheets() -> None:
    heading, first, second = board_index.list_rows((GROUP,), 12, 85)
    assert (heading.lines, heading.sheets, heading.number) == (("Hộ tịch",), ("7·1–2",), "7")
    assert (first.sheets, second.sheets) == (("7·1–2",), ("7·2",))
    assert heading.again is not None and heading.again.lines == ("Hộ tịch (tiếp)",) and heading.again.sheets == ()


def test_examples_are_whole_or_absent() -> None:
    (row,) = board_index.list_overview((GROUP,), 14, 85, 1, 12)
    assert row.examples == ("kết hôn, khai tử",)
    (narrow,) = board_index.list_overview((GROUP,), 14, 26, 1, 12)
    assert narrow.examples == ("kết hôn",)
    (none,) = board_index.list_overview((GROUP,), 14, 85, 0, 12)
    assert none.examples == () and none.height < row.height


def test_a_matter_has_one_sheet() -> None:
    (row,) = board_index.list_matters((BoardMatter("Sổ đỏ", "DD-01"),), 14, 85)
    assert (row.lines, row.sheets) == (("Sổ đỏ",), ("DD 01",))


def test_a_heading_never_ends_a_column_and_stands_again() -> None:
    rows = list(board_index.list_rows((GROUP, GROUP), 12, 85))
    height = sum(row.height for row in rows[:4]) + 0.1
    columns = board_index.fill_columns(rows, [height])
    assert columns is not None
    assert [[row.lines[0] for row in column] for column in columns] == [
        ["Hộ tịch", "Hộ tịch", "Chứng thực"],
        ["Hộ tịch", "Hộ tịch", "Chứng thực"],
    ]
    again = board_index.fill_columns(rows[:3], [rows[0].height + rows[1].height + 0.1])
    assert again is not None and again[1][0].lines == ("Hộ tịch (tiếp)",)
    assert board_index.fill_columns(rows, [rows[0].height / 2]) is None
