"""What is wrong with a release on disk: its manifest, its files among the objects and in its tree, its inputs.

In come the workspace and a release; out go damages, nothing is changed. Every content is hashed once, whatever names
it has: 0.1 s for a city of 116 sites, so that nobody has to be content with sizes. What a workspace holds beside
releases is left to `kiosk.office.inspection`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from kiosk.errors import ReleaseError, StoreError
from kiosk.model.manifest import Manifest
from kiosk.release import lifecycle, lineage
from kiosk.release.damage import Damage, Kind
from kiosk.workspace.copying import read_first_sound
from kiosk.workspace.objects import is_object_name
from kiosk.workspace.store import Store

MANIFEST = "manifest.json"
_PATH = re.compile(r"(?!/)(?:(?!\.{1,2}/)[^/\0]+/)*(?!\.{1,2}$)[^/\0]+")
_THREADS = 2
_MISSING, _NOT_PLAIN, _OTHER, _UNREADABLE = "không có", "không phải tệp thường", "nội dung khác", "không đọc được"
_LINK = "là liên kết, không phải tệp"


Content = tuple[int, int]
"""What a name stands for: device and inode."""


class Hasher:
    """Digests of files by place, each content read once for all its names. Follows no symbolic link."""

    def __init__(self) -> None:
        self._digests: dict[Content, str] = {}

    def faults(self, expected: Iterable[tuple[str, str]]) -> list[str]:
        """For each place and the sha256 that it must have: what is wrong with it, "" where nothing is."""
        expected = list(expected)
        contents = [_look_at(place) for place, _ in expected]
        places = {c: place for c, (place, _) in zip(contents, expected, strict=True) if not isinstance(c, str)}
        unread = {content: place for content, place in places.items() if content not in self._digests}
        with ThreadPoolExecutor(_THREADS) as pool:
            self._digests |= zip(unread, pool.map(_digest_place, unread.values()), strict=True)
        return [self._name_fault(content, sha256) for content, (_, sha256) in zip(contents, expected, strict=True)]

    def _name_fault(self, content: Content | str, sha256: str) -> str:
        if isinstance(content, str):
            return content
        there = self._digests[content]
        return _UNREADABLE if not there else _OTHER if there != sha256 else ""


def _look_at(place: str) -> Content | str:
    """The content at a place, or what is wrong before reading it."""
    try:
        status = os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return _MISSING
    except OSError:
        return _UNREADABLE
    if stat.S_ISLNK(status.st_mode):
        return _LINK
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else _NOT_PLAIN


def _digest_place(place: str) -> str:
    """The sha256 of a plain file, "" where it cannot be read."""
    with suppress(OSError):
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def read_sound_manifest(store: Store, number: int) -> Manifest | Damage:
    """The manifest of a release, or what is wrong with it. One that was published is the one the history names.

    Raises `StoreError` for one of a newer format, which is no damage.
    """
    place, digest_named = f"releases/{number}/{MANIFEST}", _find_named_digest(store, number)
    try:
        manifest = lifecycle.load_manifest(store, number)
    except (ReleaseError, OSError) as error:
        return Damage(Kind.MANIFEST, place, getattr(error, "message", _UNREADABLE), number, digest_named)
    fault = _LINK if (store.root / place).is_symlink() else find_fault(manifest)
    if digest_named and manifest.digest() != digest_named:
        if is_history_wrong(store, manifest, digest_named):
            return Damage(Kind.HISTORY, "history.jsonl", f"dòng công bố bản {number} nêu sai danh sách tệp", number)
        fault = "không phải danh sách đã kiểm tra và công bố"
    return Damage(Kind.MANIFEST, place, fault, number, digest_named) if fault else manifest


def is_history_wrong(store: Store, manifest: Manifest, named: str) -> bool:
    """Whether the history itself was harmed where it names a manifest: the verdict, written by the gate apart from it,
    speaks of the one that is there, and what the history names is nowhere."""
    with suppress(OSError, StoreError):
        verdict = store.read(f"verified/{manifest.number}.json")
        named_by_gate = lifecycle.read_verdict_digest(verdict) if verdict else ""
        copy = read_first_sound([store.object_path(named)], named) if is_object_name(named) else None
        return named_by_gate == manifest.digest() and copy is None
    return False


def _find_named_digest(store: Store, number: int) -> str:
    """The digest under which the history knows that this release was published; "" where it does not."""
    digests = [event.digest for event in lineage.list_published(store) if event.number == number]
    return digests[-1] if digests else ""


def find_fault(manifest: Manifest) -> str:
    """What a manifest says that no build writes; "" where nothing is.

    Names of objects are 64 hexadecimal digits and paths stay inside: a manifest is a file, and could be made to have
    the server send any other.
    """
    for entry in manifest.files:
        if not is_object_name(entry.sha256):
            return f"tên nội dung không hợp lệ: {entry.sha256[:80]}"
        if not _PATH.fullmatch(entry.path) or entry.path == MANIFEST:
            return f"tên tệp không hợp lệ: {entry.path[:80]}"
    for name, sha256 in manifest.inputs.items():
        if not is_object_name(sha256):
            return f"tên dữ liệu vào không hợp lệ: {name}"
    twice = [path for path, count in Counter(f.path for f in manifest.files).items() if count > 1]
    if twice:
        return f"tên tệp ghi hai lần: {twice[0]}"
    lost_layouts = [site.code for site in manifest.sites if site.layout not in manifest.layouts]
    return f"điểm không có tờ: {lost_layouts[0]}" if lost_layouts else ""


def find_damaged_files(store: Store, manifest: Manifest, hasher: Hasher | None = None) -> tuple[Damage, ...]:
    """Files of a release that are not what its manifest says: among the objects, which are served, and in its tree."""
    hasher, number, tree = hasher or Hasher(), manifest.number, str(store.tree(manifest.number))
    objects = {f.sha256: str(store.object_path(f.sha256)) for f in manifest.files}
    damage = [
        Damage(Kind.OBJECT, _locate_in(store, objects[sha]), fault, number, sha)
        for sha, fault in zip(objects, hasher.faults((path, sha) for sha, path in objects.items()), strict=True)
        if fault
    ]
    linked = {name for name in _list_folders(f.path for f in manifest.files) if Path(tree, name).is_symlink()}
    in_tree = hasher.faults((f"{tree}/{f.path}", f.sha256) for f in manifest.files)
    for entry, fault in zip(manifest.files, in_tree, strict=True):
        cause = fault or (linked and linked & _list_folders([entry.path]) and "nằm trong một thư mục là liên kết")
        if cause:
            damage.append(Damage(Kind.TREE, _locate_in(store, f"{tree}/{entry.path}"), cause, number, entry.sha256))
    return tuple(damage)


def _list_folders(paths: Iterable[str]) -> set[str]:
    """Every folder that leads to one of `paths`, without the first («»). Plain text: a city has a thousand paths."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def find_damaged_inputs(store: Store, manifest: Manifest, hasher: Hasher | None = None) -> tuple[Damage, ...]:
    """Recorded inputs of a release that are not what their names say."""
    names = sorted(set(manifest.inputs.values()))
    faults = (hasher or Hasher()).faults((str(store.object_path(sha)), sha) for sha in names)
    return tuple(
        Damage(Kind.INPUT, _locate_in(store, store.object_path(sha)), fault, manifest.number, sha)
        for sha, fault in zip(names, faults, strict=True)
        if fault
    )


