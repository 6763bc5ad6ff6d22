"""Workbooks with the same bytes for the same content on every machine.

In come tables, out come the bytes of an XLSX file. openpyxl writes the clock into it, and packs it with whatever zlib
the machine has: the archive is written again without the clock and without packing.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.cells import guard_cell
from kiosk.errors import ReleaseError, explain_cause

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can say."""

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a workbook: title, columns with their widths in characters, rows. Text cells are made safe."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str | int]]


def write_workbook(tables: Sequence[Table]) -> bytes:
    """The workbook as bytes."""
    # openpyxl takes a tenth of a second to load, in every command if it stood at the top.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        page = book.create_sheet(table.title)
        page.append([name for name, _ in table.columns])
        for row in table.rows:
            page.append([guard_cell(cell) if isinstance(cell, str) else cell for cell in row])
        for i, (_, width) in enumerate(table.columns, 1):
            page.column_dimensions[get_column_letter(i)].width = width
        for line in page.iter_rows(min_row=1, max_row=len(table.rows) + 1):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if cell.row == 1:
                    cell.font = Font(bold=True)
        page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _drop_times(out.getvalue())


def write_csv(table: Table) -> bytes:
    """One table in UTF-8 with its mark, so that a spreadsheet shows the letters."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow([name for name, _ in table.columns])
    rows.writerows([guard_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def save_workbook(path: Path, tables: Sequence[Table]) -> None:
    """Write a workbook where a person asked for it. Raises `ReleaseError`."""
    try:
        path.write_bytes(write_workbook(tables))
    except OSError as error:
        raise ReleaseError(
            "không ghi được tệp Excel", place=str(path), value=explain_cause(error), way_out="chọn tệp khác"
        ) from error


def _drop_times(content: bytes) -> bytes:
    """The same archive without the time of writing, nothing packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            new.writestr(make_entry(name), data)
    return out.getvalue()


def make_entry(name: str) -> zipfile.ZipInfo:
    """An archive member without the time, owner or machine that wrote it, and not packed."""
    member = zipfile.ZipInfo(name, EPOCH)
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member
