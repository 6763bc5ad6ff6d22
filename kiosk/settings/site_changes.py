"""Changes to one site in the table of sites: cells, and sites that come and go.

Comes in: settings, the code of a site and new values by column. Goes out: what was written and what stood there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.model.site import Site, spell_codes
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.settings import table_writer, tables
from kiosk.text import tidy


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after; empty means not known."""

    column: str
    before: str
    after: str


CHANGEABLE = tuple(column for column in tables.SITE_COLUMNS if column != "code")
"""What may be said anew of a site. Its code is what everything printed and confirmed refers to."""


def change_site(path: Path, code: str, values: Mapping[str, str]) -> tuple[CellChange, ...]:
    """Write `values` into the row of `code`; an empty value clears its cell. Returns the cells that differ.

    Raises `ConfigError` on an unknown site or column, on a value that reading would refuse or leave out, and where the
    file changed in between; nothing is written then.
    """
    opened, line = _open_for(path, code, values)
    row = next(r for r in opened.text.rows if r.line == line)
    before = opened.text.by_column(row)
    table_writer.save_table(table_writer.change_cells(opened, line, values))
    changes = (CellChange(column, tidy(before.get(column, "")), tidy(value)) for column, value in values.items())
    return tuple(change for change in changes if change.before != change.after)


def preview_sites(path: Path, code: str, values: Mapping[str, str]) -> tuple[Site, ...]:
    """All sites as they would be read if `values` stood in the row of `code`. Raises `ConfigError` on an unknown site
    or column, and on a value that reading would refuse; nothing is written."""
    opened, line = _open_for(path, code, values)
    changed = table_writer.change_cells(opened, line, values)
    return tables.parse_sites(changed.text.encode(), path).sites


def _open_for(path: Path, code: str, values: Mapping[str, str]) -> tuple[table_writer.OpenTable, int]:
    """The table, and the line of a site of which these columns may be changed. Raises `ConfigError`."""
    unknown = sorted(values.keys() - set(CHANGEABLE))
    if unknown:
        raise ConfigError(
            "không có mục này để sửa",
            place=f"điểm {code}",
            value=", ".join(unknown),
            way_out=f"dùng một trong các mục {', '.join(CHANGEABLE)}",
        )
    opened = table_writer.open_table(table_writer.SITES, path)
    return opened, _find_line(opened, code)


def _find_line(opened: table_writer.OpenTable, code: str) -> int:
    """The line of a site, its code written in capitals or not."""
    lines = tables.parse_sites(opened.text.encode(), opened.path).lines
    (exact,) = spell_codes((tidy(code),), lines)
    if exact not in lines:
        raise _explain_unknown(opened.path, code)
    return lines[exact]


def _explain_unknown(path: Path, code: str) -> ConfigError:
    return ConfigError(
        "không có điểm này", place=str(path), value=code[:40], way_out="xem mã các điểm bằng kiosk site list"
    )


# sites that come and go ------------------------------------------------------------------------------------


def preview_change(sites: Path, change: SiteChange) -> tuple[Site, ...]:
    """All sites as they would be read after a change. Raises `ConfigError` as `write_change` would; nothing is
    written."""
    return tables.parse_sites(_change_table(sites, change).text.encode(), sites).sites


def write_change(sites: Path, exceptions: Path, change: SiteChange) -> tuple[CellChange, ...]:
    """Let the tables say what a change says; the cells of the site that differ. What they say already is left, so that
    a change that was taken half-way is taken again. Raises `ConfigError`, and then the table of sites is as it was.

    What a site that ends adds and leaves out ends before it: a rule for a site that is not there stops everything.
    """
    opened = _change_table(sites, change)
    before, after = _read_row(sites, change.site), _read_cells(opened, change.site)
    if change.kind.ends:
        _end_exceptions(exceptions, change.site)
    table_writer.save_table(opened)
    columns = [column for column in tables.SITE_COLUMNS if before.get(column, "") != after.get(column, "")]
    return tuple(CellChange(column, before.get(column, ""), after.get(column, "")) for column in columns)


def _change_table(path: Path, change: SiteChange) -> table_writer.OpenTable:
    """The table with the change in it, not yet written. Raises `ConfigError`."""
    opened = table_writer.open_table(table_writer.SITES, path)
    lines_by_code = {code.upper(): line for code, line in tables.parse_sites(opened.text.encode(), path).lines.items()}
    line = lines_by_code.get(change.site.upper())
    if change.kind is SiteChangeKind.OPENED:
        return opened if _says(opened, line, change.values) else _add_site(opened, line, change)
    if change.into and change.into.upper() not in lines_by_code:
        raise _explain_unknown(path, change.into)
    if change.into.upper() == change.site.upper():
        raise ConfigError(
            "một điểm không nhập vào chính nó", place=f"điểm {change.site}", way_out="chọn điểm khác sau --into"
        )
    if line is None:
        raise _explain_unknown(path, change.site)
    if change.kind.ends:
        return table_writer.remove_row(opened, line)
    _, line = _open_for(path, change.site, change.values)
    return table_writer.change_cells(opened, line, change.values)


def _add_site(opened: table_writer.OpenTable, line: int | None, change: SiteChange) -> table_writer.OpenTable:
    if line is not None:
        raise ConfigError(
            "mã này đã có một điểm khác", place=str(opened.path), value=change.site, way_out="chọn mã khác"
        )
    return table_writer.add_row(opened, {"code": change.site, **change.values})


def _says(opened: table_writer.OpenTable, line: int | None, values: Mapping[str, str]) -> bool:
    """Whether the row on `line` says all of `values` already."""
    cells = next((opened.text.by_column(r) for r in opened.text.rows if r.line == line), None)
    return cells is not None and all(tidy(cells.get(column, "")) == tidy(value) for column, value in values.items())


def _read_row(path: Path, code: str) -> dict[str, str]:
    return _read_cells(table_writer.open_table(table_writer.SITES, path), code)


def _read_cells(opened: table_writer.OpenTable, code: str) -> dict[str, str]:
    """The tidied cells of a site by column, none where it has no row."""
    rows = (opened.text.by_column(row) for row in opened.text.rows[1:])
    cells = next((row for row in rows if tidy(row.get("code", "")).upper() == code.upper()), {})
    return {column: tidy(value) for column, value in cells.items()}


def _end_exceptions(path: Path, code: str) -> None:
    """Take what a site adds and leaves out from its table."""
    if not path.exists():
        return
    opened = table_writer.open_table(table_writer.EXCEPTIONS, path)
    lines = [r.line for r in opened.text.rows[1:] if tidy(opened.text.by_column(r).get("site", "")) == code]
    for line in reversed(lines):
        opened = table_writer.remove_row(opened, line)
    table_writer.save_table(opened)
