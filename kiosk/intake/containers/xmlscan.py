"""One pass over the XML of an office file with expat, which keeps nothing, before a library builds a tree.

Attacks kept out: entity expansion (a DOCTYPE is refused), a cell at XFD1048576 or a row without end, which
make a reader allocate a whole dense sheet, one long text that thousands of cells refer to, a table cell that
claims to span a million columns, and more elements than any real file has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from kiosk.intake import limits
from kiosk.intake.grid import read_letter
from kiosk.intake.refusals import refuse, refuse_too_big

_PLACE = re.compile(r"([A-Z]{1,7})([0-9]{1,10})")
Feed = Callable[[bytes, bool], object]


def _find_attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name without prefix."""
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


class Scan:
    """Counters over all parts of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._cells = 0
        self._take_characters = 0
        self._lengths: list[int] = []
        self._elements = 0

    def part(self, name: str) -> Feed:
        """A function that takes the bytes of one part and raises `IntakeError` or `ExpatError`."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        lowered = name.lower()
        if lowered == "xl/sharedstrings.xml":
            self._scan_strings(parser)
        elif lowered.startswith("xl/worksheets/"):
            _WorksheetScan(self, parser)
        else:
            most = limits.DOCUMENT_ELEMENTS if lowered.startswith("word/") else limits.XML_ELEMENTS
            parser.StartElementHandler = lambda tag, attributes: self._check_element(tag, attributes, most)
        return parser.Parse

    def _refuse_doctype(self, *_: object) -> None:
        raise refuse(self._file, "tệp chứa khai báo không an toàn", "lưu lại tệp bằng Excel hoặc Word")

    def count(self, most: int = limits.XML_ELEMENTS) -> None:
        """Charge one element."""
        self._elements += 1
        if self._elements > most:
            raise refuse_too_big(self._file, f"hơn {most} chi tiết bên trong tệp")

    def _check_element(self, tag: str, attributes: dict[str, str], most: int) -> None:
        self.count(most)
        if tag.rpartition(":")[2] in {"gridSpan", "gridBefore", "gridAfter"}:
            span = _find_attribute(attributes, "val")
            if len(span) > 5 or (span.isdigit() and int(span) > limits.COLUMNS):
                raise refuse_too_big(self._file, f"ô gộp {span[:20]} cột")

    def _scan_strings(self, parser: expat.XMLParserType) -> None:
        def start(tag: str, _: dict[str, str]) -> None:
            self.count()
            if tag.rpartition(":")[2] == "si":
                self._lengths.append(0)

        def characters(data: str) -> None:
            if self._lengths:
                self._lengths[-1] += len(data)

        parser.StartElementHandler = start
        parser.CharacterDataHandler = characters

    def cell(self, row: int, column: int) -> None:
        """Charge one cell at a 1-based row and 0-based column."""
        self._cells += 1
        if row > limits.ROWS or column >= limits.COLUMNS:
            raise refuse_too_big(self._file, f"có ô ở dòng {row}, cột {column + 1}")
        if self._cells > limits.CELLS:
            raise refuse_too_big(self._file, f"hơn {limits.CELLS} ô")

    def text(self, length: int) -> None:
        """Charge the characters that a cell holds."""
        self._take_characters += length
        if self._take_characters > limits.WORKBOOK_CHARACTERS:
            raise refuse_too_big(self._file, f"hơn {limits.WORKBOOK_CHARACTERS} ký tự")

    def shared(self, index: str) -> None:
        """Charge a reference to a shared text."""
        if index.isdigit() and len(index) < 9 and int(index) < len(self._lengths):
            self.text(self._lengths[int(index)])


class _WorksheetScan:
    """Follows rows and cells of one worksheet; both may leave their place out and then follow on."""

    def __init__(self, scan: Scan, parser: expat.XMLParserType) -> None:
        self._scan = scan
        self._row = 0
        self._column = -1
        self._shared = False
        self._value = ""
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end_element
        parser.CharacterDataHandler = self._take_characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._scan.count()
        name = tag.rpartition(":")[2]
        if name == "row":
            stated = attributes.get("r", "")
            self._row = int(stated) if stated.isdigit() and len(stated) < 12 else self._row + 1
            self._column = -1
            self._scan.cell(self._row, 0)
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._shared = attributes.get("t") == "s"
            self._scan.cell(self._row, self._column)
        self._value = ""

    def _place(self, stated: str) -> None:
        match = _PLACE.fullmatch(stated)
        column = read_letter(match[1]) if match else None
        if match and column is None:
            column = limits.COLUMNS
        self._column = self._column + 1 if column is None else column
        self._row = int(match[2]) if match else self._row

    def _take_characters(self, data: str) -> None:
        if self._shared:
            self._value = (self._value + data)[:16]
        else:
            self._scan.text(len(data))

    def _end_element(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v" and self._shared:
            self._scan.shared(self._value)
        elif name == "c":
            self._shared = False
