"""A night's run: its steps one after the other, each whatever became of the others, and what the log keeps of it.

In come steps, each a name and what does it; out goes `NightRun`. It is an event of the office's log, so that everybody
sees on the next morning that a night did not run, or what of it failed. What a step does is left to others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from kiosk.clock import get_seconds, read_moment
from kiosk.errors import explain_cause
from kiosk.office import events
from kiosk.office.database.ledger_tables import PUBLICATION
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act, EventKind
from posters.errors import PostingError

SUBJECT = "night"
LONGEST_PAUSE = 26 * 3600
"""Seconds after which a night that did not run is told: a day, and what a slow one may take."""
MISSED, BROKEN = "night-missed", "night-failed"


@dataclass(frozen=True, slots=True)
class NightStep:
    """One thing that the night does. `perform` gives a sentence on how it went, and raises where it failed."""

    name: str
    perform: Callable[[], str]


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How a step went."""

    name: str
    sentence: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class NightRun:
    """A night in Vietnam, and how its steps went."""

    day: date
    steps: tuple[StepOutcome, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the steps that failed."""
        return tuple(step.name for step in self.steps if not step.is_done)


@dataclass(frozen=True, slots=True)
class NightTrouble:
    """What people must know of the nights: its kind, the sentence, since when."""

    kind: str
    sentence: str
    since: date


def run_step(step: NightStep) -> StepOutcome:
    """Do one step; whatever it raises is told and stops no other."""
    try:
        return StepOutcome(step.name, step.perform(), True)
    except PostingError as error:
        return StepOutcome(step.name, str(error), False)
    except Exception as error:  # a fault in one step must not cost the backup
        return StepOutcome(step.name, f"lỗi không lường trước ({type(error).__name__}): {explain_cause(error)}", False)


def record_night(connection: Connection, act: Act, run: NightRun) -> None:
    """Write the night down."""
    steps = [{"name": s.name, "sentence": s.sentence, "done": s.is_done} for s in run.steps]
    facts = {"day": run.day, "steps": steps, "failed": list(run.failed)}
    events.record(connection, act, EventKind.NIGHT_RUN, SUBJECT, after=facts)


def find_trouble(connection: Connection, now: int | None = None) -> NightTrouble | None:
    """That no night ran for longer than a day, else what the last one could not do; None where all is well, and before
    anything is published. `now`: seconds since 1970."""
    now = get_seconds() if now is None else now
    last = next(iter(events.list_events(connection, 1, subject=SUBJECT)), None)
    since = last.at if last else _find_first_publishing(connection)
    if since is None:
        return None
    if now - since > LONGEST_PAUSE:
        when = f"lần cuối lúc {read_moment(since):%H:%M ngày %d/%m/%Y}" if last else "chưa chạy lần nào"
        return NightTrouble(MISSED, f"Đêm qua không chạy: việc ban đêm {when}", read_moment(since).date())
    failed = last.after.get("failed") if last and isinstance(last.after, Mapping) else None
    if failed and last:
        sentence = f"Đêm {read_moment(last.at):%d/%m/%Y} có {len(failed)} việc không xong: {', '.join(failed)}"
        return NightTrouble(BROKEN, sentence, read_moment(last.at).date())
    return None


def _find_first_publishing(connection: Connection) -> int | None:
    first = select(func.min(PUBLICATION.c.event)).scalar_subquery()
    return connection.execute(select(EVENT.c.at).where(EVENT.c.id == first)).scalar()
