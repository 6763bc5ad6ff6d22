"""DOCX bytes to grids: every table of the body in order, with the paragraphs before it.

python-docx opens the package; the cells are walked here, because its `row.cells` costs the square of a
table's length and its paragraph text leaves out insertions still marked as tracked changes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from kiosk.intake import limits
from kiosk.intake.grid import GridRow, TextGrid, Unseen
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.refusals import refuse_broken, refuse_too_big
from kiosk.text import tidy

_GONE = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_FRAME = 2
_TYPES = "[Content_Types].xml"
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_ASIDE = {
    "word/comments.xml": "chú thích bên lề",
    "word/footnotes.xml": "chú thích cuối trang",
    "word/endnotes.xml": "chú thích cuối văn bản",
}
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_BREAKS = {qn("w:br"), qn("w:cr"), qn("w:p")}


def read_grids(file: str, content: bytes) -> tuple[TextGrid, ...]:
    """The tables of a document; text after the last stands in a grid without rows. Raises `IntakeError`."""
    try:
        body = docx.Document(io.BytesIO(make_plain_document(content))).element.body
    except Exception as error:  # python-docx trips over damaged parts with whatever error comes next
        raise refuse_broken(file) from error
    if body is None:
        raise refuse_broken(file)
    tables: list[TextGrid] = []
    before: list[str] = []
    total = 0
    for element in _list_blocks(body):
        if element.tag == qn("w:tbl"):
            rows = tuple(_read_rows(element))
            total += sum(len(row.cells) for row in rows)
            if total > limits.CELLS or len(rows) > limits.ROWS:
                raise refuse_too_big(file, f"{total} ô trong các bảng")
            tables.append(
                TextGrid(f"Bảng {len(tables) + 1}", rows, tuple(before), _report_nested(element), document=True)
            )
            before = []
        elif text := tidy(_read_text(element)):
            before.append(text)
    return (*tables, TextGrid("", (), tuple(before), _list_aside(content, body), document=True))


def _list_aside(content: bytes, body: Any) -> tuple[Unseen, ...]:
    """What a reader of the page sees apart or not at all: hidden letters, comments and notes that speak of ending."""
    notes: list[Unseen] = []
    hidden = [
        tidy("".join(t.text or "" for t in run.iter(qn("w:t"))))
        for run in body.iter(qn("w:r"))
        if _is_switched_on(run, "w:vanish")
    ]
    if hidden:
        notes.append(Unseen(1, " … ".join(hidden)[:200], "tệp có chữ ẩn", "chữ ẩn được đọc như chữ thường"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        margins = {part: "đầu trang, chân trang" for part in archive.namelist() if _MARGIN.fullmatch(part)}
        there = {part: what for part, what in _ASIDE.items() if part in archive.namelist()}
        for part, what in (there | margins).items():
            for element in etree.fromstring(archive.read(part)):
                text = tidy("".join(t.text or "" for t in element.iter(qn("w:t"))))
                if speaks_of_ending(text):
                    notes.append(Unseen(1, text[:200], f"{what} nói về bãi bỏ, tạm dừng", f"{what} không được dùng"))
    return tuple(notes)


def make_plain_document(content: bytes) -> bytes:
    """The archive as a plain document: with macros or as a template it differs only in its declared type, as «Strict
    Open XML» only in its namespaces (ISO/IEC 29500-1)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        other = any(kind in archive.read(_TYPES) for kind in _OTHER_TYPES)
        if not other and _STRICT[0][0] not in archive.read("word/document.xml"):
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as plain:
            for name in archive.namelist():
                plain.writestr(name, _make_part_usual(name, archive.read(name)))
    return out.getvalue()


def _make_part_usual(name: str, part: bytes) -> bytes:
    if name == _TYPES:
        for kind in _OTHER_TYPES:
            part = part.replace(kind, _DOCUMENT_TYPE)
    if name.endswith((".xml", ".rels")):
        for strict, usual in _STRICT:
            part = part.replace(strict, usual)
    return part


