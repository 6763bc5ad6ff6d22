"""Makes the files that are too big to keep: `python bombs.py NAME PATH`. Each name says what is wrong with it."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl

_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MEGABYTE = 1 << 20


def _book(sheet: Iterable[bytes], strings: Iterable[bytes] = ()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", _WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        for name, chunks in (
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings or [f"<sst {_MAIN}/>".encode()]),
        ):
            with archive.open(name, "w", force_zip64=True) as part:
                for chunk in chunks:
                    part.write(chunk)
    return made.getvalue()


def _sheet(rows: str) -> list[bytes]:
    return [f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()]


def inflates_to_a_gigabyte() -> bytes:
    """A worksheet of a thousand megabytes of spaces, one megabyte packed."""
    return _book([f"<worksheet {_MAIN}>".encode(), *([b" " * _MEGABYTE] * 1024), b"</worksheet>"])


def lies_about_its_size() -> bytes:
    """The central directory says 100 bytes where 64 MB come out."""
    content = bytearray(_book([f"<worksheet {_MAIN}>".encode(), *([b" " * _MEGABYTE] * 64), b"</worksheet>"]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


def cell_at_the_far_corner() -> bytes:
    """Two cells, one at XFD1048576: a dense reader allocates seventeen thousand million."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _book(_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + far))


def far_cell_with_other_quotes() -> bytes:
    """The same, with single quotes and another prefix."""
    sheet = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        "<x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>"
        "<x:row r='1048576'><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    return _book([sheet.encode()])


def row_of_a_million_cells_without_place() -> bytes:
    """Cells that leave their place out, so that only counting tells how far out they are."""
    return _book(_sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"))


def one_long_text_a_hundred_thousand_times() -> bytes:
    """A shared text of 30,000 characters that 100,000 cells refer to: three gigabytes of copies."""
    rows = "".join(f'<row r="{r}">' + '<c t="s"><v>0</v></c>' * 100 + "</row>" for r in range(1, 1001))
    return _book(_sheet(rows), [f"<sst {_MAIN}><si><t>{'x' * 30_000}</t></si></sst>".encode()])


def entities_a_thousand_million() -> bytes:
    """Ten entities of ten entities each, nine deep (CWE-776)."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY e0 "x">{entities}]>'
    sheet = f'{doctype}<worksheet {_MAIN}><sheetData><row r="1"><c t="inlineStr"><is><t>&e9;</t></is></c></row>'
    return _book([(sheet + "</sheetData></worksheet>").encode()])


def doctype_in_utf_16() -> bytes:
    """The same declaration in another encoding, which a search for ASCII bytes does not see."""
    sheet = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY e "x">]><worksheet {_MAIN}></worksheet>'
    return _book([sheet.encode("utf-16")])


def _document(body: str) -> bytes:
    made = io.BytesIO()
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def cell_that_spans_a_thousand_million_columns() -> bytes:
    """A Word cell whose gridSpan a reader turns into that many copies."""
    properties = '<w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
    return _document(f"<w:tbl><w:tr><w:tc>{properties}<w:p><w:r><w:t>1.000593</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")


def document_of_two_million_paragraphs() -> bytes:
    """Elements without end; a tree of them takes hundreds of megabytes."""
    return _document("<w:p/>" * 2_000_000)


def deeply_nested_document() -> bytes:
    """Tables within tables, a hundred thousand deep."""
    depth = 100_000
    return _document("<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth)


def endless_line() -> bytes:
    """Fourteen megabytes without a line end."""
    return b"code,name\n1.000593," + b"a" * (14 * _MEGABYTE)


def endless_quote() -> bytes:
    """A quote that is never closed, over a million short lines."""
    return b'code,name\n1.000593,"' + b"abcdefg\n" * 1_000_000


def commas_only() -> bytes:
    """Five million cells."""
    return b"code,name\n" + (b"," * 199 + b"\n") * 25_000


def text_of_thirty_megabytes() -> bytes:
    """More text than any catalogue."""
    return b"code,name\n" + b"1.000593,abc\n" * (30 * _MEGABYTE // 13)


def deeply_nested_json() -> bytes:
    """A list in a list, five million deep."""
    return b"[" * 5_000_000


def json_of_a_million_objects() -> bytes:
    """Small on disk, two hundred megabytes as objects."""
    return b'{"data":{"items":[' + b"{}," * 4_000_000 + b"{}]}}"


def json_with_an_endless_number() -> bytes:
    """A number whose conversion takes the square of its length (CVE-2020-10735)."""
    return b'{"data":{"items":[{"code":"1.000593","name":"x","total":' + b"9" * 3_000_000 + b"}]}}"


def packed_twice() -> bytes:
    """A zip of zips of zeros."""
    inner = zlib.compress(bytes(64 * _MEGABYTE), 9)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3_000):
            archive.writestr(f"{n}.bin", inner[:100])
    return made.getvalue()


def _workbook(*sheets: str) -> dict[str, bytes]:
    """The parts of a workbook that Excel itself would open, with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for n in range(len(sheets)):
        book.create_sheet(f"S{n}")
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts | {f"xl/worksheets/sheet{n}.xml": b"".join(_sheet(rows)) for n, rows in enumerate(sheets, start=1)}


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _corners(last: str) -> str:
    cell = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    return cell.format(1, "A") + cell.format(20_000, last)


def six_hundred_sheets_with_a_far_cell() -> bytes:
    """Two cells a sheet, each within the limits: a reader fills in everything between them, sheet after sheet."""
    return _packed(_workbook(*[_corners("N")] * 600))


def one_sheet_under_two_thousand_names() -> bytes:
    """One part, named by two thousand sheets: inflated once, read two thousand times."""
    parts = _workbook(_corners("N"))
    book = parts["xl/workbook.xml"]
    entry = book[book.index(b"<sheet ") : book.index(b"</sheets>")]
    named = (entry.replace(b'"S0"', b'"S%d"' % n).replace(b'sheetId="1"', b'sheetId="%d"' % n) for n in range(1, 2000))
    parts["xl/workbook.xml"] = book.replace(entry, b"".join(named))
    return _packed(parts)


def sixty_thousand_merged_ranges() -> bytes:
    """Ranges that each cover up to twenty thousand rows: a thousand million cells to fill in."""
    merged = "".join(f'<mergeCell ref="A{n}:A20000"/>' for n in range(1, 20_000)) * 3
    parts = _workbook(_corners("A"))
    sheet = parts["xl/worksheets/sheet1.xml"]
    whole = f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
    return _packed(parts | {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", whole)})


BOMBS: dict[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        inflates_to_a_gigabyte,
        lies_about_its_size,
        cell_at_the_far_corner,
        far_cell_with_other_quotes,
        row_of_a_million_cells_without_place,
        one_long_text_a_hundred_thousand_times,
        entities_a_thousand_million,
        doctype_in_utf_16,
        cell_that_spans_a_thousand_million_columns,
        document_of_two_million_paragraphs,
        deeply_nested_document,
        endless_line,
        endless_quote,
        commas_only,
        text_of_thirty_megabytes,
        deeply_nested_json,
        json_of_a_million_objects,
        json_with_an_endless_number,
        packed_twice,
        six_hundred_sheets_with_a_far_cell,
        one_sheet_under_two_thousand_names,
        sixty_thousand_merged_ranges,
    )
}

if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(BOMBS[sys.argv[1]]())
