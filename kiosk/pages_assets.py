"""Shared files of all kiosk pages: one script, one style sheet, two faces, each named by its content.

The script is the hand-written modules of `static/kiosk/` put into one file without a build tool. Comments, indentation
and needless blanks are left out, names stay readable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk import resources
from kiosk.errors import ReleaseError
from kiosk.pages_model import Asset

_IMPORT = re.compile(r'^import \{ [^}]+ \} from "(?P<path>[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |function|class|const|let)", re.MULTILINE)
_TOP = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (.+)", re.MULTILINE)
_FACES = ("regular", "bold")


def script_json(value: object) -> str:
    """JSON that cannot end the HTML element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def named(stem: str, suffix: str, content: bytes) -> Asset:
    """`stem-<hash>.suffix`."""
    return Asset(f"{stem}-{sha256(content).hexdigest()[:16]}.{suffix}", content)


# A literal, kept as it is, or blanks beside a sign that needs none. A regular expression never begins with a blank
# here, a division always has one on both sides, and a template holds no blanks that matter outside its text.
_LITERAL = r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?![\s*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/'
_BLANKS = re.compile(
    rf"(?P<literal>{_LITERAL})|\bconst(?= )|[ ]*(?P<sign>[=<>!?:;,|&*%(){{}}\[\]]+)[ ]*"
    r"|(?<=[\w)\]]) (?P<between>[+\-/]) (?=[\w(\[])"
)


def _leaner(found: re.Match[str]) -> str:
    return found["literal"] or found["sign"] or found["between"] or "let"


def lean(source: str) -> str:
    """A script without whole-line comments, indentation, empty lines and blanks around signs; names stay."""
    source = re.sub(r"^\s*/\*.*?\*/\s*$", "", source, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in source.splitlines())
    kept = _BLANKS.sub(_leaner, "\n".join(line for line in lines if line and not line.startswith("//")) + "\n")
    return re.sub(r";?\n?(?=})|(?<=[;{,(])\n", "", kept)


def lean_style(source: str) -> str:
    """A style sheet without comments, indentation and empty lines."""
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).splitlines())
    return re.sub(r"\s*([{};,]|:(?= ))\s*", r"\1", "".join(line for line in lines if line)) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReleaseError(
            "thiếu tệp của trang kiosk", place=str(path.name), value=str(error), way_out="cài đặt lại chương trình"
        ) from error


def _names(declared: str) -> list[str]:
    """The names that the rest of a line after `function`, `class`, `const` or `let` declares."""
    first = re.match(r"[\w$]+", declared)
    return [first[0], *re.findall(r", ([\w$]+) = ", declared)] if first else []


def bundle(folder: Path, entry: str) -> str:
    """`entry` and everything it imports as one script, what is needed first.

    All modules share one scope, so their outermost names must differ. Raises `ReleaseError`.
    """
    done: dict[str, str] = {}
    owner: dict[str, str] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ReleaseError("các mô-đun nạp lẫn nhau", place=name, way_out="bỏ vòng import trong static/kiosk")
        if name in done:
            return
        source = _read(folder / name)
        for found in _IMPORT.finditer(source):
            visit(found["path"].removeprefix("./"), (*way, name))
        done[name] = _EXPORT.sub("", _IMPORT.sub("", source))
        for top in (t for line in _TOP.findall(done[name]) for t in _names(line)):
            if owner.setdefault(top, name) != name:
                place = f"{name}, {owner[top]}"
                raise ReleaseError("hai mô-đun đặt trùng tên", place=place, value=top, way_out="đổi một tên")

    visit(entry, ())
    return lean('"use strict";\n(() => {\n' + "\n".join(done.values()) + "})();\n")


@dataclass(frozen=True, slots=True)
class Parts:
    """The shared files by role, and the sources that each page fills in for itself."""

    script: Asset
    style: Asset
    faces: tuple[Asset, ...]
    english: Asset
    worker: str
    worker_off: str
    words: str

    def __iter__(self) -> Iterator[Asset]:
        """Every file of `assets/`."""
        return iter((self.script, self.style, *self.faces, self.english))


def parts(folder: Path | None = None) -> Parts:
    """Read and name the files of `static/`. Raises `ReleaseError` where one is missing."""
    root = folder or resources.static()
    script = named("kiosk", "js", bundle(root / "kiosk", "main.js").encode())
    faces = tuple(
        named(f"be-vietnam-pro-{face}", "woff2", (root / "fonts" / f"be-vietnam-pro-{face}.woff2").read_bytes())
        for face in _FACES
    )
    sheet = lean_style(_read(root / "kiosk" / "kiosk.css"))
    for face, asset in zip(_FACES, faces, strict=True):
        sheet = sheet.replace(f"../fonts/be-vietnam-pro-{face}.woff2", asset.name)
    said = json.loads(_read(root / "kiosk" / "words.json"))
    vietnamese, english = ({key: both[i] for key, both in said.items()} for i in (0, 1))
    return Parts(
        script,
        named("kiosk", "css", sheet.encode()),
        faces,
        named("english", "json", script_json(english).encode()),
        lean(_read(root / "kiosk" / "sw.js")),
        lean(_read(root / "kiosk" / "sw-off.js")),
        script_json(vietnamese),
    )
