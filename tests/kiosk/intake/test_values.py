"""Cell texts to values."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.intake import values
from kiosk.model.catalogue import Level, Online
from kiosk.model.site import SiteKind

X, T, B, K = Level.COMMUNE, Level.PROVINCE, Level.MINISTRY, Level.OTHER


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("tỉnh+xã", (T, X)),
        ("bộ/khác+tỉnh", (B, T, K)),
        ("bộ+tỉnh+ngành dọc", (B, T, K)),
        ("tỉnh | xã", (T, X)),
        ("Cấp Xã, Cấp Tỉnh", (T, X)),
        ("Cấp tỉnh và cấp xã", (T, X)),
        ("", ()),
    ],
)
def test_levels(text: str, levels: tuple[Level, ...]) -> None:
    assert values.read_levels(text) == levels


def test_an_unknown_level_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="xóm"):
        values.read_levels("cấp xóm")


def test_an_abolished_level_falls_away() -> None:
    assert values.read_levels("Cấp Tỉnh, Cấp Quận/Huyện, Cấp Xã") == (T, X)


@pytest.mark.parametrize(
    "text", ["2027-03-01", "1/3/2027", "01-03-2027", "ngày 01 tháng 3 năm 2027", "2027-03-01T00:00:00"]
)
def test_days(text: str) -> None:
    assert values.read_day(text) == date(2027, 3, 1)


@pytest.mark.parametrize("text", ["31/02/2027", "tháng 3/2027", "46082"])
def test_a_day_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        values.read_day(text)


def test_first_day_in_running_text() -> None:
    assert values.find_first_day("hiệu lực kể từ ngày 01/3/2027 đến 1/4/2027") == date(2027, 3, 1)
    assert values.find_first_day("ngày 31 tháng 02 năm 2027") is None
    assert values.find_first_day("ngày    tháng    năm 2027") is None


def test_sites_flags_and_online() -> None:
    assert values.read_sites("xã, thành phố") == (SiteKind.COMMUNE, SiteKind.CITY)
    assert [values.read_flag(t) for t in ("x", "Có", "", "không")] == [True, True, False, False]
    assert [values.is_marked(t) for t in ("x", "✓", "", "-", "Không")] == [True, True, False, False, False]
    assert values.read_online("DVC Toàn trình") is Online.FULL


@pytest.mark.parametrize(
    ("text", "uuid"),
    [
        (
            "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019D2BFD-382C-774C-BCA0-E30C261D7BE4",
            "019d2bfd-382c-774c-bca0-e30c261d7be4",
        ),
        ("019d2bfd-382c-774c-bca0-e30c261d7be4", "019d2bfd-382c-774c-bca0-e30c261d7be4"),
        ("https://vpcp.dichvucong.gov.vn/p/home/x.html?ma_thu_tuc=1.000593", ""),
    ],
)
def test_portal_id_in_a_link(text: str, uuid: str) -> None:
    assert values.read_portal_id(text) == uuid


@pytest.mark.parametrize(
    ("agency", "commune"),
    [
        ("Ủy ban nhân dân cấp xã", True),
        ("Ủy ban Nhân dân xã, phường, thị trấn.", True),
        ("Chủ tịch UBND cấp xã", True),
        ("Công an cấp Xã", True),
        ("Ủy ban nhân dân cấp tỉnh", False),
        ("Sở Tư pháp", False),
    ],
)
def test_level_guessed_from_the_executing_agency(agency: str, commune: bool) -> None:
    assert values.guess_levels((agency,)) == ((Level.COMMUNE,) if commune else ())
