"""How many sheets hung as they were asked for, week by week: the same question to the ledger for several days.

In come the database and a day; out go points, the oldest first. Counted once until the ledger says something new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import select

from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import PUBLICATION
from kiosk.office.events import read_chain_head
from kiosk.office.ledger.standing import Moment, count_standing
from kiosk.reports.sources import say_share

WEEKS = 12


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The end of a day: sheets asked for, and of these standing as asked."""

    day: date
    asked: int
    standing: int

    @property
    def share(self) -> str:
        """Of the asked ones, in percent."""
        return say_share(self.standing, self.asked)


def list_trend(database: Database, today: date) -> tuple[TrendPoint, ...]:
    """A point for today and for each week before, as far back as anything was live."""
    with database.reading() as connection:
        head = read_chain_head(connection)[0]
    return _count(database, head, today)


@lru_cache(4)
def _count(database: Database, head: int, today: date) -> tuple[TrendPoint, ...]:
    days = [today - timedelta(7 * week) for week in range(WEEKS - 1, -1, -1)]
    with database.reading() as connection:
        rows = connection.execute(select(PUBLICATION.c.day, PUBLICATION.c.event).order_by(PUBLICATION.c.event)).all()
        points = []
        for day in days:
            live = [row.event for row in rows if row.day <= day.isoformat()]
            if live:
                points.append(TrendPoint(day, *count_standing(connection, Moment(day, head, live[-1]))))
    return tuple(points)
