"""What an import, a trial reading or a comparison has shown, as a workbook that a person can sort and pass on.

In come changes, problems and counts of rows; out goes a workbook with a sheet for each of them. Every line is there:
the screen shows only the first ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk import workbook
from kiosk.catalogue.diff import LABELS, Change
from kiosk.intake import limits
from kiosk.intake.rows import Tally
from kiosk.model.problem import Problem
from kiosk.targets import require_parent
from kiosk.workbook import Table

# Characters that XML 1.0 cannot hold (production 2, «Char»): openpyxl refuses a cell with one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHANGE_COLUMNS = (
    ("Loại", 14), ("Mã", 14), ("Tên thủ tục", 60), ("Trường", 22), ("Trước", 40), ("Sau", 40),
    ("Từ ngày", 12), ("Quyết định", 20), ("Lý do", 40),
)  # fmt: skip
_PROBLEM_COLUMNS = (
    ("Mức", 12), ("Tệp", 30), ("Bảng", 16), ("Dòng", 8), ("Cột", 18), ("Giá trị", 40), ("Vấn đề", 50),
    ("Cách xử lý", 50), ("Mã đề nghị", 14), ("Cách chương trình đã xử lý", 50),
)  # fmt: skip
_TALLY_COLUMNS = (
    ("Tệp", 40), ("Số dòng", 10), ("Thủ tục", 10), ("Dòng đầu mục", 14), ("Dòng có vấn đề", 14),
    ("Dòng chờ trả lời", 14),
)  # fmt: skip


def tabulate_changes(changes: Iterable[Change]) -> Table:
    """A line for every field that changed, or for the change itself where it names no field."""
    rows = [
        (*_fit_cells(c.kind.value, c.code, c.name), *_fit_cells(*field), *_fit_cells(day, c.decision, c.reason))
        for c in changes
        for day in [f"{c.effective:%d/%m/%Y}" if c.effective else ""]
        for field in [(LABELS.get(f.field, f.field), f.before, f.after) for f in c.fields] or [("", "", "")]
    ]
    return Table("Thay đổi", _CHANGE_COLUMNS, rows)


def tabulate_problems(title: str, problems: Iterable[Problem]) -> Table:
    """A line for every problem, in the order in which they are given."""
    rows: list[tuple[str | int, ...]] = [
        (
            *_fit_cells(p.severity.value, p.source.file, p.source.sheet),
            p.source.row,
            *_fit_cells(p.column, p.value, p.message, p.way_out, p.proposal, p.rule),
        )
        for p in problems
    ]
    return Table(title, _PROBLEM_COLUMNS, rows)


def tabulate_rows(tallies: Iterable[Tally]) -> Table:
    """A line for every file: how its rows add up."""
    rows: list[tuple[str | int, ...]] = [
        (*_fit_cells(t.file), t.rows, t.procedures, t.headings, t.problems, t.questions) for t in tallies
    ]
    return Table("Số dòng", _TALLY_COLUMNS, rows)


def _fit_cells(*texts: str) -> tuple[str, ...]:
    """Texts as cells can hold them: a longer one ends with a sign that it goes on."""
    most = limits.CELL_CHARACTERS - 2
    clean = (_UNWRITABLE.sub("\ufffd", text) for text in texts)
    return tuple(text if len(text) <= most else text[: most - 1] + "…" for text in clean)


def write_report(path: Path, tables: Sequence[Table]) -> None:
    """Write the tables as the sheets of one workbook. Raises `ReleaseError`."""
    workbook.save_workbook(require_parent(path, "không ghi được tệp Excel"), tables)
