"""Metadata say what the information dictionary says, whatever characters it holds."""

from __future__ import annotations

import io
from datetime import date

import pikepdf

from posters import pdf
from posters.spec import SiteHead
from posters.xmp import write_packet
from tests.posters.conftest import card, draw_sheet, pack_sheets


def test_title_author_language_and_day(head: SiteHead) -> None:
    """ISO 14289-1 7.1: the metadata holds dc:title; ISO 32000-2 14.3.3: both say the same."""
    content = pdf.address_file(pdf.make_template([draw_sheet(pack_sheets((card("A"),))[0])]), head)
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as meta:
        assert meta["dc:title"] == str(document.docinfo["/Title"])
        assert list(meta["dc:creator"]) == [str(document.docinfo["/Author"])]
        assert "pdfuaid:part" not in meta, "no conformity is claimed that was not checked"


def test_markup_in_a_name_is_text() -> None:
    packet = write_packet("A & <b>", "x]]>", date(2026, 11, 24)).decode()
    assert "A &amp; &lt;b&gt;" in packet and "2026-11-24T00:00:00+07:00" in packet


def test_one_site_does_not_say_anothers_name() -> None:
    template = pdf.make_template([draw_sheet(pack_sheets((card("A"),))[0])])
    first = pdf.address_file(template, SiteHead("1", "Xã Một"))
    assert "Xã Một".encode() in first and "Xã Hai".encode() not in first
