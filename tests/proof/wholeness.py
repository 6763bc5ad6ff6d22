"""What «whole» means for a workspace: `look_at` reads one, `check_workspace` compares it with before and after.

Comes in: `Files`, a folder on disk or one that a simulated crash left. Goes out: complaints in English, none where all
is well. It reads files alone (pointer, manifests, objects, catalogues, records), never through the program it judges.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

OUTSIDE = ("usb/kiosk-*", "lo-in*", "moi")
"""What commands write for people, beside the workspace."""
BACKUPS = "sao-luu"
UNFINISHED = "DANG-KHOI-PHUC"
"""A file in a folder that is being restored: it says that the folder is none yet."""


class Files(Protocol):
    """A tree of files; paths are relative and use slashes."""

    def read(self, path: str) -> bytes | None:
        """A file's content, None where there is none."""
        ...

    def link(self, path: str) -> str | None:
        """Where a symbolic link leads, None where there is none."""
        ...

    def names(self, path: str) -> list[str]:
        """Names in a folder, sorted; none where it is missing."""
        ...


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """The tree below a folder."""

    folder: Path

    def read(self, path: str) -> bytes | None:
        """A file's content; what is no file (a folder, a pipe) has none."""
        place = self.folder / path
        try:
            return place.read_bytes() if place.is_file() else None
        except OSError:
            return None

    def link(self, path: str) -> str | None:
        """Where a symbolic link leads."""
        place = self.folder / path
        return str(place.readlink()) if place.is_symlink() else None

    def names(self, path: str) -> list[str]:
        """Names in a folder."""
        place = self.folder / path
        return sorted(p.name for p in place.iterdir()) if place.is_dir() else []


@dataclass(frozen=True, slots=True)
class State:
    """What a workspace says. `content`: digest of path and sha256 of every published file; `posted`: confirmed sheets
    without the time; `orders`: how many there are; `noted`: how many releases the table of printed ids holds;
    `outside`: digest by name of each thing written for people; `backups`: numbers of the snapshots; `events`: lines of
    the history."""

    number: int | None
    content: str
    catalogue: str
    catalogue_number: int
    posted: str
    orders: int
    noted: int
    releases: frozenset[int]
    outside: Mapping[str, str]
    last_number: str
    verdict: str
    events: int
    backups: frozenset[int]
    damage: tuple[str, ...]

    def parts(self) -> dict[str, object]:
        """What must be as before or as after, each by itself: a command of several steps may stand between two."""
        return {
            "published release": (self.number, self.content, self.verdict),
            "catalogue in force": (self.catalogue_number, self.catalogue),
            "confirmed sheets": self.posted,
            "print orders": self.orders,
            "last number": self.last_number,
        } | {f"written folder {name}": sha for name, sha in self.outside.items()}

    def essence(self) -> dict[str, object]:
        """What it says to people, without the numbers that a repeated command may count on."""
        written = {f"written folder {name}": sha for name, sha in self.outside.items()}
        return {
            "published content": self.content,
            "catalogue in force": self.catalogue,
            "confirmed sheets": self.posted,
        } | written


