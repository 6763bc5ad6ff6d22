"""What calamine leaves out of a workbook: links behind cells, what is hidden or struck through, comments, formulas
without a result.

Read after `zipped.checked`, which bounds every part and refuses a DOCTYPE.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kiosk.intake.grid import read_letter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LINKING = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_TELLING = (
    *(b"hyperlink", b"hidden=", b"<f", b"strike", b"legacyDrawing", b"<headerFooter"),
    *(b'ht="0', b'ht="1"', b'ht="2"', b'width="0'),
)
_LEAST_HEIGHT, _LEAST_WIDTH, _LEAST_SIZE = 3.0, 1.0, 3.0
"""Points, characters, points: below these nobody sees what stands there."""
_WHITE_THEMES, _WHITE_INDICES = frozenset("0"), frozenset(("1", "9"))
_MOST_COLUMNS = 256
_NO = frozenset(("0", "false", "none"))


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Of one sheet: addresses by (row, column), hidden rows and columns, cells whose formula has no stored result,
    cells with struck-through letters, cells whose letters are too small or as white as the paper, texts of comments by
    (row, column), texts at the head and foot of printed pages.

    Rows are 1-based, columns 0-based.
    """

    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    empty_formulas: tuple[tuple[int, int], ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    faint: frozenset[tuple[int, int]] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    margins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Struck:
    """Cell formats, and shared texts, with struck-through letters; formats with letters that nobody sees."""

    formats: frozenset[str]
    texts: frozenset[str]
    faint: frozenset[str]


def read_parts(content: bytes) -> dict[str, WorkbookParts]:
    """The parts of every worksheet by the sheet's name; a sheet that cannot be followed is left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        targets = _read_targets(archive, "xl/workbook.xml") if "xl/_rels/workbook.xml.rels" in names else {}
        book = etree.fromstring(_read(archive, "xl/workbook.xml"))
        sheets = {s.get("name", ""): targets.get(s.get(f"{_REL}id", ""), "") for s in book.iter(f"{_MAIN}sheet")}
        # One part under many names is read once.
        struck = _Struck(*_find_telling_formats(archive, names))
        parts = {path: _read_sheet(archive, path, struck) for path in set(sheets.values()) & names}
        return {name: parts[path] for name, path in sheets.items() if path in parts}


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part in the usual namespaces: «Strict Open XML» says the same in others (ISO/IEC 29500-1, Excel's «Strict»)."""
    content = archive.read(path)
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return content


def _read_targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Target of each relationship of a part: a path in the archive, or an outside address as it is."""
    folder, name = posixpath.split(part)
    targets: dict[str, str] = {}
    for r in etree.fromstring(_read(archive, f"{folder}/_rels/{name}.rels")).iter("{*}Relationship"):
        target = r.get("Target", "")
        outside = r.get("TargetMode") == "External"
        targets[r.get("Id", "")] = target if outside else posixpath.normpath(posixpath.join("/", folder, target))[1:]
    return targets


def _strikes(font: Any) -> bool:
    strike = font.find(f"{_MAIN}strike")
    return strike is not None and strike.get("val", "1") not in _NO


def _find_telling_formats(
    archive: zipfile.ZipFile, names: set[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Indices of the cell formats whose font is struck through, of shared texts with such letters, and of the formats
    that show nothing."""
    texts = _find_struck_texts(archive, names)
    if "xl/styles.xml" not in names:
        return frozenset(), texts, frozenset()
    styles = etree.fromstring(_read(archive, "xl/styles.xml"))
    fonts = styles.findall(f"{_MAIN}fonts/{_MAIN}font")
    filled = [_is_filled(fill) for fill in styles.iterfind(f"{_MAIN}fills/{_MAIN}fill")]
    blank = {n.get("numFmtId") for n in styles.iter(f"{_MAIN}numFmt") if n.get("formatCode", "").strip() == ";;;"}
    struck, faint = set[str](), set[str]()
    for number, xf in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        font = _pick(fonts, xf.get("fontId", "0"))
        if font is not None and _strikes(font):
            struck.add(str(number))
        unfilled = not _pick(filled, xf.get("fillId", "0"))
        if xf.get("numFmtId") in blank or (font is not None and _is_faint(font, unfilled)):
            faint.add(str(number))
    return frozenset(struck), texts, frozenset(faint)


def _pick(items: list[Any], index: str) -> Any:
    return items[int(index)] if index.isdigit() and int(index) < len(items) else None


def _is_filled(fill: Any) -> bool:
    """Whether a fill has a colour other than white: white letters are then seen."""
    pattern = fill.find(f"{_MAIN}patternFill")
    if pattern is None:
        return fill.find(f"{_MAIN}gradientFill") is not None
    colour = pattern.find(f"{_MAIN}fgColor")
    return pattern.get("patternType", "none") != "none" and not (colour is not None and _is_white(colour))


def _is_white(colour: Any) -> bool:
    theme, index = colour.get("theme"), colour.get("indexed")
    shaded = colour.get("tint", "0") not in {"0", "0.0"}
    return (
        colour.get("rgb", "").upper().endswith("FFFFFF")
        or (theme in _WHITE_THEMES and not shaded)
        or index in _WHITE_INDICES
    )


def _is_faint(font: Any, unfilled: bool) -> bool:
    colour, size = font.find(f"{_MAIN}color"), font.find(f"{_MAIN}sz")
    small = size is not None and _number(size.get("val"), _LEAST_SIZE) < _LEAST_SIZE
    return small or (unfilled and colour is not None and _is_white(colour))


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise


def _find_struck_texts(archive: zipfile.ZipFile, names: set[str]) -> frozenset[str]:
    """Indices of the shared texts of which some letters are struck through."""
    if "xl/sharedStrings.xml" not in names or b"strike" not in (content := _read(archive, "xl/sharedStrings.xml")):
        return frozenset()
    texts = etree.fromstring(content).iterfind(f"{_MAIN}si")
    return frozenset(str(n) for n, text in enumerate(texts) if any(map(_strikes, text.iter(f"{_MAIN}rPr"))))


def _read_comments(archive: zipfile.ZipFile, targets: Iterable[str]) -> dict[tuple[int, int], str]:
    """The comments of a sheet by cell."""
    names = set(archive.namelist())
    comments: dict[tuple[int, int], str] = {}
    for path in targets:
        if "comment" in path.lower() and path in names and path.endswith(".xml"):
            for element in etree.fromstring(_read(archive, path)).iter(f"{_MAIN}comment"):
                if place := _place(element.get("ref", "")):
                    comments[place] = "".join(element.itertext())
    return comments


@dataclass(slots=True)
class _Gathered:
    """What was found in one sheet so far."""

    links: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    empty: list[tuple[int, int]] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    faint: set[tuple[int, int]] = field(default_factory=set)
    margins: list[str] = field(default_factory=list)


def _read_sheet(archive: zipfile.ZipFile, path: str, struck: _Struck) -> WorkbookParts:
    content = _read(archive, path)
    if not (struck.formats or struck.texts or struck.faint or any(mark in content for mark in _TELLING)):
        return WorkbookParts()
    folder, name = posixpath.split(path)
    related = f"{folder}/_rels/{name}.rels" in archive.namelist()
    targets = _read_targets(archive, path) if related else {}
    gathered = _Gathered()
    for element in _parse_elements(content):
        _gather(element, gathered, targets, struck)
    return WorkbookParts(
        gathered.links,
        frozenset(gathered.rows),
        tuple(gathered.empty),
        frozenset(gathered.columns),
        frozenset(gathered.struck),
        frozenset(gathered.faint),
        _read_comments(archive, targets.values()),
        tuple(gathered.margins),
    )


def _gather(element: Any, gathered: _Gathered, targets: Mapping[str, str], struck: _Struck) -> None:
    place = _place(element.get("r") or element.get("ref", ""))
    if element.tag == f"{_MAIN}headerFooter":
        gathered.margins += filter(None, element.itertext())
    elif element.tag == f"{_MAIN}row":
        if element.get("hidden") in {"1", "true"} or _number(element.get("ht"), _LEAST_HEIGHT) < _LEAST_HEIGHT:
            gathered.rows.add(int(element.get("r", "0")))
    elif element.tag == f"{_MAIN}col":
        if element.get("hidden") in {"1", "true"} or _number(element.get("width"), _LEAST_WIDTH) < _LEAST_WIDTH:
            first, last = (min(int(element.get(key, "1")), _MOST_COLUMNS) for key in ("min", "max"))
            gathered.columns |= set(range(first - 1, last))
    elif place and element.tag == f"{_MAIN}hyperlink":
        gathered.links[place] = targets.get(element.get(f"{_REL}id", ""), "")
    elif place:
        _gather_cell(element, place, gathered, struck)


def _gather_cell(element: Any, place: tuple[int, int], gathered: _Gathered, struck: _Struck) -> None:
    shared = element.get("t") == "s" and element.findtext(f"{_MAIN}v") in struck.texts
    if shared or element.get("s", "") in struck.formats or any(map(_strikes, element.iter(f"{_MAIN}rPr"))):
        gathered.struck.add(place)
    if element.get("s", "") in struck.faint and len(element):
        gathered.faint.add(place)
    formula = element.find(f"{_MAIN}f")
    if formula is None:
        return
    if match := _LINKING.search(formula.text or ""):
        gathered.links[place] = match[1]
    elif not element.findtext(f"{_MAIN}v"):
        gathered.empty.append(place)


def _parse_elements(content: bytes) -> Iterator[Any]:
    tags = (f"{_MAIN}c", f"{_MAIN}row", f"{_MAIN}hyperlink", f"{_MAIN}col", f"{_MAIN}headerFooter")
    for _, element in etree.iterparse(io.BytesIO(content), tag=tags):
        yield element
        if element.tag != f"{_MAIN}c":
            element.clear()


def _place(text: str) -> tuple[int, int] | None:
    match = _PLACE.match(text)
    column = read_letter(match[1]) if match else None
    return (int(match[2]), column) if match and column is not None else None
