"""A recipe changes exactly when something changes that the module's work depends on."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.workspace import keys, recipes

NAMES = ("drawing", "paging", "indexing")
"""The recipes of everything that goes into a release."""


def modules(root: Path) -> Iterator[str]:
    for package in ("kiosk", "posters"):
        for path in sorted((root / package).rglob("*.py")):
            yield ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def forget() -> None:
    for remembered in (
        recipes.make_recipe,
        recipes.read_source,
        recipes._find_path,
        recipes._read_version,
        recipes._digest_folder,
    ):
        remembered.cache_clear()


@pytest.fixture
def copy(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the program that recipes are made of, free to edit."""
    for name in ("kiosk", "posters", "static"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(recipes, "_TOP", tmp_path)
    monkeypatch.setattr("kiosk.resources._PACKAGE", tmp_path / "kiosk")
    forget()
    yield tmp_path
    forget()


def made() -> dict[str, str]:
    forget()
    return {name: getattr(keys, f"make_{name}_recipe")() for name in NAMES}


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def test_searching_for_imports_finds_what_parsing_finds(root: Path) -> None:
    for name in modules(root):
        text = (recipes._find_path(name) or Path()).read_text(encoding="utf-8")
        parsed = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                parsed |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                parsed |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        assert set(recipes._list_imports(text)) == parsed, name


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import a.b as c, d\n", {"a.b", "d"}),
        ("from a import (\n    b,  # why, not c\n    d as e,\n)\n", {"a", "a.b", "a.d"}),
        ("def f():\n    from a.b import c  # late\n", {"a.b", "a.b.c"}),
    ],
)
def test_every_form_of_import_is_found(source: str, imported: set[str]) -> None:
    assert set(recipes._list_imports(source)) == imported


def test_editing_any_module_that_makes_an_artefact_changes_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    right = recipes.read_source
    before = {name: recipes.make_recipe.__wrapped__(*roots) for name, roots in ROOTS.items()}
    behind = {name: recipes.find_modules_behind(*roots) for name, roots in ROOTS.items()}
    for module in sorted(set().union(*behind.values())):
        edited = {module: replace(right(module), digest="edited")}
        monkeypatch.setattr(recipes, "read_source", lambda name, edited=edited: edited.get(name) or right(name))
        after = {name: recipes.make_recipe.__wrapped__(*roots) for name, roots in ROOTS.items()}
        changed = {name for name in NAMES if after[name] != before[name]}
        assert changed == {name for name in NAMES if module in behind[name]}, module


@pytest.mark.parametrize("module", ["posters.geometry", "kiosk.release.drawing", "kiosk.pages.addresses"])
def test_a_byte_more_in_a_file_is_another_source(copy: Path, module: str) -> None:
    before = recipes.read_source(module)
    edit(copy.joinpath(*module.split(".")).with_suffix(".py"))
    forget()
    assert recipes.read_source(module) == replace(before, digest=recipes.read_source(module).digest)
    assert recipes.read_source(module) != before


def test_the_recipes_are_made_from_these_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "make_recipe", lambda *roots: roots)
    assert {name: getattr(keys, f"make_{name}_recipe")() for name in NAMES} == ROOTS


ROOTS = {
    "drawing": ("kiosk.release.drawing", "kiosk.paper.board"),
    "paging": ("kiosk.pages.site_pages", "kiosk.pages.encoding"),
    "indexing": ("kiosk.release.expected",),
}


@pytest.mark.parametrize(
    ("recipe", "module"),
    [
        ("drawing", "posters.sheets"),
        ("drawing", "posters.board"),
        ("drawing", "posters.text"),
        ("drawing", "posters.emblem"),
        ("drawing", "kiosk.paper.plan"),
        ("drawing", "kiosk.settings.links"),
        ("paging", "kiosk.pages.data_file"),
        ("paging", "kiosk.pages.forms"),
        ("paging", "kiosk.catalogue.listing"),
        ("paging", "kiosk.text"),
        ("indexing", "kiosk.pages.start"),
        ("indexing", "kiosk.pages.site_pages"),
    ],
)
def test_what_makes_a_file_is_in_its_recipe(recipe: str, module: str) -> None:
    """Named here by hand, so that a recipe with a wrong root is found."""
    assert module in recipes.find_modules_behind(*ROOTS[recipe])


@pytest.mark.parametrize(
    "module", ["kiosk.cli.app", "kiosk.office.releases", "kiosk.web.public.app", "kiosk.gate.verify"]
)
def test_what_makes_no_artefact_changes_no_key(copy: Path, module: str) -> None:
    before = made()
    edit(copy.joinpath(*module.split(".")).with_suffix(".py"))
    assert made() == before


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("static/start.css", {"paging", "indexing"}),
        ("kiosk/templates/start.html", {"paging", "indexing"}),
        ("static/kiosk/new.js", {"paging", "indexing"}),
        ("posters/fonts/new.ttf", {"drawing", "paging", "indexing"}),
    ],
)
def test_files_that_a_module_reads_are_in_its_recipe(copy: Path, file: str, changed: set[str]) -> None:
    before = made()
    (copy / file).parent.mkdir(parents=True, exist_ok=True)
    with (copy / file).open("ab") as handle:
        handle.write(b"\n")
    after = made()
    assert {name for name in NAMES if after[name] != before[name]} == changed


def test_a_library_of_another_version_changes_the_recipes_of_what_imports_it(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made()
    right = recipes.distribution
    later = SimpleNamespace(read_text=lambda _name: "Name: Jinja2\nVersion: 99\n")
    monkeypatch.setattr(recipes, "distribution", lambda name: later if name == "jinja2" else right(name))
    after = made()
    assert {name for name in NAMES if after[name] != before[name]} == {"paging", "indexing"}


def test_the_place_of_the_program_is_not_in_a_recipe(root: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = made()
    monkeypatch.setattr(recipes, "_TOP", root)
    monkeypatch.setattr("kiosk.resources._PACKAGE", root / "kiosk")
    assert made() == elsewhere


def test_every_library_that_is_imported_is_known_by_the_name_it_is_installed_under(root: Path) -> None:
    for library in {library for name in modules(root) for library in recipes.read_source(name).libraries}:
        assert recipes._read_version(library) == f"Version: {version(library)}", library


def test_what_is_read_from_paper_does_not_depend_on_screens(root: Path) -> None:
    behind = recipes.find_modules_behind("kiosk.gate.reading")
    assert {"posters.inspect", "posters.hardship", "posters.likeness"} <= behind
    assert not {name for name in behind if name.startswith("kiosk.pages")}


def test_a_module_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        recipes.read_source("kiosk.nothing")
