"""The revision comes from the order or from the paper, never from what is published."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from kiosk.errors import OfficeError
from kiosk.model.files import BOARD_FILE
from kiosk.model.ledger import PaperAct
from kiosk.model.manifest import take_body_revision
from kiosk.office.ledger import confirming, releases, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.office.ledger.tick_list import TickedRow
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from posters import marks
from tests.kiosk.office.ledger.conftest import (
    LAN,
    OTHER,
    SITE,
    TODAY,
    days_ago,
    labels,
    lan_acts,
    publish_next,
    revisions,
)  # fmt: skip


def mark_of(store: Store, label: str) -> str:
    with look_into_ledger(store) as connection:
        return releases.load_revisions(connection, {revisions(store)[label]})[revisions(store)[label]].mark


def by_id(store: Store, *names: str, what: PaperAct = PaperAct.HUNG, key: str = "") -> tuple[RecordedEntry, ...]:
    with lan_acts(store) as doing:
        return confirming.confirm_sheets(doing.connection, doing.act, LAN, SITE, names, what, TODAY, key)


def test_last_weeks_paper_is_booked_as_last_weeks_paper(city: Store) -> None:
    label = labels(city)[0]
    old, mark = revisions(city)[label], mark_of(city, label)
    publish_next(city, {label: "b" * 64})
    (recorded,) = by_id(city, mark.lower())
    assert recorded.entry.revision == take_body_revision(old)
    with look_into_ledger(city) as connection:
        (sheet,) = walls.list_wall(connection, SITE)
    assert (sheet.is_current, sheet.content.release if sheet.content else 0) == (False, 1)


def test_a_label_alone_hangs_nothing_but_can_be_taken_down(city: Store) -> None:
    label = labels(city)[0]
    with pytest.raises(OfficeError, match="mã in trên tờ"):
        by_id(city, label)
    by_id(city, mark_of(city, label))
    by_id(city, f"{SITE}-{label}".lower(), what=PaperAct.DOWN)
    with look_into_ledger(city) as connection:
        assert not walls.list_wall(connection, SITE)[0].word.hangs


def test_one_wrong_letter_is_noticed(city: Store) -> None:
    mark = mark_of(city, labels(city)[0])
    wrong = mark[:-1] + ("3" if mark[-1] != "3" else "4")
    with pytest.raises(OfficeError):
        by_id(city, wrong)
    with look_into_ledger(city) as connection:
        assert walls.list_wall(connection, SITE) == ()


def test_an_id_that_nobody_printed_is_foreign(city: Store) -> None:
    strange = str(marks.identify(marks.SHEET, labels(city)[0], b"elsewhere"))
    with pytest.raises(OfficeError, match="không phải tờ của chúng tôi"):
        by_id(city, strange)


def test_a_board_is_confirmed_by_the_id_that_stands_on_its_paper(city: Store) -> None:
    """Read off the finished file, so that what is printed and what the ledger knows cannot part."""
    number = city.current()
    assert number is not None
    pages = pypdfium2.PdfDocument((city.tree(number) / f"sites/{SITE}/{BOARD_FILE}").read_bytes())
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    printed = {found for found in re.findall(r"BCD(?:-[0-9])?-[0-9A-Z]{6}", text) if marks.read_id(marks.SHEET, found)}
    assert printed
    for mark in sorted(printed):
        (entry,) = by_id(city, mark)
        assert entry.entry.sheet == "BCD"
    with look_into_ledger(city) as connection:
        assert len(walls.list_wall(connection, SITE)) == 1


def test_a_hung_id_closes_the_line_that_brought_it(city: Store) -> None:
    make_print_order(city, Order(sites=(SITE,)), LAN)
    label = labels(city)[0]
    by_id(city, mark_of(city, label), key="k")
    assert not by_id(city, mark_of(city, label), key="k")[0].is_new
    with look_into_ledger(city) as connection:
        line = next(x for x in load_order(connection, 1).lines if x.sheet == label)
    assert not line.is_open
    assert line.hung_event is not None


def test_an_order_is_confirmed_by_sheets_and_sites_and_the_rest_stays_open(city: Store) -> None:
    make_print_order(city, Order(sites=(SITE, OTHER)), LAN)
    label = labels(city)[0]
    with lan_acts(city) as doing:
        few = confirming.confirm_order(doing.connection, doing.act, LAN, 1, (SITE,), (f"{SITE}-{label}",), TODAY)
        rest = confirming.confirm_order(doing.connection, doing.act, LAN, 1, (SITE,), (), TODAY)
    assert (len(few), sum(r.is_new for r in rest), len(rest)) == (1, len(labels(city)), len(labels(city)) + 1)
    with look_into_ledger(city) as connection:
        assert {p.site for p in load_order(connection, 1).parcels if any(x.is_open for x in p.lines)} == {OTHER}


@pytest.mark.parametrize(("sites", "sheets"), [(("99999",), ()), ((), ("XX-99",))])
def test_what_an_order_does_not_hold_is_told(city: Store, sites: tuple[str, ...], sheets: tuple[str, ...]) -> None:
    make_print_order(city, Order(sites=(SITE,)), LAN)
    with pytest.raises(OfficeError, match="lệnh in này không có"), lan_acts(city) as doing:
        confirming.confirm_order(doing.connection, doing.act, LAN, 1, sites, sheets, TODAY)


def test_ticked_rows_are_recorded_each_on_its_day_or_none_is(city: Store) -> None:
    make_print_order(city, Order(sites=(SITE,)), LAN)
    label = labels(city)[0]
    row = TickedRow(2, 1, SITE, label, mark_of(city, label), days_ago(1), "treo cạnh cửa")
    wrong = TickedRow(3, 1, SITE, "BCD", "XX-22222Z", None, "")
    with pytest.raises(OfficeError, match="dòng 3"), lan_acts(city) as doing:
        confirming.confirm_ticks(doing.connection, doing.act, LAN, [row, wrong], TODAY)
    with lan_acts(city) as doing:
        (recorded,) = confirming.confirm_ticks(doing.connection, doing.act, LAN, [row], TODAY)
        again = confirming.confirm_ticks(doing.connection, doing.act, LAN, [row], TODAY)
    assert (recorded.entry.day, again[0].is_new) == (days_ago(1), False)
    with look_into_ledger(city) as connection:
        assert walls.list_wall(connection, SITE)[0].event.after["note"] == "treo cạnh cửa"  # type: ignore[index]


def test_a_sheet_of_demonstration_data_is_refused(city: Store) -> None:
    mark = mark_of(city, labels(city)[0])
    with lan_acts(city) as doing:
        doing.connection.exec_driver_sql("UPDATE publication SET sample = 1")
    with pytest.raises(OfficeError, match="BẢN MẪU"):
        by_id(city, mark)
