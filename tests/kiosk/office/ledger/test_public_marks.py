"""What the public may know of every id: of releases, also of those that are gone, and of orders for a coming day."""

from __future__ import annotations

import shutil
from datetime import timedelta

from kiosk.model.manifest import Manifest
from kiosk.office.ledger import orders, public_marks
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.opening import follow_publishing
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet
from kiosk.workspace.mark_table import FILE, MarkTable
from kiosk.workspace.store import Store
from posters.plates import grow_mark
from posters.spec import MarkSeed
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, publish_next


def mark_of(manifest: Manifest, label: str = "1-1") -> str:
    e = next(e for s in manifest.layouts.values() for e in s if e.label == label)
    return str(identify_sheet(e.label, e.revision, e.release, e.released))


def write(store: Store) -> MarkTable:
    with look_into_ledger(store) as connection:
        public_marks.write_marks(store, connection)
    return MarkTable(store.root)


def test_each_publication_adds_its_ids_and_the_old_ones_stay(city: Store) -> None:
    first = lifecycle.choose_release(city, None)
    table = write(city)
    old = table.find(mark_of(first))
    assert old is not None and SITE in old.sites and old.live_from == TODAY
    assert {c.code for c in old.cards} >= {"1.000001"} and table.is_whole()
    second = publish_next(city, {"1-1": "b" * 64})
    assert follow_publishing(city) == ()
    assert mark_of(second) != mark_of(first)
    assert table.find(mark_of(second)) is not None and table.find(mark_of(first)) == old
    shutil.rmtree(city.tree(1))
    assert write(city).find(mark_of(first)) == old


def test_a_page_of_an_index_board_is_known_by_what_it_prints(city: Store) -> None:
    site = lifecycle.choose_release(city, None).site(SITE)
    mark = grow_mark(MarkSeed(site.board if site else ""), "BCD-2")
    known = write(city).find(mark.id if mark else "")
    assert known is not None and known.sheet == "BCD-2" and SITE in known.sites


def test_written_twice_it_is_the_same_and_a_damaged_table_is_made_again(city: Store) -> None:
    table = write(city)
    marks = table.list_marks()
    (city.root / FILE).write_bytes(b"no table" * 500)
    assert write(city).list_marks() == marks == write(city).list_marks()


def test_a_release_that_nobody_published_is_in_no_table(city: Store) -> None:
    coming = publish_next(city, {"1-1": "c" * 64}, as_of=TODAY + timedelta(9), live=False)
    assert write(city).find(mark_of(coming)) is None


def test_an_order_for_a_coming_day_is_known_with_its_day_until_it_is_live_or_cancelled(city: Store) -> None:
    day = TODAY + timedelta(40)
    coming = publish_next(city, {"1-1": "c" * 64}, as_of=day, live=False)
    order = make_print_order(city, Order(sites=(SITE,)), LAN, coming.number)
    assert order is not None
    table = MarkTable(city.root)
    known = table.find(mark_of(coming))
    assert known is not None
    assert (known.hang_from, known.live_from, known.sites) == (day, None, (SITE,))
    with act_in_ledger(city, LAN) as doing:
        orders.cancel_order(doing.connection, doing.act, doing.witness, order.number, (), ())
    cancelled = write(city).find(mark_of(coming))
    assert cancelled is not None and cancelled.hang_from is None


def test_what_could_not_be_written_is_told(city: Store) -> None:
    with look_into_ledger(city) as connection:
        connection.exec_driver_sql("SELECT 1")
    (city.root / FILE).unlink(missing_ok=True)
    (city.root / FILE).mkdir()
    (shortfall,) = follow_publishing(city)
    assert "bảng mã" in str(shortfall) and "kiosk nightly" in str(shortfall)
