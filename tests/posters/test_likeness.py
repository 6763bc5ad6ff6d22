"""What is taken for alike without parsing is what full parsing would have found; all else is left to full parsing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import inspect, likeness, pdf, qr, sheets
from posters.errors import ReadBackError
from posters.inspect import FinishedPage
from posters.spec import Card, SiteHead
from tests.posters.conftest import card, pack_sheets

FIRST = SiteHead("11824", "Trung tâm Phục vụ hành chính công phường Lê Thanh Nghị", hotline="0220 3 123 456")
SECOND = SiteHead("10888", "Trung tâm Phục vụ hành chính công xã Cẩm Giang")


def files(cards: Sequence[Card], *heads: SiteHead) -> list[bytes]:
    bodies = [
        sheets.draw_sheet(s, {c.card.payload: qr.make_symbol(c.card.payload) for c in s.cells})
        for s in pack_sheets(cards)
    ]
    made = pdf.make_template(bodies)
    return [pdf.address_file(made, head) for head in heads]


MANY = tuple(card(f"Thủ tục số {i}", i) for i in range(15))
FILE, OTHER = files(MANY, FIRST, SECOND)
ORIGINAL = likeness.recognise_original(FILE)
START = len(ORIGINAL.block) if ORIGINAL else 0


def like(content: bytes) -> tuple[FinishedPage, ...] | None:
    assert ORIGINAL is not None
    return ORIGINAL.like(content)


def rounded(pages: Sequence[FinishedPage]) -> list[FinishedPage]:
    return [replace(page, lines=tuple(round(y, 6) for y in page.lines)) for page in pages]


def test_another_sites_file_is_known_by_its_bytes() -> None:
    found = like(OTHER)
    assert found is not None
    assert rounded(found) == rounded(inspect.read_pages(OTHER))
    assert [page.label for page in found] == ["10888-7-1", "10888-7-2"]


def test_the_block_is_most_of_a_file() -> None:
    assert 0.8 * len(OTHER) < START


def _full(content: bytes) -> list[FinishedPage] | None:
    try:
        return rounded(inspect.read_pages(content))
    except (ReadBackError, ValueError):
        return None


@given(st.data())
def test_whatever_changes_likeness_never_says_more_than_full_reading(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(OTHER) - 1) | st.integers(START, len(OTHER) - 1))
    put = data.draw(st.binary(min_size=0, max_size=3) | st.sampled_from([b"0", b"9", b"/", b"<<", b" 0 R", b"\n"]))
    cut = data.draw(st.integers(0, 3))
    changed = OTHER[:at] + put + OTHER[at + cut :]
    found = like(changed)
    assert found is None or rounded(found) == _full(changed)


@pytest.mark.parametrize("strange", [b"\x7f", b"\x80", b"\x00", b"\xff"])
def test_a_name_in_other_letters_is_left_to_full_reading(strange: bytes) -> None:
    assert OTHER.count(b"(10888-7-1)") == 1
    assert like(OTHER.replace(b"(10888-7-1)", b"(1088" + strange + b"-7-1)")) is None


def test_a_change_in_the_shared_block_is_left_to_full_reading() -> None:
    at = START // 2
    assert like(OTHER[:at] + bytes([OTHER[at] ^ 1]) + OTHER[at + 1 :]) is None


def test_a_shape_among_the_sites_text_is_left_to_full_reading() -> None:
    line = b"1 g 50 600 60 60 re f\n"
    at = OTHER.rindex(b"BT 1 0 0 1")
    longer = OTHER[:at] + line + OTHER[at:]
    size = longer.rindex(b"/Length ", 0, at) + 8
    length = int(longer[size : longer.index(b">", size)])
    changed = longer[:size] + str(length + len(line)).encode() + longer[longer.index(b">", size) :]
    moved = changed.rindex(b"startxref\n") + 10
    start = int(changed[moved : changed.index(b"\n", moved)])
    changed = changed[:moved] + str(start + len(line)).encode() + changed[changed.index(b"\n", moved) :]
    assert like(changed) is None
    with pytest.raises(ReadBackError, match="nét vẽ lạ"):
        inspect.read_pages(changed)


def test_a_later_generation_of_objects_is_left_to_full_reading() -> None:
    with pikepdf.open(io.BytesIO(OTHER)) as document:
        number = document.pages[0].obj.objgen[0]
    start = int(OTHER[OTHER.rindex(b"startxref\n") + 10 :].split(b"\n")[0])
    appended = len(OTHER)
    blank = b"%d 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, appended)
    trailer = b"trailer\n<</Size 999/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, appended + len(blank))
    assert like(OTHER + blank + table + trailer) is None


def test_another_programs_file_is_no_original() -> None:
    with pikepdf.open(io.BytesIO(OTHER)) as document:
        out = io.BytesIO()
        document.save(out)
    assert likeness.recognise_original(out.getvalue()) is None
    assert like(out.getvalue()) is None


def test_other_sheets_are_not_alike() -> None:
    (other,) = files(MANY[:9], SECOND)
    assert like(other) is None


def test_a_broken_original_is_refused() -> None:
    with pytest.raises(ReadBackError, match="không đọc lại được tệp PDF"):
        likeness.recognise_original(b"%PDF-1.7\n")
