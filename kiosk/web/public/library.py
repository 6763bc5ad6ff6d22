"""One immutable release per request: which file of which release answers a path.

A path comes in, the place of a file goes out; how it is sent is left to `answer`.
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path

from kiosk.model import manifest as manifests
from kiosk.workspace.store import Store

_HASHED = re.compile(r"assets/[a-z0-9._-]+-[0-9a-f]{8,64}\.[a-z0-9]+")
_OLD_RELEASES = 3
"""How many earlier releases still answer for hashed assets: a page loaded before a change finishes loading."""


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file that may be sent: where it is, its sha256, and whether its name changes with its content."""

    path: Path
    sha256: str
    immutable: bool


@dataclass(frozen=True, slots=True)
class ServedRelease:
    """A release as the server sees it."""

    number: int
    files: dict[str, str]

    def has_folder(self, path: str) -> bool:
        """Whether `path` names a folder with an index page (so that the slash may be added)."""
        return f"{path}/index.html" in self.files


class Library:
    """Answers paths from the release that is current at the moment of the question."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, ServedRelease] = {}
        self._lock = threading.Lock()

    def current(self) -> ServedRelease | None:
        """The published release, or None before the first one. One read of the pointer."""
        number = self._store.current()
        return None if number is None else self._release(number)

    def _release(self, number: int) -> ServedRelease | None:
        known = self._known.get(number)
        if known is None:
            content = self._store.read(f"releases/{number}/manifest.json")
            if content is None:
                return None
            manifest = manifests.load(content, str(self._store.tree(number) / "manifest.json"))
            known = ServedRelease(number, {f.path: f.sha256 for f in manifest.files})
            with self._lock:
                self._known = {n: r for n, r in self._known.items() if n > number - 2 * _OLD_RELEASES} | {number: known}
        return known

    def find(self, release: ServedRelease, path: str) -> ServedFile | None:
        """The file of `release` that answers `path` (no leading slash; a folder answers with its index.html)."""
        name = path + "index.html" if path == "" or path.endswith("/") else path
        return self._find_in(release, name) or (self._find_older(release, name) if _HASHED.fullmatch(name) else None)

    def _find_older(self, release: ServedRelease, name: str) -> ServedFile | None:
        """The same file out of the releases just before: its name says what it holds."""
        numbers = sorted((n for n in self._store.release_numbers() if n < release.number), reverse=True)
        releases = (self._release(n) for n in numbers[:_OLD_RELEASES])
        return next((hit for r in releases if r and (hit := self._find_in(r, name))), None)

    def _find_in(self, release: ServedRelease, path: str) -> ServedFile | None:
        sha256 = release.files.get(path)
        if sha256 is None:
            return None
        place = self._store.object_path(sha256)
        return ServedFile(place, sha256, bool(_HASHED.fullmatch(path))) if os.access(place, os.R_OK) else None
