"""One immutable release per request: which object of which release answers a path.

A path comes in, the name of an object goes out; reading it is left to `objects`, sending it to `answer`. A release is
served only while its list of files is what was read back and published.
"""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from kiosk.errors import StoreError, explain_cause
from kiosk.model import manifest as manifests
from kiosk.model.manifest import FileEntry, Manifest
from kiosk.release import lifecycle, lineage
from kiosk.web.public.objects import State, describe_file
from kiosk.workspace.store import Store

_HASHED = re.compile(r"assets/[a-z0-9._-]+-[0-9a-f]{8,64}\.[a-z0-9]+")
_OLD_RELEASES = 3
"""How many earlier releases still answer for hashed assets: a page loaded before a change finishes loading."""
_WAY_OUT = "chạy kiosk status để biết nguyên nhân; trang mở lại ngay khi tệp này được khôi phục"


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file that may be sent: path inside the release, sha256 and size in bytes of the object that holds it, and
    whether its name changes with its content."""

    path: str
    sha256: str
    size: int
    immutable: bool


@dataclass(frozen=True, slots=True)
class ServedRelease:
    """A release as the server sees it: its record, its files by path, and the codes of its sites."""

    number: int
    files: dict[str, FileEntry]
    sites: frozenset[str]
    manifest: Manifest

    def has_folder(self, path: str) -> bool:
        """Whether `path` names a folder with an index page (so that the slash may be added)."""
        return f"{path}/index.html" in self.files


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What was made of a release's records while they were in this state."""

    state: tuple[State, ...]
    result: ServedRelease | StoreError


class Library:
    """Answers paths from the release that is current at the moment of the question."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loaded: dict[int, _Loaded] = {}
        self._lock = threading.Lock()

    def current(self) -> ServedRelease | None:
        """The published release, or None before the first one. One read of the pointer. Raises `StoreError` where the
        pointer is lost, or the release that it names cannot be read or is not what was published."""
        try:
            number = self._store.current()
        except OSError as error:
            raise self._explain_unreadable("current", explain_cause(error)) from error
        if number is not None:
            return self._release(number)
        if lineage.list_published(self._store):
            raise self._explain_unreadable("current", "không chỉ đến bản phát hành nào")
        return None

    def _release(self, number: int) -> ServedRelease:
        records = (f"releases/{number}/manifest.json", f"verified/{number}.json", "history.jsonl")
        state = tuple(self._state(name) for name in records)
        loaded = self._loaded.get(number)
        if loaded is None or loaded.state != state:
            loaded = _Loaded(state, self._load(number, records[0]))
            with self._lock:
                newest = {n: release for n, release in self._loaded.items() if n > number - 2 * _OLD_RELEASES}
                self._loaded = newest | {number: loaded}
        if isinstance(loaded.result, StoreError):
            raise loaded.result.with_traceback(None)
        return loaded.result

    def _state(self, name: str) -> State:
        try:
            return describe_file((self._store.root / name).stat())
        except OSError:
            return ()

    def _load(self, number: int, name: str) -> ServedRelease | StoreError:
        try:
            content = self._store.read(name)
            if content is None:
                return self._explain_unreadable(name, "không có tệp này")
            manifest = manifests.load(content, str(self._store.root / name))
            if not self._is_published(manifest):
                return self._explain_unreadable(name, "khác với bản đã kiểm tra và công bố")
        except StoreError as error:
            return error
        except (OSError, ValidationError, ValueError) as error:
            return self._explain_unreadable(name, explain_cause(error) if isinstance(error, OSError) else "bị hỏng")
        files = {f.path: f for f in manifest.files}
        return ServedRelease(number, files, frozenset(s.code for s in manifest.sites), manifest)

    def _is_published(self, manifest: Manifest) -> bool:
        """Whether the verdict on this release or the log of its publishing names exactly this list of files. Where a
        backup brought neither, nothing speaks against it."""
        verdict = lifecycle.read_recorded_verdict(self._store, manifest.number)
        published = lineage.list_published(self._store)
        digests = {event.digest for event in published if event.number == manifest.number and event.digest}
        digests |= {verdict.manifest} if verdict and verdict.passed else set()
        return not digests or manifest.digest() in digests

    def _explain_unreadable(self, name: str, value: str) -> StoreError:
        return StoreError(
            "chưa đọc được bản đang công bố", place=str(self._store.root / name), value=value, way_out=_WAY_OUT
        )

    def find(self, release: ServedRelease, path: str) -> ServedFile | None:
        """The file of `release` that answers `path` (no leading slash; a folder answers with its index.html)."""
        name = path + "index.html" if path == "" or path.endswith("/") else path
        entry = release.files.get(name)
        fixed = _HASHED.fullmatch(name) is not None
        if entry is None and fixed:
            entry = self._find_older(release, name)
        return ServedFile(name, entry.sha256, entry.size, fixed) if entry else None

    def _find_older(self, release: ServedRelease, name: str) -> FileEntry | None:
        """The same file out of the releases just before: its name says what it holds."""
        numbers = sorted((n for n in self._store.release_numbers() if n < release.number), reverse=True)
        for number in numbers[:_OLD_RELEASES]:
            with suppress(StoreError):  # an older list that is damaged has nothing to offer
                if entry := self._release(number).files.get(name):
                    return entry
        return None
