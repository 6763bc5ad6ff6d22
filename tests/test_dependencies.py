"""What the program is made of besides its own code: everything imported is declared, and nothing declared is idle or
under a licence that a public office could not accept."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = {"kiosk", "posters", "tests"}
TOOLS = {
    "editables": "hatchling needs it to install in place",
    "mypy": "`make check` runs it",
    "python-multipart": "Starlette reads forms through it",
    "pytest-timeout": "plugin of pytest",
    "pytest-xdist": "plugin of pytest",
    "ruff": "`make check` runs it",
    "types-defusedxml": "read by mypy",
    "types-openpyxl": "read by mypy",
    "types-pyyaml": "read by mypy",
    "types-reportlab": "read by mypy",
    "uv": "`make lock` runs it",
}
"""Declared and imported nowhere, each with its reason."""

# What code names, and what pyproject.toml declares.


def imported(folder: Path) -> dict[str, str]:
    """Top-level modules of third parties that the code in a folder imports, each with a place where it does."""
    places = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _named(node):
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top not in OURS:
                    places[top] = f"{path}:{getattr(node, 'lineno', 0)}"
    return places


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


UNUSUAL = {"sklearn": ["scikit-learn"]}
"""Modules by distribution where neither is called as the other and a machine need not have it."""


def undeclared(modules: dict[str, str], declared: set[str]) -> list[str]:
    """Modules that no declared distribution brings. One that is not installed is taken for a distribution's name."""
    owners = UNUSUAL | packages_distributions()
    return [
        f"{place}: {module}"
        for module, place in sorted(modules.items())
        if not declared & {canonicalize_name(name) for name in owners.get(module, [module])}
    ]


@pytest.fixture(scope="module")
def groups(root: Path) -> dict[str, set[str]]:
    """Names of declared distributions; "" holds what the program itself needs."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {"": project["project"]["dependencies"], **project["dependency-groups"]}
    return {group: {canonicalize_name(Requirement(line).name) for line in lines} for group, lines in listed.items()}


@pytest.mark.parametrize("package", ["kiosk", "posters"])
def test_every_import_of_the_program_is_declared(root: Path, groups: dict[str, set[str]], package: str) -> None:
    """What another library brings along today may be gone with its next version."""
    assert undeclared(imported(root / package), groups[""]) == []


@pytest.mark.parametrize("folder", ["tests", ".ci"])
def test_every_import_of_tests_and_tools_is_declared(root: Path, groups: dict[str, set[str]], folder: str) -> None:
    assert undeclared(imported(root / folder), set.union(*groups.values())) == []


def test_an_import_inside_a_function_of_what_another_library_brings_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\ndef f():\n    from lxml.etree import XML\n", encoding="utf-8")
    modules = imported(tmp_path)
    assert undeclared(modules, {"python-docx"}) == [f"{tmp_path / 'a.py'}:3: lxml"]
    assert undeclared(modules, {"lxml"}) == []


def test_nothing_declared_is_idle(root: Path, groups: dict[str, set[str]]) -> None:
    owners = UNUSUAL | packages_distributions()
    modules = {module for folder in ("kiosk", "posters", "tests", ".ci") for module in imported(root / folder)}
    used = {canonicalize_name(name) for module in modules for name in owners.get(module, [module])}
    assert set.union(*groups.values()) - used == set(TOOLS)


# What the lock brings.

ACCEPTED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
}
"""SPDX identifiers: each lets a public office use, change and pass on the program; MPL-2.0 asks for the sources of its
own changed files only."""
SPELLED = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Old spellings, in the field `License` or as a classifier."""
REVIEWED = {
    "axe-playwright-python": ("", "licenses/LICENSE is MIT; axe-core, which it holds, is MPL-2.0"),
    "pypdfium2": (
        "BSD-3-Clause, Apache-2.0, dependency licenses",
        "licenses/BUILD_LICENSES: PDFium and what it is built with, all permissive; the GPL stands there for build "
        "scripts of ICU with their exception, and on musl for libgcc with its own",
    ),
    "qrcode": ("BSD; BSD License; Other/Proprietary License", "LICENSE: BSD-3-Clause, the part from pyqrnative MIT"),
    "reportlab": (
        "BSD license (see license.txt for details), Copyright (c) 2000-2025, ReportLab Inc.; BSD License",
        "licenses/LICENSE is BSD-3-Clause",
    ),
    "resvg-py": (
        "",
        "licenses/LICENSE is MIT; sboms list what it is built from, MIT, Apache-2.0, BSD, Zlib, Unicode-3.0",
    ),
}
"""Where the metadata say nothing, or nothing that is known: what they say, and what a person read in the files. Another
statement asks for another reading."""


