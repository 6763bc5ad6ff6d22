"""`kiosk init`: a city of its own, by data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.commands import Office

SITES = """code,kind,unit,name,address,hotline,email,hours,screen_inches
SL,city,tỉnh,Trung tâm Phục vụ hành chính công tỉnh Sông Lam,Số 1,0238 3 123 456,,,
SL-CN1,city,chi nhánh,Chi nhánh số 1,,,,,
SL-CN2,city,chi nhánh,Chi nhánh số 2,,,,,
00004,commune,phường,Trung tâm phường Ngọc Hà,,,,,
00008,commune,xã,Trung tâm xã Bến Thủy,,,,,
CB-9a,commune,điểm lưu động,Điểm lưu động Cửa Lò,,,,,
"""
DAY = ("--as-of", "2026-11-24")


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The province, not to be changed in what it publishes."""
    return make_river(tmp_path_factory.mktemp("cities"))


def make_river(folder: Path) -> Office:
    """An invented province of six sites: nothing but `kiosk init` and a table of its own."""
    name = "Ủy ban nhân dân tỉnh Sông Lam"
    Office(folder).ok("init", "song-lam", "--city", "Sông Lam", "--publisher", name)
    office = Office(folder / "song-lam")
    office.write("data/sites.csv", SITES)
    return office


def test_what_to_do_next_is_said_and_a_second_time_refused(tmp_path: Path) -> None:
    shown = Office(tmp_path).ok("init", "city")
    for word in ("config.yaml", "sites.csv", "site set", "import", "regenerate"):
        assert word in shown
    assert "không ghi đè" in Office(tmp_path).refused("init", "city")


def test_another_city_is_built_published_and_exported_by_data_alone(river: Office) -> None:
    river.ok("regenerate", *DAY)
    assert "6/6 điểm đủ thủ tục" in river.ok("coverage")
    start = (river.folder / "var/current/index.html").read_text(encoding="utf-8")
    for words in ("Sông Lam", "Chi nhánh", "Điểm lưu động", "Tỉnh"):
        assert words in start
    assert start.index("Chi nhánh số 1") < start.index("Trung tâm phường Ngọc Hà")
    assert "Hải Phòng" not in start
    assert "Thành phố" not in start
    for page in (river.folder / "var/current/sites").rglob("*.html"):
        assert "Hải Phòng" not in page.read_text(encoding="utf-8")
    (river.folder / "usb").mkdir()
    assert "SL-CN1" in river.ok("export", "SL-CN1", "usb")


def test_groups_of_a_print_order_follow_the_table(tmp_path: Path) -> None:
    river = make_river(tmp_path)
    river.unmark_sample()
    river.ok("regenerate", *DAY)
    assert "chi-nhanh" in river.refused("batch", "--group", "huyện")
    river.ok("batch", "--group", "chi-nhanh", "--product", "board", "--out", "lo-in")
    folders = sorted(p.name for p in (river.folder / "lo-in").iterdir() if p.is_dir())
    assert [name.split("-", 1)[1].lower()[:6] for name in folders] == ["sl-cn1", "sl-cn2"]
