"""What is said of a printed id that no sheet of the current release bears: from the table of marks alone.

In come the table, the sheets of the current release, an id and the day; out goes `PastSheet`. An id that the table does
not hold is called foreign only where the table is whole. The words are left to `short` and its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.web.public.printed import PrintedSheet, SheetBook
from kiosk.workspace.mark_table import MarkedCard, MarkedSheet, MarkTable
from posters.marks import PrintedId

GONE, FOREIGN, COMING, UNHUNG, REPLACED = "gone", "foreign", "coming", "unhung", "replaced"


@dataclass(frozen=True, slots=True)
class Replacement:
    """The sheet that is in force where an old one hangs: since when, and which procedures came, left, are printed
    otherwise. `is_compared`: whether what stands on both is known."""

    sheet: PrintedSheet
    since: date | None
    came: tuple[MarkedCard, ...] = ()
    left: tuple[MarkedCard, ...] = ()
    changed: tuple[MarkedCard, ...] = ()
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class PastSheet:
    """What is known of an id: `state` is one of the words above; `marked` where the table holds it; `replacements`
    those in force in its place."""

    state: str
    marked: MarkedSheet | None = None
    replacements: tuple[Replacement, ...] = ()


def explain_id(table: MarkTable, book: SheetBook, printed: PrintedId, today: date) -> PastSheet:
    """What an id means that is not in `book`. Raises `StoreError` for a damaged table."""
    if not table.is_there():
        return PastSheet(GONE)
    marked = table.find(str(printed))
    if marked is None:
        return PastSheet(FOREIGN if table.is_whole() else GONE)
    if marked.live_from is None:
        return PastSheet(COMING if marked.hang_from and marked.hang_from > today else UNHUNG, marked)
    return PastSheet(REPLACED, marked, tuple(_replace(table, marked, s) for s in _find_in_place(book, printed, marked)))


def _find_in_place(book: SheetBook, printed: PrintedId, marked: MarkedSheet) -> tuple[PrintedSheet, ...]:
    """Sheets of this name at the sites where the old one belongs; of every site where nobody knows them any more."""
    sites = set(marked.sites)
    same = book.by_name.get(printed.name, ())
    return tuple(s for s in same if not sites or sites & {site.code for site in s.sites})


def _replace(table: MarkTable, old: MarkedSheet, sheet: PrintedSheet) -> Replacement:
    new = table.find(sheet.id)
    since = new.live_from if new else None
    if new is None or not (old.cards and new.cards):
        return Replacement(sheet, since)
    before, after = {c.code: c for c in old.cards}, {c.code: c for c in new.cards}
    return Replacement(
        sheet,
        since,
        tuple(c for c in new.cards if c.code not in before),
        tuple(c for c in old.cards if c.code not in after),
        tuple(c for c in new.cards if c.code in before and before[c.code].printed != c.printed),
        is_compared=True,
    )
