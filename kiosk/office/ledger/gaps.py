"""What a wall lacks: every sheet that is not confirmed as it is asked for, since when, why, and what brings it.

In come a connection and the sheets that a release asks for; out go gaps, one for each sheet that does not stand. A
sheet stands where it hangs whole in its revision and somebody saw it within the set age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, RequiredSheet
from kiosk.office.database.ledger_tables import REQUIRED_SHEET, WALL
from kiosk.office.ledger.needs import list_needed

AGE = 90
"""Days after which a confirmation must be renewed, where the settings say nothing else."""


@dataclass(frozen=True, slots=True)
class WallGap:
    """A sheet that is not known to stand, and since which day it should. `orders`: open orders that bring it; `next`:
    the command that closes the gap; `is_stale`: it hangs as it should, and nobody looked for too long."""

    site: str
    sheet: str
    since: date
    why: str
    orders: tuple[int, ...]
    next: str
    is_stale: bool = False


def list_gaps(
    connection: Connection, required: Sequence[RequiredSheet], age: int, since: date, today: date | None = None
) -> tuple[WallGap, ...]:
    """The gaps of the walls (`today`), in the order of the sheets. `age`: days after which a confirmation must be
    renewed; `since`: the day for sheets that the live release does not ask for."""
    days = _list_days_asked(connection)
    columns = (WALL.c.site, WALL.c.sheet, WALL.c.checked, WALL.c.act, WALL.c.day)
    words = {(w.site, w.sheet): w for w in connection.execute(select(*columns))}
    needs = {(n.required.site, n.required.sheet): n for n in list_needed(connection, required)}
    oldest = (today or get_today()) - timedelta(age)
    gaps = []
    for r in required:
        need = needs.get((r.site, r.sheet))
        if need is not None:
            first = max(days.get((r.site, r.sheet, r.revision), since), _find_broken_day(words.get((r.site, r.sheet))))
            gaps.append(WallGap(r.site, r.sheet, first, need.cause, need.orders, _name_next_step(need.orders, r)))
            continue
        checked_day = words[r.site, r.sheet].checked
        if checked_day is None or date.fromisoformat(checked_day) < oldest:
            due = date.fromisoformat(checked_day) + timedelta(age) if checked_day else since
            next_step = f"kiosk confirm {r.site} {r.sheet} --seen"
            gaps.append(WallGap(r.site, r.sheet, due, f"quá {age} ngày chưa ai kiểm tra", (), next_step, is_stale=True))
    return tuple(gaps)


def _find_broken_day(word: Any) -> date:
    """The day since which a sheet that once hung is gone or damaged; before all days for one that is not."""
    is_broken = word is not None and (PaperAct(word.act).removes or word.act == PaperAct.DAMAGED)
    return date.fromisoformat(word.day) if word is not None and is_broken else date.min


def _list_days_asked(connection: Connection) -> dict[tuple[str, str, str], date]:
    columns = (REQUIRED_SHEET.c.site, REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision, REQUIRED_SHEET.c.since)
    rows = connection.execute(select(*columns))
    return {(r.site, r.sheet, r.revision): date.fromisoformat(r.since) for r in rows}


def _name_next_step(orders: tuple[int, ...], sheet: RequiredSheet) -> str:
    if orders:
        return f"kiosk confirm --order {orders[0]} --site {sheet.site} {sheet.sheet}"
    return f"kiosk order make --site {sheet.site}"
