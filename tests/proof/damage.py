"""Tampering: every kind of file x every kind of harm x everybody who looks.

Comes in: a bench, a case. Goes out: complaints. What is served is right or refused, a damaged workspace is never called
whole, and a command that says that it has succeeded leaves everything whole.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

from tests.proof.sentences import check_sentences
from tests.proof.trials import Bench
from tests.proof.web import ServerDownError, serving
from tests.proof.wholeness import look_at, object_place
from tests.proof.workplace import DAY

STATE = "live"


def _manifest(folder: Path) -> tuple[Path, dict[str, list[dict[str, str]]]]:
    tree = (folder / "var/current").resolve()
    return tree, json.loads((tree / "manifest.json").read_bytes())


def _published(folder: Path, ending: str) -> tuple[str, str]:
    """Path in the tree and object of a published file."""
    _, manifest = _manifest(folder)
    chosen = next(f for f in manifest["files"] if f["path"].endswith(ending))
    return chosen["path"], object_place(chosen["sha256"])


def _input(folder: Path) -> str:
    return object_place(dict(_manifest(folder)[1]["inputs"])["catalogue"])


def _old_confirmations(folder: Path) -> str:
    """The record of the time before the ledger, put there where it never was."""
    place = folder / "var/posted.json"
    if not place.exists():
        place.write_text('{"format":1,"sites":{}}', encoding="utf-8")
    return "var/posted.json"


Finder = Callable[[Path], str]
TARGETS: dict[str, Finder] = {
    "page object": lambda folder: _published(folder, "10888/index.html")[1],
    "sheet object": lambda folder: _published(folder, "HP-E/niem-yet-A4.pdf")[1],
    "style object": lambda folder: _published(folder, ".css")[1],
    "page in the tree": lambda folder: f"var/current/{_published(folder, '10888/index.html')[0]}",
    "sheet in the tree": lambda folder: f"var/current/{_published(folder, 'HP-E/niem-yet-A4.pdf')[0]}",
    "manifest": lambda _: "var/current/manifest.json",
    "recorded input": _input,
    "catalogue in force": lambda folder: f"var/catalogue/{max(p.name for p in (folder / 'var/catalogue').iterdir())}",
    "old confirmations": _old_confirmations,
    "history": lambda _: "var/history.jsonl",
    "ledger": lambda _: "var/office.sqlite",
    "printed ids": lambda _: "var/marks.sqlite",
    "last number": lambda _: "var/last-number",
    "verdict": lambda folder: f"var/verified/{_manifest(folder)[0].name}.json",
    "cache": lambda _: "var/cache.sqlite",
    "pointer": lambda _: "var/current",
}
"""Kinds of files, and where one of the kind stands."""


def _whole(place: Path) -> bytes:
    """Its content; of a symbolic link, its text."""
    return str(place.readlink()).encode() if place.is_symlink() else place.read_bytes()


def _put(place: Path, content: bytes) -> None:
    """In place, hard links of the file included; a symbolic link leads elsewhere afterwards."""
    if place.is_symlink():
        place.unlink()
        place.symlink_to(content.replace(b"\0", b"0").decode(errors="replace") or "releases/0")
        return
    place.chmod(0o644)
    place.write_bytes(content)


def _flip(place: Path, _: Path, chosen: random.Random) -> None:
    content = bytearray(_whole(place))
    content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(7)
    _put(place, bytes(content))


def _cut(place: Path, _: Path, chosen: random.Random) -> None:
    content = _whole(place)
    _put(place, content[: chosen.randrange(len(content))])


def _zero(place: Path, _: Path, __: random.Random) -> None:
    _put(place, bytes(len(_whole(place))))


def _swap(place: Path, folder: Path, __: random.Random) -> None:
    """Another good file's content: a page of another site for a page, an older one's for the rest."""
    if place.name == "current":
        return _put(place, b"releases/3")
    if place.suffix in (".json", ".jsonl", ".sqlite") or place.name == "last-number":
        return _put(place, b'{"10507": {}}')
    return _put(place, (folder / _published(folder, "10507/index.html")[1]).read_bytes())


def _replace(place: Path, folder: Path, _: random.Random) -> None:
    """As a copy without hard links, or a restored backup, does: another file of the same size under the name."""
    fresh = folder / "fresh"
    fresh.write_bytes(_whole(place)[::-1])
    fresh.replace(place)


def _link(place: Path, folder: Path, __: random.Random) -> None:
    """A symbolic link to something outside."""
    secret = folder / "secret"
    secret.write_text("BÍ MẬT", encoding="utf-8")
    place.unlink()
    place.symlink_to(secret)


def _remove(place: Path, _: Path, __: random.Random) -> None:
    place.unlink()


def _pipe(place: Path, _: Path, __: random.Random) -> None:
    """What a reader would wait for for ever."""
    place.unlink()
    os.mkfifo(place)


def _folder(place: Path, _: Path, __: random.Random) -> None:
    place.unlink()
    place.mkdir()
    (place / "x").write_bytes(b"x")


HARMS = {
    "flipped": _flip,
    "cut": _cut,
    "zeroed": _zero,
    "swapped": _swap,
    "replaced": _replace,
    "linked": _link,
    "removed": _remove,
    "a pipe": _pipe,
    "a folder": _folder,
}


def served(bench: Bench, folder: Path) -> list[str]:
    """Every published path is answered with its bytes, or refused; nothing else, and no failure of the server."""
    healthy = bench.workplace.state(STATE)
    tree, manifest = _manifest(healthy)
    complaints = []
    with serving(bench.injector, folder) as site:
        for path in [f["path"] for f in manifest["files"]]:
            answer = site.get(f"/{path}")
            if answer.status == 200 and answer.body != (tree / path).read_bytes():
                complaints.append(f"wrong bytes are served for {path}")
            if answer.status not in (200, 404, 503):
                complaints.append(f"{answer.status} is answered for {path}")
    return complaints


def status(bench: Bench, folder: Path) -> list[str]:
    """It comes to its end, changes nothing, and says every harm of what is published and of the records."""
    before = look_at(folder)
    run = bench.injector.run(folder, ("status",))
    complaints = check_sentences(run, before, look_at(folder))
    if look_at(folder) != before:
        complaints.append("it changes something")
    if before.damage and run.code == 0:
        complaints.append("a harm is not said")
    return complaints


def doctor(bench: Bench, folder: Path) -> list[str]:
    """Success means that all is whole; with consent it succeeds, and what is published is what it was. A ledger that
    cannot be read is told and left for a person to save."""
    complaints = []
    is_left = _is_beyond_healing(folder / "var/office.sqlite")
    for words in (("doctor",), ("doctor", "--yes")):
        before = look_at(folder)
        run = bench.injector.run(folder, words)
        now = look_at(folder)
        complaints += check_sentences(run, before, now)
        if run.code == 0:
            complaints += [f"it says that all is well: {x}" for x in now.damage]
    if run.code == 0 and is_left:
        complaints.append("it says that a ledger which nobody can read is healed")
    if run.code and not is_left:
        complaints.append(f"it does not heal: {run.text.strip()[-300:]}")
    if now.content != look_at(bench.workplace.state(STATE)).content:
        complaints.append("other content is published")
    return complaints


def _is_beyond_healing(ledger: Path) -> bool:
    """Whether something stands there that is no database: no other file says what it said."""
    if ledger.is_symlink() or ledger.is_dir():
        return True
    return ledger.is_file() and not ledger.read_bytes().startswith(b"SQLite format 3")


def regenerate(bench: Bench, folder: Path) -> list[str]:
    """It heals, or says that it cannot; success means that all is whole."""
    before = look_at(folder)
    run = bench.injector.run(folder, ("regenerate", "--as-of", DAY))
    now = look_at(folder)
    complaints = check_sentences(run, before, now)
    if run.code == 0:
        published = [x for x in now.damage if x.startswith(f"release {now.number}")]
        complaints += [f"it says that all is well: {x}" for x in published]
    return complaints


OBSERVERS: dict[str, Callable[[Bench, Path], list[str]]] = {
    "served": served,
    "status": status,
    "doctor": doctor,
    "regenerate": regenerate,
}
Case = tuple[str, str, str]
_IN_DATABASES = ("flipped", "cut", "swapped")


def _is_harm(case: Case) -> bool:
    """A pointer that leads to another whole release is a rollback by hand. Harm within a page of a database is found by
    an inspection and not by a look, which reads as little as shows that it can be used."""
    target, harm, _ = case
    if target in ("ledger", "printed ids"):
        return harm not in _IN_DATABASES
    return (target, harm) != ("pointer", "swapped")


ALL: list[Case] = [case for case in itertools.product(TARGETS, HARMS, OBSERVERS) if _is_harm(case)]
"""Every case."""


def tamper(bench: Bench, case: Case, seed: int) -> list[str]:
    """Harm a fresh copy and let one observer look."""
    target, harm, observer = case
    folder = bench.workplace.fresh(STATE)
    place = folder / TARGETS[target](folder)
    HARMS[harm](place, folder, random.Random(seed))
    try:
        complaints = OBSERVERS[observer](bench, folder)
    except ServerDownError as error:
        complaints = ["the server ends with a traceback"] if "Traceback" in str(error) else []
    return [f"{target} {harm}, {observer}: {x}" for x in complaints]
