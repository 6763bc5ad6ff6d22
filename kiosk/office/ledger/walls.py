"""What hangs at a site, or hung on a day, and how that is known.

In come a connection and a site; out go the sheets with the event that speaks of each, its witness, and what stood on
them. A revision that nobody knows any more is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import SheetRevision, SheetWord
from kiosk.model.site import spell_codes
from kiosk.office import events
from kiosk.office.database.ledger_tables import ORDER_LINE, REQUIRED_SHEET, WALL
from kiosk.office.events import Event
from kiosk.office.ledger import papers, releases


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """A sheet of a wall: the ledger's word, the event that says it, what stands on it (None: unknown), and whether this
    is what the live release asks for; `since`: the day from which that is asked."""

    word: SheetWord
    event: Event
    content: SheetRevision | None
    is_current: bool


def require_site(connection: Connection, site: str) -> str:
    """The code of a site that the ledger knows, however it is written. Raises `OfficeError`."""
    for table in (REQUIRED_SHEET, WALL, ORDER_LINE):
        codes: list[str] = list(connection.execute(select(table.c.site).distinct()).scalars())
        (exact,) = spell_codes((site,), codes)
        if exact in codes:
            return exact
    raise OfficeError(
        "không có điểm này", place="mã điểm", value=site[:40], way_out="xem mã các điểm bằng kiosk site list"
    )


def list_wall(connection: Connection, site: str, day: date | None = None) -> tuple[KnownSheet, ...]:
    """Every sheet of a site of which the ledger says anything (on `day`; default: now), what no longer hangs last.
    One seek a sheet, however many events there are."""
    words = _list_words(connection, site, day)
    contents = releases.load_revisions(connection, {w.revision for w in words if w.revision})
    query = select(REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision, REQUIRED_SHEET.c.position)
    required = {r.sheet: r for r in connection.execute(query.where(REQUIRED_SHEET.c.site == site))}
    sheets = []
    for word in words:
        event = events.find_event(connection, word.event)
        if event is not None:
            now = required.get(word.sheet)
            is_current = now is not None and word.hangs and now.revision == word.revision
            sheets.append(KnownSheet(word, event, contents.get(word.revision), is_current))
    places = {sheet: r.position for sheet, r in required.items()}
    return tuple(sorted(sheets, key=lambda k: (not k.word.hangs, places.get(k.word.sheet, len(places)), k.word.sheet)))


def _list_words(connection: Connection, site: str, day: date | None) -> list[SheetWord]:
    sheets = connection.execute(select(WALL.c.sheet).where(WALL.c.site == site).order_by(WALL.c.sheet)).scalars().all()
    words = (papers.find_sheet_word(connection, site, sheet, day) for sheet in sheets)
    return [word for word in words if word is not None]
