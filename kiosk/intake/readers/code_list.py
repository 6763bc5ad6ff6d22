"""A plain list of codes: one a line (or several), in a text file, a CSV or a sheet with one column."""

from __future__ import annotations

import re

from kiosk.intake.codes import looks_like_code
from kiosk.intake.entry import CODE_COLUMN, read_entry, report_error
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure, Source
from kiosk.text import tidy

_BESIDE = 2
_DIGITS = re.compile(r"[\W_]*\d[\W\d_]*\d{3}[\W\d_]*")
_APART = re.compile(r"[\s|;\t]+|,(?!\d)")


def _find_tokens(row: GridRow) -> tuple[str, ...]:
    texts = (text for _, text in row.filled() if not text.startswith("#"))
    parts = (part.strip("'\"()[].,:;") for text in texts for part in _APART.split(text))
    return tuple(part for part in parts if looks_like_code(part))


def is_code_list(grids: tuple[TextGrid, ...]) -> bool:
    """Whether most rows hold codes and little else: a number and a name beside them at most."""
    rows = [row for grid in grids for row in grid.rows]
    with_codes = [row for row in rows if (tokens := _find_tokens(row)) and len(row.filled()) <= len(tokens) + _BESIDE]
    return bool(with_codes) and 2 * len(with_codes) >= len(rows)


def read_rows(file: str, grids: tuple[TextGrid, ...]) -> tuple[Row, ...]:
    """A row for every code; a line without one, or a remark (#), is a heading."""
    list_rows: list[Row] = []
    for grid in grids:
        for row in grid.rows:
            source = Source(file, row.number, grid.name)
            list_rows += [_make_row(source, written) for written in _find_tokens(row)] or [_read_other(source, row)]
    return tuple(list_rows)


def _read_other(source: Source, row: GridRow) -> Row:
    """A line without a code: a title or remark, or digits that were meant as one («1001193»)."""
    text = " ".join(text for _, text in row.filled())
    if not _DIGITS.fullmatch(text):
        return Row(source)
    message = "dãy số không phải mã thủ tục (mã đúng có dạng 1.234567)"
    return Row(source, problems=(report_error(source, CODE_COLUMN, text, message, "ghi lại mã, hoặc xóa dòng này"),))


def _make_row(source: Source, written: str) -> Row:
    code = read_entry(source, tidy(written), "", "")
    return Row(source, Procedure(code.code, "", source=source), written, doubt=code.doubt, problems=code.problems)
