"""Makes small files of every kind in memory, and reads them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import docx
import openpyxl
import pytest

from kiosk.intake.read import Reading, ReadOptions, read_bytes

Cells = Sequence[object]


class Workbook(Protocol):
    """Makes an XLSX file of rows."""

    def __call__(self, rows: Iterable[Cells], *, title: str = ..., merged: Iterable[str] = ...) -> bytes: ...


class Document(Protocol):
    """Makes a DOCX file of paragraphs (text) and tables (rows; None in a row is merged with the cell before)."""

    def __call__(self, *blocks: str | list[list[str | None]]) -> bytes: ...


class Read(Protocol):
    """Reads content as if it came from a file."""

    def __call__(self, content: bytes | str, file: str = ..., **options: Any) -> Reading: ...


@pytest.fixture(scope="session")
def workbook() -> Workbook:
    def make(rows: Iterable[Cells], *, title: str = "Sheet", merged: Iterable[str] = ()) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        for place in merged:
            sheet.merge_cells(place)
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()

    return make


@pytest.fixture(scope="session")
def document() -> Document:
    def make(*blocks: str | list[list[str | None]]) -> bytes:
        made = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                made.add_paragraph(block)
                continue
            table = made.add_table(rows=len(block), cols=len(block[0]))
            for row, texts in zip(table.rows, block, strict=True):
                cells = row.cells
                start = 0
                for column, text in enumerate(texts):
                    if text is None:
                        cells[start].merge(cells[column])
                    else:
                        start = column
                        cells[column].text = text
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def read() -> Read:
    def make(content: bytes | str, file: str = "tep", **options: Any) -> Reading:
        raw = content.encode() if isinstance(content, str) else content
        return read_bytes(file, raw, ReadOptions(**options))

    return make


@pytest.fixture(scope="session")
def as_json() -> Callable[[object], str]:
    return lambda data: json.dumps({"code": "OK", "message": "", "data": data}, ensure_ascii=False)
