"""The ledger after five years against one month: what hangs, what is lacking, an order for all sites, a confirmation.

116 sites of sixty sheets, twenty decisions a month, each of which replaces fourteen sheets everywhere; everything is
ordered and confirmed: two million events.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, func, insert, select, update

from kiosk.canonical import digest
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.office import events
from kiosk.office.database import ledger_tables as tables
from kiosk.office.database.engine import Database
from kiosk.office.database.migrating import open_database
from kiosk.office.database.schema import CHOICE
from kiosk.office.events import EventKind, NewEvent
from kiosk.office.ledger import order_list, papers, releases, walls
from kiosk.office.ledger.gaps import list_gaps
from kiosk.office.ledger.needs import list_needed
from kiosk.office.ledger.standing import Moment, count_standing
from kiosk.reports.today import list_paper_tasks
from kiosk.reports.weekly import ask_ledger
from tests.bench.figures import Section, at_most
from tests.bench.material import Material

SITES, SHEETS, DECISIONS, TOUCHED = 116, 60, 20, 14
FIVE_YEARS = 60
TODAY = date(2026, 11, 24)
LAN = Witness("Lan")
TURNS = 5


def run(_material: Material, section: Section) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        month, years = (Path(folder) / name for name in ("month", "years"))
        started = time.perf_counter()
        count = fill(month, 1), fill(years, FIVE_YEARS)
        section.add("two million events made", time.perf_counter() - started, "s", None, f"{count[1]} events")
        with closing(open_database(month)) as short, closing(open_database(years)) as long:
            for name, ask in QUESTIONS.items():
                ratios = sorted(_timed(long, ask) / _timed(short, ask) for _ in range(TURNS))
                section.add(f"{name}, five years against a month", ratios[TURNS // 2], "x", at_most(3))
            section.add("a confirmation against a bare insert", _confirmation(long), "x", at_most(5))


def fill(folder: Path, months: int) -> int:
    """A ledger of so many months; returns how many events it has."""
    rng, labels = Random(3), [f"S-{n:02d}" for n in range(SHEETS)]
    sites = [f"{10_000 + n}" for n in range(SITES)]
    revisions = {label: digest(label.encode()) for label in labels}
    with closing(open_database(folder)) as database:
        for number in range(1, months * DECISIONS + 1):
            day = TODAY - timedelta(days=(months * DECISIONS - number) * 30 // DECISIONS + 1)
            touched = labels if number == 1 else sorted(rng.sample(labels, TOUCHED))
            revisions |= {label: digest(f"{number} {label}".encode()) for label in touched}
            with database.writing() as connection:
                _hang(connection, number, day, [(s, x, revisions[x]) for s in sites for x in touched])
        with database.writing() as connection:
            _settle(connection, sites, revisions)
        with database.reading() as connection:
            return events.count_events(connection)


def _hang(connection: Connection, number: int, day: date, sheets: list[tuple[str, str, str]]) -> None:
    """One order and its confirmation, written as the ledger writes it."""
    act, text = events.begin_act(None), day.isoformat()
    (made,) = events.record_all(connection, act, [NewEvent(EventKind.ORDER_MADE, f"order/{number}", after=len(sheets))])
    facts = {"number": number, "day": text, "release": number, "hang_from": None, "options": "{}", "event": made}
    connection.execute(insert(tables.PRINT_ORDER).values(facts))
    parcels = [
        {"order_number": number, "site": s, "code": f"{number}{s}", "sent": text} for s in {x[0] for x in sheets}
    ]
    connection.execute(insert(tables.ORDER_SITE), parcels)
    _ask(connection, number, made, text, sheets)
    after = {"day": text, "order": number, "by": "Lan"}
    hung = [
        NewEvent(EventKind.PAPER_HUNG, f"wall/{s}/{x}", after={**after, "revision": revision})
        for s, x, revision in sheets
    ]
    numbers = events.record_all(connection, act, hung)
    connection.execute(insert(tables.PAPER), list(_papers(numbers, number, text, sheets)))
    connection.execute(insert(tables.ORDER_LINE), list(_lines(numbers, number, sheets)))


def _ask(connection: Connection, number: int, event: int, day: str, sheets: list[tuple[str, str, str]]) -> None:
    """A release that asks for these sheets anew, as `asked` writes it."""
    labels = {sheet for _, sheet, _ in sheets}
    asked = tables.ASKED_SHEET
    standing = asked.c.until_event.is_(None) & asked.c.sheet.in_(labels)
    connection.execute(update(asked).where(standing).values(until_event=event))
    common = {"product": "sheets", "group_id": "", "position": 0, "release": number, "since": day, "event": event}
    rows = [{"site": s, "sheet": x, "revision": revision, **common} for s, x, revision in sheets]
    connection.execute(insert(asked), rows)
    live = {"release": number, "as_of": day, "day": day, "sample": False, "event": event}
    connection.execute(insert(tables.PUBLICATION).values(live))


def _papers(
    numbers: tuple[int, ...], order: int, day: str, sheets: list[tuple[str, str, str]]
) -> Iterator[dict[str, object]]:
    for event, (site, sheet, revision) in zip(numbers, sheets, strict=True):
        facts = {"event": event, "site": site, "sheet": sheet, "act": "hung", "day": day, "revision": revision}
        yield facts | {"order_number": order}


def _lines(numbers: tuple[int, ...], order: int, sheets: list[tuple[str, str, str]]) -> Iterator[dict[str, object]]:
    for event, (site, sheet, revision) in zip(numbers, sheets, strict=True):
        facts = {"order_number": order, "site": site, "sheet": sheet, "product": "sheets", "position": 0}
        yield facts | {
            "revision": revision, "paper": "A4", "copies": 1, "cause": "", "open": False, "hung_event": event,
        }  # fmt: skip


def _settle(connection: Connection, sites: list[str], revisions: dict[str, str]) -> None:
    """What is asked of every wall, and the last word of every sheet."""
    for site in sites:
        for position, (sheet, revision) in enumerate(revisions.items()):
            papers.settle_sheet(connection, site, sheet)
            facts = {"site": site, "sheet": sheet, "product": "sheets", "group_id": "", "position": position}
            row = facts | {"revision": revision, "release": 1, "since": TODAY.isoformat()}
            connection.execute(insert(tables.REQUIRED_SHEET).values(row))


def _count_standing(connection: Connection) -> object:
    """How all walls stood a week ago, as the page of coverage asks for each week."""
    day = TODAY - timedelta(7)
    query = select(func.max(tables.PUBLICATION.c.event)).where(tables.PUBLICATION.c.day <= day.isoformat())
    return count_standing(connection, Moment(day, 10**9, connection.execute(query).scalar() or 0))


QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "today": lambda c: list_paper_tasks(c, 90, TODAY),
    "coverage": lambda c: list_gaps(c, releases.list_live_required(c), 90, TODAY, TODAY),
    "wall": lambda c: walls.list_wall(c, "10007"),
    "wall on a day": lambda c: walls.list_wall(c, "10007", TODAY - timedelta(10)),
    "an order for all sites": lambda c: list_needed(c, releases.list_live_required(c)),
    "open orders": lambda c: order_list.list_orders(c, only_open=True),
    "walls at the end of a week": _count_standing,
    "the weekly numbers": lambda c: ask_ledger(c, 90, TODAY),
}


def _timed(database: Database, ask: Callable[[Connection], object]) -> float:
    with database.reading() as connection:
        started = time.perf_counter()
        ask(connection)
        return time.perf_counter() - started


def _confirmation(database: Database) -> float:
    """One confirmation in a transaction of its own, against one inserted row, both flushed."""
    ratios = []
    for turn in range(21):
        started = time.perf_counter()
        with database.writing() as connection:
            connection.execute(insert(CHOICE).values(name=f"n{turn}", value="1"))
        bare = time.perf_counter() - started
        started = time.perf_counter()
        with database.writing() as connection:
            entry = PaperEntry("10007", f"S-{turn:02d}", PaperAct.HUNG, TODAY, "f" * 64)
            papers.record_papers(connection, events.begin_act(None), LAN, [entry])
        ratios.append((time.perf_counter() - started) / bare)
    return sorted(ratios)[10]
