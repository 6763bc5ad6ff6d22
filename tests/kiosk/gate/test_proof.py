"""Reading back what goes to a print shop: a page is right only with exactly its codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.gate.proof import Expected, Proofreader
from kiosk.progress import report_nothing
from kiosk.workspace.store import Store
from posters import booklet, pdf, press, qr, single
from posters.plates import grow_mark, identify_site
from posters.press import Finish, Imposition
from posters.spec import Card, MarkSeed, SiteHead
from tests.posters.products import booklet as booklet_of
from tests.posters.products import entry
from tests.posters.products import single as sheet

CARDS = [
    Card(f"1.00000{i}", "Đăng ký khai sinh", f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{i}", "dichvucong.gov.vn")
    for i in range(4)
]
LABELS = [f"10507-TT-{c.code}" for c in CARDS]
EXPECTED = {label: (c.payload,) for label, c in zip(LABELS, CARDS, strict=True)}


@pytest.fixture(scope="module")
def plain() -> bytes:
    made = single.make_template([sheet(c) for c in CARDS], {c.payload: qr.make_symbol(c.payload) for c in CARDS})
    return pdf.address_file(made, SiteHead("10507", "Trung tâm"))


@pytest.fixture(scope="module")
def marked() -> bytes:
    """The same with marks."""
    made = single.make_template(
        [replace(sheet(c), seed=MarkSeed("seed")) for c in CARDS], {c.payload: qr.make_symbol(c.payload) for c in CARDS}
    )
    return pdf.address_file(made, HEAD)


HEAD = SiteHead("10507", "Trung tâm")
NAMES = {f"10507-TT-{c.code}": str(grow_mark(MarkSeed("seed"), f"TT-{c.code}").id) for c in CARDS}  # type: ignore[union-attr]
MARKED = {label: (*EXPECTED[label], name) for label, name in NAMES.items()}
MARKS = {label: (name, str(identify_site(HEAD))) for label, name in NAMES.items()}


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Proofreader]:
    cache = Store(tmp_path).cache()
    yield Proofreader(cache, report_nothing)
    cache.close()


def swapped(a: int, b: int) -> Expected:
    """What would be expected if two pages had each other's codes."""
    return EXPECTED | {LABELS[a]: EXPECTED[LABELS[b]], LABELS[b]: EXPECTED[LABELS[a]]}


@pytest.mark.parametrize("imposition", Imposition)
def test_pages_with_exactly_their_codes_pass(plain: bytes, reader: Proofreader, imposition: Imposition) -> None:
    reader.read(press.finish(plain, Finish(imposition=imposition, bleed=3, marks=True)), EXPECTED, "k", "x")


@pytest.mark.parametrize("imposition", Imposition)
def test_a_code_on_another_page_is_found(plain: bytes, reader: Proofreader, imposition: Imposition) -> None:
    content = press.finish(plain, Finish(imposition=imposition))
    with pytest.raises(ReleaseError, match="đọc lại thấy 2 mã sai") as caught:
        reader.read(content, swapped(0, 1), "k", "điểm 10507")
    assert caught.value.place.startswith("điểm 10507, trang 10507-TT-")
    assert "không đọc được mã dẫn đến https://" in caught.value.value
    assert "có mã lạ dẫn đến https://" in caught.value.value


@pytest.mark.parametrize("imposition", Imposition)
@pytest.mark.parametrize("other", [1, 2, 3])
def test_two_pages_with_each_others_codes_never_pass(
    plain: bytes, reader: Proofreader, imposition: Imposition, other: int
) -> None:
    """Also where both stand on one side of one sheet of paper."""
    content = press.finish(plain, Finish(imposition=imposition))
    with pytest.raises(ReleaseError, match="mã sai"):
        reader.read(content, swapped(0, other), "k", "điểm 10507")


def test_two_codes_of_one_page_in_the_wrong_order_are_found(reader: Proofreader) -> None:
    """Two procedures with each other's address: every code is there, none is right."""
    made = booklet_of(("Hộ tịch", entry(c)) for c in CARDS[:2])
    template = booklet.make_template(made, {c.payload: qr.make_symbol(c.payload) for c in CARDS[:2]})
    content = pdf.address_file(template, SiteHead("10507", "Trung tâm"))
    first, second = (c.payload for c in CARDS[:2])
    contents, table = press.read_labels(content)
    reader.read(content, {contents: (), table: (first, second)}, "k", "x")
    with pytest.raises(ReleaseError, match="đọc lại thấy 2 mã sai") as caught:
        reader.read(content, {contents: (), table: (second, first)}, "k2", "x")
    assert caught.value.value == "các mã đứng sai thứ tự"


def test_a_page_without_a_code_and_a_page_nobody_knows_are_found(plain: bytes, reader: Proofreader) -> None:
    with pytest.raises(ReleaseError, match="đọc lại thấy 1 mã sai") as caught:
        reader.read(plain, {label: EXPECTED[label] for label in LABELS[:-1]}, "k", "x")
    assert LABELS[-1] in caught.value.place
    assert "có mã lạ" in caught.value.value


def test_only_what_was_found_right_is_remembered(plain: bytes, reader: Proofreader) -> None:
    for _ in range(2):
        with pytest.raises(ReleaseError):
            reader.read(plain, swapped(0, 1), "k", "x")
    reader.read(plain, EXPECTED, "k", "x")
    reader.read(b"", EXPECTED, "k", "x")


@pytest.mark.parametrize("imposition", Imposition)
def test_marks_of_sheet_and_site_are_read_from_finished_pages(
    marked: bytes, reader: Proofreader, imposition: Imposition
) -> None:
    content = press.finish(marked, Finish(imposition=imposition))
    reader.read(content, MARKED, "k", "x", MARKS)
    mine, other = LABELS[0], LABELS[1]
    with pytest.raises(ReleaseError, match=r"đọc lại thấy \d mã sai") as caught:
        reader.read(
            content, MARKED, "k2", "x", MARKS | {mine: MARKS[mine][:1], other: (MARKS[mine][0], "10888-22222A")}
        )
    assert "mã nhận diện" in caught.value.value


def test_another_sites_mark_is_found_even_on_drawings_that_were_read(marked: bytes, reader: Proofreader) -> None:
    reader.read(marked, MARKED, "k", "x", MARKS)
    made = str(identify_site(SiteHead("10888", "Trung tâm")))
    with pytest.raises(ReleaseError, match="2 mã sai") as caught:
        reader.read(marked, MARKED, "k", "x", {label: (name, made) for label, name in NAMES.items()})
    assert f"không đọc được mã nhận diện {made}" in caught.value.value