def list_strangers(store: Store, manifest: Manifest) -> tuple[Damage, ...]:
    """What stands in the tree of a release and is none of its files: others, and links instead of folders."""
    tree = str(store.tree(manifest.number))
    known_paths = {f.path for f in manifest.files} | {MANIFEST}
    folders = _list_folders(known_paths)
    damage = []
    for place, is_folder in _walk(tree):
        name = place[len(tree) + 1 :]
        if name not in (folders if is_folder else known_paths):
            cause = "liên kết thay cho thư mục" if name in folders else "không có trong danh sách"
            damage.append(Damage(Kind.STRANGER, _locate_in(store, place), cause, manifest.number))
    return tuple(damage)


def _walk(folder: str) -> Iterator[tuple[str, bool]]:
    """Everything below `folder`, and whether it is a folder; links are named and not followed, a folder that cannot be
    read is one thing."""
    with suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            is_folder = entry.is_dir(follow_symlinks=False)
            yield entry.path, is_folder
            if is_folder:
                yield from _walk(entry.path)


def find_stray_releases(store: Store) -> tuple[Damage, ...]:
    """What stands among the releases and is none."""
    damage = []
    for path in sorted(store.releases.iterdir()) if store.releases.is_dir() else ():
        plain = path.is_dir() and not path.is_symlink()
        if path.name in map(str, store.release_numbers()) and plain:
            if not (path / MANIFEST).exists() and not lineage.knows(store, int(path.name)):
                damage.append(Damage(Kind.STRAY, _locate_in(store, path), "không có danh sách tệp"))
        else:
            damage.append(Damage(Kind.STRAY, _locate_in(store, path), "không phải một bản phát hành"))
    return tuple(damage)


def _locate_in(store: Store, path: Path | str) -> str:
    return Path(path).relative_to(store.root).as_posix()
