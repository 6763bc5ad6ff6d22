"""Marks: ids that survive typing, and symbols that a reader reads from a finished drawing."""

from __future__ import annotations

import string
from datetime import date

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from posters import inspect, marks, pdf, qr
from posters.body import Area, SiteAreas, finish_body
from posters.errors import DrawingError
from posters.geometry import Rect
from posters.spec import SiteHead
from posters.surface import Surface

NAMES = st.from_regex(r"[A-Z0-9]{1,5}(-[A-Z0-9]{1,4}){0,2}", fullmatch=True)
KINDS = st.sampled_from([marks.SHEET, marks.SITE])


@given(KINDS, NAMES, st.binary(max_size=40))
def test_an_id_reads_back_alone_in_an_address_and_as_a_person_types_it(kind: str, name: str, digest: bytes) -> None:
    printed = marks.identify(kind, name, digest)
    assert printed == marks.identify(kind, name, digest)
    for text in (str(printed), f"HTTPS://A.VN/T/{printed}", f" {str(printed).lower().replace('-', ' ')}\n"):
        assert marks.read_id(kind, text) == printed
    assert not set("01OI") & set(str(printed).rpartition("-")[2])


@given(KINDS, NAMES, st.binary(max_size=8), st.data())
def test_one_wrong_character_and_two_exchanged_are_noticed(
    kind: str, name: str, digest: bytes, data: st.DataObject
) -> None:
    text = str(marks.identify(kind, name, digest))
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(sorted(set(string.ascii_uppercase + string.digits + "-") - {text[at]})))
    assert marks.read_id(kind, text[:at] + wrong + text[at + 1 :]) is None
    exchanged = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :] if at else text
    if exchanged != text:
        assert marks.read_id(kind, exchanged) is None


@given(NAMES, st.binary(max_size=8))
def test_a_site_is_never_taken_for_a_sheet(name: str, digest: bytes) -> None:
    assert marks.read_id(marks.SHEET, str(marks.identify(marks.SITE, name, digest))) is None


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_other_content_has_another_revision(one: bytes, other: bytes) -> None:
    alike = marks.identify(marks.SHEET, "HT-03", one) == marks.identify(marks.SHEET, "HT-03", other)
    assert alike == (one == other)


@pytest.mark.parametrize("name", ["", "ht-03", "HT--03", "HT 03", "Đ-1", "HT-03/", "-HT"])
def test_a_name_that_a_symbol_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(DrawingError, match="chữ in hoa không dấu"):
        marks.identify(marks.SHEET, name, b"")


@pytest.mark.parametrize("text", ["", "https://a.vn/T/X", "A_B", "A?B", "HT-03\n"])
def test_an_address_beyond_the_alphanumeric_set_is_refused(text: str) -> None:
    with pytest.raises(DrawingError, match="bảng chữ in hoa"):
        marks.make_qr_symbol(text)


@pytest.mark.parametrize("text", ["", "tờ 1"])
def test_a_data_matrix_of_other_text_is_refused(text: str) -> None:
    with pytest.raises(DrawingError, match="Data Matrix"):
        marks.make_data_matrix(text)


def test_an_id_alone_takes_the_smallest_symbol_and_an_address_the_third() -> None:
    """21 and 29 modules a side (ISO/IEC 18004:2015 table 7: 20 and 61 alphanumeric characters at level M)."""
    assert qr.split_symbol(marks.make_qr_symbol("HT-03-7KMXQ4")).size == 21
    assert qr.split_symbol(marks.make_qr_symbol("HTTPS://NIEMYET.EXAMPLE.GOV.VN/T/HT-03-7KMXQ4")).size == 29


@settings(max_examples=25)
@given(st.text(st.sampled_from(marks.LETTERS + "01OI- "), min_size=1, max_size=24))
def test_both_symbols_are_read_from_a_finished_page(text: str) -> None:
    surface = Surface(210, 297)
    marks.draw_mark(surface, Rect(20, 20, 60, 60), marks.make_qr_symbol(text))
    square = marks.draw_mark(surface, Rect(120, 20, 60, 60), marks.make_data_matrix(text), marks.DATA_MATRIX_QUIET)
    at = Area(10, 10, 100, 9, 8)
    body = finish_body(surface, SiteAreas(at, at, at), label="X", release=1, released=date(2026, 11, 24), sample=False)
    page = inspect.render(pdf.address_file(pdf.make_template([body]), SiteHead("1", "a")), 0)
    formats = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.DataMatrix))
    codes = zxingcpp.read_barcodes(page, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    assert sorted(code.text for code in codes) == [text, text]
    left = min(code.position.top_left.x for code in codes if code.format == zxingcpp.BarcodeFormat.DataMatrix)
    assert left * 25.4 / 150 == pytest.approx(square.x, abs=0.4)


def test_a_mark_whose_modules_would_be_too_small_is_refused() -> None:
    with pytest.raises(DrawingError, match=r"0\.49 mm"):
        marks.draw_mark(Surface(210, 297), Rect(0, 0, 14.2, 14.2), marks.make_qr_symbol("A"))
