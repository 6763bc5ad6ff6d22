"""How the walls stood on a day, as the ledger knew it up to an event: every sheet that was asked for, and what hung.

In come a connection and a moment; out goes a row for each sheet asked for. One question for all of them, each answered
by seeks in the index of paper, so that a day costs the same after five years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from kiosk.model.ledger import PaperAct


@dataclass(frozen=True, slots=True)
class Moment:
    """The end of a day, as known up to an event; `release` is the event of the release that was live then."""

    day: date
    upto: int
    release: int


@dataclass(frozen=True, slots=True)
class StandingSheet:
    """A sheet asked for from `since` on, by the release of event `asked_by`. `act` and `event` are the ledger's last
    word of it (None: no word), `hanging` the revision that hung, `hung` the day on which it first hung as asked, with
    its event."""

    site: str
    sheet: str
    product: str
    revision: str
    since: date
    asked_by: int
    act: PaperAct | None
    event: int | None
    hanging: str
    hung: date | None
    hung_event: int | None

    @property
    def stands(self) -> bool:
        """Whether it hung whole, in the revision that was asked for."""
        return self.hanging == self.revision and self.act is not PaperAct.DAMAGED

    @property
    def days_to_wall(self) -> int | None:
        """Days from being asked for to hanging; None where it does not hang."""
        return max(0, (self.hung - self.since).days) if self.stands and self.hung else None


_PARTS = {
    "OF_SHEET": "FROM paper AS p WHERE p.site = a.site AND p.sheet = a.sheet AND p.day <= :day AND p.event <= :upto "
    "AND (p.undone_by IS NULL OR p.undone_by > :upto)",
    "NEWEST": "ORDER BY p.day DESC, p.event DESC LIMIT 1",
}


def _assemble(query: str) -> str:
    """A question with its repeated parts, all of them constants of this module, in their places."""
    for name, part in _PARTS.items():
        query = query.replace(name, part)
    return query


_PARTS["ASKED"] = _assemble(
    "SELECT a.site, a.sheet, a.product, a.position, a.revision, a.since, a.event AS asked_by, "
    "(SELECT p.event OF_SHEET NEWEST) AS word, "
    # What names a revision, or takes one away: a check or a damage says nothing of which one hangs.
    "(SELECT p.event OF_SHEET AND (p.revision != '' OR p.act IN ('down', 'lost')) NEWEST) AS named, "
    "(SELECT p.event OF_SHEET AND p.act = 'hung' AND p.revision = a.revision AND p.day >= a.since "
    "ORDER BY p.day, p.event LIMIT 1) AS hung "
    "FROM asked_sheet AS a WHERE a.event <= :release AND (a.until_event IS NULL OR a.until_event > :release)"
)
_LISTED = _assemble(
    "SELECT q.*, w.act AS act, n.act AS named_act, n.revision AS hanging, n.day AS named_day, h.day AS hung_day "
    "FROM (ASKED) AS q LEFT JOIN paper AS w ON w.event = q.word LEFT JOIN paper AS n ON n.event = q.named "
    "LEFT JOIN paper AS h ON h.event = q.hung WHERE :site IN ('', q.site) ORDER BY q.site, q.position, q.sheet"
)
_COUNTED = _assemble(
    "SELECT count(*) AS asked, "
    "coalesce(sum(CASE WHEN n.revision = q.revision AND n.act NOT IN ('down', 'lost') AND w.act != 'damaged' "
    "THEN 1 ELSE 0 END), 0) AS standing "
    "FROM (ASKED) AS q LEFT JOIN paper AS w ON w.event = q.word LEFT JOIN paper AS n ON n.event = q.named"
)


def list_standing(connection: Connection, when: Moment, site: str = "") -> tuple[StandingSheet, ...]:
    """Every sheet that was asked for (of one site), site by site in the order of the wall."""
    rows = connection.execute(text(_LISTED), _dump_moment(when) | {"site": site}).all()
    return tuple(_read_sheet(row) for row in rows)


def count_standing(connection: Connection, when: Moment) -> tuple[int, int]:
    """(asked for, of these standing), counted by the database alone."""
    row = connection.execute(text(_COUNTED), _dump_moment(when)).one()
    return int(row.asked), int(row.standing)


def _dump_moment(when: Moment) -> dict[str, object]:
    return {"day": when.day.isoformat(), "upto": when.upto, "release": when.release}


def _read_sheet(row: object) -> StandingSheet:
    r = row._mapping  # type: ignore[attr-defined]  # a row of the database
    removed = r["named_act"] is None or PaperAct(r["named_act"]).removes
    since, hanging = date.fromisoformat(r["since"]), "" if removed else str(r["hanging"])
    hung_event = (date.fromisoformat(r["hung_day"]), int(r["hung"])) if r["hung"] is not None else None
    if hanging == r["revision"] and (hung_event is None or r["named_day"] < r["since"]):
        # It hung before it was asked for.
        hung_event = (since, int(r["named"]))
    day, event = hung_event or (None, None)
    act = PaperAct(r["act"]) if r["act"] is not None else None
    return StandingSheet(
        r["site"], r["sheet"], r["product"], r["revision"], since, r["asked_by"], act, r["word"], hanging, day, event
    )
