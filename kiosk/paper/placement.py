"""Where each procedure of a site stands on paper: a pure function of what hangs now and the new listing.

What stays keeps its cell, what leaves empties one, what comes takes a free cell of its group, first on sheets
that change anyway. Sites with the same history get the same placement by themselves. Cells are numbered row by
row; a span of 1 is one cell, a larger span is whole rows (2 cells each in a grid of two columns).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from kiosk.model.placement import CellGrid, Item, PlacedSheet, Placement, Seat
from kiosk.paper.arrangement import find_room

_AHEAD = 4
"""How many cards of a field may overtake a wide one to fill a cell."""


@dataclass(slots=True)
class _OpenSheet:
    """A sheet while it is being filled. `taken` has a bit for every cell."""

    number: int
    grid: CellGrid
    cells: list[Seat] = field(default_factory=list)
    touched: bool = False
    fields: set[str] = field(default_factory=set)
    taken: int = 0

    def free(self) -> list[int]:
        """Cells that nothing stands in."""
        return [slot for slot in range(self.grid.capacity) if not self.taken >> slot & 1]

    def room(self, span: int) -> int | None:
        """The first cell where `span` fits."""
        return find_room(self.taken, span, self.grid)

    def add(self, cell: Seat) -> None:
        """Let a card stand where it says."""
        self.cells.append(cell)
        self.taken |= ((1 << cell.span) - 1) << cell.slot

    def put(self, item: Item, slot: int) -> None:
        """Seat a newcomer."""
        self.add(Seat(slot, item.span, item.code, item.face))
        self.fields.add(item.field)
        self.touched = True

    def clear(self, cells: Iterable[Seat]) -> None:
        """Let these cards stand here instead of all others."""
        self.cells, self.taken = [], 0
        for cell in cells:
            self.add(cell)


def place(previous: Placement | None, items: Iterable[Item], grid: CellGrid) -> Placement:
    """Place `items` (in the order of groups and, within a group, of reading) with as few changed sheets as possible.

    `previous` None lays everything out afresh. A group is laid out afresh by itself when it would then need
    at most half of its sheets and at least two fewer: more empty paper than that helps nobody.
    """
    sheets: list[PlacedSheet] = []
    for group, members in groupby(items, key=lambda item: item.group):
        peers = sorted(members, key=lambda item: item.order)
        old = previous.of(group) if previous else ()
        sheets.extend(_keep_sheets(group, old, peers, grid) if old else _lay_afresh(group, peers, grid))
    return Placement(tuple(sheets))


def _keep_sheets(group: str, old: tuple[PlacedSheet, ...], items: list[Item], grid: CellGrid) -> list[PlacedSheet]:
    """What hangs, brought up to date; laid out afresh where that wastes paper."""
    sheets_kept = _update_sheets(group, old, items, grid)
    cells = sum(item.span for item in items)
    if not _is_wasteful(len(sheets_kept), -(-cells // grid.capacity)):
        return sheets_kept
    fresh = _lay_afresh(group, items, grid)
    return fresh if _is_wasteful(len(sheets_kept), len(fresh)) else sheets_kept


def _is_wasteful(sheets: int, enough: int) -> bool:
    return sheets >= 2 * enough and sheets - enough >= 2


def _make_sheets(group: str, pages: Iterable[_OpenSheet]) -> list[PlacedSheet]:
    return [
        PlacedSheet(group, page.number, tuple(sorted(page.cells)))
        for page in sorted(pages, key=lambda p: p.number)
        if page.cells
    ]


def _lay_afresh(group: str, items: list[Item], grid: CellGrid) -> list[PlacedSheet]:
    """Reading order. As far as that needs no further sheet, fields begin on a new one, the largest first, and every
    sheet keeps a cell free: a field is found at once, a decision touches few sheets, and its newcomers find room on
    a sheet that changes anyway."""
    fields = [list(members) for _, members in groupby(items, key=lambda item: item.field)]
    opening: frozenset[int] = frozenset()
    pages = _lay_fields(fields, opening, grid.capacity, grid)
    most = len(pages)
    several = (i for i in range(1, len(fields)) if len(fields[i]) > 1)
    for at in sorted(several, key=lambda i: -sum(item.span for item in fields[i])):
        trial = _lay_fields(fields, opening | {at}, grid.capacity, grid)
        if len(trial) <= most:
            opening, pages = opening | {at}, trial
    roomy = _lay_fields(fields, opening, grid.capacity - 1, grid)
    return _make_sheets(group, roomy if len(roomy) <= most else pages)


def _lay_fields(fields: list[list[Item]], opening: frozenset[int], most: int, grid: CellGrid) -> list[_OpenSheet]:
    """Fields one after the other, `most` cells on a sheet. Those in `opening` begin one, and so does one that fills a
    sheet if the last is half full: always would cost one sheet in twenty."""
    pages = [_OpenSheet(1, grid)]
    for at, peers in enumerate(fields):
        big = sum(item.span for item in peers) >= grid.capacity
        half = 2 * sum(c.span for c in pages[-1].cells) >= grid.capacity
        if pages[-1].cells and (at in opening or (big and half)):
            pages.append(_OpenSheet(len(pages) + 1, grid))
        _fill(pages, peers, most, grid)
    return pages


def _fill(pages: list[_OpenSheet], peers: list[Item], most: int, grid: CellGrid) -> None:
    """Append in order. A single cell left beside a wide card is given to the next narrow one of the field."""
    waiting = list(peers)
    while waiting:
        at, slot = _choose_next(pages[-1], waiting, most)
        if slot is None:
            pages.append(_OpenSheet(len(pages) + 1, grid))
        else:
            pages[-1].put(waiting.pop(at), slot)


def _choose_next(page: _OpenSheet, waiting: list[Item], most: int) -> tuple[int, int | None]:
    """Which of the next few goes on `page` and where: the first that leaves no cell free before it, else the first."""
    end = page.taken.bit_length()
    for at, item in enumerate(waiting[:_AHEAD]):
        slot = page.room(item.span)
        if slot is not None and slot <= end and slot + item.span <= most:
            return at, slot
    slot = page.room(waiting[0].span)
    # What is larger than `most` stands on a sheet of its own.
    return 0, slot if slot is not None and (slot + waiting[0].span <= most or not page.cells) else None


def _update_sheets(group: str, old: tuple[PlacedSheet, ...], items: list[Item], grid: CellGrid) -> list[PlacedSheet]:
    items_by_code = {item.code: item for item in items}
    pages = [_carry_sheet_over(sheet, items_by_code, grid) for sheet in old]
    placed = {cell.code for page in pages for cell in page.cells}
    comers = [item for item in items if item.code not in placed]
    pages += _seat_newcomers(pages, comers, grid)
    return _make_sheets(group, pages)


def _carry_sheet_over(sheet: PlacedSheet, items_by_code: dict[str, Item], grid: CellGrid) -> _OpenSheet:
    """What of a hanging sheet stays: same cell, no larger than before."""
    page = _OpenSheet(sheet.number, grid)
    for cell in sheet.cells:
        item = items_by_code.get(cell.code)
        stays = item is not None and item.span <= cell.span and cell.slot + cell.span <= grid.capacity
        if item is not None and stays:
            page.add(Seat(cell.slot, item.span, item.code, item.face))
            page.fields.add(item.field)
        if item is None or not stays or (item.face, item.span) != (cell.face, cell.span):
            page.touched = True
    return page


def _seat_newcomers(pages: list[_OpenSheet], comers: list[Item], grid: CellGrid) -> list[_OpenSheet]:
    """Seat newcomers: on sheets that change anyway, then all the rest together on one sheet; returns new pages."""
    rest = [item for item in comers if not _seat_where_printed_anyway(item, _list_touched(pages, item.field))]
    new: list[_OpenSheet] = []
    while rest:
        spare = next((p for p in _list_spare(pages) if _holds(p, rest)), None)
        if spare is None:
            number = max((p.number for p in (*pages, *new)), default=0) + 1
            spare = _OpenSheet(number, grid)
            new.append(spare)
        rest = [item for item in rest if not _seat(item, [spare])]
    return new


def _list_touched(pages: list[_OpenSheet], field_name: str) -> list[_OpenSheet]:
    """Sheets that must be printed again in any case, those with the same field first."""
    return sorted((p for p in pages if p.touched), key=lambda p: (field_name not in p.fields, p.number))


def _list_spare(pages: list[_OpenSheet]) -> Iterator[_OpenSheet]:
    """Sheets with free cells that would otherwise stay as they are, the last one first."""
    return (p for p in reversed(pages) if p.cells and not p.touched and p.free())


def _seat(item: Item, pages: Iterable[_OpenSheet]) -> bool:
    for page in pages:
        slot = page.room(item.span)
        if slot is not None:
            page.put(item, slot)
            return True
    return False


def _seat_where_printed_anyway(item: Item, pages: list[_OpenSheet]) -> bool:
    """Seat on a sheet that is printed again in any case; cards of such sheets may close up, and narrow ones go over to
    another of them, which costs no paper."""
    if _seat(item, pages) or any(_squeeze_in_item(item, page) for page in pages):
        return True
    return any(_trade_in_item(item, page, pages) for page in pages)


def _squeeze_in_item(item: Item, page: _OpenSheet, leaving: Sequence[Seat] = ()) -> bool:
    """Seat on `page`, whose cards close up; those `leaving` are gone from it."""
    staying = sorted(cell for cell in page.cells if cell not in leaving)
    cells = _close_up_cells([*staying, Seat(page.grid.capacity, item.span, item.code, item.face)], page.grid)
    if cells is None:
        return False
    page.clear(cells)
    page.fields.add(item.field)
    return True


def _trade_in_item(item: Item, page: _OpenSheet, pages: list[_OpenSheet]) -> bool:
    """Seat on `page` while as few of its last narrow cards as possible go to free cells of other `pages`."""
    narrow = sorted((cell for cell in page.cells if cell.span == 1), reverse=True)
    holes = [(other, slot) for other in pages if other is not page for slot in other.free()]
    for count in range(1, min(len(narrow), len(holes)) + 1):
        if _squeeze_in_item(item, page, narrow[:count]):
            for cell, (other, slot) in zip(narrow[:count], holes, strict=False):
                other.add(replace(cell, slot=slot))
            return True
    return False


def _close_up_cells(cells: list[Seat], grid: CellGrid) -> list[Seat] | None:
    """The same cards on one sheet without gaps: in their order if that fits, else wide cards first; None if neither."""
    for order in (cells, sorted(cells, key=lambda c: (c.span == 1, c.slot))):
        page = _OpenSheet(0, grid)
        for cell in order:
            slot = page.room(cell.span)
            if slot is None:
                break
            page.add(Seat(slot, cell.span, cell.code, cell.face))
        else:
            return page.cells
    return None


def _holds(page: _OpenSheet, items: list[Item]) -> bool:
    """Whether all of `items` find room on `page` (tried on a copy)."""
    trial = _OpenSheet(page.number, page.grid, list(page.cells), fields=set(page.fields), taken=page.taken)
    return all(_seat(item, [trial]) for item in items)