def locked(path: Path) -> Iterator[str]:
    """Names of the distributions that a lock brings here: those whose markers hold on this platform."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield canonicalize_name(requirement.name)


def statements(installed: Distribution) -> list[str]:
    """What a distribution's metadata say about its licence: the SPDX expression (PEP 639), else the older fields."""
    fields = installed.metadata
    if expression := fields.get("License-Expression"):
        return [expression]
    text = (fields.get("License") or "").strip().partition("\n")[0]
    listed = [c.rpartition(" :: ")[2] for c in fields.get_all("Classifier") or [] if c.startswith("License ::")]
    return [s for s in (text, *listed) if s and s != "DFSG approved"]


def accepted(statement: str) -> bool:
    """Whether a statement leaves a way to use the work that is accepted: one side of every OR, both of every AND."""
    plain = SPELLED.get(statement, statement).replace("(", "").replace(")", "")
    if " AND " in plain and " OR " in plain:
        return False
    if " OR " in plain:
        return any(accepted(part) for part in plain.split(" OR "))
    return all(SPELLED.get(part, part) in ACCEPTED for part in plain.split(" AND "))


def doubtful(name: str) -> str:
    """What is wrong with the licence of an installed distribution, "" for nothing."""
    try:
        stated = statements(distribution(name))
    except PackageNotFoundError:
        return f"{name}: not installed, so that its licence cannot be read"
    if name in REVIEWED:
        known = "; ".join(stated) == REVIEWED[name][0]
        return "" if known else f"{name}: its metadata now say {'; '.join(stated)!r}: read its licence again"
    if stated and all(map(accepted, stated)):
        return ""
    return f"{name}: {'; '.join(stated) or 'says nothing about its licence'}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_licences_of_everything_the_lock_brings_are_accepted(root: Path, lock: str) -> None:
    """`requirements.lock` is what an office installs, the other what its developers do."""
    assert [line for line in map(doubtful, locked(root / lock)) if line] == []


def test_only_what_needs_it_was_reviewed(root: Path) -> None:
    assert REVIEWED.keys() <= set(locked(root / "requirements-dev.lock"))
    assert [
        name for name in REVIEWED if (stated := statements(distribution(name))) and all(map(accepted, stated))
    ] == []


@pytest.mark.parametrize(
    ("statement", "passes"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND AGPL-3.0-or-later", False),
        ("AGPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("GPL-2.0-only", False),
        ("(MIT OR GPL-2.0-only) AND AGPL-3.0-only", False),
        ("Other/Proprietary License", False),
        ("", False),
    ],
)
def test_a_licence_that_binds_the_office_or_is_unknown_is_not_accepted(statement: str, passes: bool) -> None:
    assert accepted(statement) is passes


def test_the_locks_hold_what_is_declared(root: Path, groups: dict[str, set[str]]) -> None:
    """`make lock` was run after the last change of pyproject.toml."""
    assert groups[""] | groups["build"] <= set(locked(root / "requirements.lock"))
    assert groups["dev"] <= set(locked(root / "requirements-dev.lock"))
    assert groups["bench"] <= set(locked(root / "requirements-bench.lock"))
