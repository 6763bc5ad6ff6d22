"""A sheet that somebody sees hanging, as the entry that says no more than is new: hung, or seen again.

In come a connection, a sheet and its revision, out goes an entry; `papers` records it. A key that the ledger knows says
that the entry was sent before, whatever was recorded since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.office.database.ledger_tables import EVENT_KEY, ORDER_LINE, WALL
from kiosk.office.events import Act
from kiosk.office.ledger import papers
from kiosk.office.ledger.papers import RecordedEntry

_SAYS_HANGING = (PaperAct.HUNG.value, PaperAct.SEEN.value)


def name_hanging(connection: Connection, site: str, sheet: str, revision: str, day: date) -> PaperEntry:
    """A sheet that the ledger knows to hang in this revision was seen; one that an order brings, and any other, hangs
    from that day on."""
    now = connection.execute(select(WALL).where(WALL.c.site == site, WALL.c.sheet == sheet)).first()
    brings = select(ORDER_LINE.c.order_number).where(
        ORDER_LINE.c.open.is_(True),
        ORDER_LINE.c.site == site,
        ORDER_LINE.c.sheet == sheet,
        ORDER_LINE.c.revision == revision,
    )
    is_known = now is not None and now.revision == revision and now.act in _SAYS_HANGING
    if now is None or not is_known or connection.execute(brings.limit(1)).first():
        return PaperEntry(site, sheet, PaperAct.HUNG, day, revision)
    # What was said of this very day is not said again in other words.
    what = PaperAct(now.act) if now.day == day.isoformat() else PaperAct.SEEN
    return PaperEntry(site, sheet, what, day, revision)


def record_keyed(
    connection: Connection, act: Act, witness: Witness, entries: Sequence[PaperEntry]
) -> tuple[RecordedEntry, ...]:
    """Record entries that a device may send again: one whose key is known was recorded then. Raises `OfficeError`."""
    keys = [entry.key for entry in entries if entry.key]
    query = select(EVENT_KEY.c.key, EVENT_KEY.c.event).where(EVENT_KEY.c.key.in_(keys))
    known_events: dict[str, int] = dict(connection.execute(query).all())
    before = [
        RecordedEntry(entry, known_events[entry.key], is_new=False) for entry in entries if entry.key in known_events
    ]
    fresh = [entry for entry in entries if entry.key not in known_events]
    return (*before, *papers.record_papers(connection, act, witness, fresh))
