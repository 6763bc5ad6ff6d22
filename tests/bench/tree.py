"""Files of a workspace as they lie on the disk: which of two moments differ, and what writing them alone costs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_SCRATCH = ("lock", "cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm")
"""Files of a workspace that are no result: the lock that a writer takes, and the cache with its journals."""
_FLUSHED_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was found."""

    inode: int
    changed_ns: int
    sha256: str


def look(root: Path) -> dict[str, Seen]:
    """Every file and link below `root`, but for scratch files."""
    files = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name in _SCRATCH or (path.is_dir() and not path.is_symlink()):
            continue
        at = path.lstat()
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        files[name] = Seen(at.st_ino, at.st_mtime_ns, sha256(content).hexdigest())
    return files


def rewritten(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> tuple[str, ...]:
    """Files that came, went, or are not the same file with the same time and content."""
    return tuple(name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name))


def new_contents(before: Path, after: Path) -> list[bytes]:
    """Contents below `after` that are nowhere below `before`, each once: what a release had to write."""
    known = {seen.sha256 for seen in look(before).values()}
    fresh = {seen.sha256: name for name, seen in look(after).items() if seen.sha256 not in known}
    return [(after / name).read_bytes() for name in fresh.values()]


def write_flush_hash(contents: Sequence[bytes], folder: Path) -> float:
    """Seconds in which these bytes, one file each, are written, flushed to the disk and hashed with sha256: the least
    that anything that stores them safely does. One pass after the other; files flushed together share commits of the
    journal, as they do in a release."""
    folder.mkdir(parents=True)
    started = time.perf_counter()
    for i, content in enumerate(contents):
        (folder / f"{i}").write_bytes(content)
    with ThreadPoolExecutor(_FLUSHED_TOGETHER) as pool:
        list(pool.map(_flush, [folder / f"{i}" for i in range(len(contents))]))
    for content in contents:
        sha256(content).digest()
    return time.perf_counter() - started


def _flush(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle)
