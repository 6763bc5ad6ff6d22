"""Changes to one site in the table of sites.

Comes in: settings, the code of a site and new values by column. Goes out: what was written and what stood there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.model.site import Site
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
    return opened, _line_of(opened, code)


def _line_of(opened: table_writer.OpenTable, code: str) -> int:
    """The line of a site, its code written in capitals or not."""
    lines = tables.parse_sites(opened.text.encode(), opened.path).lines
    upper_code = tidy(code).upper()
    for known, line in lines.items():
        if known.upper() == upper_code:
            return line
    raise ConfigError(
        "không có điểm này", place=str(opened.path), value=code, way_out="xem mã các điểm bằng kiosk site list"
    )