def _list_blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside content controls and inside a table that only lays out a page
    included."""
    for element in parent:
        if element.tag == qn("w:tbl") and _lays_out(element):
            for cell in element.iterfind(f"{qn('w:tr')}/{qn('w:tc')}"):
                yield from _list_blocks(cell)
        elif element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element
        elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")}:
            yield from _list_blocks(element)


def _lays_out(table: Any) -> bool:
    """Whether a table of one or two columns holds another one: a frame, not data."""
    rows = table.findall(qn("w:tr"))
    return max((len(row.findall(qn("w:tc"))) for row in rows), default=0) <= _FRAME and any(
        row.find(f"{qn('w:tc')}/{qn('w:tbl')}") is not None for row in rows
    )


def _report_nested(table: Any) -> tuple[Unseen, ...]:
    """Told where a cell holds another table: its text would stand in a name unnoticed."""
    rows = table.findall(qn("w:tr"))
    inside = [n for n, row in enumerate(rows, start=1) if next(row.iter(qn("w:tbl")), None) is not None]
    if not inside:
        return ()
    message = f"{len(inside)} dòng có bảng khác lồng trong ô"
    return (Unseen(inside[0], "", message, "chữ của bảng lồng được đọc như chữ của ô"),)


def _read_rows(table: Any) -> Iterator[GridRow]:
    above: dict[int, str] = {}
    number = 0
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue
        number += 1
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:  # deleted with changes tracked
            continue
        cells = _read_cells(row, above)
        if any(map(tidy, cells)):
            yield GridRow(number, tuple(cells), struck=_find_struck(row))


def _find_struck(row: Any) -> frozenset[int]:
    """Columns of a row with letters that are struck through."""
    struck: set[int] = set()
    column = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in row.iterfind(qn("w:tc")):
        if any(_is_switched_on(run, "w:strike") or _is_switched_on(run, "w:dstrike") for run in cell.iter(qn("w:r"))):
            struck.add(column)
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        column += max(_number(span, 1), 1)
    return frozenset(struck)


def _is_switched_on(run: Any, name: str) -> bool:
    """Whether a run with letters has a property switched on."""
    switch = run.find(f"{qn('w:rPr')}/{qn(name)}")
    off = switch is not None and switch.get(qn("w:val"), "1") in {"0", "false", "off"}
    return switch is not None and not off and bool("".join(t.text or "" for t in run.iter(qn("w:t"))).strip())


def _read_cells(row: Any, above: dict[int, str]) -> list[str]:
    """The texts of a row by grid column; `above` carries cells that are merged downwards."""
    cells: list[str] = [""] * _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is not row:
            continue
        properties = cell.find(qn("w:tcPr"))
        merge = None if properties is None else properties.find(qn("w:vMerge"))
        column = len(cells)
        continued = merge is not None and merge.get(qn("w:val")) != "restart"
        text = above.get(column, "") if continued else _read_text(cell)
        if merge is not None:
            above[column] = text
        span = 1 if properties is None else _number(properties.find(qn("w:gridSpan")), 1)
        cells += [text] + [""] * (min(span, limits.COLUMNS) - 1)
    return cells


def _number(element: Any, default: int) -> int:
    value = None if element is None else element.get(qn("w:val"))
    return min(int(value), limits.COLUMNS) if value and value.isdigit() else default


def _read_symbol(element: Any) -> str:
    """A character put in from a symbol font (a tick of Wingdings), as Word writes it in hexadecimal."""
    code = element.get(qn("w:char")) or ""
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not code.upper().startswith("D") else ""


def _read_text(element: Any) -> str:
    """All text below an element with line ends, deleted text left out, inserted text kept."""
    parts: list[str] = []
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif child.tag == qn("w:sym"):
            parts.append(_read_symbol(child))
        else:
            parts.append(_read_text(child))
        if child.tag in _BREAKS:
            parts.append("\n")
    return "".join(parts)
