"""Changes to one site in the table of sites.

Comes in: settings, the code of a site and new values by column. Goes out: what was written and what stood there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ConfigError
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
    unknown = sorted(values.keys() - set(CHANGEABLE))
    if unknown:
        raise ConfigError(
            "không có mục này để sửa",
            place=f"điểm {code}",
            value=", ".join(unknown),
            way_out=f"dùng một trong các mục {', '.join(CHANGEABLE)}",
        )
    opened = table_writer.open_table(table_writer.SITES, path)
    line = _line_of(opened, code)
    row = next(r for r in opened.text.rows if r.line == line)
    before = opened.text.by_column(row)
    table_writer.save_table(table_writer.change_cells(opened, line, values))
    changes = (CellChange(column, tidy(before.get(column, "")), tidy(value)) for column, value in values.items())
    return tuple(change for change in changes if change.before != change.after)


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
