"""Rules of the house that a reader should never have to check by hand."""

from __future__ import annotations

import ast
import re
import signal
import subprocess
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from kiosk.workspace import recipes
from tests import conftest

PACKAGES = ("posters", "kiosk")


@cache
def modules(root: Path) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of both packages, parsed once for all rules."""
    paths = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return tuple((path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_posters_never_imports_kiosk(root: Path) -> None:
    guilty = [
        str(path)
        for path, tree in modules(root)
        if path.parts[0] == "posters" and any(name.split(".")[0] == "kiosk" for name in imports(tree))
    ]
    assert guilty == []


def test_what_makes_artefacts_never_asks_for_the_time(root: Path) -> None:
    """The clock belongs to the rim: the command line, the web, and the logs of what people did."""
    rim = {"clock", "history", "lifecycle", "lock", "office", "watch", "cli", "web"}
    guilty = [
        str(path)
        for path, tree in modules(root)
        if not rim & {path.stem, *path.parts}
        and {"kiosk.clock", "time", "uuid", "random.random", "secrets"} & imports(tree)
    ]
    assert guilty == []


def test_the_core_does_not_know_the_rim(root: Path) -> None:
    guilty = [
        f"{path} -> {name}"
        for path, tree in modules(root)
        if not {"cli", "web"} & set(path.parts) and path.stem != "__main__"
        for name in imports(tree)
        if name.startswith(("kiosk.cli", "kiosk.web", "fastapi", "typer"))
    ]
    assert guilty == []


ROOMS = (
    "",
    "model",
    "workspace",
    "settings",
    "catalogue",
    "intake",
    "paper",
    "pages",
    "release",
    "gate",
    "press",
    "office",
    "watch",
    "reports",
    "web",
    "cli",
)
"""The rooms of `kiosk/`, in the order in which they may import (docs/adr/0016); "" holds the small helpers."""
INTAKE = ("", "containers", "readers", "rules")


def _room(name: str, rooms: tuple[str, ...], depth: int) -> int:
    """The place in `rooms` of a module or symbol named with all its packages."""
    part = name.split(".")[depth : depth + 1]
    return rooms.index(part[0]) if part and part[0] in rooms else 0


def test_each_room_imports_only_from_those_before_it(root: Path) -> None:
    doors = {"kiosk.__main__"}
    guilty = []
    for path, tree in modules(root):
        name = _module_name(path)
        if name in doors or path.parts[0] != "kiosk":
            continue
        for other in imports(tree):
            if other.startswith("kiosk.") and _room(other, ROOMS, 1) > _room(name, ROOMS, 1):
                guilty.append(f"{name} -> {other}")
            # The door of intake puts its parts together, so it stands outside their order.
            inside = name.startswith("kiosk.intake.") and path.stem not in {"read", "proposal", "revision"}
            if inside and other.startswith("kiosk.intake.") and _room(other, INTAKE, 2) > _room(name, INTAKE, 2):
                guilty.append(f"{name} -> {other}")
    assert guilty == []


def test_the_gate_knows_nothing_of_the_builder(root: Path) -> None:
    """It would repeat the builder's mistakes."""
    gate = [_module_name(path) for path, _ in modules(root) if path.parts[:2] == ("kiosk", "gate")]
    assert {"kiosk.gate.verify", "kiosk.gate.proof"} <= set(gate)
    behind = recipes.find_modules_behind(*gate)
    assert sorted(name for name in behind if name.startswith("kiosk.release")) == []


def test_the_public_server_knows_nothing_of_the_office(root: Path) -> None:
    """It stays as small as it is, and no fault of the office reaches it."""
    behind = recipes.find_modules_behind("kiosk.web.public.app", "kiosk.web.public.messages", "kiosk.web.public.answer")
    assert "kiosk.office.news" in behind
    assert sorted(name for name in behind if name.startswith(("kiosk.web.office", "kiosk.office.database"))) == []


def test_one_module_forks_and_none_but_it_changes_a_global(root: Path) -> None:
    guilty = [
        str(path)
        for path, tree in modules(root)
        if path.as_posix() != "kiosk/cores.py"
        and ({"multiprocessing", "concurrent.futures.ProcessPoolExecutor"} & imports(tree) or _changes_globals(tree))
    ]
    assert guilty == []


