"""The one way to change a table of `data/`: read, change cells, check as reading would, replace the file.

Comes in: which table, its path, the line of a row and new values by column. Goes out: the file with these cells
changed and every other byte as it was, or `ConfigError` and the file untouched. A later column is one more name in
its `TableForm`, a later table one more `TableForm`; no command writes these files in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import ConfigError
from kiosk.model.problem import Problem
from kiosk.settings import english_words, exceptions, matters, tables
from kiosk.settings.csv_text import CsvText
from kiosk.settings.files import replace_file
from kiosk.text import tidy


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table that may be changed: its columns, those it cannot do without, and the check that reading makes.

    `check` raises `ConfigError` and returns the cells that reading would leave out.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    check: Callable[[bytes, Path], Iterable[Problem]]


def _check_groups(content: bytes, path: Path) -> Iterable[Problem]:
    tables.parse_groups(content, path)
    return ()


def _check_aliases(content: bytes, path: Path) -> Iterable[Problem]:
    tables.parse_aliases(content, path)
    return ()


SITES = TableForm(tables.SITE_COLUMNS, ("code", "kind", "name"), lambda c, p: tables.parse_sites(c, p).left_out)
GROUPS = TableForm(tables.GROUP_COLUMNS, ("group_id", "abbreviation", "group_title", "field"), _check_groups)
ALIASES = TableForm(tables.ALIAS_COLUMNS, tables.ALIAS_COLUMNS, _check_aliases)


def _check_with(parse: Callable[[bytes, Path], object]) -> Callable[[bytes, Path], Iterable[Problem]]:
    """The check of a table whose cells are all needed: what does not parse is refused."""

    def check(content: bytes, path: Path) -> Iterable[Problem]:
        parse(content, path)
        return ()

    return check


MATTERS = TableForm(matters.MATTER_COLUMNS, matters.MATTER_COLUMNS, _check_with(matters.parse_life_events))
EVERYDAY = TableForm(matters.EVERYDAY_COLUMNS, matters.EVERYDAY_COLUMNS, _check_with(matters.parse_everyday_names))
ELSEWHERE = TableForm(matters.ELSEWHERE_COLUMNS, matters.ELSEWHERE_COLUMNS, _check_with(matters.parse_outside_matters))
ENGLISH = TableForm(matters.ENGLISH_COLUMNS, matters.ENGLISH_COLUMNS, _check_with(matters.parse_english_titles))
ENGLISH_WORDS = TableForm(english_words.COLUMNS, english_words.COLUMNS, _check_with(english_words.parse_english_words))
EXCEPTIONS = TableForm(exceptions.COLUMNS, ("site", "code", "effect"), _check_with(exceptions.parse_exceptions))


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table as it was read, with the digest of what was read, and with the changes made since."""

    table: TableForm
    path: Path
    read_digest: str
    text: CsvText
    changed: frozenset[tuple[int, str]] = frozenset()


def open_table(table: TableForm, path: Path) -> OpenTable:
    """Read a table in order to change it. Raises `ConfigError` where it is wrong already."""
    content = tables.read_bytes(path)
    table.check(content, path)
    return OpenTable(table, path, digest(content), tables.parse_table(content, path, table.needed))


def change_cells(opened: OpenTable, line: int, values: Mapping[str, str]) -> OpenTable:
    """The table with new values, by column, in the row that begins on `line` (1-based). Nothing is written yet.

    Values are tidied as reading would; a value that says the same as before leaves its cell as it is written. Raises
    `ConfigError` on a column that the table does not have.
    """
    unknown = sorted(values.keys() - set(opened.table.columns))
    if unknown:
        raise ConfigError(
            "bảng không có cột này",
            place=str(opened.path),
            value=", ".join(unknown),
            way_out=f"dùng một trong các cột {', '.join(opened.table.columns)}",
        )
    row = next(r for r in opened.text.rows[1:] if r.line == line)
    before = {column: tidy(value) for column, value in opened.text.by_column(row).items()}
    new = {column: tidy(value) for column, value in values.items() if tidy(value) != before.get(column, "")}
    changed = opened.changed | {(line, column) for column in new}
    return replace(opened, text=opened.text.with_cells(line, new), changed=changed)


def find_line(opened: OpenTable, key: Mapping[str, str]) -> int | None:
    """The line of the row with these values in these columns, None where there is none, or more than one."""
    lines = [
        row.line
        for row in opened.text.rows[1:]
        for cells in [opened.text.by_column(row)]
        if all(tidy(cells.get(column, "")) == value for column, value in key.items())
    ]
    return lines[0] if len(lines) == 1 else None


def add_row(opened: OpenTable, values: Mapping[str, str]) -> OpenTable:
    """The table with one more row, behind the last one with the same first cell: rows of one group stand together."""
    clean = {column: tidy(value) for column, value in values.items()}
    first = opened.text.columns[0] if opened.text.columns else ""
    same = [r.line for r in opened.text.rows[1:] if tidy(opened.text.by_column(r).get(first, "")) == clean.get(first)]
    text = opened.text.with_row(clean, same[-1] if same else None)
    old_lines = {row.line for row in opened.text.rows}
    line = next((row.line for row in text.rows if row.line not in old_lines), text.rows[-1].line)
    if same:
        line = text.rows[[row.line for row in opened.text.rows].index(same[-1]) + 1].line
    moved = frozenset((at + (at >= line), column) for at, column in opened.changed)
    return replace(opened, text=text, changed=moved | {(line, column) for column in clean})


def remove_row(opened: OpenTable, line: int) -> OpenTable:
    """The table without the row that begins on `line`."""
    text = opened.text.without_row(line)
    lines_gone = opened.text.text.count("\n") - text.text.count("\n")
    moved = frozenset((at - lines_gone * (at > line), column) for at, column in opened.changed if at != line)
    return replace(opened, text=text, changed=moved | {(0, "")})


def save_table(opened: OpenTable) -> None:
    """Write the changes, checked. Raises `ConfigError`, and then the file is as it was.

    A cell that reading would leave out is refused where it is one of those that were changed.
    """
    if not opened.changed:
        return
    content = opened.text.encode()
    for problem in opened.table.check(content, opened.path):
        if (problem.source.row, problem.column) in opened.changed:
            raise ConfigError(
                f"cột «{problem.column}» không hợp lệ, chưa ghi gì",
                place=f"{opened.path}, dòng {problem.source.row}",
                value=problem.value,
                way_out=problem.way_out,
            )
    replace_file(opened.path, content, opened.read_digest)
