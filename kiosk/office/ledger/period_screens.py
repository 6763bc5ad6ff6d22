"""Kiosks as a report of a past period knows them: what events say of each up to a day and an event, and nothing else.

In come a connection, the last day and the last event; out go the kiosks declared then, and sites declared to have none.
Heartbeats are no events: what is known of a screen is its last change of release and whether it fell silent since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from kiosk.clock import read_moment
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Event, EventKind, read_event

_DEVICES, _SITES = "device/", "kiosk/"


@dataclass(frozen=True, slots=True)
class ScreenFact:
    """A declared kiosk at the end of a period: what it was last known to show (None: never heard), whether it was
    silent, and the events that say so."""

    device: int
    site: str
    release: int | None = None
    is_silent: bool = False
    events: tuple[int, ...] = ()

    def shows(self, release: int) -> bool:
        """Whether it is known to show this release."""
        return self.release == release and not self.is_silent


def list_screens(connection: Connection, last: date, upto: int) -> tuple[ScreenFact, ...]:
    """The kiosks declared at the end of a day, by number."""
    screens: dict[str, ScreenFact] = {}
    for event in _list_events(connection, _DEVICES, last, upto):
        facts = event.after if isinstance(event.after, Mapping) else {}
        if event.what is EventKind.DEVICE_ADDED:
            number = int(event.subject.removeprefix(_DEVICES))
            screens[event.subject] = ScreenFact(number, str(facts.get("site", "")), events=(event.id,))
        elif event.what is EventKind.DEVICE_REMOVED:
            screens.pop(event.subject, None)
        elif event.subject in screens:
            screens[event.subject] = _follow(screens[event.subject], event, facts)
    return tuple(sorted(screens.values(), key=lambda s: s.device))


def _follow(screen: ScreenFact, event: Event, facts: Mapping[str, object]) -> ScreenFact:
    """What a kiosk is known to show after one event more."""
    ends = (screen.events[0], event.id)
    if event.what in {EventKind.DEVICE_RELEASE, EventKind.DEVICE_SEEN}:
        return replace(screen, release=int(str(facts["release"])), is_silent=False, events=ends)
    if event.what in {EventKind.DEVICE_SILENT, EventKind.DEVICE_BACK}:
        return replace(screen, is_silent=event.what is EventKind.DEVICE_SILENT, events=ends)
    return screen


def list_absent(connection: Connection, last: date, upto: int) -> dict[str, int]:
    """Sites that were declared to have no kiosk at the end of a day, and the event that says so."""
    absent: dict[str, int] = {}
    for event in _list_events(connection, _SITES, last, upto):
        site = event.subject.removeprefix(_SITES)
        if event.what is EventKind.KIOSK_ABSENT:
            absent[site] = event.id
        elif event.what is EventKind.KIOSK_EXPECTED:
            absent.pop(site, None)
    return absent


def _list_events(connection: Connection, subject: str, last: date, upto: int) -> list[Event]:
    """Events of these subjects about days up to `last`, by the day on which they were done; those that were undone are
    none. One seek, because the subject is indexed."""
    # "0" is the sign after "/".
    of_kind = (EVENT.c.subject >= subject, EVENT.c.subject < f"{subject[:-1]}0", EVENT.c.id <= upto)
    listed = [read_event(row) for row in connection.execute(select(EVENT).where(*of_kind)).mappings()]
    undone = select(EVENT.c.subject).where(EVENT.c.what == EventKind.UNDONE.value, EVENT.c.id <= upto)
    of_these = undone.where(EVENT.c.subject.in_([f"event/{event.id}" for event in listed]))
    dropped = set(connection.execute(of_these).scalars()) if listed else set()
    standing = [event for event in listed if _find_day(event) <= last and f"event/{event.id}" not in dropped]
    return sorted(standing, key=lambda event: (_find_day(event), event.id))


def _find_day(event: Event) -> date:
    """The day of which an event speaks: a return code may be entered later."""
    facts = event.after if isinstance(event.after, Mapping) else {}
    is_seen = event.what is EventKind.DEVICE_SEEN and "day" in facts
    return date.fromisoformat(str(facts["day"])) if is_seen else read_moment(event.at).date()
