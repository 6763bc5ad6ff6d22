"""`python -m tests.bench [SECTION]…`: measure, print a table, write .bench/results.json.

Exit code 1 where a target is missed, with the names of the missed ones; 2 for an unknown section.
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
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Results, Section, shown
from tests.bench.material import Material, lists
from tests.bench.run import ROOT

SECTIONS = ("city", "posters", "placement", "reading", "page", "lighthouse")
RESULTS = ROOT / ".bench" / "results.json"
_LIBRARIES = ("qrcode", "reportlab", "pillow", "pikepdf", "pypdfium2", "zxing-cpp")


def main(arguments: list[str]) -> int:
    """Run sections; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    wanted = parser.parse_args(arguments).sections or list(SECTIONS)
    unknown = set(wanted) - set(SECTIONS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    results = Results()
    started, load = time.perf_counter(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        material = Material(lists(Path(folder)), Path(folder))
        source = "real lists" if material.lists.real else "generated catalogue of the same size: no real lists here"
        print(f"Measured on the {source}.", flush=True)
        for name in [s for s in SECTIONS if s in wanted]:
            print(f"{name}:", flush=True)
            _section(name, material, results)
    machine = _machine(source, load, time.perf_counter() - started)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results.as_json(machine), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _show(results, machine)
    return 1 if results.missed() else 0


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
        table.add_row(f.section, what, f"{shown(f.value)} {f.unit}", target, state)
    for s in results.skipped:
        table.add_row(s.section, s.name, "–", "", f"skipped: {s.reason}")
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    print(
        f"{machine['cores']} cores, load before {machine['load_before']}, {machine['seconds']} s, {machine['source']}"
    )
    for line in results.failures:
        print(f"failure: {line}")
    for name in results.missed():
        print(f"target missed: {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
