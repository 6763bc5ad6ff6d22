"""`python -m tests.bench [SECTION]…`: measure, print a table, write .bench/results.json.

Exit code 1 where a target is missed, with the names of the missed ones; 2 for an unknown section. With `--against DIR`
another checkout is measured in turns with this one instead, the results go to .bench/against.json, and the exit code
is 1 where this one is worse beyond the spread.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Results, Section, shown
from tests.bench.material import Material, lists
from tests.bench.run import ROOT

SECTIONS = (
    "city", "posters", "placement", "imports", "statements", "ledger", "reading", "photos", "serving",
    "redirects", "office", "page", "lighthouse",
)  # fmt: skip
RESULTS = ROOT / ".bench" / "results.json"
_LIBRARIES = ("qrcode", "reportlab", "pillow", "pikepdf", "pypdfium2", "zxing-cpp")


def main(arguments: list[str]) -> int:
    """Run sections; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout, measured in turns with this one")
    asked = parser.parse_args(arguments)
    unknown = set(asked.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    if asked.against is not None and asked.sections:
        parser.error("--against has sections of its own")
    return _sections(asked.sections or list(SECTIONS)) if asked.against is None else _against(asked.against)


def _sections(names: list[str]) -> int:
    """Measure this checkout against its targets."""
    results = Results()
    started, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        material, source = _material(Path(folder))
        for name in [s for s in SECTIONS if s in names]:
            print(f"{name}:", flush=True)
            _section(name, material, results)
    machine = _machine(source, load, time.perf_counter() - started)
    _write(RESULTS, results.as_json(machine))
    _show(results, machine)
    return 1 if results.missed() else 0


def _against(other: Path) -> int:
    """Measure this checkout and another one in turns."""
    from tests.bench.against import compare, tabulate

    started, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        material, source = _material(Path(folder))
        comparisons, different = compare(other, material)
    machine = _machine(source, load, time.perf_counter() - started)
    figures = [asdict(x) | {"ratio": x.ratio, "worse": x.worse, "better": x.better} for x in comparisons]
    _write(RESULTS.with_name("against.json"), {"machine": machine, "figures": figures, "different_files": different})
    Console(width=None if sys.stdout.isatty() else 150).print(tabulate(comparisons))
    print(_described(machine))
    print(f"files of a first release with other content: {len(different)}", *different[:10], sep="\n  ")
    worse = [x.name for x in comparisons if x.worse]
    for name in worse:
        print(f"worse beyond the spread: {name}")
    return 1 if worse else 0


def _material(folder: Path) -> tuple[Material, str]:
    material = Material(lists(folder), folder)
    source = "real lists" if material.lists.real else "generated catalogue of the same size: no real lists here"
    print(f"Measured on the {source}.", flush=True)
    return material, source


def _write(path: Path, results: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _section(name: str, material: Material, results: Results) -> None:
    """Run a section; one that breaks is named in the end, and the others are still measured."""
    measure: Callable[[Material, Section], None] = import_module(f"tests.bench.{name}").run
    try:
        measure(material, Section(name, results))
    except Exception as error:
        traceback.print_exc()
        results.broken.append(f"{name}: broken off, {(str(error).strip() or repr(error)).splitlines()[-1]}")


def _machine(source: str, load: float, seconds: float) -> dict[str, object]:
    """Where and on what the figures were taken: they mean little without it."""
    return {
        "source": source,
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "seconds": round(seconds, 1),
        "python": platform.python_version(),
        "system": platform.system(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def _show(results: Results, machine: dict[str, object]) -> None:
    table = Table("section", "what", "value", "target", "", title="\nkiosk bench", title_justify="left")
    for f in results.figures:
        target = f"{f.target.bound} {shown(f.target.value)}" if f.target else ""
        state = "" if f.target is None else "ok" if f.met else "MISSED"
        what = f"{f.name} ({f.note})" if f.note else f.name
        table.add_row(f.section, what, f"{f.spread} {f.unit}", target, state)
    for s in results.skipped:
        table.add_row(s.section, s.name, "–", "", f"skipped: {s.reason}")
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    print(_described(machine))
    for line in results.failures:
        print(f"failure: {line}")
    for name in results.missed():
        print(f"target missed: {name}")


def _described(machine: dict[str, object]) -> str:
    return (
        f"{machine['cores']} cores, load before {machine['load_before']}, {machine['seconds']} s, {machine['source']}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
