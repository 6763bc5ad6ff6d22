"""What a disk may hold after a crash, for every moment of a recorded command.

Comes in: a folder as it was before the command, and the calls that the command made. Goes out: `Disk`s, each a legal
state after a crash at some moment. Two file systems are simulated:

* strict (POSIX): an entry of a folder lasts once the folder was flushed, bytes of a file once the file was; of the rest
  any part may last, in any order, and a file may have its new length with zeros where it was written;
* ordered (a journal): changes of folders last in their order, all earlier ones with any flush; bytes as above.

Flushed bytes stay where no later call wrote: a page written in place puts no other page of a file at risk (what SQLite
calls a power-safe overwrite, and what its log relies on).

A rename inside one folder is one change; between two folders the old name never goes before the new one has come.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.injector import Call

IGNORED = ("var/cache.sqlite", "var/lock", "var/office.sqlite-shm")
"""What may be lost at any time, by the first letters of its path. SQLite makes its index of the log anew."""
_TOP = 0


@dataclass(slots=True)
class Change:
    """Entries of folders that change together: (folder, name, what it leads to or None); `needs` lasts with it."""

    entries: list[tuple[int, str, int | None]]
    needs: Change | None = None
    lasting: bool = False


@dataclass(slots=True)
class Tree:
    """Numbered nodes: entries of folders, bytes of files, targets of links."""

    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {_TOP: {}})
    files: dict[int, bytes] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)

    def find(self, path: str) -> int | None:
        """The node at a path, links not followed."""
        node: int | None = _TOP
        for name in path.split("/") if path else ():
            node = self.folders.get(node if node is not None else -1, {}).get(name)
            if node is None:
                return None
        return node

    def read(self, path: str) -> bytes | None:
        """A file's content."""
        node = self.find(path)
        return None if node is None else self.files.get(node)

    def link(self, path: str) -> str | None:
        """Where a symbolic link leads."""
        node = self.find(path)
        return None if node is None else self.links.get(node)

    def names(self, path: str) -> list[str]:
        """Names in a folder."""
        node = self.find(path)
        return sorted(self.folders.get(node, {})) if node is not None else []


Disk = Tree


def load_tree(folder: Path) -> Tree:
    """The tree below a folder, hard links kept."""
    tree, known = Tree(), dict[tuple[int, int], int]()
    count = iter(range(1, 10**9))

    def add(place: Path, above: int) -> None:
        for one in sorted(place.iterdir()):
            about = one.lstat()
            key = (about.st_dev, about.st_ino)
            node = known.setdefault(key, next(count))
            tree.folders[above][one.name] = node
            if one.is_symlink():
                tree.links[node] = str(one.readlink())
            elif one.is_dir():
                tree.folders[node] = {}
                add(one, node)
            elif node not in tree.files:
                tree.files[node] = one.read_bytes()

    add(folder, _TOP)
    return tree


