"""What a photo says of sheets: named by marks or by codes, never by one stray code; unread is not right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posters import marks
from posters.geometry import Rect
from posters.photo.seen import SeenCode
from posters.photo.wall import PhotoSheet, SheetPlan, read_wall

QR, COARSE, SITE = Rect(14, 11, 19, 19), Rect(174, 10, 20, 20), Rect(100, 11, 19, 19)


def _plan(label: str, digest: bytes = b"") -> SheetPlan:
    codes = {f"https://a.vn/{label}/{i}": Rect(12 + 95 * (i % 2), 38 + 39 * (i // 2), 31, 31) for i in range(12)}
    revision = marks.identify(marks.SHEET, label, digest).revision
    return SheetPlan(label, revision, 210, 297, codes, QR, COARSE)


def _seen(text: str, area: Rect, at: tuple[float, float], is_qr: bool = True, scale: float = 5.0) -> SeenCode:
    """A symbol of a sheet that hangs straight with its corner `at` in the photo."""
    x, y, w, h = (v * scale for v in (area.x, area.y, area.width, area.height))
    x, y = x + at[0], y + at[1]
    return SeenCode(text, is_qr, ((x, y), (x + w, y), (x + w, y + h), (x, y + h)))


def _codes(plan: SheetPlan, at: tuple[float, float] = (100, 50), scale: float = 5.0) -> list[SeenCode]:
    return [_seen(text, area, at, scale=scale) for text, area in plan.codes.items()]


HT, DD = _plan("HT-03"), _plan("DD-01")
MARK = str(marks.identify(marks.SHEET, "HT-03", b""))


def _one(codes: list[SeenCode]) -> PhotoSheet:
    (sheet,) = read_wall(codes, [HT, DD])
    return sheet


def test_a_sheet_is_named_located_and_read() -> None:
    site = _seen(str(marks.identify(marks.SITE, "11824", b"")), SITE, (100, 50), is_qr=False)
    sheet = _one([*_codes(HT), _seen(f"HTTPS://A.VN/T/{MARK}", QR, (100, 50)), site])
    assert (sheet.label, sheet.revision, sheet.site) == ("HT-03", HT.revision, "11824")
    assert sheet.read == tuple(HT.codes)
    assert (sheet.unread, sheet.foreign, sheet.closer) == ((), (), False)
    assert sheet.corners[0] == pytest.approx((100, 50), abs=0.1)
    assert sheet.corners[2] == pytest.approx((1150, 1535), abs=0.1)
    assert sheet.pixels == pytest.approx(4.23, abs=0.01)


def test_codes_alone_name_the_label_and_no_revision() -> None:
    sheet = _one(_codes(HT)[:2])
    assert (sheet.label, sheet.revision, len(sheet.unread)) == ("HT-03", "", 10)


def test_the_coarse_mark_alone_names_a_sheet_of_which_nothing_else_is_read() -> None:
    sheet = _one([_seen(MARK, COARSE, (0, 0), is_qr=False, scale=2.0)])
    assert (sheet.label, sheet.revision, len(sheet.unread), sheet.closer) == ("HT-03", HT.revision, 12, True)


def test_one_code_of_another_sheet_pasted_over_ours_is_foreign_and_names_nothing() -> None:
    stray = replace(_codes(DD)[5], text="https://a.vn/DD-01/5")
    sheet = _one([code for code in _codes(HT) if not code.text.endswith("/5")] + [stray])
    assert (sheet.foreign, sheet.unread) == (("https://a.vn/DD-01/5",), ("https://a.vn/HT-03/5",))


def test_a_code_of_the_sheet_itself_in_another_cell_is_foreign() -> None:
    moved = _seen("https://a.vn/HT-03/5", HT.codes["https://a.vn/HT-03/8"], (100, 50))
    rest = [code for code in _codes(HT) if code.text[-2:] not in ("/5", "/8")]
    sheet = _one([*rest, _seen(MARK, COARSE, (100, 50), is_qr=False), moved])
    assert "https://a.vn/HT-03/5" in sheet.foreign
    assert sheet.unread == ("https://a.vn/HT-03/5", "https://a.vn/HT-03/8")


def test_a_bank_code_beside_a_sheet_is_no_concern_of_ours() -> None:
    sheet = _one([*_codes(HT), _seen("00020101021238", Rect(230, 100, 30, 30), (100, 50))])
    assert sheet.foreign == ()


def test_two_copies_of_a_sheet_are_two_sheets_and_neighbours_are_apart() -> None:
    sheets = read_wall([*_codes(HT), *_codes(DD, (1300, 50)), *_codes(HT, (2500, 50))], [HT, DD])
    assert [sheet.label for sheet in sheets] == ["HT-03", "DD-01", "HT-03"]
    assert all(not sheet.unread and not sheet.foreign for sheet in sheets)


def test_a_mark_of_a_label_that_no_plan_has_is_named_and_its_codes_are_not_judged() -> None:
    old = marks.identify(marks.SHEET, "XX-09", b"")
    sheet = _one([_seen(str(old), COARSE, (0, 0), is_qr=False)])
    assert (sheet.label, sheet.revision, sheet.unread, sheet.foreign) == ("XX-09", old.revision, (), ())


def test_two_revisions_claimed_for_one_sheet_give_none() -> None:
    other = marks.identify(marks.SHEET, "HT-03", b"other")
    codes = [_seen(MARK, COARSE, (0, 0), is_qr=False), _seen(str(other), QR, (0, 0))]
    assert _one(codes).revision == ""


def test_nothing_known_gives_nothing() -> None:
    assert read_wall([_seen("https://a.vn", QR, (0, 0))], [HT]) == ()
    assert read_wall([_seen(MARK, COARSE, (0, 0), is_qr=False)], []) == ()


def test_an_old_revision_is_judged_by_its_own_plan_and_never_by_the_one_that_is_asked_for() -> None:
    asked = replace(
        HT, codes={**dict(list(HT.codes.items())[:11]), "https://a.vn/new": HT.codes["https://a.vn/HT-03/11"]}
    )
    old = _plan("HT-03", b"old")
    mark = _seen(str(marks.identify(marks.SHEET, "HT-03", b"old")), COARSE, (100, 50), is_qr=False)
    (sheet,) = read_wall([*_codes(old), mark], [asked, old])
    assert (sheet.revision, sheet.unread, sheet.foreign) == (old.revision, (), ())
    (unknown,) = read_wall([*_codes(old), mark], [asked])
    assert (unknown.revision, unknown.read, unknown.unread, unknown.foreign) == (old.revision, (), (), ())


def test_two_revisions_beside_each_other_are_two_sheets_each_with_its_own_codes() -> None:
    moved = dict(zip(HT.codes, reversed(HT.codes.values()), strict=True))
    old = replace(_plan("HT-03", b"old"), codes=moved)
    left = [*_codes(HT), _seen(MARK, COARSE, (100, 50), is_qr=False)]
    old_mark = str(marks.identify(marks.SHEET, "HT-03", b"old"))
    right = [*_codes(old, (1300, 50)), _seen(old_mark, COARSE, (1300, 50), is_qr=False)]
    sheets = read_wall([*left, *right], [HT, old])
    assert [(s.revision, len(s.read), s.foreign) for s in sheets] == [(HT.revision, 12, ()), (old.revision, 12, ())]
