"""Recipes: digests of all that decides what a module makes, apart from what it is given.

In comes the name of a root module, or of several; out comes a digest of the source of every module of ours that it
imports, directly or through others, of the folders of faces, templates and static files that these modules name, and of
the versions of the libraries that they import. Nothing is listed by hand, so nothing can be forgotten. The same program
gives the same digest from a checkout and from an installed wheel.

Sources are searched for import statements, not parsed: parsing the whole program takes longer than a build in which
nothing changed. A test holds that both find the same imports in every module.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

from kiosk import resources
from kiosk.canonical import digest, dump_canonical

_TOP = Path(__file__).resolve().parents[2]
_OURS = ("kiosk", "posters")
# A line's end in front instead of `^`: the search jumps from line to line.
_IMPORT = re.compile(
    r"\n[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([^\n(]+)(?=\n|$))"
)
_NAME = re.compile(r"[A-Za-z_]\w*(?:[ \t]+as[ \t]+\w+)?")
_COMMENT = re.compile(r"#[^\n]*")
_BESIDE = re.compile(r'Path\(__file__\)\.with_name\("(\w+)"\)')
"""How a module names a folder that lies beside it."""
_BROUGHT = re.compile(r"\bresources\.(find_static|find_templates)\(\)")
"""How a module names a folder that comes with the program."""
_DISTRIBUTIONS = {
    "PIL": "pillow",
    "argon2": "argon2-cffi",
    "docx": "python-docx",
    "fontTools": "fonttools",
    "ppf": "ppf.datamatrix",
    "python_calamine": "python-calamine",
    "resvg_py": "resvg-py",
    "yaml": "pyyaml",
    "zxingcpp": "zxing-cpp",
}
"""Libraries that are installed under another name than they are imported by."""


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """One module of ours: digest of its text, the modules of ours and the libraries that it imports (by the names they
    are installed under), and the folders whose files it reads."""

    digest: str
    modules: frozenset[str]
    libraries: frozenset[str]
    folders: frozenset[Path]


@cache
def make_recipe(*roots: str) -> str:
    """The recipe of what the modules `roots` make together, 16 hexadecimal digits."""
    sources = {name: read_source(name) for name in find_modules_behind(*roots)}
    libraries = {library for source in sources.values() for library in source.libraries}
    folders = {folder for source in sources.values() for folder in source.folders}
    parts = (
        [[name, source.digest] for name, source in sorted(sources.items())],
        [[library, _read_version(library)] for library in sorted(libraries)],
        sorted([folder.name, _digest_folder(folder)] for folder in folders),
    )
    return digest(dump_canonical(parts))[:16]


def find_modules_behind(*roots: str) -> frozenset[str]:
    """The modules of ours that run when `roots` are imported and used: themselves, and all that they import."""
    waiting, known_modules = list(roots), set(roots)
    while waiting:
        fresh = read_source(waiting.pop()).modules - known_modules
        known_modules |= fresh
        waiting += fresh
    return frozenset(known_modules)


@cache
def read_source(name: str) -> ModuleSource:
    """What a module of ours is made of. Raises `OSError` where there is no such module."""
    path = _find_path(name)
    if path is None:
        raise FileNotFoundError(f"no module {name}")
    content = path.read_bytes()
    text = content.decode()
    imported = set(_list_imports(text))
    ours = {module for each in imported if each.split(".")[0] in _OURS for module in _list_packages(each)}
    libraries = {each.split(".")[0] for each in imported} - {*_OURS, *sys.stdlib_module_names}
    brought = {"find_static": resources.find_static, "find_templates": resources.find_templates}
    folders = {brought[which]() for which in _BROUGHT.findall(text)}
    folders |= {path.with_name(beside) for beside in _BESIDE.findall(text)}
    return ModuleSource(
        digest(content),
        frozenset(ours - {name}),
        frozenset(_DISTRIBUTIONS.get(library, library) for library in libraries),
        frozenset(folders),
    )


def _list_imports(text: str) -> Iterator[str]:
    """Every module that `text` imports; of `from a import b` both a and a.b, for b may be a module."""
    for package, names, plain in _IMPORT.findall("\n" + text):
        listed = [name.split()[0] for name in _NAME.findall(_COMMENT.sub("", names))]
        yield from (package, *(f"{package}.{name}" for name in listed)) if package else ()
        yield from (part.split()[0] for part in _COMMENT.sub("", plain).split(",") if part.strip())


def _list_packages(name: str) -> Iterator[str]:
    """The modules of ours among `name` and the packages around it."""
    parts = name.split(".")
    names = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
    return (each for each in names if _find_path(each) is not None)


@cache
def _find_path(name: str) -> Path | None:
    """The file of a module or package, None where there is none."""
    base = _TOP.joinpath(*name.split("."))
    choices = (base.with_name(f"{base.name}.py"), base / "__init__.py")
    return next((path for path in choices if path.is_file()), None)


@cache
def _read_version(library: str) -> str:
    # `importlib.metadata.version` parses the whole description of a library for this line.
    described = distribution(library).read_text("METADATA") or ""
    return next(line for line in described.splitlines() if line.startswith("Version: "))


@cache
def _digest_folder(folder: Path) -> str:
    """Digest of the names and contents of all files below a folder."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
