"""What «whole» means for a workspace: `look_at` reads a folder, `check_workspace` compares it with before and after.

Comes in: folders on disk. Goes out: complaints in English, none where all is well. It reads files alone (pointer,
manifests, objects, catalogues, records), never through the program that it judges.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = ("usb", "lo-in")
"""Folders that commands write for people, beside the workspace."""


@dataclass(frozen=True, slots=True)
class State:
    """What a workspace says. `content`: digest of path and sha256 of every published file; `posted`: confirmed sheets
    without the time; `outside`: digest by name of each thing in a folder that was written for people."""

    number: int | None
    content: str
    catalogue: str
    catalogue_number: int
    posted: str
    releases: frozenset[int]
    outside: Mapping[str, str]
    damage: tuple[str, ...]

    def parts(self) -> dict[str, object]:
        """What must be as before or as after, each by itself: a command of several steps may stand between two."""
        return {
            "published release": (self.number, self.content),
            "catalogue in force": (self.catalogue_number, self.catalogue),
            "confirmed sheets": self.posted,
        } | {f"written folder {name}": sha for name, sha in self.outside.items()}


def sha256(content: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def look_at(folder: Path) -> State:
    """Read the workspace `folder/var` and what was written beside it."""
    var, damage = folder / "var", []
    number = published_number(var)
    content = ""
    if number is not None:
        content, wrong = look_at_release(var, number)
        damage += wrong
    releases = frozenset(int(p.name) for p in sorted((var / "releases").glob("*")) if p.name.isdigit())
    for other in sorted(releases - {number}):
        damage += look_at_release(var, other)[1]
    catalogue_number, catalogue, wrong = _newest_catalogue(var)
    posted, torn = _posted(var)
    damage += [*wrong, *torn, *_history(var)]
    outside = dict(_written(folder))
    return State(number, content, catalogue, catalogue_number, posted, releases, outside, tuple(damage))


def published_number(var: Path) -> int | None:
    """Where the pointer leads, None without one."""
    pointer = var / "current"
    return int(pointer.readlink().name) if pointer.is_symlink() else None


def look_at_release(var: Path, number: int) -> tuple[str, list[str]]:
    """Digest of a release's files, and what is wrong: served bytes (objects) and tree are what the manifest says."""
    tree, place = var / "releases" / str(number), f"release {number}"
    try:
        manifest = json.loads((tree / "manifest.json").read_bytes())
        files = {str(f["path"]): str(f["sha256"]) for f in manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return "", [f"{place} has no readable manifest: {error}"]
    damage = [] if manifest["number"] == number else [f"{place}: its manifest is that of another"]
    for path, sha in files.items():
        for where in (tree / path, object_place(var, sha)):
            damage += _wrong(where, sha, f"{place}, {path}, in {'its tree' if where == tree / path else 'objects'}")
    for name, sha in manifest["inputs"].items():
        damage += _wrong(object_place(var, sha), sha, f"{place}, recorded input {name}")
    return sha256(json.dumps(files, sort_keys=True).encode()), damage


def object_place(var: Path, sha: str) -> Path:
    """Where an object stands."""
    return var / "objects" / sha[:2] / sha


def _wrong(where: Path, sha: str, name: str) -> list[str]:
    try:
        there = where.read_bytes()
    except OSError as error:
        return [f"{name}: {error.strerror}"]
    return [] if sha256(there) == sha else [f"{name}: {len(there)} other bytes"]


def _newest_catalogue(var: Path) -> tuple[int, str, list[str]]:
    places = {int(p.stem): p for p in (var / "catalogue").glob("*.json") if p.stem.isdigit()}
    if not places:
        return 0, "", []
    number = max(places)
    content = places[number].read_bytes()
    try:
        json.loads(content)
    except ValueError:
        return number, sha256(content), [f"catalogue {number} is no JSON"]
    return number, sha256(content), []


def _posted(var: Path) -> tuple[str, list[str]]:
    place = var / "posted.json"
    if not place.exists():
        return "", []
    try:
        record = json.loads(place.read_bytes())
        return json.dumps({s: {k: v[:2] for k, v in x.items()} for s, x in record.items()}, sort_keys=True), []
    except (ValueError, AttributeError, TypeError):
        return "", ["posted.json is no record"]


def _history(var: Path) -> list[str]:
    place = var / "history.jsonl"
    if not place.exists():
        return []
    damage = []
    for number, line in enumerate(place.read_bytes().split(b"\n")[:-1], 1):
        try:
            json.loads(line)
        except ValueError:
            damage.append(f"history.jsonl, line {number} is no JSON: {line[:60]!r}")
    return damage


def _written(folder: Path) -> Iterator[tuple[str, str]]:
    """Digest of what stands under its name; what begins with a dot has none yet."""
    for name in OUTSIDE:
        for place in sorted((folder / name).glob("[!.]*")) if name == "usb" else sorted(folder.glob(f"{name}*")):
            files = sorted(p for p in [place, *place.rglob("*")] if p.is_file())
            inside = [(p.relative_to(folder).as_posix(), sha256(p.read_bytes())) for p in files]
            yield place.relative_to(folder).as_posix(), sha256(json.dumps(inside).encode())


def litter(folder: Path) -> list[str]:
    """Traces of a dead run that the next one has to clean."""
    hidden = [p for name in ("usb", ".") for p in (folder / name).glob(".*") if p.is_dir()]
    inside = list((folder / "var/tmp").glob("*")) if (folder / "var/tmp").is_dir() else []
    return [p.relative_to(folder).as_posix() for p in [*hidden, *inside]]


def check_workspace(before: State, after: State, now: State) -> list[str]:
    """Complaints about a workspace in which a command was disturbed: damage, and parts that are neither old nor new."""
    complaints = list(now.damage)
    old, new, here = before.parts(), after.parts(), now.parts()
    for part in sorted({*old, *new, *here}):
        if here.get(part) not in (old.get(part), new.get(part)):
            complaints.append(f"{part} is neither as before nor as after: {here.get(part)}")
    return complaints


def check_result(after: State, now: State) -> list[str]:
    """Complaints about a workspace in which the same command was run again: it must say what `after` says."""
    complaints = list(now.damage)
    wanted, here = after.parts(), now.parts()
    wanted["published release"], here["published release"] = after.content, now.content
    wanted["catalogue in force"], here["catalogue in force"] = after.catalogue, now.catalogue
    complaints += [f"{part} is not what it should be at the end" for part in wanted if here.get(part) != wanted[part]]
    return complaints
