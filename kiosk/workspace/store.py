"""The workspace: content-addressed objects, release trees, pointers, history. Only this room writes there.

    objects/ab/abcd…    immutable content, named by its sha256 (`objects`)
    catalogue/N.json    catalogues in the order in which they came into force (newest number is in force)
    imports/N.json      who imported what; N-statements.json what the files said; files/ the files, named by sha256
    releases/N/         a plain folder tree of hard links to objects, with manifest.json
    verified/N.json     what reading release N back has shown
    current             symbolic link to the published releases/N, replaced by one rename
    hold.json           why nothing is published by itself, and which decisions are left out
    history.jsonl       who put what in force and when, a line for each event (`history`; a log, not an artefact)
    announced.json      the act that is being done, until it stands in the history
    last-number         the number of the newest release that ever was
    lock                who writes (`lock`)
    cache.sqlite        results that can be made again (encoded codes, drawn bodies, verdicts)

Crash safety: a file is written under tmp/, fsynced and renamed; a tree is complete and fsynced before it gets its
name; the pointer is replaced last; a folder is flushed when a name is made in it. A killed writer leaves litter in tmp/
only, which the next writer removes. What a person puts in force is announced, replaced by one rename, recorded. The
rename is the point of no return: what fails after it is told (`Shortfall`), and undoes nothing. Every record carries
the number of its format (`kiosk.record`); a number alone and a link carry none.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import StoreError, explain_cause
from kiosk.flushing import flush, make_folders, make_inside
from kiosk.workspace import disk
from kiosk.workspace.cache import Cache
from kiosk.workspace.copying import link_file
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.folders import FOLDERS, refuse_taken, require_own
from kiosk.workspace.history import Event, History, StateInForce
from kiosk.workspace.lock import hold_lock
from kiosk.workspace.objects import Objects
from kiosk.workspace.plain import read_plain

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
"""Of a release: one a day makes six digits in 2,700 years, a longer one is damage."""
_LAST_NUMBER = re.compile(rb"[0-9]{1,6}\s*")
_CATALOGUE = re.compile(r"([0-9]{4,6})\.json")
_POINTER = "current"


class Store:
    """One workspace folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.releases = root / "releases"
        self._tmp = root / "tmp"
        self._objects = Objects(self.objects, self._tmp)
        self._history = History(root, self._tmp)

    def prepare(self) -> None:
        """Make the folders. Raises `StoreError` where that is not allowed, or where `root` is no workspace."""
        try:
            require_own(self.root)
            refuse_taken(self.root)
            missing = [self.root / name for name in FOLDERS if not (self.root / name).is_dir()]
            if missing:
                make_folders(self.root)
                for folder in missing:
                    make_inside(folder)
                # The root too: a process that died right after making it may not have flushed its name.
                for folder in {self.root, *(folder.parent for folder in missing)}:
                    flush(folder)
                if os.access(self.root.parent, os.R_OK):
                    flush(self.root.parent)
        except OSError as error:
            raise StoreError(
                "không tạo được thư mục làm việc",
                place=str(self.root),
                value=explain_cause(error),
                way_out="chọn --workspace khác",
            ) from error

    def cache(self) -> Cache:
        """Open the cache."""
        self.prepare()
        return Cache(self.root / "cache.sqlite")

    @contextmanager
    def writing(self, *, catch_up: bool = True) -> Iterator[None]:
        """Hold the workspace for writing; a second writer is refused, readers are not disturbed. What an earlier writer
        did and could not record is recorded first, unless the history itself is to be looked at as it is (`catch_up`).
        Raises `StoreError`, `OSError`."""
        self.prepare()
        with hold_lock(self.root / "lock"):
            for litter in self._tmp.iterdir():
                shutil.rmtree(litter) if litter.is_dir() and not litter.is_symlink() else litter.unlink()
            # On a full disk what makes room must run; what is missing stays missing until a later writer.
            if catch_up:
                with suppress(OSError):
                    self._history.catch_up(self._read_force())
            yield

    # objects -----------------------------------------------------------------------------------------------

    def object_path(self, sha256: str) -> Path:
        """Where an object stands; whoever reads it asks `get` or `open_object`. Raises `StoreError` for no sha256."""
        return self._objects.path(sha256)

    def object_size(self, sha256: str) -> int:
        """Size of an object in bytes. Raises `OSError`."""
        return self._objects.size(sha256)

    def put(self, content: bytes) -> str:
        """Write an object unless it is there whole; returns its sha256. Not yet fsynced: a tree that holds it does."""
        return self._objects.put(content)

    def get(self, sha256: str) -> bytes:
        """Read an object and check that it is what its name says. Raises `StoreError`."""
        return self._objects.read(sha256)

    def open_object(self, sha256: str) -> BufferedReader:
        """An object's file, hashed through this very handle, at its beginning. Raises `StoreError`."""
        return self._objects.open(sha256)

    def is_sound(self, sha256: str, *, afresh: bool = False) -> bool:
        """Whether an object is what its name says: read once by a process, again where size, times or inode differ, or
        where asked `afresh`."""
        return self._objects.is_sound(sha256, afresh=afresh)

    def drop_damaged(self, shas: Iterable[str]) -> int:
        """Remove objects that are not what their names say, so that they are made anew; returns how many."""
        return self._objects.drop_damaged(shas)

    def sweep(self, needed: set[str]) -> tuple[int, int]:
        """Remove every object not in `needed`; returns (objects, bytes) removed."""
        return self._objects.sweep(needed)

    # plain files -------------------------------------------------------------------------------------------

    def write(self, relative: str, content: bytes) -> None:
        """Replace one small file durably, by rename. Raises `OSError`, also where it is replaced and not yet durable:
        for what is made again where it is lost. What a person puts in force goes through `enact`."""
        self._replace(relative, content)
        flush((self.root / relative).parent)

    def write_words(self, relative: str, content: bytes) -> tuple[Shortfall, ...]:
        """As `write`, for words of a person that are no event: raises only where nothing is replaced."""
        self._replace(relative, content)
        return disk.sync_afterwards((self.root / relative).parent)

    def enact(self, relative: str, content: bytes, event: Event) -> tuple[Shortfall, ...]:
        """Put words of a person in force: announce, replace one file, record. Raises `OSError` only where nothing has
        changed; what fails after that is told."""
        self._history.announce(event, relative, digest(content))
        return (*self.write_words(relative, content), *self._history.record(event))

    def _replace(self, relative: str, content: bytes) -> None:
        path = self.root / relative
        disk.replace_file(path, content, self._tmp / f"{path.name}.{os.getpid()}")

    def record_event(self, event: Event) -> tuple[Shortfall, ...]:
        """Add what a person has settled to the history; a failure is told."""
        return self._history.record(event)

    def owes_line(self) -> bool:
        """Whether the history lacks the line of what was done last, which the next writer adds."""
        return self._history.owes_line()

    def unrecorded(self) -> int:
        """How many events are in force and not in the history; the next writer adds them."""
        return len(self._history.missing(self._read_force()))

    def is_torn(self) -> bool:
        """Whether the last line of the history was cut off while it was written; the next writer ends it."""
        return self._history.is_torn()

    def _read_force(self) -> StateInForce:
        number = self.current()
        return StateInForce(number, self.tree(number or 0) / "manifest.json", self.catalogue_numbers())

    def read(self, relative: str) -> bytes | None:
        """A small file, None where nothing stands there. Raises `OSError`, for a link that leads nowhere too."""
        try:
            return read_plain(self.root / relative)
        except FileNotFoundError:
            return None

    # catalogues --------------------------------------------------------------------------------------------

    def catalogue_numbers(self) -> tuple[int, ...]:
        """Numbers of the catalogues that came into force, oldest first."""
        folder = self.root / "catalogue"
        names = (_CATALOGUE.fullmatch(p.name) for p in folder.iterdir()) if folder.is_dir() else ()
        return tuple(sorted(int(match[1]) for match in names if match))

    def catalogue_files(self) -> dict[int, bytes]:
        """The records of the catalogues by number."""
        contents = ((n, self.read(f"catalogue/{n:04d}.json")) for n in self.catalogue_numbers())
        return {number: content for number, content in contents if content is not None}

    # releases ----------------------------------------------------------------------------------------------

    def release_numbers(self) -> tuple[int, ...]:
        """Numbers of the complete releases on disk, oldest first. Other names are strays, for the doctor to see."""
        if not self.releases.is_dir():
            return ()
        folders = (p for p in self.releases.iterdir() if p.is_dir() and not p.is_symlink())
        return tuple(sorted(int(p.name) for p in folders if _NUMBER.fullmatch(p.name)))

    def next_number(self) -> int:
        """The number of the next release: one more than any that ever was, removed ones included. Raises `StoreError`
        where that is not known."""
        last = self.last_number()
        if last is None and os.path.lexists(self.root / "last-number"):
            raise StoreError(
                "tệp ghi số bản phát hành cuối bị hỏng",
                place=str(self.root / "last-number"),
                way_out="chạy kiosk doctor",
            )
        return max(last or 0, *self.release_numbers(), 0) + 1

    def last_number(self) -> int | None:
        """The highest number that a release ever had; None where it is not recorded, or not as a number. Raises
        `OSError`."""
        content = self.read("last-number")
        return int(content) if content is not None and _LAST_NUMBER.fullmatch(content) else None

    def tree(self, number: int) -> Path:
        """The folder of a release."""
        return self.releases / str(number)

    def plant(
        self, number: int, files: Mapping[str, str], extra: Mapping[str, bytes], recorded: Iterable[str] = ()
    ) -> None:
        """Make the tree of a release out of objects (path -> sha256) and own files; it and the objects that it only
        records are durable before it is named."""
        fresh = self._tmp / f"release-{number}"
        folders = sorted({fresh / folder for path in (*files, *extra) for folder in Path(path).parents})
        for folder in folders:
            make_inside(folder)
        for path, sha256 in files.items():
            link_file(self.object_path(sha256), fresh / path)
        for path, content in extra.items():
            disk.write_new(fresh / path, content, disk.REPLACED)
        objects = {self.object_path(sha) for sha in (*files.values(), *recorded)}
        parents = {self.objects, *(path.parent for path in objects)}
        disk.sync_all((*objects, *parents, *(fresh / path for path in extra), *folders))
        self.write("last-number", str(number).encode())
        fresh.rename(self.tree(number))
        flush(self.releases)

    def drop_release(self, number: int) -> None:
        """Remove a release tree: renamed away first, so that nobody sees half of one, not even after a crash."""
        old_tree = self._tmp / f"gone-{number}"
        self.tree(number).rename(old_tree)
        flush(self.releases)
        shutil.rmtree(old_tree)
        (self.root / "verified" / f"{number}.json").unlink(missing_ok=True)

    def current(self) -> int | None:
        """The number that the pointer names; None where there is none, or what stands there is no pointer (whether
        something should be published all the same is for `release.lineage`)."""
        try:
            name = (self.root / _POINTER).readlink().name
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.EINVAL:
                return None
            raise
        return int(name) if _NUMBER.fullmatch(name) else None

    def point_to(self, number: int, event: Event) -> tuple[Shortfall, ...]:
        """Publish: announce, replace the pointer by one rename, record. Readers see the old release or the new one.
        Raises `OSError` only where the old one is still published; what fails after that is told."""
        self._history.announce(event, _POINTER, digest(str(self._name_target(number)).encode()))
        self._replace_pointer(number)
        return (*disk.sync_afterwards(self.root), *self._history.record(event))

    def put_pointer_back(self, number: int) -> None:
        """Make the pointer lead where the history says already: a restored or mended workspace. Raises `OSError`."""
        self._replace_pointer(number)
        flush(self.root)

    def _replace_pointer(self, number: int) -> None:
        fresh = self._tmp / f"{_POINTER}.{os.getpid()}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(self._name_target(number))
        fresh.rename(self.root / _POINTER)

    @staticmethod
    def _name_target(number: int) -> Path:
        return Path("releases") / str(number)

    def settle_pointer(self) -> tuple[Shortfall, ...]:
        """Flush a pointer that stands already, where an earlier command could not."""
        return disk.sync_afterwards(self.root)
