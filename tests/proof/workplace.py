"""A small office for the proofs: 3 sites, 30 procedures, everything that a command can meet, made once and copied.

Comes in: the bundled sample. Goes out: folders in named states (`STATES`), each made from the one before by commands.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.injector import ROOT, Injector

SITES = ("10507", "10888", "HP-E")
COMMUNE_ROWS, CITY_ROWS = 24, 6
DAY = "2026-11-24"
"""The day for which everything is built: a past one, so that nothing is published before its day."""
_AMENDED = ("ca-hai.csv", "ca-ba.csv", "ca-bon.csv", "ca-nam.csv")
"""Catalogues that follow the first: each renames two procedures more."""
_TABLES_OF_WORDS = ("aliases.csv", "matters.csv", "everyday.csv", "elsewhere.csv")
_WORDS = 8
"""Rows of each that are kept: enough that every page carries some, few enough that reading them is not the trial."""

Steps = tuple[tuple[str, ...], ...]
STATES: dict[str, tuple[str | None, Steps]] = {
    "empty": (None, ()),
    "first": (
        "empty",
        (
            ("regenerate", "--as-of", DAY),
            ("order", "make", "--site", SITES[0]),
            ("confirm", "--order", "1", "--on", DAY),
        ),
    ),
    "second": ("first", (("regenerate", "ca-hai.csv", "--as-of", DAY), ("export", SITES[0], "usb"))),
    "live": (
        "second",
        (
            ("regenerate", "ca-ba.csv", "--as-of", DAY),
            ("regenerate", "ca-bon.csv", "--as-of", DAY),
            ("order", "make", "--site", SITES[0]),
        ),
    ),
    "rolled-back": ("live", (("rollback",),)),
    "imported": ("live", (("import", "ca-nam.csv", "--apply"),)),
    "waiting": ("imported", (("build", "--as-of", DAY),)),
    "checked": ("waiting", (("verify",),)),
    "first-waiting": ("empty", (("build", "--as-of", DAY),)),
    "backed-up": ("live", (("backup", "sao-luu"),)),
    "harmed": ("live", ()),
}
"""By name: the state it is made from, and the commands that make it."""


@dataclass(slots=True)
class Workplace:
    """Folders in the named states, under one scratch folder. `fresh` gives a copy that may be harmed."""

    injector: Injector
    scratch: Path
    _states: dict[str, Path] = field(default_factory=dict, init=False)
    _copies: int = field(default=0, init=False)

    def state(self, name: str) -> Path:
        """A folder in this state, not to be changed."""
        if name not in self._states:
            folder = self.scratch / f"state-{name}"
            parent, steps = STATES[name]
            if parent is None:
                folder.mkdir()
                write_inputs(folder)
            else:
                copy_tree(self.state(parent), folder)
            if name == "harmed":
                harm(folder)
            for words in steps:
                run = self.injector.run(folder, words)
                if run.code:
                    raise RuntimeError(f"state {name}, kiosk {' '.join(words)}: {run.text}")
            self._states[name] = folder
        return self._states[name]

    def fresh(self, name: str) -> Path:
        """A copy of a state; the copy before it with this name's place is gone."""
        folder = self.scratch / "trial"
        if folder.exists():
            shutil.rmtree(folder)
        self._copies += 1
        copy_tree(self.state(name), folder)
        return folder


def harm(folder: Path) -> None:
    """Damage that a doctor heals without paper, away from the release that is read: a page and a recorded input of an
    older one lost, a line of the history that is none."""
    older = min((p for p in (folder / "var/releases").iterdir()), key=lambda p: int(p.name))
    manifest = json.loads((older / "manifest.json").read_bytes())
    published = json.loads((folder / "var/current/manifest.json").read_bytes())
    kept = {f["sha256"] for f in published["files"]}
    lost = next(f for f in manifest["files"] if f["path"].endswith("index.html") and f["sha256"] not in kept)
    for place in (older / lost["path"], folder / "var/objects" / lost["sha256"][:2] / lost["sha256"]):
        place.unlink()
    history = folder / "var/history.jsonl"
    history.write_bytes(b"{\n" + history.read_bytes())


def copy_tree(source: Path, target: Path) -> None:
    """A copy with its hard links, symbolic links, modes and times."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def write_inputs(folder: Path) -> None:
    """Settings, tables and catalogues of the small office."""
    shutil.copytree(ROOT / "data", folder / "data")
    settings = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (folder / "config.yaml").write_text(settings.replace("keep_releases: 5", "keep_releases: 2"), encoding="utf-8")
    sites = (ROOT / "data/sites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in sites if line.startswith(("code,", *(f"{code}," for code in SITES)))]
    (folder / "data/sites.csv").write_text("".join(kept), encoding="utf-8")
    for name in _TABLES_OF_WORDS:
        shorten_table(folder / "data" / name)
    head, rows = small_catalogue()
    write_catalogue(folder / "data/tthc-mau.csv", head, rows)
    for number, name in enumerate(_AMENDED, 1):
        for row in rows[2 * number : 2 * number + 2]:
            row["name"] += f" (sửa đổi lần {number})"
        write_catalogue(folder / name, head, rows)


def shorten_table(path: Path) -> None:
    """Keep what stands before a table's first row, its head and its first rows."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    notes = sum(line.startswith("#") for line in lines)
    path.write_text("".join(lines[: notes + 1 + _WORDS]), encoding="utf-8")


def small_catalogue() -> tuple[list[str], list[dict[str, str]]]:
    """Comment lines (none: what is made from it may hang) and rows: communes' and the city's procedures of the
    sample."""
    lines = (ROOT / "data/tthc-mau.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    head: list[str] = []
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    communes = [row for row in rows if row["levels"] == "xã"][:COMMUNE_ROWS]
    city = [row for row in rows if row["levels"] == "tỉnh" and row not in communes]
    chosen = sorted([*communes, *city[:CITY_ROWS]], key=lambda row: row["code"])
    return head, chosen


def write_catalogue(path: Path, head: list[str], rows: list[dict[str, str]]) -> None:
    """Rows as the program's own form."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(head)
        table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
