"""The set of readings answers only when everything was read, and says exactly what is not as it must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from kiosk.gate.readback import HashedFiles, OrderError, Papers, PrintedPage, PrintedText, ReadingSet
from kiosk.gate.reading import BoardPage, PageReading, PdfPages
from kiosk.model.manifest import CodeEntry, Manifest, SheetEntry, SiteEntry
from kiosk.model.site import SiteKind
from posters import inspect
from posters.plates import grow_mark
from posters.spec import MarkSeed

DAY = date(2026, 11, 24)
SHEETS = tuple(SheetEntry(f"HT-0{n}", "ho-tich", n, f"revision {n}", 1, DAY, f"body {n}") for n in (1, 2))
SITES = tuple(SiteEntry(code, SiteKind.COMMUNE, code, "layout", "page", 1, DAY) for code in ("10507", "10888"))
BODIES = {
    "body 1": (CodeEntry(0, 1, "1.000001", "https://a"), CodeEntry(1, 1, "1.000002", "https://b")),
    "body 2": (CodeEntry(0, 1, "1.000003", "https://c"),),
}
PRINTED = {
    code: PrintedText("", text, "")
    for code, text in (("1.000001", "Khaisinh"), ("1.000002", "Khaitử"), ("1.000003", "Kếthôn"))
}
AT_ALL = {site.code: PRINTED for site in SITES}
MARKS = {f"body {n}": (f"HTTPS://A.VN/T/{n}", str(n)) for n in (1, 2)}
GOOD = {
    "drawing 1": PageReading(("https://a", "https://b"), "Khaisinh,Khaitử", (50.0, 200.0)),
    "drawing 2": PageReading(("https://c",), "Kếthôn", (50.0, 90.0)),
}


OWN = {"lines": (10.0,), "head": "head", "mark": "modules"}


def manifest() -> Manifest:
    return Manifest(1, None, DAY, None, False, {}, (), SITES, {"layout": SHEETS}, {}, BODIES)


def pages(site: str) -> PdfPages:
    """The pages of a site's file, as far as the set looks at them."""
    facts = ({"index": n - 1, "label": f"{site}-HT-0{n}", "body": f"drawing {n}", **OWN} for n in (1, 2))
    return tuple(cast("inspect.FinishedPage", SimpleNamespace(**each)) for each in facts)


def opened(readings: ReadingSet, **other: PdfPages | str) -> list[PrintedPage]:
    return [page for s in SITES for page in readings.take_sheets(s.code, other.get(f"s{s.code}", pages(s.code)))]


def read(readings: ReadingSet, **other: PdfPages | str) -> ReadingSet:
    for page in opened(readings, **other):
        readings.take_reading(page, GOOD[page.drawing])
    return readings


def gaps(papers: Papers) -> str:
    return "\n".join(f"{code}: {gap}" for code, site in papers.sites.items() for gap in site.gaps)


def test_what_is_right_has_no_gap_and_adds_up() -> None:
    papers = read(ReadingSet(manifest())).papers(AT_ALL, MARKS)
    assert gaps(papers) == ""
    assert papers.sites["10888"].urls == {c.code: c.payload for codes in BODIES.values() for c in codes}
    assert (papers.sheets_read, papers.pages_compared, papers.codes_read) == (2, 4, 3)


@pytest.mark.parametrize(
    ("reading", "gap"),
    [
        (replace(GOOD["drawing 1"], codes=("https://b", "https://a")), "ô 1 (thủ tục 1.000001) đọc được https://b"),
        (replace(GOOD["drawing 1"], codes=("https://a",)), "đọc được 1 mã, đúng ra 2"),
        (replace(GOOD["drawing 1"], text="Khaisinh"), "của thủ tục 1.000002 in trên tờ không đúng với danh mục"),
        (replace(GOOD["drawing 1"], band=(5.0, 200.0)), "chữ riêng của điểm đè lên vùng có mã"),
        (replace(GOOD["drawing 1"], faults=("đọc sai",)), "đọc sai"),
    ],
)
def test_a_wrong_reading_is_a_gap_of_every_site_that_carries_the_drawing(reading: PageReading, gap: str) -> None:
    readings = ReadingSet(manifest())
    for page in opened(readings):
        readings.take_reading(page, reading if page.drawing == "drawing 1" else GOOD[page.drawing])
    text = gaps(readings.papers(AT_ALL, MARKS))
    for site in ("10507", "10888"):
        assert any(line.startswith(f"{site}: tờ {site}-HT-01: ") and gap in line for line in text.splitlines())
    assert "HT-02" not in text


def test_two_readings_of_one_drawing_that_differ_are_not_believed() -> None:
    readings = read(ReadingSet(manifest()))
    assert readings.agrees("drawing 1")
    page = PrintedPage(SITES[1], SHEETS[0], 0, "drawing 1", ())
    readings.take_reading(page, replace(GOOD["drawing 1"], codes=("https://a", "https://x")))
    assert not readings.agrees("drawing 1")
    assert "cùng một bản vẽ mà đọc ra khác" in gaps(readings.papers(AT_ALL, MARKS))


