"""Photos of a wall at the command line: shown, accepted by a person, and refused with the way out."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from kiosk.office.ledger import photo_plans
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk import photos
from tests.kiosk.commands import Office

SITE = "10507"


@pytest.fixture
def wall(posting_office: Office) -> Office:
    """An office with photos of a wall: a sheet as it should hang, one with a code pasted over, one of another."""
    store = Store(posting_office.folder / "var")
    manifest = lifecycle.choose_release(store, None)
    plans = {p.sheet: p.plan for p in photo_plans.list_drawn(store, SITE)}
    pages = [photos.page_of(store, manifest, SITE, label) for label in ("1-1", "1-2")]
    pages[1] = photos.paste_code(pages[1], next(iter(plans["1-2"].codes.values())))
    (posting_office.folder / "tuong.jpg").write_bytes(photos.take_photo(pages))
    theirs = photos.page_of(store, manifest, "10888", "1-1")
    (posting_office.folder / "khac.jpg").write_bytes(photos.take_photo([theirs]))
    return posting_office


def test_a_wall_is_read_and_recorded_only_once_a_person_says_so(wall: Office) -> None:
    words = ("confirm", "--photo", "tuong.jpg", "--site", SITE, "--by", "Lan")
    shown = wall.run(*words)
    assert shown.returncode == 0 and "Chưa ghi nhận gì" in shown.stderr
    assert "treo đúng" in shown.stdout and "mã lạ" in shown.stdout and "chưa thấy" in shown.stdout
    assert wall.json("wall", SITE)["sheets"] == []
    assert "Đã ghi nhận 1 tờ đã treo" in wall.ok(*words, "--accept")
    (sheet,) = wall.json("wall", SITE)["sheets"]
    photo = sheet["recorded"]["evidence"].removeprefix("ảnh ")
    assert (sheet["sheet"], sheet["current"], sheet["recorded"]["by"]) == ("1-1", True, "Lan")
    assert (wall.folder / "var/photos" / photo).is_file()
    (incident,) = wall.json("incident", "list")
    assert incident["sheet"] == "1-2" and photos.FOREIGN in incident["text"]
    again = wall.json(*words, "--accept")
    assert again["incidents"] == [incident["number"]], "the same code is one incident"
    assert {s["sheet"]: s["already_recorded"] for s in again["sheets"] if s["photos"]} == {"1-1": True, "1-2": False}


def test_a_person_is_asked_at_a_terminal_and_may_choose_sheets(wall: Office) -> None:
    words = ("confirm", "--photo", "tuong.jpg", "--site", SITE, "1-1")
    with patch("kiosk.cli.photo.sys.stdin.isatty", return_value=True), patch("typer.confirm", return_value=True) as ask:
        assert "Đã ghi nhận 1 tờ" in wall.ok(*words)
    assert "1 tờ" in ask.call_args.args[0]
    assert wall.json("incident", "list") == []
    assert "không có tờ này trong ảnh" in wall.refused(*words, "9-9")
    assert "Không có gì mới" in wall.ok(*words)


def test_a_sheet_of_another_site_is_told(wall: Office) -> None:
    answer = wall.json("confirm", "--photo", "khac.jpg", "--site", SITE)
    (theirs,) = [s for s in answer["sheets"] if s["photos"]]
    assert theirs["kind"] == "elsewhere" and "10888" in theirs["note"]


def test_what_is_no_photo_is_refused_in_one_sentence_with_the_way_out(wall: Office) -> None:
    wall.write("thu.jpg", "không phải ảnh")
    for name, words in (("thu.jpg", "JPEG, PNG"), ("khong-co.jpg", "đường dẫn"), ("data", "đường dẫn")):
        said = wall.refused("confirm", "--photo", name, "--site", SITE)
        assert name in said and words in said and said.count("Cách xử lý") == 1
    assert wall.run("confirm", "--photo", "tuong.jpg").returncode == 2
    assert wall.run("confirm", "--photo", "tuong.jpg", "--order", "1").returncode == 2


def test_pictures_go_with_gc_after_their_days(wall: Office) -> None:
    wall.ok("confirm", "--photo", "khac.jpg", "--site", SITE)
    pictures = [p for p in Path(wall.folder / "var/photos").iterdir() if p.is_file()]
    assert len(pictures) == 1
    assert "Sẽ xóa 0 ảnh" in wall.ok("gc", "--dry-run")
    with patch("kiosk.office.ledger.photo_book.get_seconds", return_value=2**32):
        assert "Sẽ xóa 1 ảnh" in wall.ok("gc", "--dry-run")
        assert "1 ảnh chụp tường giữ quá 30 ngày" in wall.ok("gc")
    assert not pictures[0].exists()
