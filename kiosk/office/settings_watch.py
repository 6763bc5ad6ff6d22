"""Settings that somebody changed by hand in the files: seen at the next look, and recorded as such.

In comes the workplace; what differs from the last look becomes events of the program itself, for nobody knows whose
hand it was. The worker looks while it does nothing else, and every page of the settings does before it shows them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from kiosk.office import drafts, events
from kiosk.office.database.schema import SETTINGS_SEEN
from kiosk.office.draft_records import DraftKind, DraftState
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.settings_files import compare_files, list_places, read_files
from kiosk.settings import config as settings

_MOST = 40
"""Events of one look; a table that was replaced as a whole is told by its first changes and a count."""


class SettingsWatch:
    """Looks again only where a file was replaced since the last look: the worker asks many times a minute."""

    def __init__(self, here: Workplace) -> None:
        self._here = here
        self._stamps: tuple[tuple[int, int], ...] = ()

    def look(self) -> int:
        """As `note_changes_by_hand`."""
        stamps = tuple(
            (s.st_mtime_ns, s.st_size) for p in list_places(self._here.config).values() for s in _read_stat(p)
        )
        if stamps == self._stamps:
            return 0
        count = note_changes_by_hand(self._here)
        self._stamps = stamps
        return count


def _read_stat(path: Path) -> tuple[os.stat_result, ...]:
    try:
        return (path.stat(),)
    except OSError:
        return ()


def load_last_seen(connection: Connection) -> dict[str, str]:
    """The text of each file at the last look, none before the first one."""
    return {row.name: row.content for row in connection.execute(select(SETTINGS_SEEN))}


def keep_seen(connection: Connection, texts: Mapping[str, str]) -> None:
    """Remember how the files are now."""
    connection.execute(delete(SETTINGS_SEEN))
    for name, content in texts.items():
        connection.execute(insert(SETTINGS_SEEN).values(name=name, content=content))


def note_changes_by_hand(here: Workplace) -> int:
    """Record what was changed since the last look; how many changes. Raises `ConfigError` for files that cannot be
    read."""
    texts = read_files(settings.load(here.config.source))
    with here.database.reading() as connection:
        if load_last_seen(connection) == texts:
            return 0
    with here.database.writing() as connection:
        before = load_last_seen(connection)
        publishing = drafts.list_drafts(connection, DraftState.PUBLISHING)
        if before == texts or any(d.kind is DraftKind.SETTINGS for d in publishing):
            return 0  # what a draft is about to write is recorded with the draft
        keep_seen(connection, texts)
        changes = compare_files(before, texts) if before else ()
        act = events.begin_act(None)
        for change in changes[:_MOST]:
            subject = f"setting/{change.place}"
            events.record(connection, act, EventKind.SETTING_BY_HAND, subject, change.before, change.after)
        if len(changes) > _MOST:
            more = f"và {len(changes) - _MOST} thay đổi nữa"
            events.record(connection, act, EventKind.SETTING_BY_HAND, "setting/các bảng", None, more)
        return len(changes)
