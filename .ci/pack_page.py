"""Packs the sources of the kiosk page (`static/kiosk/`) into what is shipped (`static/page/`, never committed).

The modules become one script and lose comments, blanks and the names of their local variables; the style sheet and
the workers lose comments and blanks. A build hook: it runs whenever the package is built or installed in place, so
that making a release needs no minifier (the one used starts threads, which do not go with forked workers).
"""

from __future__ import annotations

import re
from pathlib import Path

import minify
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path(__file__).resolve().parents[1] / "static" / "kiosk"
SHIPPED = SOURCES.parent / "page"
PARTS = ("device.js", "latest.js", "slip.js", "glossary.js")
"""What the page asks for only where or when it is needed: scripts of their own."""
_IMPORT = re.compile(r'^import \{ [^}]+ \} from "\./(?P<path>[^"]+)";$', re.MULTILINE)
_BLANKS = re.compile(r"\s*([{};])\s*")
_EXPORT = re.compile(r"^export (?=async |function|class|const|let)", re.MULTILINE)
_TOP = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (.+)", re.MULTILINE)


def _names(declared: str) -> list[str]:
    """The names that the rest of a line after `function`, `class`, `const` or `let` declares."""
    first = re.match(r"[\w$]+", declared)
    more = re.findall(r", ([\w$]+) = ", declared) if first and declared[first.end() :].startswith(" = ") else []
    return [first[0], *more] if first else []


def bundle(folder: Path, entry: str) -> str:
    """`entry` and everything it imports as one script, what is needed first.

    All modules share one scope, so their outermost names must differ. Raises ValueError.
    """
    done: dict[str, str] = {}
    owner: dict[str, str] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ValueError(f"modules import each other: {' '.join((*way, name))}")
        if name in done:
            return
        source = (folder / name).read_text(encoding="utf-8")
        for found in _IMPORT.finditer(source):
            visit(found["path"], (*way, name))
        done[name] = _EXPORT.sub("", _IMPORT.sub("", source))
        for top in (t for line in _TOP.findall(done[name]) for t in _names(line)):
            if owner.setdefault(top, name) != name:
                raise ValueError(f"{name} and {owner[top]} both declare {top}")

    visit(entry, ())
    return '"use strict";\n(() => {\n' + "\n".join(done.values()) + "})();\n"


def packed() -> dict[str, str]:
    """What is shipped, by file name. Raises ValueError or OSError."""
    sources = {
        name: (SOURCES / name).read_text(encoding="utf-8")
        for name in ("kiosk.css", "sw.js", "sw-off.js", "guard.js", *PARTS)
    }
    sources["kiosk.js"] = bundle(SOURCES, "main.js")
    kinds = {".js": "text/javascript", ".css": "text/css"}
    shipped = {name: minify.string(kinds[Path(name).suffix], text) + "\n" for name, text in sources.items()}
    # The minifier leaves what stands in @container and in calculations as it is.
    return shipped | {"kiosk.css": _BLANKS.sub(r"\1", shipped["kiosk.css"]).replace(" * var(", "*var(")}


class Hook(BuildHookInterface):
    """Called by hatchling before it collects files."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002 - hatchling's form
        """Write what is shipped."""
        SHIPPED.mkdir(exist_ok=True)
        for name, text in packed().items():
            (SHIPPED / name).write_text(text, encoding="utf-8")
