"""Orders become files: what is open of them, with number and code, stamped where they may not hang yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.errors import OfficeError, ReleaseError
from kiosk.model.ledger import Witness
from kiosk.office.ledger import confirming
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.office.print_batches import make_print_order, write_order
from kiosk.press.batch import Order, Product
from kiosk.progress import report_nothing
from kiosk.workspace.store import Store
from posters import inspect, press
from tests.kiosk.commands import Office

LAN = Witness("Lan")
SITE = "10507"


@pytest.fixture
def store(posting_office: Office) -> Store:
    """The workspace of an office whose release may hang."""
    return Store(posting_office.folder / "var")


def test_an_order_is_written_with_number_and_code(store: Store, tmp_path: Path) -> None:
    order = make_print_order(store, Order(sites=(SITE,)), LAN)
    assert order is not None
    batch = write_order(store, 1, report_nothing, folder=tmp_path / "lo")
    note = next(line for line in batch.lines if "phieu-giao" in line.path)
    words = inspect.read_text((batch.folder / note.path).read_bytes(), 0)
    assert "Lệnh in số" in words
    assert order.parcels[0].code in words
    sheets = next(line for line in batch.lines if "to-niem-yet" in line.path)
    printed = press.read_labels((batch.folder / sheets.path).read_bytes())
    assert {f"{SITE}-{x.sheet}" for x in order.lines if x.product == "sheets"} == set(printed)


def test_what_was_confirmed_meanwhile_is_not_printed_again(store: Store, tmp_path: Path) -> None:
    order = make_print_order(store, Order((Product.SHEETS,), (SITE,)), LAN)
    assert order is not None
    first, *rest = (x.sheet for x in order.lines)
    with act_in_ledger(store, LAN) as doing:
        confirming.confirm_order(doing.connection, doing.act, LAN, 1, (), rest, get_today())
    batch = write_order(store, 1, report_nothing, folder=tmp_path / "lo")
    sheets = next(line for line in batch.lines if "to-niem-yet" in line.path)
    assert press.read_labels((batch.folder / sheets.path).read_bytes()) == [f"{SITE}-{first}"]
    with act_in_ledger(store, LAN) as doing:
        confirming.confirm_order(doing.connection, doing.act, LAN, 1, (), (), get_today())
    with pytest.raises(OfficeError, match="không còn tờ nào phải in"):
        write_order(store, 1, report_nothing, folder=tmp_path / "again")


def test_the_same_key_is_the_same_order(store: Store) -> None:
    first = make_print_order(store, Order(sites=(SITE,)), LAN, key="job/1")
    again = make_print_order(store, Order(sites=(SITE,)), LAN, key="job/1")
    assert first is not None
    assert again is not None
    assert first.number == again.number


def test_an_order_for_a_coming_day_is_stamped_on_every_page(
    posting_office: Office, store: Store, tmp_path: Path
) -> None:
    day = get_today() + timedelta(100)
    number = posting_office.json("build", "--as-of", day.isoformat())["release"]
    posting_office.ok("verify")
    order = make_print_order(store, Order(sites=(SITE,)), LAN, number)
    assert order is not None
    assert order.hang_from == day
    batch = write_order(store, order.number, report_nothing, folder=tmp_path / "lo")
    for line in batch.lines:
        content = (batch.folder / line.path).read_bytes()
        for page in range(len(press.read_labels(content))):
            assert "CHƯA TREO TRƯỚC NGÀY" in inspect.read_text(content, page), line.path


@pytest.mark.parametrize("inks", ["cmyk", "low"])
def test_a_stamped_order_is_printed_in_any_ink(posting_office: Office, inks: str) -> None:
    day = get_today() + timedelta(100)
    number = posting_office.json("build", "--as-of", day.isoformat())["release"]
    posting_office.ok("verify")
    name = {"cmyk": "cmyk", "low": "tiet-kiem"}[inks]
    posting_office.ok("order", "make", "--site", SITE, "--release", str(number), "--inks", name)
    posting_office.ok("batch", "1")


def test_nothing_published_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        make_print_order(Store(tmp_path / "var"), Order(), LAN)
