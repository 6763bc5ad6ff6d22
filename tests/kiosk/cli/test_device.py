"""Kiosks as devices from the command line: a key shown once, what each shows, what to do next."""

from __future__ import annotations

from kiosk import signing
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.kiosks import say


def test_a_kiosk_is_declared_heard_confirmed_and_removed(posting_office: Office) -> None:
    store = Store(posting_office.folder / "var")
    assert "Chưa khai báo kiosk nào" in posting_office.ok("device", "list")
    posting_office.ok("site", "no-kiosk", "10507")
    added = posting_office.json("device", "add", "10507", "--name", "Sảnh", "--by", "Lan")
    number, key = signing.read_token(added["key"]) or (0, "")
    assert (number, added["link"]) == (1, None)
    shown = posting_office.json("device", "list")
    assert shown["devices"][0]["state"] == "silent" and shown["without_kiosk"] == {}
    assert added["key"] not in posting_office.ok("device", "list") and key not in str(shown)
    say(store, 1, 1)
    assert posting_office.json("device", "list", "10507")["devices"][0]["state"] == "current"
    say(store, 1, 0, 2)
    told = posting_office.ok("device", "list", "10507")
    assert "hiện bản cũ" in told and "phải hiện bản 1" in told
    told = posting_office.ok("device", "seen", "10507", "--code", signing.make_return_code("10507", 1, key))
    assert "đang hiện bản 1" in told
    old = posting_office.run("device", "seen", "10507", "--code", signing.make_return_code("10507", 0, key))
    assert old.returncode == 0 and "phải hiện bản 1" in old.stderr
    assert "không khớp" in posting_office.refused("device", "seen", "10507", "--code", "23-ABCDE")
    posting_office.ok("device", "remove", "1")
    assert posting_office.json("device", "list")["devices"] == []


def test_a_key_comes_as_a_link_where_an_address_is_set_and_a_new_one_replaces_it(posting_office: Office) -> None:
    config = posting_office.folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('public_url: ""', "public_url: https://niemyet.gov.vn"), encoding="utf-8")
    added = posting_office.json("device", "add", "10507", "--name", "Sảnh")
    assert added["link"] == f"https://niemyet.gov.vn/sites/10507/#may={added['key']}"
    fresh = posting_office.json("device", "key", "1")
    assert fresh["key"] != added["key"]
    usb = posting_office.ok("device", "add", "10507", "--name", "Tầng 2", "--usb")
    assert "https://" not in usb and "gõ khóa" in usb
    assert "không có điểm này" in posting_office.refused("device", "add", "x", "--name", "Sảnh")
    assert "đã có kiosk tên" in posting_office.refused("device", "add", "10507", "--name", "sảnh")


def test_a_site_without_a_kiosk_is_said_so(posting_office: Office) -> None:
    assert "đã khai báo không có kiosk" in posting_office.ok("site", "no-kiosk", "10507")
    assert "không có gì đổi" in posting_office.ok("site", "no-kiosk", "10507")
    assert "1 điểm khai báo không có kiosk: 10507." in posting_office.ok("device", "list")
    assert "chưa khai báo kiosk nào" in posting_office.ok("site", "no-kiosk", "10507", "--undo")
    posting_office.ok("device", "add", "10507", "--name", "Sảnh")
    assert "còn kiosk đã khai báo" in posting_office.refused("site", "no-kiosk", "10507")