class Journal:
    """The live tree, what of it lasts, and what waits for a flush, while calls are played one by one."""

    def __init__(self, start: Tree, *, strict: bool) -> None:
        self.strict = strict
        self.live = _copied(start)
        self.lasting = _copied(start)
        self.waiting: list[Change] = []
        self.versions: dict[int, list[bytes]] = {}
        self.written: dict[int, list[tuple[int, int]]] = {}
        self._next = 1 + max([*start.folders, *start.files, *start.links])

    def play(self, call: Call) -> None:
        """Apply one call to the live tree, and note what of it waits."""
        if call.path.startswith(IGNORED):
            return
        act: Callable[[Call], None] | None = getattr(self, f"_{call.op}", None)
        if act is not None:
            act(call)

    # entries of folders ------------------------------------------------------------------------------------

    def _place(self, path: str) -> tuple[int, str]:
        folder, _, name = path.rpartition("/")
        node = self.live.find(folder)
        assert node is not None, path
        return node, name

    def _change(self, *entries: tuple[int, str, int | None], needs: Change | None = None) -> Change:
        change = Change(list(entries), needs)
        _apply(self.live, change)
        self.waiting.append(change)
        return change

    def _fresh(self) -> int:
        self._next += 1
        return self._next

    def _create(self, call: Call) -> None:
        node = self._fresh()
        self.live.files[node] = self.lasting.files[node] = b""
        self._change((*self._place(call.path), node))

    def _mkdir(self, call: Call) -> None:
        node = self._fresh()
        self.live.folders[node], self.lasting.folders[node] = {}, {}
        self._change((*self._place(call.path), node))

    def _symlink(self, call: Call) -> None:
        node = self._fresh()
        self.live.links[node] = self.lasting.links[node] = call.other
        self._change((*self._place(call.path), node))

    def _link(self, call: Call) -> None:
        self._change((*self._place(call.other), self.live.find(call.path)))

    def _unlink(self, call: Call) -> None:
        self._change((*self._place(call.path), None))

    _rmdir = _unlink

    def _rename(self, call: Call) -> None:
        node = self.live.find(call.path)
        old, new = self._place(call.path), self._place(call.other)
        if old[0] == new[0]:
            self._change((*old, None), (*new, node))
        else:
            came = self._change((*new, node))
            self._change((*old, None), needs=came)

    # bytes -------------------------------------------------------------------------------------------------

    def _put(self, path: str, content: Callable[[bytes], bytes], written: tuple[int, int] = (0, 0)) -> None:
        node = self.live.find(path)
        if node in self.live.files:
            self.live.files[node] = content(self.live.files[node])
            self.versions.setdefault(node, []).append(self.live.files[node])
            self.written.setdefault(node, []).append(written)

    def _write(self, call: Call) -> None:
        end = call.offset + len(call.data)
        self._put(
            call.path,
            lambda old: old[: call.offset].ljust(call.offset, b"\0") + call.data + old[end:],
            (call.offset, end),
        )

    def _empty(self, call: Call) -> None:
        self._put(call.path, lambda _: b"")

    def _truncate(self, call: Call) -> None:
        self._put(call.path, lambda old: old[: call.offset].ljust(call.offset, b"\0"))

    # flushes -----------------------------------------------------------------------------------------------

    def _fsync(self, call: Call) -> None:
        node = self.live.find(call.path)
        if node in self.live.files:
            self.lasting.files[node] = self.live.files[node]
            self.versions.pop(node, None)
            self.written.pop(node, None)
        for change in self.waiting:
            if not self.strict or any(folder == node for folder, _, _ in change.entries):
                self._last(change)
        self.waiting = [change for change in self.waiting if not change.lasting]

    def _last(self, change: Change) -> None:
        if change.needs is not None and not change.needs.lasting:
            self._last(change.needs)
        if not change.lasting:
            change.lasting = True
            _apply(self.lasting, change)

    # crashes -----------------------------------------------------------------------------------------------

    def crash(self, chosen: random.Random, extreme: int | None = None) -> Disk:
        """A legal state now. `extreme` 0: only what lasts; 1: folders as they are now, old bytes; 2: folders as they
        are now, zeros for what was written; 3: everything; else by chance."""
        share = {0: 0.0, 1: 1.0, 2: 1.0, 3: 1.0}.get(-1 if extreme is None else extreme, chosen.choice((0.2, 0.5, 0.9)))
        kept = self._kept(chosen, share)
        disk = Tree({n: dict(e) for n, e in self.lasting.folders.items()}, dict(self.lasting.files), self.lasting.links)
        for change in kept:
            _apply(disk, change)
        for node, versions in self.versions.items():
            disk.files[node] = self._bytes(chosen, node, versions, extreme)
        return disk

    def _kept(self, chosen: random.Random, share: float) -> list[Change]:
        if not self.strict:
            most = len(self.waiting)
            return self.waiting[: most if share == 1.0 else chosen.randint(0, most) if share else 0]
        kept: list[Change] = []
        for change in self.waiting:
            needed = change.needs
            if chosen.random() < share and (needed is None or needed.lasting or needed in kept):
                kept.append(change)
        return kept

    def _bytes(self, chosen: random.Random, node: int, versions: list[bytes], extreme: int | None) -> bytes:
        old, new = self.lasting.files[node], versions[-1]
        zeros = _without(new, b"", self.written[node])
        if extreme is not None:
            return (old, old, zeros, new)[extreme]
        some = chosen.choice([old, *versions])
        if not self.strict:
            return chosen.choice([some, old])
        shortest = min(len(x) for x in (old, *versions))
        late = _without(new, old, [piece for piece in self.written[node] if chosen.random() < 0.5])
        return chosen.choice([some, some, some[: max(shortest, len(some) // 2)], zeros, late])


def _without(new: bytes, old: bytes, pieces: list[tuple[int, int]]) -> bytes:
    """New bytes, but at these pieces the old ones, and zeros where there were none."""
    content = bytearray(new)
    for start, end in pieces:
        size = len(content[start:end])
        content[start : start + size] = old[start : start + size].ljust(size, b"\0")
    return bytes(content)


def _apply(tree: Tree, change: Change) -> None:
    for folder, name, node in change.entries:
        if node is None:
            tree.folders[folder].pop(name, None)
        else:
            tree.folders[folder][name] = node


def _copied(tree: Tree) -> Tree:
    return Tree({n: dict(e) for n, e in tree.folders.items()}, dict(tree.files), dict(tree.links))


def crashes(
    start: Tree, calls: tuple[Call, ...], seed: int, per_moment: int, *, strict: bool, only_end: bool = False
) -> Iterator[tuple[int, Disk]]:
    """(calls made, state): the four extremes and `per_moment` by chance after every call that changed something, and
    after the last one; `only_end`: after that one alone."""
    chosen, journal = random.Random(seed), Journal(start, strict=strict)
    for number, call in enumerate(calls, 1):
        journal.play(call)
        changes = not call.path.startswith(IGNORED) and call.op not in ("chmod", "open")
        if number < len(calls) and (only_end or not changes):
            continue
        for extreme in (0, 1, 2, 3, *[None] * per_moment):
            yield number, journal.crash(chosen, extreme)


def write_disk(disk: Disk, folder: Path) -> None:
    """Put a simulated state on the real disk, below `folder`, which must not be there; hard links are kept."""
    made: dict[int, Path] = {}

    def put(node: int, place: Path) -> None:
        if node in disk.folders:
            place.mkdir()
            for name, below in disk.folders[node].items():
                put(below, place / name)
        elif node in disk.links:
            place.symlink_to(disk.links[node])
        elif node in made:
            place.hardlink_to(made[node])
        else:
            place.write_bytes(disk.files[node])
            made[node] = place

    put(_TOP, folder)