def test_files_that_cannot_be_opened_or_have_other_pages() -> None:
    one_page, foreign = pages("10888")[:1], pages("10507")
    assert "10888: không đọc được tệp niem-yet-A4.pdf: hỏng" in gaps(
        read(ReadingSet(manifest()), s10888="hỏng").papers(AT_ALL, MARKS)
    )
    assert "có 1 trang, đúng ra 2" in gaps(read(ReadingSet(manifest()), s10888=one_page).papers(AT_ALL, MARKS))
    assert "10888: trang của tờ HT-01 mang số hiệu 10507-HT-01" in gaps(
        read(ReadingSet(manifest()), s10888=foreign).papers(AT_ALL, MARKS)
    )


def test_bad_conditions_are_counted_and_named_once_for_each_drawing() -> None:
    readings = ReadingSet(manifest())
    for page in opened(readings):
        readings.take_reading(page, replace(GOOD[page.drawing], hard_tried=10, hard_unread=("mờ",)))
    papers = readings.papers(AT_ALL, MARKS)
    assert (papers.hard_tried, papers.hard_unread) == (20, ("tờ 10507-HT-01: mờ", "tờ 10507-HT-02: mờ"))


def test_boards_are_compared_with_the_sites_own_address() -> None:
    readings = ReadingSet(manifest())
    readings.take_boards(
        {
            "10507": {
                "BCD-1": BoardPage(frozenset({"https://own", "https://feedback"})),
                "BCD-2": BoardPage(frozenset({"https://feedback"})),
            },
            "10888": {"BCD": BoardPage(frozenset({"https://evil"}))},
        }
    )
    faults = readings.board_faults(
        {"10507": "https://own", "10888": "https://own"}, frozenset({"https://feedback"}), ""
    )
    assert faults["10507"] == []
    assert faults["10888"] == [
        "bảng chỉ dẫn không có mã dẫn đến https://own",
        "bảng chỉ dẫn có mã lạ dẫn đến https://evil",
    ]
    readings.take_boards({"10507": "hỏng", "10888": {"BCD": BoardPage(frozenset({"https://own"}))}})
    assert readings.board_faults({s.code: "https://own" for s in SITES}, frozenset(), "") == {
        "10507": ["không đọc được tệp bang-chi-dan-A3.pdf: hỏng"],
        "10888": [],
    }


def test_every_page_of_a_board_names_itself_and_its_site() -> None:
    readings = ReadingSet(replace(manifest(), sites=tuple(replace(site, board="seed") for site in SITES)))
    readings.take_sheets("10507", pages("10507"))
    root = "HTTPS://X.GOV.VN/T/"
    first, second = (grow_mark(MarkSeed("seed", root), label) for label in ("BCD-1", "BCD-2"))
    assert first is not None and second is not None
    right = BoardPage(frozenset({"https://own", first.address}), (first.id,), "modules")
    other = BoardPage(frozenset({second.address}), (second.id,), "modules")
    wrong = BoardPage(frozenset({"https://own", second.address}), (), "others")
    readings.take_boards({"10507": {"BCD-1": right, "BCD-2": other}, "10888": {"BCD-1": wrong}})
    faults = readings.board_faults({s.code: "https://own" for s in SITES}, frozenset(), root)
    assert faults["10507"] == []
    assert faults["10888"] == [
        f"bảng chỉ dẫn có mã lạ dẫn đến {second.address}",
        f"tờ BCD-1 của bảng chỉ dẫn không có mã của chính nó ({first.address})",
        f"tờ BCD-1 của bảng chỉ dẫn mang mã nhận diện không đọc được, đúng ra {first.id}",
        "tờ BCD-1 của bảng chỉ dẫn mang mã nhận diện điểm khác với các tờ niêm yết của điểm",
    ]


def half_opened() -> ReadingSet:
    readings = ReadingSet(manifest())
    readings.take_sheets("10507", pages("10507"))
    return readings


def half_read() -> ReadingSet:
    readings = ReadingSet(manifest())
    page = opened(readings)[0]
    readings.take_reading(page, GOOD[page.drawing])
    return readings


def asked_twice() -> ReadingSet:
    readings = read(ReadingSet(manifest()))
    readings.papers(AT_ALL, MARKS)
    return readings


PAGE = PrintedPage(SITES[0], SHEETS[0], 0, "drawing 1", ())


