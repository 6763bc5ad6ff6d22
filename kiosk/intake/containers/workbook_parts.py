"""What calamine leaves out of a workbook: where cells link to, which rows are hidden, formulas without a result.

Read after `zipped.checked`, which bounds every part and refuses a DOCTYPE.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kiosk.intake.grid import read_letter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LINKING = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_TELLING = (b"hyperlink", b"hidden=", b"<f")


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Of one sheet: addresses by (row, column), hidden rows, cells whose formula has no stored result.

    Rows are 1-based, columns 0-based.
    """

    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    empty_formulas: tuple[tuple[int, int], ...] = ()


def read_parts(content: bytes) -> dict[str, WorkbookParts]:
    """The parts of every worksheet by the sheet's name; a sheet that cannot be followed is left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        targets = _targets(archive, "xl/workbook.xml") if "xl/_rels/workbook.xml.rels" in names else {}
        book = etree.fromstring(archive.read("xl/workbook.xml"))
        sheets = {s.get("name", ""): targets.get(s.get(f"{_REL}id", ""), "") for s in book.iter(f"{_MAIN}sheet")}
        # One part under many names is read once.
        known = {path: _sheet(archive, path) for path in set(sheets.values()) & names}
        return {name: known[path] for name, path in sheets.items() if path in known}


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Target of each relationship of a part: a path in the archive, or an outside address as it is."""
    folder, name = posixpath.split(part)
    targets: dict[str, str] = {}
    for r in etree.fromstring(archive.read(f"{folder}/_rels/{name}.rels")).iter("{*}Relationship"):
        target = r.get("Target", "")
        outside = r.get("TargetMode") == "External"
        targets[r.get("Id", "")] = target if outside else posixpath.normpath(posixpath.join("/", folder, target))[1:]
    return targets


def _sheet(archive: zipfile.ZipFile, path: str) -> WorkbookParts:
    content = archive.read(path)
    if not any(mark in content for mark in _TELLING):
        return WorkbookParts()
    folder, name = posixpath.split(path)
    related = f"{folder}/_rels/{name}.rels" in archive.namelist()
    targets = _targets(archive, path) if related else {}
    links: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    empty: list[tuple[int, int]] = []
    for element in _elements(content):
        place = _place(element.get("r") or element.get("ref", ""))
        if element.tag == f"{_MAIN}row":
            if element.get("hidden") in {"1", "true"}:
                hidden.add(int(element.get("r", "0")))
        elif place and element.tag == f"{_MAIN}hyperlink":
            links[place] = targets.get(element.get(f"{_REL}id", ""), "")
        elif place and (formula := element.find(f"{_MAIN}f")) is not None:
            if match := _LINKING.search(formula.text or ""):
                links[place] = match[1]
            elif not element.findtext(f"{_MAIN}v"):
                empty.append(place)
    return WorkbookParts(links, frozenset(hidden), tuple(empty))


def _elements(content: bytes) -> Iterator[Any]:
    tags = (f"{_MAIN}c", f"{_MAIN}row", f"{_MAIN}hyperlink")
    for _, element in etree.iterparse(io.BytesIO(content), tag=tags):
        yield element
        if element.tag != f"{_MAIN}c":
            element.clear()


def _place(text: str) -> tuple[int, int] | None:
    match = _PLACE.match(text)
    column = read_letter(match[1]) if match else None
    return (int(match[2]), column) if match and column is not None else None
