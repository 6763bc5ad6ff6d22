"""Every change and problem stands in the workbook, whatever the texts hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kiosk import workbook
from kiosk.catalogue.diff import Change, ChangeKind, FieldChange
from kiosk.errors import ReleaseError
from kiosk.intake.rows import Tally
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity
from kiosk.office.import_report import tabulate_changes, tabulate_problems, tabulate_rows, write_report

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)


def test_a_line_for_every_field_that_changed() -> None:
    changed = Change(
        ChangeKind.CHANGED,
        "1.000001",
        "Thủ tục",
        (FieldChange("fee", "0", "8.000 đồng"), FieldChange("field", "A", "B")),
        "12/QĐ-UBND",
        date(2027, 3, 1),
        "theo 12/QĐ-UBND",
    )
    ended = Change(ChangeKind.ENDED, "1.000002", "Thủ tục khác", reason="bị bãi bỏ")
    rows = tabulate_changes((changed, ended)).rows
    assert [row[3:6] for row in rows] == [("phí, lệ phí", "0", "8.000 đồng"), ("lĩnh vực", "A", "B"), ("", "", "")]
    assert rows[0][6:] == ("01/03/2027", "12/QĐ-UBND", "theo 12/QĐ-UBND")
    assert rows[2][0] == "thôi áp dụng"


def test_every_change_is_written_however_many(tmp_path: Path) -> None:
    changes = tuple(Change(ChangeKind.NEW, f"1.{n:06d}", "Thủ tục") for n in range(300))
    write_report(tmp_path / "b.xlsx", (tabulate_changes(changes),))
    page = load_workbook(tmp_path / "b.xlsx")["Thay đổi"]
    assert page.max_row == 301


@settings(max_examples=20, deadline=None)
@given(st.lists(ANY_TEXT, min_size=20, max_size=20))
def test_any_text_can_be_written(texts: list[str]) -> None:
    problems = (Problem(Source(text, 3, text), text, text, text, text, Severity.WARNING) for text in texts)
    table = tabulate_problems("Vấn đề", problems)
    assert workbook.write_workbook((table,))


def test_a_text_longer_than_a_cell_says_that_it_goes_on() -> None:
    problem = Problem(Source("a.csv", 3), "tên", "x" * 40_000, "=1+1", "")
    cell = tabulate_problems("Vấn đề", (problem,)).rows[0][5]
    assert isinstance(cell, str)
    assert len(cell) < 32_767
    assert cell.endswith("…")


def test_rows_add_up_in_the_workbook_too() -> None:
    assert tabulate_rows((Tally("a.csv", 6, 3, 2, 1, 0),)).rows == [("a.csv", 6, 3, 2, 1, 0)]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="không ghi được tệp Excel"):
        write_report(tmp_path / "khong-co/b.xlsx", ())
    assert not (tmp_path / "khong-co").exists()
