"""What declared kiosks say by themselves, brought into the ledger: another release, a long silence, its end.

In come the box of the public server and a connection; a device's last word is a state that is kept beside its events,
copied at most once a day, and each change of release is an event.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, select, update

from kiosk.clock import get_seconds, read_moment
from kiosk.errors import StoreError, explain_cause
from kiosk.model.device import Device, DeviceAges
from kiosk.office import events, inbox
from kiosk.office.database.device_tables import DEVICE
from kiosk.office.events import Act, EventKind
from kiosk.office.inbox import DeviceWord, Inbox
from kiosk.office.ledger.devices import read_device
from kiosk.workspace.store import Store

DAY = 86_400
"""Seconds. A word that says nothing new is copied after a day."""


@dataclass(frozen=True, slots=True)
class FreshWord:
    """A word of a device that the ledger has not copied: what it showed before, whether it was told to be silent."""

    device: Device
    word: DeviceWord
    before: int | None
    was_silent: bool


def read_words(store: Store) -> dict[int, DeviceWord]:
    """The last words in the box. Raises `StoreError` where it cannot be read."""
    try:
        return Inbox(store.root / inbox.FILE).list_words()
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            "không đọc được tin của các kiosk",
            place=str(store.root / inbox.FILE),
            value=explain_cause(error)[:120],
            way_out="đổi tên tệp này; máy chủ trang kiosk tự lập tệp mới, các kiosk báo lại trong một giờ",
        ) from error


def list_heard(connection: Connection, words: Mapping[int, DeviceWord]) -> tuple[Device, ...]:
    """Every declared kiosk with the newest that is known of it, in the ledger or in the box."""
    return tuple(_read_heard_device(row, words.get(row.number)) for row in _list_rows(connection))


def find_fresh(connection: Connection, words: Mapping[int, DeviceWord]) -> tuple[FreshWord, ...]:
    """The words that say another release, end a silence, or are a day newer than what the ledger holds."""
    fresh = []
    for row in _list_rows(connection):
        word = words.get(row.number)
        if word is None or not _is_newer(row, word):
            continue
        silent = row.silent_event is not None
        if silent or row.release != word.release or word.at - (row.heard or 0) > DAY:
            fresh.append(FreshWord(_read_heard_device(row, word), word, row.release, silent))
    return tuple(fresh)


def take_words_in(connection: Connection, act: Act, fresh: Iterable[FreshWord]) -> None:
    """Write them down."""
    for one in fresh:
        device, word = one.device, one.word
        if one.before != word.release:
            facts = {"site": device.site, "release": word.release, "heard": read_moment(word.at).isoformat()}
            before = {"release": one.before}
            events.record(connection, act, EventKind.DEVICE_RELEASE, device.subject, before, facts)
        if one.was_silent:
            facts = {"site": device.site, "heard": read_moment(word.at).isoformat()}
            events.record(connection, act, EventKind.DEVICE_BACK, device.subject, after=facts)
        values = {"release": word.release, "heard": word.at, "counter": word.counter, "silent_event": None}
        connection.execute(update(DEVICE).where(DEVICE.c.number == device.number).values(values))


def note_silences(
    connection: Connection, act: Act, words: Mapping[int, DeviceWord], ages: DeviceAges, now: int | None = None
) -> int:
    """Record which kiosks have been silent for longer than their age, once for each silence; how many that are."""
    count, at = 0, get_seconds() if now is None else now
    for row in _list_rows(connection):
        device = _read_heard_device(row, words.get(row.number))
        if device.heard is None or row.silent_event is not None or at - device.heard <= ages.of(device) * DAY:
            continue
        facts = {
            "site": device.site,
            "heard": read_moment(device.heard).isoformat(),
            "days": ages.of(device),
            "release": device.release,
        }
        event = events.record(connection, act, EventKind.DEVICE_SILENT, device.subject, after=facts)
        connection.execute(update(DEVICE).where(DEVICE.c.number == row.number).values(silent_event=event))
        count += 1
    return count


def _is_newer(row: Row[tuple[object, ...]], word: DeviceWord) -> bool:
    r = row._mapping
    return word.follows(r["key"], r["counter"], r["heard"])


def _read_heard_device(row: Row[tuple[object, ...]], word: DeviceWord | None) -> Device:
    device = read_device(row)
    return replace(device, release=word.release, heard=word.at) if word and _is_newer(row, word) else device


def _list_rows(connection: Connection) -> tuple[Row[tuple[object, ...]], ...]:
    query = select(DEVICE).where(DEVICE.c.removed_event.is_(None)).order_by(DEVICE.c.site, DEVICE.c.number)
    return tuple(connection.execute(query))
