"""One pass over the XML of an office file: what it costs is bounded before a library builds a tree."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.containers.xmlscan import Scan


def scan(part: str, content: str) -> None:
    Scan("tep").part(part)(content.encode(), True)


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY e "x">]><a/>', "khai báo không an toàn"),
        ("xl/worksheets/sheet1.xml", '<a><row r="1"><c r="XFD1"/></row></a>', "cột 16384"),
        ("xl/worksheets/sheet1.xml", '<a><row r="1048576"/></a>', "dòng 1048576"),
        ("xl/worksheets/sheet1.xml", '<a><row r="1"><c r="ABCDEFG1"/></row></a>', "cột 257"),
        ("word/document.xml", '<w:a xmlns:w="w"><w:gridSpan w:val="999999"/></w:a>', "ô gộp 999999 cột"),
    ],
)
def test_what_costs_too_much_is_refused(part: str, content: str, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        scan(part, content)


def test_cells_without_a_place_follow_on() -> None:
    row = "<row>" + "<c/>" * limits.COLUMNS + "</row>"
    scan("xl/worksheets/sheet1.xml", f"<a>{row}{row}</a>")
    with pytest.raises(IntakeError, match="cột 257"):
        scan("xl/worksheets/sheet1.xml", f"<a>{row.replace('</row>', '<c/></row>')}</a>")


def test_one_long_text_counts_for_every_cell_that_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORKBOOK_CHARACTERS", 1_000)
    whole = Scan("tep")
    whole.part("xl/sharedStrings.xml")(f"<a><si><t>{'x' * 400}</t></si></a>".encode(), True)
    cell = '<c t="s"><v>0</v></c>'
    whole.part("xl/worksheets/sheet1.xml")(f"<a><row>{cell * 2}</row></a>".encode(), True)
    with pytest.raises(IntakeError, match="hơn 1000 ký tự"):
        whole.part("xl/worksheets/sheet2.xml")(f"<a><row>{cell}</row></a>".encode(), True)
