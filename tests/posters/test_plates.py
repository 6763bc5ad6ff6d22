"""Marks on a page: read from the finished file as what they name, and the site's mark is all that a site may draw."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
import zxingcpp

from posters import inspect, likeness, marks, pdf, plates
from posters.body import Area, Body, MarkKind, SiteAreas, finish_body
from posters.errors import DrawingError, ReadBackError
from posters.geometry import Rect
from posters.spec import SheetMark, SiteHead, show_label
from posters.surface import Surface

SHEET = str(marks.identify(marks.SHEET, "15-12", b"x"))
ADDRESS = f"HTTPS://NIEMYET.HAIPHONG.GOV.VN/T/{SHEET}"
HEAD = SiteHead("hp-e", "Trung tâm Phục vụ hành chính công thành phố", hotline="0225 3 123 456")


def _body(mark: SheetMark) -> Body:
    surface = Surface(210, 297)
    placed = (
        plates.draw_sheet_mark(surface, 150, 260, mark),
        plates.draw_coarse_mark(surface, 120, 260, mark),
    )
    at = Area(60, 20, 100, 9, 8)
    areas = SiteAreas(at, at, at, Rect(12, 9, plates.SITE_SIDE, plates.SITE_SIDE))
    facts = {"label": "15-12", "release": 1, "released": date(2026, 11, 29), "sample": False}
    return finish_body(surface, areas, **facts, marks=placed)  # type: ignore[arg-type]


def _finished(mark: SheetMark, head: SiteHead = HEAD) -> bytes:
    return pdf.address_file(pdf.make_template([_body(mark)]), head)


def _read(content: bytes) -> set[str]:
    formats = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.DataMatrix))
    codes = zxingcpp.read_barcodes(inspect.render(content, 0), formats=formats, text_mode=zxingcpp.TextMode.Plain)
    return {code.text for code in codes}


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_all_marks_are_read_and_the_id_stands_in_letters(address: str) -> None:
    content = _finished(SheetMark(SHEET, address))
    assert _read(content) == {address or SHEET, SHEET, str(plates.identify_site(HEAD))}
    assert SHEET in inspect.read_text(content, 0)


def test_a_body_with_marks_survives_the_cache() -> None:
    body = _body(SheetMark(SHEET, ADDRESS))
    assert Body.load(body.dump()) == body
    assert [mark.kind for mark in body.marks] == [MarkKind.QR, MarkKind.MATRIX]
    assert [link.uri for link in body.links] == [ADDRESS]


def test_modules_are_half_a_millimetre_at_least_or_the_address_is_refused() -> None:
    longest = SheetMark(SHEET, "HTTPS://" + "A" * (90 - 8 - 3 - len(SHEET)) + f"/T/{SHEET}")
    plates.draw_sheet_mark(Surface(210, 297), 0, 0, longest)
    with pytest.raises(DrawingError, match="rút ngắn địa chỉ công khai"):
        plates.draw_sheet_mark(Surface(210, 297), 0, 0, SheetMark(SHEET, longest.address.replace("A", "AA", 1)))


def test_every_contact_changes_the_sites_mark() -> None:
    heads = [HEAD, SiteHead("hp-e", HEAD.name), SiteHead("hp-e", HEAD.name, address=HEAD.hotline)]
    assert len({str(plates.identify_site(head)) for head in heads}) == 3
    assert {plates.identify_site(head).name for head in heads} == {"HP-E"}


def test_files_of_two_sites_differ_in_their_heads_and_not_in_what_they_share() -> None:
    mark = SheetMark(SHEET, ADDRESS)
    first, second = _finished(mark), _finished(mark, SiteHead("11824", "Hồng Bàng"))
    original = likeness.recognise_original(first)
    assert original is not None
    (page,), (other,) = original.pages, inspect.read_pages(second)
    alike = original.like(second)
    assert alike is not None
    assert (alike[0].head, alike[0].lines) == (other.head, pytest.approx(other.lines))
    assert page.body == other.body == alike[0].body
    assert page.head != other.head
    assert min(other.lines) == pytest.approx(9 + plates.SITE_SIDE * 0.1, abs=0.2)
    assert inspect.digest_drawings(first) == inspect.digest_drawings(second)


@pytest.mark.parametrize("shape", [b"0 0 400 400 re f", b"q 9 0 0 -9 50 800 cm\n0 0 9 1 re\nf Q"])
@pytest.mark.parametrize("stream", [0, 2])
def test_a_second_shape_or_one_above_the_drawing_is_no_mark(shape: bytes, stream: int) -> None:
    with pikepdf.open(io.BytesIO(_finished(SheetMark(SHEET)))) as document:
        part = document.pages[0].obj.Contents[stream]
        part.write(part.read_bytes() + shape + b"\n")
        out = io.BytesIO()
        document.save(out)
    with pytest.raises(ReadBackError, match="nét vẽ lạ"):
        inspect.read_pages(out.getvalue())


def test_a_label_is_shown_with_a_dot_and_an_old_one_as_it_is() -> None:
    assert [show_label(label) for label in ("7-4", "15-12", "HT-01", "BCD")] == ["7·4", "15·12", "HT-01", "BCD"]
