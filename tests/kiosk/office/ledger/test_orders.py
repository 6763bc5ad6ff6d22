"""Orders are frozen against what hangs and what is on its way, however many releases lie between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.errors import OfficeError, ReleaseError
from kiosk.model.ledger import PaperAct, ParcelState, PrintOrder
from kiosk.model.manifest import take_body_revision
from kiosk.office.events import EventKind
from kiosk.office.ledger import confirming, order_list, orders, undoing
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.order_list import load_order
from kiosk.office.print_batches import cost_order, make_print_order
from kiosk.press.batch import Order, Product
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import (
    LAN,
    OTHER,
    SITE,
    TODAY,
    count_events,
    days_ago,
    labels,
    lan_acts,
    publish_next,
    revisions,
    tell,
)  # fmt: skip


def make(store: Store, *sites: str, number: int | None = None) -> PrintOrder | None:
    return make_print_order(store, Order(sites=sites), LAN, number)


def look(store: Store, number: int = 1) -> PrintOrder:
    with look_into_ledger(store) as connection:
        return load_order(connection, number)


def hang(store: Store, number: int) -> None:
    with lan_acts(store) as doing:
        confirming.confirm_order(doing.connection, doing.act, LAN, number, (), (), TODAY)


def test_the_first_order_brings_everything_boards_included(city: Store) -> None:
    order = make(city, SITE)
    assert order is not None
    assert [line.sheet for line in order.lines] == [*labels(city), "BCD"]
    assert {line.paper for line in order.lines if line.product == "board"} == {"A3"}
    assert {line.cause for line in order.lines} == {"chưa từng treo"}
    assert len({p.code for p in order.parcels}) == 1


def test_what_open_orders_bring_is_not_ordered_twice(city: Store) -> None:
    assert make(city, SITE) is not None
    assert make(city, SITE) is None
    other = make(city)
    assert other is not None
    assert SITE not in {p.site for p in other.parcels}


def test_two_releases_between_two_print_runs_lose_no_sheet(city: Store) -> None:
    make(city, SITE)
    hang(city, 1)
    first, *_ = labels(city)
    publish_next(city, {first: "b" * 64})
    publish_next(city, {})
    order = make(city, SITE)
    assert order is not None
    assert [(x.sheet, take_body_revision(x.revision), x.cause) for x in order.lines] == [
        (first, "b" * 64, "tờ đang treo là bản cũ")
    ]


def test_a_damaged_sheet_is_ordered_alone(city: Store) -> None:
    make(city, SITE)
    hang(city, 1)
    label = labels(city)[0]
    tell(city, PaperAct.DAMAGED, label)
    order = make(city, SITE)
    assert order is not None
    assert [(x.sheet, x.cause) for x in order.lines] == [(label, "tờ đang treo bị hỏng")]
    assert make(city, SITE) is None
    hang(city, 2)
    assert make(city, SITE) is None


def test_a_later_release_makes_a_line_obsolete_and_confirming_books_what_was_printed(city: Store) -> None:
    make(city, SITE)
    label = labels(city)[0]
    before = revisions(city)[label]
    publish_next(city, {label: "b" * 64})
    assert [x.sheet for x in look(city).lines if x.is_obsolete] == [label]
    again = make(city, SITE)
    assert again is not None
    assert [x.sheet for x in again.lines] == [label]
    hang(city, 1)
    with look_into_ledger(city) as connection:
        from kiosk.office.ledger.papers import find_sheet_word

        word = find_sheet_word(connection, SITE, label)
    assert word is not None
    assert word.revision == before
    assert look(city, 2).lines[0].is_open


def test_an_order_for_a_coming_day_says_from_when_and_what_it_costs_then(city: Store) -> None:
    make(city)
    hang(city, 1)
    label = labels(city)[0]
    coming = publish_next(city, {label: "b" * 64}, as_of=TODAY + timedelta(40), live=False)
    now, then = cost_order(city, Order(sites=(SITE,)), coming.number)
    assert (dict(now.sheets), dict(then.sheets), then.coming) == ({}, {"A4": 1}, True)
    order = make(city, SITE, number=coming.number)
    assert order is not None
    assert order.hang_from == TODAY + timedelta(40)
    assert not any(x.is_obsolete for x in look(city, 2).lines), "the live release does not speak for that day"


def test_a_past_release_that_is_not_live_is_not_ordered(city: Store) -> None:
    publish_next(city, {})
    with pytest.raises(ReleaseError, match="đang công bố là bản 2"):
        make(city, SITE, number=1)


def test_demonstration_data_are_not_ordered(city: Store) -> None:
    sample = replace(lifecycle.choose_release(city, None), sample=True)
    with look_into_ledger(city) as connection, pytest.raises(OfficeError, match="BẢN MẪU"):
        orders.draft_order(connection, sample, (), Order())


def test_parcels_go_on_whole_or_by_site_and_back_by_undoing(city: Store) -> None:
    make(city, SITE, OTHER)
    with lan_acts(city) as doing:
        assert orders.send_order(doing.connection, doing.act, LAN, 1, (), days_ago(2)) == (OTHER, SITE)
        assert orders.send_order(doing.connection, doing.act, LAN, 1, (), TODAY) == ()
        assert orders.deliver_order(doing.connection, doing.act, LAN, 1, (SITE.lower(),), TODAY) == (SITE,)
    states = {p.site: p.state for p in look(city).parcels}
    assert states == {SITE: ParcelState.DELIVERED, OTHER: ParcelState.SENT}
    assert count_events(city, EventKind.ORDER_SENT) == 1
    with lan_acts(city) as doing:
        delivered = look(city).event + 2
        undoing.undo_event(doing.connection, doing.act, LAN, delivered)
    assert {p.site: p.state for p in look(city).parcels}[SITE] is ParcelState.SENT


@pytest.mark.parametrize(("number", "site"), [(9, SITE), (1, "99999")])
def test_what_is_not_in_an_order_is_told(city: Store, number: int, site: str) -> None:
    make(city, SITE)
    with pytest.raises(OfficeError), lan_acts(city) as doing:
        orders.send_order(doing.connection, doing.act, LAN, number, (site,), TODAY)


def test_lines_are_cancelled_and_ordered_anew(city: Store) -> None:
    make(city, SITE)
    label = labels(city)[0]
    with lan_acts(city) as doing:
        assert orders.cancel_order(doing.connection, doing.act, LAN, 1, (), (label,)) == 1
        with pytest.raises(OfficeError, match="không có tờ nào còn mở"):
            orders.cancel_order(doing.connection, doing.act, LAN, 1, (), (label,))
    again = make(city, SITE)
    assert again is not None
    assert [x.sheet for x in again.lines] == [label]
    with look_into_ledger(city) as connection:
        first, second = reversed(order_list.list_orders(connection))
    assert (first.open, second.open, first.lines) == (len(labels(city)), 1, len(labels(city)) + 1)


def test_a_delivery_note_leads_to_its_order_and_site(city: Store) -> None:
    order = make(city, SITE, OTHER)
    assert order is not None
    code = {p.site: p.code for p in order.parcels}[SITE]
    with look_into_ledger(city) as connection:
        assert order_list.find_parcel(connection, code.lower()) == (1, SITE)
        with pytest.raises(OfficeError, match="không có phiếu giao"):
            order_list.find_parcel(connection, "22222222")
        assert order_list.list_ordered_releases(connection) == {1}


def test_what_does_not_hang_is_printed_without_lines(city: Store) -> None:
    order = make_print_order(city, Order((Product.BOOKLET,), (SITE,)), LAN)
    assert order is not None
    assert (len(order.parcels), order.lines) == (1, ())
