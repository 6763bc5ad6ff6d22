"""A table as the text that a person or a spreadsheet saved, with the place of every cell in it.

Comes in: bytes of a CSV file in UTF-8, with or without byte order mark, separated by commas or (Excel in Vietnamese)
semicolons. Goes out: rows by column, and the same bytes with some cells changed and everything else as it was:
comments, order, quotes, line ends, empty lines. What the columns mean is left to `tables`, the file itself to
`files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n|\n|\r")
COMMENT = "#"
"""A line that begins so is for people; no code, group or word does."""


class CsvError(ValueError):
    """The text is no table; `line` (1-based) is where it stops being one."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class CsvCell(NamedTuple):
    """One cell: the text between `start` and `end`, quotes included, and the value it stands for."""

    start: int
    end: int
    value: str
    quoted: bool


class CsvRow(NamedTuple):
    """One row and the line (1-based) on which it begins."""

    line: int
    cells: tuple[CsvCell, ...]


@dataclass(frozen=True)
class CsvText:
    """The text of a table without its byte order mark. The first row names the columns."""

    text: str
    marked: bool
    separator: str
    rows: tuple[CsvRow, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, empty where there is no row at all."""
        return tuple(cell.value.strip() for cell in self.rows[0].cells) if self.rows else ()

    def by_column(self, row: CsvRow) -> dict[str, str]:
        """The values of a row; a row that ends early has nothing in the columns behind."""
        values = [cell.value for cell in row.cells]
        return {name: values[i] if i < len(values) else "" for i, name in enumerate(self.columns)}

    def encode(self) -> bytes:
        """The bytes of the file."""
        return ((_MARK if self.marked else "") + self.text).encode("utf-8")

    def with_cells(self, line: int, values: Mapping[str, str]) -> CsvText:
        """The table with these values, by column, in the row that begins on `line`. Columns that it lacks are added.

        Raises KeyError where no row begins there.
        """
        table = self
        for column in values:
            table = table if column in table.columns else table._add_column(column)
        row = next((r for r in table.rows[1:] if r.line == line), None)
        if row is None:
            raise KeyError(line)
        changes = {}
        short = max((table.columns.index(c) for c in values), default=0) + 1 - len(row.cells)
        tail = {table.columns.index(c): v for c, v in values.items()}
        for index, value in tail.items():
            if index < len(row.cells) and row.cells[index].value != value:
                cell = row.cells[index]
                changes[cell.start, cell.end] = table._write_cell(value, cell.quoted)
        if short > 0:
            first = len(row.cells)
            added = (table.separator + table._write_cell(tail.get(first + i, ""), False) for i in range(short))
            end = row.cells[-1].end
            changes[end, end] = "".join(added)
        return table._splice_text(changes)

    def with_row(self, values: Mapping[str, str], after: int | None = None) -> CsvText:
        """The table with one more row behind the one that begins on `after`, else at the end. Columns that it lacks are
        added where they say something."""
        table = self
        for column, value in values.items():
            table = table if column in table.columns or not value else table._add_column(column)
        before = next((r for r in table.rows[1:] if r.line == after), table.rows[-1])
        line_end = _LINE_END.search(table.text)
        cells = table.separator.join(table._write_cell(values.get(column, ""), False) for column in table.columns)
        end = before.cells[-1].end
        return table._splice_text({(end, end): (line_end[0] if line_end else "\n") + cells})

    def without_row(self, line: int) -> CsvText:
        """The table without the row that begins on `line`. Raises KeyError where no row begins there."""
        row = next((r for r in self.rows[1:] if r.line == line), None)
        if row is None:
            raise KeyError(line)
        start, end = row.cells[0].start, row.cells[-1].end
        line_end = _LINE_END.match(self.text, end)
        return self._splice_text({(start, line_end.end() if line_end else end): ""})

    def _add_column(self, name: str) -> CsvText:
        """One more column at the end, empty in every row that is as long as the first one."""
        width = len(self.columns)
        changes = {
            (row.cells[-1].end, row.cells[-1].end): self.separator + (name if row is self.rows[0] else "")
            for row in self.rows
            if len(row.cells) == width
        }
        return self._splice_text(changes)

    def _splice_text(self, changes: Mapping[tuple[int, int], str]) -> CsvText:
        text = self.text
        for (start, end), value in sorted(changes.items(), reverse=True):
            text = text[:start] + value + text[end:]
        return replace(self, text=text, rows=tuple(_read_rows(text, self.separator)))

    def _write_cell(self, value: str, quoted: bool) -> str:
        special = quoted or any(c in value for c in (self.separator, '"', "\n", "\r"))
        return '"' + value.replace('"', '""') + '"' if special else value


def parse_csv(content: bytes) -> CsvText:
    """The table that `content` holds. Raises `CsvError`, and UnicodeDecodeError where it is not UTF-8."""
    text = content.decode("utf-8")
    marked = text.startswith(_MARK)
    text = text.removeprefix(_MARK)
    separator = _find_separator(text)
    return CsvText(text, marked, separator, tuple(_read_rows(text, separator)))


def _find_separator(text: str) -> str:
    """What stands between cells, from the first line that is no comment."""
    for line in _LINE_END.split(text):
        if line.strip() and not line.startswith(COMMENT):
            return ";" if line.count(";") > line.count(",") else ","
    return ","


def _read_rows(text: str, separator: str) -> Iterator[CsvRow]:
    """The rows in order (RFC 4180, any line end); empty lines and comments are none."""
    # A quote that is not the first character of its cell is a character like any other, as spreadsheets read it.
    pattern = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>(?:[^"{separator}\r\n][^{separator}\r\n]*)?))(?=[{separator}\r\n]|\Z)'
    )
    at, line = 0, 1
    while at < len(text):
        begin = at
        cells = []
        if text.startswith(COMMENT, at):
            at = _find_line_end(text, at)
        else:
            while True:
                cell = pattern.match(text, at)
                if cell is None:
                    raise CsvError(line + len(_LINE_END.findall(text[begin:at])))
                quoted, plain = cell.groups()
                end = cell.end()
                value = plain if quoted is None else quoted.replace('""', '"')
                cells.append(CsvCell(at, end, value, quoted is not None))
                at = end
                if not text.startswith(separator, at):
                    break
                at += 1
        if len(cells) > 1 or any(cell.end > cell.start for cell in cells):
            yield CsvRow(line, tuple(cells))
        line_end = _LINE_END.match(text, at)
        at = line_end.end() if line_end else at
        line += len(_LINE_END.findall(text[begin:at]))


def _find_line_end(text: str, at: int) -> int:
    end = _LINE_END.search(text, at)
    return end.start() if end else len(text)
