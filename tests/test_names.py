"""Names: one class name for one noun, values that say what they are, a file of tests for every module."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.test_house import modules

RIDDLES = {"found", "made", "told", "said", "wanted"}
"""Participles that say how a value came about and not what it is."""
LOCAL_RIDDLES = RIDDLES | {
    "asked", "chosen", "done", "drawn", "given", "gone", "held", "hung", "kept", "known", "lost", "named", "needed",
    "seen", "sent", "shown", "taken", "used",
}  # fmt: skip
"""Participles that a field or a parameter may bear, beside the noun of its class or function, but no value inside a
function, where nothing says what it is that was kept or asked."""


def _classes(tree: ast.Module) -> set[str]:
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def repeated_classes(trees: list[tuple[Path, ast.Module]]) -> list[str]:
    """Class names, with or without the underscore of what is private, that stand in several modules."""
    places = defaultdict(list)
    for path, tree in trees:
        for name in _classes(tree):
            places[name.lstrip("_")].append(str(path))
    return [f"{name}: {', '.join(paths)}" for name, paths in sorted(places.items()) if len(paths) > 1]


def riddles(path: Path, tree: ast.Module) -> list[str]:
    """Places where a value, a parameter or a field gets a name that is a riddle."""
    places = []
    for node in ast.walk(tree):
        name = (
            node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            else node.arg if isinstance(node, ast.arg)
            else node.name if isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler)
            else node.attr if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            else None
        )  # fmt: skip
        if name is not None and name.lstrip("_") in RIDDLES:
            places.append(f"{path}:{getattr(node, 'lineno', 0)}: {name}")
    return places


def local_riddles(path: Path, tree: ast.Module) -> list[str]:
    """Places where a value inside a function gets such a name."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    places = {
        f"{path}:{node.lineno}: {node.id}"
        for function in functions
        for part in function.body
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id.lstrip("_") in LOCAL_RIDDLES
    }
    return sorted(places)


def untested(root: Path, package: str) -> list[str]:
    """Modules without tests/<package>/<room>/test_<module>.py. A package's `__init__` and `__main__` have no file of
    their own, and what holds no function (nouns, bounds) has nothing to test."""
    return [
        str(path.relative_to(root))
        for path in sorted((root / package).rglob("*.py"))
        if path.stem not in {"__init__", "__main__"}
        and "def " in path.read_text(encoding="utf-8")
        and not (root / "tests" / path.relative_to(root).with_name(f"test_{path.name}")).is_file()
    ]


OUTSIDE = {
    "B",
    "Infinity",
    "NaN",
    "Origin",
    "d.dddddd",
    "history.jsonl",
    "jinja2.UndefinedError",
    "user_version",
    "with",
}
"""What docstrings quote that is no name of ours: words of other languages, formats and libraries, and examples."""


def quoted_names(tree: ast.Module) -> set[str]:
    """The names in backticks in the docstrings of a module, and in the texts below its values."""
    texts = (
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )
    return {name for text in texts for name in re.findall(r"`([A-Za-z_][\w.]*)`", text)}


def given_names(tree: ast.Module) -> set[str]:
    """Every name that a module gives, takes or writes as a text of its own."""
    names = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.arg() | ast.keyword():
                names.add(node.arg or "")
            case ast.Name():
                names.add(node.id)
            case ast.Attribute():
                names.add(node.attr)
            case ast.alias():
                names |= {*node.name.split("."), node.asname or ""}
            case ast.Constant() if isinstance(node.value, str):
                names.add(node.value)
    return names


def test_docstrings_name_only_what_is_there(root: Path) -> None:
    trees = list(modules(root))
    dotted = [".".join((*path.parent.parts, path.stem)).removesuffix(".__init__") for path, _ in trees]
    known = {name.rpartition(".")[2] for name in dotted}.union(*(given_names(tree) for _, tree in trees), OUTSIDE)
    stale = [
        f"{path}: {name}"
        for path, tree in trees
        for name in sorted(quoted_names(tree) - OUTSIDE)
        if name.rpartition(".")[2] not in known
    ]
    assert stale == []


def test_a_docstring_that_names_what_is_gone_is_noticed() -> None:
    tree = ast.parse('"""`a.b` and `act`, but not `kiosk init DIR`."""\ndef act():\n    pass')
    assert quoted_names(tree) == {"a.b", "act"}
    assert quoted_names(tree) - given_names(tree) == {"a.b"}


def test_one_class_name_stands_for_one_noun(root: Path) -> None:
    assert repeated_classes(list(modules(root))) == []


def test_values_say_what_they_are(root: Path) -> None:
    assert [place for path, tree in modules(root) for place in riddles(path, tree)] == []
    assert [place for path, tree in modules(root) for place in local_riddles(path, tree)] == []


@pytest.mark.parametrize("package", ["kiosk", "posters"])
def test_every_module_has_its_tests(root: Path, package: str) -> None:
    assert untested(root, package) == []


def test_a_private_class_of_the_same_name_is_noticed() -> None:
    trees = [(Path(name), ast.parse(text)) for name, text in (("a", "class Row: 1"), ("b", "class _Row: 1"))]
    assert repeated_classes(trees) == ["Row: a, b"]
    assert repeated_classes(trees[:1]) == []


@pytest.mark.parametrize(
    "code",
    [
        "found = 1",
        "for made in x: pass",
        "y = [told for told in x]",
        "def f(said): pass",
        "if (found := f()): pass",
        "with f() as _made: pass",
        "self.wanted = 1",
        "match x:\n    case [*found]: pass",
        "class A:\n    found: int",
        "a, (found, b) = x",
    ],
)
def test_a_riddle_is_noticed_wherever_it_gets_its_value(code: str) -> None:
    assert len(riddles(Path("a"), ast.parse(code))) == 1


def test_reading_a_name_and_naming_a_function_are_no_riddles() -> None:
    assert riddles(Path("a"), ast.parse("def found():\n    return x.made + told\nfound_rows = 1")) == []


@pytest.mark.parametrize("code", ["kept = 1", "if (asked := f()): pass", "[shown for shown in x]", "a, lost = x"])
def test_a_value_inside_a_function_is_no_bare_participle(code: str) -> None:
    assert len(local_riddles(Path("a"), ast.parse(f"def act(x):\n    {code}"))) == 1
    assert local_riddles(Path("a"), ast.parse("class A:\n    kept: int\ndef act(known):\n    return known.kept")) == []


def test_a_module_without_tests_is_listed(tmp_path: Path) -> None:
    for name in ("kiosk/__init__.py", "kiosk/a.py", "kiosk/room/b.py", "tests/kiosk/room/test_b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("def act():\n    pass\n")
    assert untested(tmp_path, "kiosk") == ["kiosk/a.py"]