@pytest.mark.parametrize(
    ("at", "step"),
    [
        (half_opened, lambda r: r.papers(AT_ALL, MARKS)),
        (half_read, lambda r: r.papers(AT_ALL, MARKS)),
        (asked_twice, lambda r: r.papers(AT_ALL, MARKS)),
        (half_opened, lambda r: r.take_reading(PAGE, GOOD["drawing 1"])),
        (half_opened, lambda r: r.take_sheets("10507", pages("10507"))),
        (half_opened, lambda r: r.take_sheets("99999", pages("99999"))),
        (half_read, lambda r: r.take_sheets("10888", pages("10888"))),
        (half_read, lambda r: r.take_reading(replace(PAGE, drawing="strange"), GOOD["drawing 1"])),
        (asked_twice, lambda r: r.take_reading(PAGE, GOOD["drawing 1"])),
        (half_read, lambda r: r.hashed()),
        (half_read, lambda r: r.screens()),
        (half_read, lambda r: r.board_faults({}, frozenset(), "")),
    ],
)
def test_a_wrong_order_is_an_error(at: Callable[[], ReadingSet], step: Callable[[ReadingSet], object]) -> None:
    with pytest.raises(OrderError):
        step(at())


def test_screens_and_boards_of_some_sites_are_not_those_of_all() -> None:
    readings = ReadingSet(manifest())
    readings.take_screens({"10507": {}})
    readings.take_boards({"10507": {}})
    readings.take_hashes(HashedFiles(3, ()))
    assert readings.hashed() == HashedFiles(3, ())
    with pytest.raises(OrderError):
        readings.screens()
    with pytest.raises(OrderError):
        readings.board_faults({"10507": ""}, frozenset(), "")


def test_a_reading_comes_back_from_the_cache_as_it_was() -> None:
    for reading in GOOD.values():
        assert PageReading.load(reading.dump()) == reading


def _marked(**marks: tuple[str, ...]) -> ReadingSet:
    """Read with marks: both sites have a head of their own."""
    named = replace(manifest(), sites=tuple(replace(site, head=f"{site.code}-ABCDEF") for site in SITES))
    readings = ReadingSet(named)
    for page in opened(readings):
        number = page.drawing[-1]
        own = marks.get(f"d{number}", MARKS[f"body {number}"])
        readings.take_reading(page, replace(GOOD[page.drawing], marks=own))
    return readings


def test_marks_must_name_the_sheet_and_the_site() -> None:
    right = {site.code: (f"{site.code}-ABCDEF",) for site in SITES}
    readings = _marked()
    readings.take_heads(right)
    assert gaps(readings.papers(AT_ALL, MARKS)) == ""
    readings = _marked(d2=("2",))
    readings.take_heads({**right, "10888": ("10507-ABCDEF", "")})
    text = gaps(readings.papers(AT_ALL, MARKS))
    assert "10507: tờ 10507-HT-02: mã nhận diện tờ đọc được 2, đúng ra HTTPS://A.VN/T/2, 2" in text
    assert "10888: mã nhận diện điểm trên các tờ đọc được 10507-ABCDEF, đúng ra 10888-ABCDEF" in text


def test_a_site_whose_marks_cannot_be_read_is_told() -> None:
    readings = _marked()
    readings.take_heads({"10507": "hỏng"})
    text = gaps(readings.papers(AT_ALL, MARKS))
    assert "10507: không đọc được mã nhận diện điểm: hỏng" in text
    assert "10888: mã nhận diện điểm trên các tờ đọc được không có mã nào, đúng ra 10888-ABCDEF" in text


def test_a_field_must_stand_over_its_first_card() -> None:
    fields = {code: replace(text, field="Hộtịch") for code, text in PRINTED.items()}
    readings = _marked()
    readings.take_heads({site.code: (site.head or f"{site.code}-ABCDEF",) for site in SITES})
    text = gaps(readings.papers(dict.fromkeys(AT_ALL, fields), MARKS))
    assert "thủ tục 1.000001 in trên tờ không đúng" in text
    assert "thủ tục 1.000002 in trên tờ không đúng" not in text


def test_each_site_has_its_own_host_on_equal_sheets() -> None:
    """Communes may print the city's own addresses while others print the portal's, with the same codes."""
    here, there = SITES[0].code, SITES[1].code
    other = {code: replace(text, host="a.vn") for code, text in PRINTED.items()}
    text = gaps(read(ReadingSet(manifest())).papers({here: PRINTED, there: other}, MARKS))
    assert f"{there}: tờ {there}-HT-01: mã, tên hoặc lĩnh vực của thủ tục 1.000001" in text
    assert f"{here}:" not in text


def test_sheets_drawn_before_they_bore_marks_have_their_field_on_every_card() -> None:
    text = PrintedText("Hộtịch", "1.000001Khaisinh", "a.vn")
    assert text.follows("Hộtịch", marked=False) == "1.000001KhaisinhHộtịcha.vn"
    assert text.follows("Hộtịch", marked=True) == "1.000001Khaisinha.vn"
    assert text.follows("", marked=True) == "Hộtịch1.000001Khaisinha.vn"
