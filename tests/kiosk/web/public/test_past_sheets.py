"""Old, coming and foreign ids: what the page says of each, and that it claims nothing it does not know."""

from __future__ import annotations

from datetime import timedelta

from fastapi.testclient import TestClient

from kiosk.clock import get_today
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet, read_sheet_path
from kiosk.web.public import past_sheets
from kiosk.web.public.app import create_app
from kiosk.web.public.printed import list_printed
from kiosk.workspace.mark_table import FILE, MarkedCard, MarkedSheet, MarkTable, replace_table
from kiosk.workspace.store import Store
from tests.kiosk.pages.planning import DAY

BIRTH = MarkedCard("1.000001", "Đăng ký khai sinh", "x")
DEATH = MarkedCard("1.000009", "Đăng ký khai tử", "y")
WEDDING = MarkedCard("1.000008", "Đăng ký kết hôn", "z")
TODAY = get_today()


def old_id(revision: str, name: str = "1-1") -> str:
    return str(identify_sheet(name, revision, 1, DAY))


def put(store: Store, *rows: tuple[str, MarkedSheet], whole: bool = True) -> MarkTable:
    coming = [(mark, s.hang_from) for mark, s in rows if s.hang_from]
    replace_table(store.root, rows, [(1, whole)], coming)
    return MarkTable(store.root)


def explain(store: Store, mark: str) -> past_sheets.PastSheet:
    printed = read_sheet_path(mark)
    assert printed is not None
    book = list_printed(lifecycle.load_manifest(store, 1), store.get)
    return past_sheets.explain_id(MarkTable(store.root), book, printed, TODAY)


def current_id(store: Store) -> str:
    manifest = lifecycle.load_manifest(store, 1)
    e = next(e for s in manifest.layouts.values() for e in s if e.label == "1-1")
    return str(identify_sheet(e.label, e.revision, e.release, e.released))


def test_what_replaced_a_sheet_and_which_procedures_came_left_and_changed(city_store: Store) -> None:
    new = MarkedSheet("1-1", ("11824",), (MarkedCard("1.000001", "Đăng ký khai sinh", "w"), DEATH), TODAY)
    old = MarkedSheet("1-1", ("11824",), (BIRTH, WEDDING), TODAY - timedelta(30))
    put(city_store, (current_id(city_store), new), (old_id("old"), old))
    past = explain(city_store, old_id("old"))
    (one,) = past.replacements
    assert (past.state, one.sheet.id, one.since) == ("replaced", current_id(city_store), TODAY)
    assert [[c.code for c in cards] for cards in (one.came, one.left, one.changed)] == [
        ["1.000009"],
        ["1.000008"],
        ["1.000001"],
    ]


def test_a_sheet_of_a_coming_day_is_not_yet_and_one_without_a_day_is_not_published(city_store: Store) -> None:
    tomorrow, site = TODAY + timedelta(1), ("11824",)
    put(
        city_store,
        (old_id("a"), MarkedSheet("1-1", site, (), None, tomorrow)),
        (old_id("b"), MarkedSheet("1-1", site, (), None, TODAY)),
        (old_id("c"), MarkedSheet("1-1", site, ())),
    )
    assert [explain(city_store, old_id(r)).state for r in "abc"] == ["coming", "unhung", "unhung"]


def test_an_id_is_foreign_only_where_the_table_knows_every_release(city_store: Store) -> None:
    (city_store.root / FILE).unlink(missing_ok=True)
    assert explain(city_store, old_id("x")).state == "gone"
    put(city_store, whole=False)
    assert explain(city_store, old_id("x")).state == "gone"
    put(city_store)
    assert explain(city_store, old_id("x")).state == "foreign"


def test_pages_say_so_in_words(small_city_live: Store) -> None:
    store, site = small_city_live, ("11824", "99999")
    rows = (
        (current_id(store), MarkedSheet("1-1", site, (DEATH,), TODAY)),
        (old_id("old"), MarkedSheet("1-1", site, (WEDDING,), TODAY - timedelta(30))),
        (old_id("soon"), MarkedSheet("1-1", site, (), None, TODAY + timedelta(1))),
        (old_id("nowhere", "9-9"), MarkedSheet("9-9", ("99999",), (WEDDING,), TODAY)),
    )
    put(store, *rows)
    phone = TestClient(create_app(store))
    replaced = phone.get(f"/T/{old_id('old')}").text
    for words in ("đã được thay", current_id(store), "Đăng ký khai tử", "Đăng ký kết hôn", "tờ của điểm khác", "99999"):
        assert words in replaced
    soon = phone.get(f"/T/{old_id('soon')}").text
    assert "chưa có hiệu lực" in soon and f"Chưa treo trước ngày {TODAY + timedelta(1):%d/%m/%Y}" in soon
    gone = phone.get(f"/T/{old_id('nowhere', '9-9')}").text
    assert "không còn dùng" in gone and "Đăng ký kết hôn" in gone
    foreign = phone.get(f"/T/{old_id('never')}")
    assert foreign.status_code == 404 and "không phải tờ của chúng tôi" in foreign.text
    assert "tờ của điểm khác" in phone.get(f"/T/{current_id(store)}").text
    (store.root / FILE).write_bytes(b"no table" * 500)
    assert phone.get(f"/T/{old_id('old')}").status_code == 503
    assert phone.get(f"/T/{current_id(store)}").status_code == 200
