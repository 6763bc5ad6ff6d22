"""Where each procedure of a site stands on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A procedure to place. `face` is a digest of what is printed of it; `order` its place among its peers."""

    code: str
    group: str
    field: str
    span: int
    face: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """Where a procedure stands on its sheet: first cell (0-based), cells taken, code, digest of what is printed."""

    slot: int
    span: int
    code: str
    face: str


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """One printed page of a group, numbered within it from 1; numbers of taken-down sheets are not closed up."""

    group: str
    number: int
    cells: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """All sheets of a site, by group (in the order given by `place`) and number."""

    sheets: tuple[PlacedSheet, ...] = ()

    def of(self, group: str) -> tuple[PlacedSheet, ...]:
        """The sheets of one group."""
        return tuple(s for s in self.sheets if s.group == group)


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Columns and rows of cells on a sheet."""

    columns: int
    rows: int

    @property
    def capacity(self) -> int:
        """Cells on one sheet."""
        return self.columns * self.rows
