"""The history of a workspace: a line for each thing that a person put in force. Appended to, never changed.

An event comes in, and is on the disk as one line of JSON. An act is announced before it is done and recorded after; the
announcement says by which file the act is seen. What was done and not recorded, because a disk failed or power did, is
recorded by the next writer: from the announcement, and where that is lost too, from what is in force and not in the
history. A line that was torn while it was written is kept as the text of an event, so that it swallows no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import digest, load_json
from kiosk.clock import stamp_now
from kiosk.errors import explain_cause
from kiosk.flushing import flush
from kiosk.text import show_hidden
from kiosk.workspace import disk
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.plain import read_plain, require_plain

_FORMAT = 1
"""Of a line. 0: without this number, otherwise the same."""
ANNOUNCEMENT_FORMAT = 1
Event = Mapping[str, object]
_NUMBERS = frozenset(("published", "catalogue", "catalogue_given_up", "content_of"))
_WORDS = frozenset(("at", "digest", "why", "by", "held", "decision", "resumed"))
"""Names in an event that others rely on, by what stands under them."""
_HIGHEST = 999_999
"""Of a release and of a catalogue."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An act that is about to be done: its event, the file that it replaces and the digest of the new content."""

    event: dict[str, object]
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StateInForce:
    """What a workspace says is in force: number of the published release, where its manifest is, numbers of
    catalogues."""

    published: int | None
    manifest: Path
    catalogues: Sequence[int]


_ANNOUNCEMENT: TypeAdapter[Announcement] = TypeAdapter(Announcement)


def digest_content(path: Path) -> str:
    """sha256 of a file, of a symbolic link that of its text; "" where there is none."""
    try:
        return digest(str(path.readlink()).encode() if path.is_symlink() else read_plain(path))
    except OSError:
        return ""


class History:
    """The history of the workspace at `root`. `tmp`: a folder for files that have no name yet."""

    def __init__(self, root: Path, tmp: Path) -> None:
        self._root, self._tmp = root, tmp
        self._path = root / "history.jsonl"
        self._announced = root / "announced.json"

    def announce(self, event: Event, path: str, sha256: str) -> None:
        """Say what is about to be done. Not flushed: after a loss of power the history is compared with what is in
        force. Raises `OSError`, also where the history could not take the line afterwards."""
        require_plain(self._path)
        require_plain(self._announced)
        announced = Announcement(_make_visible(event), path, sha256)
        fresh = self._tmp / f"{self._announced.name}.{os.getpid()}"
        disk.write_new(fresh, record.dump_record(_ANNOUNCEMENT, ANNOUNCEMENT_FORMAT, announced), disk.REPLACED)
        fresh.replace(self._announced)

    def record(self, event: Event) -> tuple[Shortfall, ...]:
        """Add the line about what is done; a failure is told and undoes nothing."""
        try:
            self._append([_make_visible(event)])
            self._announced.unlink(missing_ok=True)
        except OSError as error:
            what = "chưa ghi được vào nhật ký"
            way_out = "kiểm tra ổ đĩa; lệnh ghi tiếp theo sẽ tự ghi bổ sung dòng này"
            return (Shortfall(what, str(self._path), explain_cause(error), way_out),)
        return ()

    def missing(self, force: StateInForce) -> list[dict[str, object]]:
        """Events that are in force and not in the history: the announced one, else what can still be seen of it."""
        events = self.events()
        lost_events = [dict(a.event) for a in self._read_announcements() if a.event not in events]
        all_events = [*events, *lost_events]
        noticed = {"at": stamp_now(), "noticed": True}
        catalogues = {e["catalogue"] for e in all_events if "catalogue" in e}
        lost_events += [noticed | {"catalogue": n, "why": ""} for n in force.catalogues if n not in catalogues]
        published = [e for e in all_events if "published" in e]
        if force.published is not None and (not published or published[-1]["published"] != force.published):
            sha256 = digest_content(force.manifest)
            # A pointer that leads to nothing is damage, and no publishing.
            lost_events += [noticed | {"published": force.published, "digest": sha256}] if sha256 else []
        return lost_events

    def catch_up(self, force: StateInForce) -> None:
        """Record what is missing, and end a line that was torn. The caller holds the workspace. Raises `OSError`."""
        if lost_events := self.missing(force):
            self._append(lost_events)
        else:
            self._close_torn()
        if self._announced.exists():
            self._announced.unlink()

    def events(self) -> list[dict[str, object]]:
        """Every whole line, without its format, oldest first. What is no event is left out."""
        return [event for line in self._read_lines() if (event := read_event(line)) is not None]

    def owes_line(self) -> bool:
        """Whether an act was announced and done whose line the next writer adds: the first one has no line before."""
        return bool(self._read_announcements())

    def is_torn(self) -> bool:
        """Whether the last line was cut off while it was written: the next writer ends it. Raises `OSError`."""
        last = self._read_lines()[-1:]
        return bool(last and last[0]) and read_event(last[0]) is None

    def _read_lines(self) -> list[bytes]:
        try:
            return read_plain(self._path).split(b"\n")
        except FileNotFoundError:
            return []

    def _read_announcements(self) -> list[Announcement]:
        """The act that was announced, if it was done; one that a loss of power cut off counts as none."""
        try:
            content = read_plain(self._announced)
            announced = record.load_record(_ANNOUNCEMENT, ANNOUNCEMENT_FORMAT, content, str(self._announced))
        except (OSError, ValidationError):
            return []
        return [announced] if digest_content(self._root / announced.path) == announced.sha256 else []

    def _append(self, events: Sequence[Event]) -> None:
        self._close_torn()
        is_new = not self._path.exists()
        # `_close_torn` has read it as a plain file.
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, disk.REPLACED)
        try:
            if is_new:
                os.fchmod(handle, disk.REPLACED)
            _write_all(handle, b"".join(map(dump_event, events)))
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            flush(self._root)

    def _close_torn(self) -> None:
        """Where the last line has no end: end it, and where it is no event, keep its text as one."""
        *whole, last = self._read_lines() or [b""]
        if not last:
            return
        torn = {"at": stamp_now(), "torn": last.decode(errors="replace")}
        end = last + b"\n" if read_event(last) is not None else dump_event(_make_visible(torn))
        content = b"".join(line + b"\n" for line in whole) + end
        disk.replace_file(self._path, content, self._tmp / f"{self._path.name}.{os.getpid()}")
        flush(self._root)


def _make_visible(event: Event) -> dict[str, object]:
    """The event as it is written down: whoever shows it on a terminal sees every character that is in it."""
    return {key: show_hidden(value) if isinstance(value, str) else value for key, value in event.items()}


def dump_event(event: Event) -> bytes:
    """The line that stands in the history for an event, its end included."""
    return (json.dumps(record.number_record(event, _FORMAT), ensure_ascii=False) + "\n").encode()


def read_event(line: bytes) -> dict[str, object] | None:
    """What a line of the history says, without its format: text, numbers, yes or no by name.

    None for a line that says nothing: no JSON, nested, with half a character, or with another kind of value than its
    name stands for. The one reader of lines: what one command passes over, no other may stumble over.
    """
    try:
        event = load_json(line)
    except ValueError:
        return None
    if not isinstance(event, dict) or not all(_may_say(name, value) for name, value in event.items()):
        return None
    return {name: value for name, value in event.items() if name != "format"}


def _may_say(name: str, value: object) -> bool:
    if name in _NUMBERS:
        return type(value) is int and 0 < value <= _HIGHEST
    return isinstance(value, str) if name in _WORDS else value is None or isinstance(value, (str, int))


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
