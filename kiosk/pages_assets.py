"""Shared files of all kiosk pages: one script, one style sheet, two faces, each named by its content.

The script is the hand-written modules of `static/kiosk/` put into one file without a build tool: each module
becomes a function whose result its importers read. Comments and indentation are left out, names stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from kiosk import resources
from kiosk.errors import ReleaseError
from kiosk.pages_model import Asset

_IMPORT = re.compile(r'^import (?:\{ (?P<names>[^}]+) \}|\* as (?P<all>\w+)) from "(?P<path>[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export \{ ([\w, ]+) \};$", re.MULTILINE)
_FACES = ("regular", "bold")


def named(stem: str, suffix: str, content: bytes) -> Asset:
    """`stem-<hash>.suffix`."""
    return Asset(f"{stem}-{sha256(content).hexdigest()[:16]}.{suffix}", content)


# A literal, kept as it is, or blanks beside a sign that needs none. A regular expression never begins with a blank
# here, a division always has one on both sides, and a template holds no blanks that matter outside its text.
_LITERAL = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?![\s*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/'
_BLANKS = re.compile(rf"(?P<literal>{_LITERAL})|[ ]*(?P<sign>[=<>!?:;,|&*%(){{}}\[\]]+)[ ]*")


def lean(source: str) -> str:
    """A script without whole-line comments, indentation, empty lines and blanks around signs; names stay."""
    source = re.sub(r"^\s*/\*.*?\*/\s*$", "", source, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in source.splitlines())
    kept = "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
    return _BLANKS.sub(lambda found: found["literal"] or found["sign"], kept)


def lean_style(source: str) -> str:
    """A style sheet without comments, indentation and empty lines."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReleaseError(
            "thiếu tệp của trang kiosk", place=str(path.name), value=str(error), way_out="cài đặt lại chương trình"
        ) from error


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    body: str
    needs: tuple[str, ...]


def _module(folder: Path, path: str) -> _Module:
    source = _read(folder / path)
    base = PurePosixPath(path).parent
    needs: list[str] = []

    def bound(found: re.Match[str]) -> str:
        target = _normal(base / found["path"])
        needs.append(target)
        names = found["all"] or "{ " + found["names"].replace(" as ", ": ") + " }"
        return f"const {names} = {_variable(target)};"

    body = _IMPORT.sub(bound, source)
    exported = _EXPORT.findall(body) + [n.strip() for g in _EXPORT_LIST.findall(body) for n in g.split(",")]
    body = re.sub(r"^export (?!\{)", "", _EXPORT_LIST.sub("", body), flags=re.MULTILINE)
    wrapped = f"const {_variable(path)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();\n"
    return _Module(path, wrapped, tuple(needs))


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _variable(path: str) -> str:
    return "m_" + re.sub(r"\W", "_", path.removesuffix(".js"))


def bundle(folder: Path, entry: str) -> str:
    """`entry` and everything it imports as one script, what is needed first. Raises `ReleaseError`."""
    done: dict[str, _Module] = {}

    def visit(path: str, way: tuple[str, ...]) -> None:
        if path in way:
            raise ReleaseError("các mô-đun nạp lẫn nhau", place=path, way_out="bỏ vòng import trong static/kiosk")
        if path not in done:
            module = _module(folder, path)
            for needed in module.needs:
                visit(needed, (*way, path))
            done[path] = module

    visit(entry, ())
    return lean('"use strict";\n(() => {\n' + "".join(m.body for m in done.values()) + "})();\n")


@dataclass(frozen=True, slots=True)
class Parts:
    """The shared files by role, and the sources that each page fills in for itself."""

    script: Asset
    style: Asset
    faces: tuple[Asset, ...]
    worker: str
    worker_off: str
    words: str

    def __iter__(self) -> Iterator[Asset]:
        """Every file of `assets/`."""
        return iter((self.script, self.style, *self.faces))


def parts(folder: Path | None = None) -> Parts:
    """Read and name the files of `static/`. Raises `ReleaseError` where one is missing."""
    root = folder or resources.static()
    script = named("kiosk", "js", bundle(root, "kiosk/main.js").encode())
    faces = tuple(
        named(f"be-vietnam-pro-{face}", "woff2", (root / "fonts" / f"be-vietnam-pro-{face}.woff2").read_bytes())
        for face in _FACES
    )
    sheet = lean_style(_read(root / "kiosk" / "kiosk.css"))
    for face, asset in zip(_FACES, faces, strict=True):
        sheet = sheet.replace(f"../fonts/be-vietnam-pro-{face}.woff2", asset.name)
    return Parts(
        script,
        named("kiosk", "css", sheet.encode()),
        faces,
        lean(_read(root / "kiosk" / "sw.js")),
        lean(_read(root / "kiosk" / "sw-off.js")),
        _read(root / "kiosk" / "words.json"),
    )
