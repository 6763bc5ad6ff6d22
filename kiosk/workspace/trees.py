"""Whether the tree of a release and the objects it was made of are what its list of files says.

The objects are what is served, the tree is what the gate reads and what a person or another web server opens: both are
looked at, by what they hold. In come a workspace, a number and the list (path -> sha256); out go sentences on what is
wrong. Nothing is mended here.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from kiosk import cores
from kiosk.text import show_hidden
from kiosk.workspace.plain import open_plain
from kiosk.workspace.store import Store

_AGAIN = "dựng lại bằng kiosk regenerate"


def find_faults(store: Store, number: int, files: Mapping[str, str], *, afresh: bool = False) -> tuple[str, ...]:
    """What is wrong with a release's files, `manifest.json` apart. `afresh` hashes every file; without it an object
    that this process has hashed is hashed again only where its size, its times or its inode differ."""
    with ThreadPoolExecutor(cores.count_workers()) as pool:
        shas = sorted(set(files.values()))
        sound = frozenset(
            sha
            for sha, is_sound in zip(shas, pool.map(partial(store.is_sound, afresh=afresh), shas), strict=True)
            if is_sound
        )
        of_files = [fault for fault in pool.map(partial(_look_at_file, store, number, sound), files.items()) if fault]
    return (*of_files, *find_strangers(store.tree(number), files))


def find_fault(store: Store, number: int, path: str, sha256: str) -> str:
    """What is wrong with one file of a release, hashed afresh; empty where it is what it must be."""
    sound = frozenset({sha256} if store.is_sound(sha256, afresh=True) else ())
    return _look_at_file(store, number, sound, (path, sha256))


def _look_at_file(store: Store, number: int, sound: frozenset[str], entry: tuple[str, str]) -> str:
    path, sha256 = entry
    place = store.tree(number) / path
    try:
        status = place.lstat()
    except OSError:
        return f"thiếu tệp {path}, {_AGAIN}"
    if not stat.S_ISREG(status.st_mode):
        return f"{path} không phải tệp thường mà là liên kết hoặc thư mục, {_AGAIN}"
    served = store.object_path(sha256)
    if not (sha256 in sound if _is_one_file(served, status) else _holds(place, sha256)):
        return f"tệp {path} không đúng với danh sách tệp của bản phát hành, {_AGAIN}"
    if sha256 not in sound:
        return f"tệp {path} mà máy chủ gửi đi ({served}) bị thiếu hoặc hỏng, {_AGAIN}"
    return ""


def _is_one_file(served: Path, status: os.stat_result) -> bool:
    """Whether an object is the file with this status, under another name."""
    try:
        other = served.lstat()
    except OSError:
        return False
    return (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino)


def _holds(place: Path, sha256: str) -> bool:
    try:
        with open_plain(place) as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == sha256
    except OSError:
        return False


def find_strangers(tree: Path, known: Iterable[str]) -> tuple[str, ...]:
    """What stands in a release's tree and is not in its list: another web server would send it. Folders that are links
    count: they lead to files that nobody has read."""
    expected = {*known, "manifest.json"}
    return tuple(
        f"tệp lạ trong bản phát hành: {show_hidden(path)}" for path in sorted(_list_paths(tree)) if path not in expected
    )


def _list_paths(tree: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(tree):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from ((Path(folder) / name).relative_to(tree).as_posix() for name in (*names, *links))
