"""Hostile text in names, and every place to which it flows: pages, JSON, PDF, XLSX, CSV, file names, terminal, logs.

Comes in: an office whose catalogue carries a text in a name (or a decision). Goes out: complaints about sinks where the
text acts instead of standing there. A catalogue that is refused has nothing to flow: that is well.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.proof.injector import Run
from tests.proof.texts import MARK
from tests.proof.trials import Bench
from tests.proof.workplace import DAY, small_catalogue, write_catalogue

COLOURED = (("coverage",), ("status",))
"""Commands that are run as on a terminal with colours."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Markup(HTMLParser):
    """Collects whatever of our word acts: in a tag's name, an attribute's name, a handler, an address, a script."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.acting: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            runs = name.startswith("on") or name in ("style", "srcdoc") or (value or "").startswith("javascript:")
            if MARK in name or MARK in tag or (MARK in (value or "") and runs):
                self.acting.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the library's signature
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if MARK in data and self._inside == "style":
            self.acting.append(f"<{self._inside}> {data[:80]}")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.acting.append(f"<!--{data[:80]}")


def check_page(text: str) -> list[str]:
    """Complaints about a page in which our word acts. In a script it may stand in data, where no tag can end it."""
    parser = _Markup()
    parser.feed(text)
    scripts = re.findall(r"<script[^>]*>(.*?)</script", text, re.DOTALL | re.IGNORECASE)
    broken = [
        s[:80] for s in scripts if MARK in s and re.search(rf"<!--|<script|^\s*alert\('?{MARK}", s, re.IGNORECASE)
    ]
    return [f"it acts in a page: {x}" for x in (*parser.acting, *broken)]


def check_table(content: bytes) -> list[str]:
    """Complaints about cells that a spreadsheet would compute."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row if MARK in cell and cell.startswith(_FORMULA)]
    return [f"a cell is a formula: {cell[:60]!r}" for cell in cells]


def check_workbook(content: bytes) -> list[str]:
    """The same for XLSX: no formula at all, and none in a text."""
    complaints = []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8", "replace")
            if name.startswith("xl/worksheets/") and re.search(r"<f[ >]", text):
                complaints.append(f"{name} holds a formula")
            cells = re.findall(r"<t[^>]*>(.*?)</t>", text, re.DOTALL)
            complaints += [
                f"a cell is a formula: {x[:60]!r}" for x in map(html.unescape, cells) if MARK in x and x[0] in _FORMULA
            ]
    return complaints


def check_terminal(run: Run) -> list[str]:
    """Complaints about control characters that reach a terminal, and about tracebacks. Where colours were asked for,
    colours are allowed; a link is not."""
    text = _COLOUR.sub("", run.text) if run.coloured else run.text
    raw = _CONTROL.findall(re.sub(r"[\n\t\r]", "", text))
    complaints = [f"control characters reach the terminal: {sorted(set(raw))!r}"] if raw else []
    return complaints + (["it ends with a traceback"] if "Traceback" in run.text else [])


def check_log(content: bytes) -> list[str]:
    """Complaints about a log of which a line is not ours, or holds what a terminal would obey."""
    complaints = []
    for line in content.decode("utf-8", "replace").rstrip("\n").split("\n"):
        try:
            event = json.loads(line)
        except ValueError:
            complaints.append(f"a line of the log is none: {line[:60]!r}")
            continue
        complaints += ["a line of the log is forged"] if event.get("published") == 999 else []
        if _CONTROL.search(line):
            complaints.append("control characters stand raw in the log")
    return complaints


def _file_name(text: str) -> str:
    """As much of a text as a file's name can hold."""
    return text.replace("/", "∕").replace("\0", "").encode("utf-8", "replace")[:120].decode("utf-8", "ignore") or "la"


def flow(bench: Bench, text: str) -> list[str]:
    """Put `text` into a name, a decision and a file's name, make everything, look at every sink."""
    folder = bench.workplace.fresh("first")
    head, rows = small_catalogue()
    rows[3]["name"] = f"{text} {rows[3]['name']}"
    rows[5]["keywords"] = text
    rows[6]["fee"] = text
    name = f"{_file_name(text)}.csv"
    write_catalogue(folder / name, head, rows)
    complaints = []
    for words in (
        ("check", "--", name),
        ("regenerate", "--as-of", DAY, "--decision", text.replace("\0", ""), "--", name),
        ("coverage", "--xlsx", "do-phu.xlsx"),
        ("coverage",),
        ("reprint", "--xlsx", "in-lai.xlsx"),
        ("batch", "--out", "lo-in"),
        ("status",),
    ):
        run = bench.injector.run(folder, words, FORCE_COLOR="1" if words in COLOURED else "")
        complaints += [f"kiosk {words[0]}: {x}" for x in check_terminal(run)]
    return [f"{text!r}: {x}" for x in (*complaints, *_in_files(folder))]


def _in_files(folder: Path) -> Iterator[str]:
    """Complaints about every file that was made."""
    top = folder / "var/current"
    places = [*top.resolve().rglob("*"), *(folder / "lo-in").rglob("*"), *folder.glob("*.xlsx")]
    for place in places:
        name = place.relative_to(folder).as_posix()
        if MARK in name:
            yield f"a file's name holds it: {name!r}"
        if not place.is_file():
            continue
        content = place.read_bytes()
        complaints: list[str] = []
        if place.suffix in (".html", ".svg"):
            complaints = check_page(content.decode())
        elif place.suffix == ".csv":
            complaints = check_table(content)
        elif place.suffix == ".xlsx":
            complaints = check_workbook(content)
        elif place.suffix == ".json":
            json.loads(content)
        elif place.suffix == ".pdf" and re.search(
            rb"/(URI|JavaScript|Launch|EmbeddedFile)\b[^\n]*" + MARK.encode(), content
        ):
            complaints = ["an action in a PDF holds it"]
        yield from (f"{name}: {x}" for x in complaints)
    yield from check_log((folder / "var/history.jsonl").read_bytes())