@lru_cache(8192)
def sha256(content: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def look_at(folder: Path) -> State:
    """Read the workspace `folder/var` and what was written beside it."""
    return describe(FilesOnDisk(folder), dict(_written(folder)))


def describe(files: Files, outside: Mapping[str, str] | None = None) -> State:
    """Read the workspace `var`."""
    damage: list[str] = [*_lost_for_good(files)]
    number = published_number(files)
    content = ""
    if number is not None:
        content, wrong = look_at_release(files, number)
        damage += wrong
    releases = frozenset(int(name) for name in files.names("var/releases") if name.isdigit())
    for other in sorted(releases - {number}):
        damage += look_at_release(files, other)[1]
    catalogue_number, catalogue, wrong = _newest_catalogue(files)
    posted, orders, torn = _ledger(files)
    noted, lacking_ids = _printed_ids(files)
    events, unreadable = _history(files)
    backups, lacking = _backups(files)
    return State(
        number=number,
        content=content,
        catalogue=catalogue,
        catalogue_number=catalogue_number,
        posted=posted,
        orders=orders,
        noted=noted,
        releases=releases,
        outside=outside or {},
        last_number=(files.read("var/last-number") or b"").decode(errors="replace"),
        verdict=sha256(files.read(f"var/verified/{number}.json") or b""),
        events=events,
        backups=backups,
        damage=(*damage, *wrong, *torn, *lacking_ids, *unreadable, *lacking),
    )


def _lost_for_good(files: Files) -> Iterator[str]:
    """What is gone, by what still speaks of it: a catalogue that the history names, a ledger of which the table of
    printed ids was made."""
    events = [json.loads(line) for line in (files.read("var/history.jsonl") or b"").split(b"\n") if _is_json(line)]
    named = [e.get("catalogue", 0) for e in events if isinstance(e, dict)]
    given_up = [e.get("catalogue_given_up", 0) for e in events if isinstance(e, dict)]
    newest = max((n for n in named if isinstance(n, int) and n not in given_up), default=0)
    if newest and f"{newest:04d}.json" not in files.names("var/catalogue"):
        yield f"catalogue {newest} was in force and is gone"
    if files.names("var") and "marks.sqlite" in files.names("var") and "office.sqlite" not in files.names("var"):
        yield "the ledger is gone"


def published_number(files: Files) -> int | None:
    """Where the pointer leads, None without one."""
    target = files.link("var/current")
    name = (target or "").rsplit("/", 1)[-1]
    return int(name) if name.isdigit() else None


@lru_cache(64)
def _manifest(content: bytes) -> dict[str, Any]:
    manifest = json.loads(content)
    manifest["by path"] = {str(f["path"]): str(f["sha256"]) for f in manifest["files"]}
    manifest["content"] = sha256(json.dumps(manifest["by path"], sort_keys=True).encode())
    return dict(manifest)


def look_at_release(files: Files, number: int) -> tuple[str, list[str]]:
    """Digest of a release's files, and what is wrong: served bytes (objects) and tree are what the manifest says."""
    place = f"release {number}"
    try:
        manifest = _manifest(files.read(f"var/releases/{number}/manifest.json") or b"")
    except (ValueError, KeyError, TypeError) as error:
        return "", [f"{place} has no readable manifest: {error}"]
    damage = [] if manifest["number"] == number else [f"{place}: its manifest is that of another"]
    for path, sha in manifest["by path"].items():
        damage += _wrong(files, f"var/releases/{number}/{path}", sha, f"{place}, {path}, in its tree")
        damage += _wrong(files, object_place(sha), sha, f"{place}, {path}, in objects")
    for name, sha in manifest["inputs"].items():
        damage += _wrong(files, object_place(sha), sha, f"{place}, recorded input {name}")
    return manifest["content"], damage


def object_place(sha: str) -> str:
    """Where an object stands."""
    return f"var/objects/{sha[:2]}/{sha}"


def _wrong(files: Files, path: str, sha: str, name: str) -> list[str]:
    there = files.read(path)
    if there is None:
        return [f"{name}: not there"]
    return [] if sha256(there) == sha else [f"{name}: {len(there)} other bytes"]


def _newest_catalogue(files: Files) -> tuple[int, str, list[str]]:
    numbers = [int(name.removesuffix(".json")) for name in files.names("var/catalogue") if name[:-5].isdigit()]
    if not numbers:
        return 0, "", []
    number = max(numbers)
    content = files.read(f"var/catalogue/{number:04d}.json") or b""
    wrong = [] if _is_json(content) else [f"catalogue {number} is no JSON"]
    return number, sha256(content), [*wrong, *_register_faults(files, number)]


def _register_faults(files: Files, number: int) -> list[str]:
    """What the register lacks of the import that made a catalogue: its record, its statements, the files it names."""
    names = (f"var/imports/{number:04d}.json", f"var/imports/{number:04d}-statements.json")
    if not files.names("var/imports"):
        return []
    wrong = [f"the register lacks {name}" for name in names if not _is_json(files.read(name) or b"")]
    if wrong:
        return wrong
    kept = [file["sha256"] for file in json.loads(files.read(names[0]) or b"{}").get("files", [])]
    return [
        f"the register lacks a file of import {number}"
        for name in kept
        if sha256(files.read(f"var/imports/files/{name}") or b"") != name
    ]


@lru_cache(1024)
def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def _ledger(files: Files) -> tuple[str, int, list[str]]:
    """The last word of every sheet in the ledger, by site, empty where none hangs; how many print orders there are; and
    what is wrong with the file."""
    content = files.read("var/office.sqlite")
    if content is None:
        return "", 0, []
    return _read_ledger(content, files.read("var/office.sqlite-wal") or b"")


@lru_cache(64)
def _read_ledger(content: bytes, log: bytes) -> tuple[str, int, list[str]]:
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "office.sqlite"
        copy.write_bytes(content)
        copy.with_name("office.sqlite-wal").write_bytes(log)
        try:
            with closing(sqlite3.connect(copy)) as db:
                (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
                rows, orders = _ledger_rows(db)
        except sqlite3.Error as error:
            return "", 0, [f"office.sqlite: {error}"]
    words: dict[str, dict[str, str]] = {}
    for site, sheet, revision in rows:
        words.setdefault(site, {})[sheet] = revision
    posted = json.dumps(words, sort_keys=True) if words else ""
    return posted, orders, [] if verdict == "ok" else [f"office.sqlite: {verdict}"]


def _ledger_rows(db: sqlite3.Connection) -> tuple[list[tuple[str, str, str]], int]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'wall'").fetchone():
        return [], 0
    (orders,) = db.execute("SELECT count(*) FROM print_order").fetchone()
    rows = db.execute("SELECT site, sheet, revision FROM wall WHERE revision != '' ORDER BY 1, 2")
    return rows.fetchall(), orders


def _printed_ids(files: Files) -> tuple[int, list[str]]:
    """How many releases the table of printed ids holds, and what is wrong with it."""
    content = files.read("var/marks.sqlite")
    return (0, []) if content is None else _read_table(content)


@lru_cache(64)
def _read_table(content: bytes) -> tuple[int, list[str]]:
    if not content:
        return 0, ["marks.sqlite is empty"]
    try:
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(content)
            (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
            (releases,) = db.execute("SELECT count(*) FROM noted").fetchone()
    except sqlite3.Error as error:
        return 0, [f"marks.sqlite: {error}"]
    return releases, [] if verdict == "ok" else [f"marks.sqlite: {verdict}"]


def _history(files: Files) -> tuple[int, list[str]]:
    """Whole lines, and those that are none. What follows the last line's end was being written when power failed."""
    lines = (files.read("var/history.jsonl") or b"").split(b"\n")[:-1]
    bad = [(n, x) for n, x in enumerate(lines, 1) if x.strip() and not _is_json(x)]
    wrong = [f"history.jsonl, line {n} is no JSON: {x[:60]!r}" for n, x in bad]
    return len(lines), wrong


def _backups(files: Files) -> tuple[frozenset[int], list[str]]:
    """The snapshots, each of which must find all that it names from the moment when it has its name."""
    names = [name for name in files.names(f"{BACKUPS}/ban-chup") if name.endswith(".json")]
    wrong: list[str] = []
    for name in names:
        content = files.read(f"{BACKUPS}/ban-chup/{name}") or b""
        if not _is_json(content):
            wrong.append(f"backup {name} is no JSON")
            continue
        snapshot = json.loads(content)
        named = {f["sha256"] for f in (*snapshot["settings"], *snapshot["workspace"])} | set(snapshot["objects"])
        for sha in sorted(named):
            wrong += _wrong(files, f"{BACKUPS}/kho/{sha[:2]}/{sha}", sha, f"backup {name}, {sha}")
    return frozenset(int(name.removesuffix(".json")) for name in names), wrong


def _written(folder: Path) -> Iterator[tuple[str, str]]:
    """Digest of what stands under its name; what begins with a dot, or says that it is not finished, has none yet."""
    for pattern in OUTSIDE:
        for place in sorted(folder.glob(pattern)):
            files = sorted(p for p in [place, *place.rglob("*")] if p.is_file())
            if not files or (place / UNFINISHED).exists():
                continue
            inside = [(p.relative_to(folder).as_posix(), sha256(p.read_bytes())) for p in files]
            yield place.relative_to(folder).as_posix(), sha256(json.dumps(inside).encode())


def litter(folder: Path) -> list[str]:
    """Traces of a dead run that the next one has to clean."""
    hidden = [p for name in ("usb", ".") for p in (folder / name).glob(".*") if p.is_dir()]
    inside = list((folder / "var/tmp").glob("*")) if (folder / "var/tmp").is_dir() else []
    return [p.relative_to(folder).as_posix() for p in [*hidden, *inside]]


def check_workspace(before: State, after: State, now: State) -> list[str]:
    """Complaints about a workspace in which a command was disturbed: damage that was not there before, and parts that
    are neither old nor new."""
    complaints = [x for x in now.damage if x not in before.damage]
    old, new, here = before.parts(), after.parts(), now.parts()
    for part in sorted({*old, *new, *here}):
        if here.get(part) not in (old.get(part), new.get(part)):
            complaints.append(f"{part} is neither as before nor as after: {here.get(part)}")
    return complaints


def check_result(after: State, now: State) -> list[str]:
    """Complaints about a workspace in which the same command was run again: it must say what `after` says."""
    wanted, here = after.essence(), now.essence()
    wrong = [f"{part} is not what it should be at the end" for part in wanted if here.get(part) != wanted[part]]
    return [*now.damage, *wrong]


def check_lasting(after: State, now: State) -> list[str]:
    """Complaints about a workspace after a crash that came when the command had said that all was done."""
    wanted, here = after.parts(), now.parts()
    lost = [f"{part} was said to be done and is lost" for part in wanted if here.get(part) != wanted[part]]
    if now.events < after.events:
        lost.append("an event was said to be recorded and is lost")
    if now.noted < after.noted:
        lost.append("the ids of a release were said to be kept and are lost")
    return [*now.damage, *lost]
