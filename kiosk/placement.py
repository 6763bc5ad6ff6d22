"""Where each procedure of a site stands on paper: a pure function of what hangs now and the new listing.

What stays keeps its cell, what leaves empties one, what comes takes a free cell of its group, first on sheets
that change anyway. Sites with the same history get the same placement by themselves. Cells are numbered row by
row; a span of 1 is one cell, a larger span is whole rows (2 cells each in a grid of two columns).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby


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
class Cell:
    """A placed procedure: first cell (0-based), cells taken, code, digest of what is printed."""

    slot: int
    span: int
    code: str
    face: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed page of a group, numbered within it from 1; numbers of taken-down sheets are not closed up."""

    group: str
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """All sheets of a site, by group (in the order given by `place`) and number."""

    sheets: tuple[Sheet, ...] = ()

    def of(self, group: str) -> tuple[Sheet, ...]:
        """The sheets of one group."""
        return tuple(s for s in self.sheets if s.group == group)


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows of cells on a sheet."""

    columns: int
    rows: int

    @property
    def capacity(self) -> int:
        """Cells on one sheet."""
        return self.columns * self.rows


@dataclass(slots=True)
class _Page:
    """A sheet while it is being filled."""

    number: int
    grid: Grid
    cells: list[Cell] = field(default_factory=list)
    touched: bool = False
    fields: set[str] = field(default_factory=set)

    def free(self) -> list[bool]:
        open_cells = [True] * self.grid.capacity
        for cell in self.cells:
            for i in range(cell.slot, cell.slot + cell.span):
                open_cells[i] = False
        return open_cells

    def room(self, span: int) -> int | None:
        """The first cell where `span` fits: any cell for 1, the start of a free run of rows otherwise."""
        open_cells = self.free()
        step = 1 if span == 1 else self.grid.columns
        for slot in range(0, self.grid.capacity - span + 1, step):
            if all(open_cells[slot : slot + span]):
                return slot
        return None

    def put(self, item: Item, slot: int) -> None:
        self.cells.append(Cell(slot, item.span, item.code, item.face))
        self.fields.add(item.field)
        self.touched = True


def place(previous: Placement | None, items: Iterable[Item], grid: Grid) -> Placement:
    """Place `items` (in the order of groups and, within a group, of reading) with as few changed sheets as possible.

    `previous` None lays everything out afresh. A group is laid out afresh by itself when it would then need
    at most half of its sheets and at least two fewer: more empty paper than that helps nobody.
    """
    sheets: list[Sheet] = []
    for group, members in groupby(items, key=lambda item: item.group):
        peers = sorted(members, key=lambda item: item.order)
        fresh = _fresh(group, peers, grid)
        old = previous.of(group) if previous else ()
        kept = _updated(group, old, peers, grid) if old else fresh
        wasteful = len(kept) >= 2 * len(fresh) and len(kept) - len(fresh) >= 2
        sheets.extend(fresh if wasteful else kept)
    return Placement(tuple(sheets))


def _sheets(group: str, pages: Iterable[_Page]) -> list[Sheet]:
    return [
        Sheet(group, page.number, tuple(sorted(page.cells)))
        for page in sorted(pages, key=lambda p: p.number)
        if page.cells
    ]


def _fresh(group: str, items: list[Item], grid: Grid) -> list[Sheet]:
    """Reading order. A field that fills a sheet starts on a new one if the last is half full, so that it is found
    and a decision in it touches few sheets; starting on an empty sheet always would cost one sheet in twenty."""
    pages = [_Page(1, grid)]
    for _, members in groupby(items, key=lambda item: item.field):
        peers = list(members)
        page = pages[-1]
        big = sum(item.span for item in peers) >= grid.capacity
        if big and 2 * sum(c.span for c in page.cells) >= grid.capacity:
            pages.append(_Page(page.number + 1, grid))
        _fill(pages, peers, grid)
    return _sheets(group, pages)


def _fill(pages: list[_Page], peers: list[Item], grid: Grid) -> None:
    """Append in order; a single cell left beside a wide card is given to the next narrow one of the field."""
    waiting = list(peers)
    while waiting:
        page = pages[-1]
        at = next((i for i, item in enumerate(waiting[:4]) if _next_slot(page, item.span) is not None), None)
        if at is None:
            pages.append(_Page(page.number + 1, grid))
            continue
        item = waiting.pop(at)
        slot = _next_slot(page, item.span)
        if slot is not None:
            page.put(item, slot)


def _next_slot(page: _Page, span: int) -> int | None:
    """The cell after the last one taken; a wide card may skip nothing, so that holes are filled first."""
    end = max((c.slot + c.span for c in page.cells), default=0)
    if span > 1 and end % page.grid.columns:
        return None if end + 1 < page.grid.capacity else page.room(span)
    return end if end + span <= page.grid.capacity else None


def _updated(group: str, old: tuple[Sheet, ...], items: list[Item], grid: Grid) -> list[Sheet]:
    wanted = {item.code: item for item in items}
    pages = [_carried(sheet, wanted, grid) for sheet in old]
    placed = {cell.code for page in pages for cell in page.cells}
    comers = [item for item in items if item.code not in placed]
    pages += _seated(pages, comers, grid)
    return _sheets(group, pages)


def _carried(sheet: Sheet, wanted: dict[str, Item], grid: Grid) -> _Page:
    """What of a hanging sheet stays: same cell, no larger than before."""
    page = _Page(sheet.number, grid)
    for cell in sheet.cells:
        item = wanted.get(cell.code)
        stays = item is not None and item.span <= cell.span and cell.slot + cell.span <= grid.capacity
        if item is not None and stays:
            page.cells.append(Cell(cell.slot, item.span, item.code, item.face))
            page.fields.add(item.field)
        if item is None or not stays or (item.face, item.span) != (cell.face, cell.span):
            page.touched = True
    return page


def _seated(pages: list[_Page], comers: list[Item], grid: Grid) -> list[_Page]:
    """Seat newcomers: on sheets that change anyway, then all the rest together on one sheet; returns new pages."""
    rest = [item for item in comers if not _seat_where_printed_anyway(item, _touched(pages, item.field))]
    new: list[_Page] = []
    while rest:
        spare = next((p for p in _spare(pages) if _holds(p, rest)), None)
        if spare is None:
            number = max((p.number for p in (*pages, *new)), default=0) + 1
            spare = _Page(number, grid)
            new.append(spare)
        rest = [item for item in rest if not _seat(item, [spare])]
    return new


def _touched(pages: list[_Page], field_name: str) -> list[_Page]:
    """Sheets that must be printed again in any case, those with the same field first."""
    return sorted((p for p in pages if p.touched), key=lambda p: (field_name not in p.fields, p.number))


def _spare(pages: list[_Page]) -> Iterator[_Page]:
    """Sheets with free cells that would otherwise stay as they are, the last one first."""
    return (p for p in reversed(pages) if p.cells and not p.touched and any(p.free()))


def _seat(item: Item, pages: Iterable[_Page]) -> bool:
    for page in pages:
        slot = page.room(item.span)
        if slot is not None:
            page.put(item, slot)
            return True
    return False


def _seat_where_printed_anyway(item: Item, pages: list[_Page]) -> bool:
    """Seat on a sheet that is printed again in any case; its cards may close up, which costs no paper."""
    if _seat(item, pages):
        return True
    for page in pages:
        cells = _closed_up([*sorted(page.cells), Cell(page.grid.capacity, item.span, item.code, item.face)], page.grid)
        if cells is not None:
            page.cells = cells
            page.fields.add(item.field)
            return True
    return False


def _closed_up(cells: list[Cell], grid: Grid) -> list[Cell] | None:
    """The same cards on one sheet without gaps: in their order if that fits, else wide cards first; None if neither."""
    for order in (cells, sorted(cells, key=lambda c: (c.span == 1, c.slot))):
        page = _Page(0, grid)
        for cell in order:
            slot = page.room(cell.span)
            if slot is None:
                break
            page.cells.append(Cell(slot, cell.span, cell.code, cell.face))
        else:
            return page.cells
    return None


def _holds(page: _Page, items: list[Item]) -> bool:
    """Whether all of `items` find room on `page` (tried on a copy)."""
    trial = _Page(page.number, page.grid, list(page.cells), fields=set(page.fields))
    return all(_seat(item, [trial]) for item in items)
