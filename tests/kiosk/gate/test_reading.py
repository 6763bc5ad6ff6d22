"""What stands on finished paper is read, or why it cannot be is told; nothing is taken on trust between sites."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.gate.reading import Likeness, PageReading, open_file, read_boards, read_pages, squeeze_text
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.workspace.store import Store
from posters import inspect, marks
from posters.errors import ReadBackError
from tests.kiosk.pages.planning import CITY, COMMUNES, PROCEDURES

FIRST, SECOND = COMMUNES[0].code, COMMUNES[1].code


@pytest.fixture
def release(drawn_city: tuple[Store, Manifest]) -> Manifest:
    return drawn_city[1]


def sheets(tree: Path, code: str) -> Path:
    return tree / "sites" / code / SHEETS_FILE


READINGS = st.builds(
    PageReading, st.lists(st.text()).map(tuple), st.text(), st.tuples(st.floats(0, 420), st.floats(0, 420))
)


@given(READINGS)
def test_a_reading_comes_back_from_the_cache(kept: PageReading) -> None:
    assert PageReading.load(kept.dump()) == kept


def test_readings_that_differ_name_the_page_and_keep_both_faults() -> None:
    one, other = (PageReading((), "", (0, 0), (fault,)) for fault in ("mờ", "nhòe"))
    faults = one.contradicted("10888-HT-01", other).faults
    assert faults[:2] == ("mờ", "nhòe")
    assert faults[2].startswith("10888-HT-01: ")


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Khai\nsinh  lưu\tđộng", "Khaisinhlưuđộng"), ("tái\ufffe\ncấp", "tái-cấp"), ("\u00a0a\u2003b ", "ab"), ("", "")],
)
def test_white_space_does_not_count(text: str, bare: str) -> None:
    assert squeeze_text(text) == bare


# sheets ------------------------------------------------------------------------------------------------------


def test_codes_text_and_band_of_a_page(release: Manifest, city_tree: Path) -> None:
    (page,) = read_pages(sheets(city_tree, FIRST), ((0, False),))
    site = release.site(FIRST)
    assert site is not None
    expected = release.bodies[release.sheets(site)[0].body]
    assert page.codes == tuple(code.payload for code in expected)
    assert squeeze_text(PROCEDURES[0].name) in page.text
    top, bottom = page.band
    assert 34 < top < bottom < 270
    assert (page.faults, page.hard_tried) == ((), 0)


def test_only_the_pages_that_were_asked_for_are_read_under_bad_conditions(city_tree: Path) -> None:
    (page,) = read_pages(sheets(city_tree, CITY.code), ((0, True),))
    assert page.hard_tried > 0
    assert page.faults == ()


def test_a_page_that_is_not_there_is_no_empty_page(city_tree: Path) -> None:
    with pytest.raises(ReadBackError):
        read_pages(sheets(city_tree, FIRST), ((7, False),))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>"])
def test_a_file_that_is_none_of_ours_says_why(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / SHEETS_FILE
    path.write_bytes(content)
    assert isinstance(open_file(path), str)
    assert open_file(path)
    assert isinstance(Likeness().open_file(path, "layout"), str)


def test_a_lost_file_says_why(tmp_path: Path) -> None:
    assert SHEETS_FILE in str(open_file(tmp_path / SHEETS_FILE))


# likeness ----------------------------------------------------------------------------------------------------


def test_a_second_site_of_a_layout_is_not_parsed_and_reads_the_same(
    city_tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = open_file(sheets(city_tree, SECOND))
    likenesses = Likeness()
    likenesses.open_file(sheets(city_tree, FIRST), "layout")
    monkeypatch.setattr(inspect, "read_pages", lambda _content: pytest.fail("parsed in full"))
    alike = likenesses.open_file(sheets(city_tree, SECOND), "layout")
    assert isinstance(whole, tuple)
    assert isinstance(alike, tuple)
    assert [(p.label, p.body) for p in alike] == [(p.label, p.body) for p in whole]
    for one, other in zip(alike, whole, strict=True):
        assert one.lines == pytest.approx(other.lines)


def test_a_file_under_the_wrong_layout_is_parsed_in_full(city_tree: Path) -> None:
    likenesses = Likeness()
    likenesses.open_file(sheets(city_tree, FIRST), "layout")
    other = sheets(city_tree, CITY.code)
    assert likenesses.open_file(other, "layout") == open_file(other)


def test_a_drawing_changed_in_one_site_is_another_drawing(city_tree: Path) -> None:
    """One module less in one code: the page must be read by itself."""
    path, likenesses = sheets(city_tree, SECOND), Likeness()
    first = likenesses.open_file(sheets(city_tree, FIRST), "layout")
    spoilt = bytearray(path.read_bytes())
    at = spoilt.index(b"stream") + 200
    spoilt[at] ^= 1
    path.write_bytes(bytes(spoilt))
    second = likenesses.open_file(path, "layout")
    assert isinstance(first, tuple)
    assert isinstance(second, str) or [p.body for p in second] != [p.body for p in first]


# boards ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deep", [False, True])
def test_every_board_carries_the_kiosks_address_and_feedback(release: Manifest, city_tree: Path, deep: bool) -> None:
    boards = read_boards(city_tree, release.sites, deep=deep)
    assert boards.keys() == {s.code for s in release.sites}
    for codes in boards.values():
        assert isinstance(codes, dict)
        (page,) = codes.values()
        assert set(codes) == {"BCD"} and any("tim-kiem-thu-tuc" in url for url in page.codes)
        assert [name.rsplit("-", 1)[0] for name in page.names] == ["BCD"], "the coarse mark, and no site's"
    assert len({page.mark for pages in boards.values() if isinstance(pages, dict) for page in pages.values()}) == len(
        boards
    ), "every site its own modules"


def test_a_board_that_cannot_be_read_or_has_other_pages_says_so(release: Manifest, city_tree: Path) -> None:
    folder = city_tree / "sites"
    (folder / FIRST / BOARD_FILE).write_bytes(b"%PDF-1.7\n")
    (folder / SECOND / BOARD_FILE).unlink()
    boards = read_boards(city_tree, release.sites, deep=False)
    assert isinstance(boards[FIRST], str)
    assert BOARD_FILE in str(boards[SECOND])
    assert isinstance(boards[CITY.code], dict)


def test_boards_of_one_drawing_are_read_once(
    release: Manifest, city_tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    true = inspect.read_codes_and_marks
    monkeypatch.setattr(
        inspect, "read_codes_and_marks", lambda pdf, pages: calls.extend(pages) or true(pdf, list(pages))
    )
    read_boards(city_tree, release.sites, deep=False)
    assert len(calls) == 2, "one for the communes, one for the city"


def test_a_board_of_another_site_under_its_name_is_read_for_what_it_is(release: Manifest, city_tree: Path) -> None:
    """The codes are those of the finished file, whatever it should have been."""
    folder = city_tree / "sites"
    shutil.copyfile(folder / FIRST / SHEETS_FILE, folder / FIRST / BOARD_FILE)
    codes = read_boards(city_tree, [replace(release.sites[0], code=FIRST)], deep=False)[FIRST]
    assert isinstance(codes, dict)
    texts = frozenset[str]().union(*(page.codes for page in codes.values()))
    addresses = {text for text in texts if marks.read_id(marks.SHEET, text) is None}
    assert {url.rpartition("=")[2] for url in addresses} == {p.code for p in PROCEDURES[:2]}
