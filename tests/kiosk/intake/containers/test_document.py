"""DOCX to grids: tables with the paragraphs that stood before them."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.containers.document import read_grids
from tests.kiosk.intake.conftest import Document


def test_tables_keep_the_paragraphs_before_them_and_the_last_ones_stand_alone(document: Document) -> None:
    first, second, rest = read_grids("tep", document("Quyết định", [["a", "b"]], "Phụ lục II", [["c"]], "Nơi nhận"))
    assert [(g.name, g.before) for g in (first, second)] == [("Bảng 1", ("Quyết định",)), ("Bảng 2", ("Phụ lục II",))]
    assert [first.rows[0].text(column) for column in (0, 1)] == ["a", "b"]
    assert (rest.rows, rest.before) == ((), ("Nơi nhận",))
    assert all(g.document for g in (first, second, rest))


def test_a_cell_merged_to_the_right_stands_in_its_first_column_only(document: Document) -> None:
    grid = read_grids("tep", document([["a", None, "b"], ["c", "d", "e"]]))[0]
    assert [row.filled() for row in grid.rows] == [((0, "a"), (2, "b")), ((0, "c"), (1, "d"), (2, "e"))]


def test_what_is_no_document_is_damaged() -> None:
    with pytest.raises(IntakeError, match="tệp bị hỏng"):
        read_grids("tep", b"PK\x03\x04")
