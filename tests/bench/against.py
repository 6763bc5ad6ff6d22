"""This checkout beside another one: `python -m tests.bench --against DIR`.

In goes the folder of the other checkout, which runs in the environment of this one. Both do the same in turns, the one
that goes first changing from round to round; out come medians of nine rounds, their ratio, and whether this checkout is
worse beyond the spread. Whether targets are met is left to the other sections.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.table import Table

from kiosk.model.site import SiteKind
from tests.bench import page, tree
from tests.bench.city import CHANGED, DECISION
from tests.bench.figures import Comparison, Spread, shown
from tests.bench.material import Material, amended, annex
from tests.bench.run import ROOT, BenchError, kiosk, observed

ROUNDS = 9
_CHANGE = f"{CHANGED} procedures amended"
_LOOKED_INTO = {"cold", _CHANGE}
"""Steps of which processor and memory are shown too."""
_PACK = (
    "import sys; sys.path.insert(0, '.ci'); import pack_page as p; p.SHIPPED.mkdir(exist_ok=True); "
    "[(p.SHIPPED / name).write_text(text) for name, text in p.packed().items()]"
)
"""What installing a checkout does to the sources of the page."""


@dataclass(slots=True)
class Pairs:
    """Values of both checkouts by figure and unit, in the order of measuring."""

    values: dict[tuple[str, str], tuple[list[float], list[float]]] = field(default_factory=dict)

    def add(self, which: int, name: str, unit: str, value: float) -> None:
        """Keep a value of this checkout (0) or of the other one (1)."""
        self.values.setdefault((name, unit), ([], []))[which].append(value)

    def comparisons(self) -> list[Comparison]:
        """All figures."""
        return [
            Comparison(name, unit, Spread(tuple(ours)), Spread(tuple(other)))
            for (name, unit), (ours, other) in self.values.items()
        ]


def compare(other: Path, material: Material, rounds: int = ROUNDS) -> tuple[list[Comparison], list[str]]:
    """Measure both. Returns the figures, and the files of a first release whose content differs (the manifest names
    the program and always does)."""
    roots = (ROOT, other.resolve())
    for root in roots:
        _prepare(root)
    pairs, folders = Pairs(), []
    for turn in range(rounds):
        folders = [material.folder / f"against {turn} {which}" / "var" for which in (0, 1)]
        _commands(pairs, roots, folders, material, turn)
        print(f"  round {turn + 1} of {rounds}: commands", flush=True)
    _pages(pairs, roots, folders, material, rounds)
    return pairs.comparisons(), _different(*(folder / "releases" / "1" for folder in folders))


def _prepare(root: Path) -> None:
    """Pack the page and compile the modules, as installing does. Raises `BenchError` where there is no checkout."""
    if not (root / "kiosk" / "__init__.py").is_file():
        raise BenchError(f"{root} is no checkout of this program")
    observed(("-c", _PACK), root=root)
    observed(("-m", "compileall", "-q", "kiosk", "posters"), root=root)


def _steps(material: Material, turn: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an office does, from an empty workspace on: a name, and the words after `kiosk`."""
    lists = amended(material.lists, material.folder / f"against {turn}", CHANGED)
    decision = annex(material.lists, material.folder / f"against {turn}" / "annex.xlsx", CHANGED)
    yield "start", ("regenerate", "--help")
    yield "cold", ("regenerate", *material.lists.arguments(), "--allow-drop")
    yield "nothing changed", ("regenerate", *material.lists.arguments(), "--allow-drop")
    yield _CHANGE, ("regenerate", *lists.arguments(), "--allow-drop")
    yield f"{_CHANGE} by an annex", ("regenerate", str(decision), *DECISION)
    yield "read back once more", ("verify",)


def _commands(pairs: Pairs, roots: tuple[Path, Path], folders: list[Path], material: Material, turn: int) -> None:
    for name, words in _steps(material, turn):
        for which in _order(turn):
            done = kiosk(folders[which], *words, root=roots[which])
            pairs.add(which, name, "s", done.seconds)
            if name in _LOOKED_INTO:
                pairs.add(which, f"{name}: processor", "s", done.cpu)
                pairs.add(which, f"{name}: largest process", "MB", done.peak_mb)


def _order(turn: int) -> tuple[int, int]:
    return (0, 1) if turn % 2 == 0 else (1, 0)


def _pages(pairs: Pairs, roots: tuple[Path, Path], folders: list[Path], material: Material, rounds: int) -> None:
    """First loads and keys on the pages of the last round."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("  the kiosk page: skipped, chromium is not installed")
        return
    with ExitStack() as stack:
        servers = [stack.enter_context(page.served(f, r)) for f, r in zip(folders, roots, strict=True)]
        browser = page.launched(stack.enter_context(sync_playwright()), chromium, *servers)
        for turn in range(rounds):
            for kind in SiteKind:
                site = next(s for s in material.inputs.sites if s.kind is kind)
                for which in _order(turn):
                    address = servers[which].replace("127.0.0.1", page.PLAIN)
                    load = page.loaded(browser, f"{address}/sites/{site.code}/")
                    pairs.add(which, f"page, {kind}: first load", "kB", load.total / 1000)
                    pairs.add(which, f"page, {kind}: largest contentful paint", "s", load.paint)
                    pairs.add(which, f"page, {kind}: searchable", "s", load.ready)
                    key = page.key_to_paint(browser, f"{address}/sites/{site.code}/")
                    pairs.add(which, f"page, {kind}: key to paint, p95", "ms", key)
            print(f"  round {turn + 1} of {rounds}: pages", flush=True)
        browser.close()


def _different(ours: Path, other: Path) -> list[str]:
    mine, theirs = ({name: seen.sha256 for name, seen in tree.look(folder).items()} for folder in (ours, other))
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))


def tabulate(comparisons: list[Comparison]) -> Table:
    """The figures side by side."""
    table = Table(
        "what", "this checkout", "the other", "ratio", "", title="\nkiosk bench --against", title_justify="left"
    )
    for x in comparisons:
        verdict = "WORSE beyond the spread" if x.worse else "better beyond the spread" if x.better else ""
        table.add_row(x.name, f"{x.ours} {x.unit}", f"{x.other} {x.unit}", shown(round(x.ratio, 3)), verdict)
    return table
