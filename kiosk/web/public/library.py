"""One immutable release per request: which file of which release answers a path."""

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
class Found:
    """A file that may be sent: where it is, its sha256, and whether its name changes with its content."""

    path: Path
    sha256: str
    immutable: bool


@dataclass(frozen=True, slots=True)
class Edition:
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
        self._known: dict[int, Edition] = {}
        self._lock = threading.Lock()

    def current(self) -> Edition | None:
        """The published release, or None before the first one. One read of the pointer."""
        number = self._store.current()
        return None if number is None else self._edition(number)

    def _edition(self, number: int) -> Edition | None:
        known = self._known.get(number)
        if known is None:
            content = self._store.read(f"releases/{number}/manifest.json")
            if content is None:
                return None
            manifest = manifests.load(content, str(self._store.tree(number) / "manifest.json"))
            known = Edition(number, {f.path: f.sha256 for f in manifest.files})
            with self._lock:
                self._known = {n: e for n, e in self._known.items() if n > number - 2 * _OLD_RELEASES} | {number: known}
        return known

    def find(self, edition: Edition, path: str) -> Found | None:
        """The file of `edition` that answers `path` (no leading slash; a folder answers with its index.html)."""
        wanted = path + "index.html" if path == "" or path.endswith("/") else path
        found = self._in(edition, wanted)
        if found is None and _HASHED.fullmatch(wanted):
            older = sorted((n for n in self._store.release_numbers() if n < edition.number), reverse=True)
            editions = (self._edition(n) for n in older[:_OLD_RELEASES])
            found = next((hit for e in editions if e and (hit := self._in(e, wanted))), None)
        return found

    def _in(self, edition: Edition, path: str) -> Found | None:
        sha256 = edition.files.get(path)
        if sha256 is None:
            return None
        place = self._store.object_path(sha256)
        return Found(place, sha256, bool(_HASHED.fullmatch(path))) if os.access(place, os.R_OK) else None
