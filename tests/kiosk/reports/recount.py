"""The numbers of a report, counted again from the log alone: no table of the ledger, no code of the program.

It folds events forward by days; the program asks the newest event of each sheet.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Key = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """An event as it stands in the log."""

    id: int
    what: str
    subject: str
    after: Any


def read_log(root: Path) -> list[Line]:
    """The whole log of a workspace."""
    database = sqlite3.connect(root / "office.sqlite")
    rows = database.execute("SELECT id, what, subject, after FROM event ORDER BY id").fetchall()
    database.close()
    return [Line(number, what, subject, json.loads(after)) for number, what, subject, after in rows]


class Recount:
    """The log up to an event, and what it says of a period."""

    def __init__(self, log: list[Line], first: date, last: date, upto: int) -> None:
        lines = [line for line in log if line.id <= upto]
        undone = {line.after["undoes"] for line in lines if line.what == "undone"}
        self.lines = [line for line in lines if line.id not in undone]
        self.first, self.last = first.isoformat(), last.isoformat()

    def papers(self, *, since: str = "") -> list[Line]:
        """What was done with paper up to the last day."""
        of_paper = [x for x in self.lines if x.what.startswith("paper-") and since <= x.after["day"] <= self.last]
        return sorted(of_paper, key=lambda x: (x.after["day"], x.id))

    def walls(self) -> dict[Key, tuple[str, bool]]:
        """By site and sheet the revision that hangs, and whether it is damaged."""
        walls: dict[Key, tuple[str, bool]] = {}
        for line in self.papers():
            _, site, sheet = line.subject.split("/", 2)
            revision = walls.get((site, sheet), ("", False))[0]
            if line.what in {"paper-down", "paper-lost"}:
                walls[site, sheet] = ("", False)
            else:
                walls[site, sheet] = (line.after["revision"] or revision, line.what == "paper-damaged")
        return walls

    def asked(self) -> dict[Key, str]:
        """By site and sheet the revision that the release of the last day asks for."""
        noted = [x for x in self.lines if x.what == "release-noted"]
        live = max((i for i, x in enumerate(noted) if x.after["day"] <= self.last), default=-1)
        counted = {line.id for line in noted[: live + 1]}
        changes = [
            x.after["asked"] for x in self.lines if x.what == "release-described" and x.after["noted"] in counted
        ]
        asked: dict[Key, str] = {}
        for change in changes:
            for site, sheet in change["gone"]:
                del asked[site, sheet]
            for sheet, product, _, _, body, _, sites in change["fresh"]:
                for site in sites:
                    head = change["heads"].get(site, "") if product == "sheets" else ""
                    asked[site, sheet] = f"{body}.{head}" if head else body
        return asked

    def standing(self) -> set[Key]:
        """Sheets that hang whole as they are asked for."""
        walls = self.walls()
        return {key for key, revision in self.asked().items() if walls.get(key) == (revision, False)}

    def whole_sites(self) -> tuple[int, int]:
        """(sites whose wall is whole, sites)."""
        standing, asked = self.standing(), self.asked()
        lacking = {site for site, sheet in asked if (site, sheet) not in standing}
        sites = {site for site, _ in asked}
        return len(sites - lacking), len(sites)

    def hanging_codes(self) -> int:
        """Procedures on sheets that stand, counted site by site."""
        known = {
            x.after["digest"]: [c["code"] for c in x.after["cards"]] for x in self.lines if x.what == "sheet-known"
        }
        asked = self.asked()
        pairs = {(site, code) for site, sheet in self.standing() for code in known[asked[site, sheet].split(".")[0]]}
        return len(pairs)

    def acts(self, what: str) -> int:
        """Acts of a kind in the period."""
        return sum(line.what == f"paper-{what}" for line in self.papers(since=self.first))

    def incidents(self) -> tuple[int, int]:
        """(seen in the period, open at its end); for logs whose closings lie in the period."""
        seen = {x.after["incident"]: x.after["day"] for x in self.lines if x.what == "code-foreign"}
        closed = {x.after["incident"] for x in self.lines if x.what == "incident-closed"}
        return sum(day >= self.first for day in seen.values()), len(seen.keys() - closed)