def _changes_globals(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Global) for node in ast.walk(tree))


def test_every_module_stands_in_a_room(root: Path) -> None:
    rooms = {p.name for p in (root / "kiosk").iterdir() if p.is_dir() and (p / "__init__.py").is_file()}
    assert rooms - set(ROOMS) == set()


MANY = 30
"""Modules in one folder, from which on nobody finds one by reading their names."""
NAMED_ALIKE = {"cli", "pages"}
"""Folders whose modules are called as the commands that people type and the pages that they open."""


def test_a_room_with_many_modules_lists_each_once_by_subject(root: Path) -> None:
    large = [
        folder
        for package in PACKAGES
        for folder in sorted(p.parent for p in (root / package).rglob("__init__.py"))
        if len(list(folder.glob("*.py"))) > MANY and folder.name not in NAMED_ALIKE
    ]
    assert {folder.name for folder in large} >= {"office", "ledger", "posters"}
    for folder in large:
        inside = {p.stem for p in folder.glob("*.py")} | {p.parent.name for p in folder.glob("*/__init__.py")}
        doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        listed = [
            name for line in re.findall(r"(?m)^\* [^:]+: ((?:.+)(?:\n  .+)*)", doc) for name in re.findall(r"\w+", line)
        ]
        assert sorted(listed) == sorted(inside - {"__init__", "__main__"}), folder


def _edges(tree: ast.Module, known: set[str]) -> set[str]:
    """Modules of ours that a module needs; `from package import module` needs the module, not the package."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            wanted = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {full if full in known else node.module for full in wanted}
    return found & known


def _module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def test_imports_run_one_way(root: Path) -> None:
    trees = {_module_name(path): tree for path, tree in modules(root)}
    graph = {name: _edges(tree, set(trees)) - {name} for name, tree in trees.items()}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*above, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_small_modules_and_small_bodies(root: Path) -> None:
    too_long = []
    for path, tree in modules(root):
        lines = len((root / path).read_text(encoding="utf-8").splitlines())
        if lines > 400:
            too_long.append(f"{path}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > 60:
                    too_long.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    assert too_long == []


def test_every_public_thing_says_what_it_is(root: Path) -> None:
    silent = []
    for path, tree in modules(root):
        if not ast.get_docstring(tree):
            silent.append(str(path))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                silent += [f"{path}: {node.name}"] if not ast.get_docstring(node) else []
    assert silent == []


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def test_nothing_large_and_nothing_unfinished_is_kept(tracked: list[Path]) -> None:
    assert [str(p) for p in tracked if p.stat().st_size > 1_000_000] == []
    words = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
    unfinished = [
        f"{p}:{n}"
        for p in tracked
        if p.suffix in {".py", ".js", ".css", ".html", ".md", ".yaml", ".toml", ".sh"}
        for n, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert unfinished == []


def test_no_city_is_in_the_code(root: Path) -> None:
    """Another city is data alone (`config.yaml`, `data/`); only old records were made under defaults that named one."""
    city = re.compile(r"h[ảa]i\s?ph[òo]ng|\bHP-", re.IGNORECASE)
    sources = [p for name in (*PACKAGES, "static") for p in (root / name).rglob("*")]
    guilty = [
        str(path.relative_to(root))
        for path in sources
        if path.suffix in {".py", ".html", ".js", ".css"} and city.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == ["kiosk/settings/recorded.py"]


def test_no_test_has_a_deadline() -> None:
    """Neither for one example, nor for making it: bytes, steps and counts are bounded instead."""
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check


def test_what_tests_start_hears_ctrl_c() -> None:
    """In the background of a shell it would not, and an office that a test ends by it would never end."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        conftest.pytest_configure()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_long_files_of_tests_come_first_and_no_folder_is_left_out(root: Path) -> None:
    names = ("kiosk/a.py", "proof/b.py", "new/c.py", "browser/d.py", "proof/a.py", "test_x.py")
    items = [SimpleNamespace(path=root / "tests" / name) for name in names]
    conftest.pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    ordered = [item.path.relative_to(root / "tests").as_posix() for item in items]
    assert ordered == ["proof/b.py", "proof/a.py", "browser/d.py", "test_x.py", "kiosk/a.py", "new/c.py"]
