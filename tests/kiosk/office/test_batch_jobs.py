"""Batches as jobs: the same order gives the same archive, old archives go, wrong orders are told before."""

from __future__ import annotations

import zipfile

import pytest

from kiosk.errors import OfficeError, ReleaseError
from kiosk.model.ledger import Witness
from kiosk.office import batch_jobs, events, jobs
from kiosk.office.batch_jobs import FOLDER, PRINT_BATCH
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.order_list import list_orders
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order, Product
from kiosk.progress import report_nothing
from posters.inks import Inks

ORDER = Order((Product.SHEETS,), ("10507",), copies=2, inks=Inks.GREY)


def ask(here: Workplace, order: Order = ORDER) -> BackgroundJob:
    with here.database.writing() as connection:
        facts = batch_jobs.write_facts(order)
        return jobs.ask_job(connection, events.begin_act(1), PRINT_BATCH, facts)


@pytest.mark.parametrize("order", [ORDER, Order(), Order((Product.SINGLE,), (), "xa", "A4", 1, True, True, Inks.CMYK)])
def test_an_order_is_read_as_it_was_written(order: Order) -> None:
    facts = batch_jobs.write_facts(order)
    assert batch_jobs.read_facts(facts) == order
    assert order.products[0].heading.lower() in batch_jobs.describe_order(facts)


def test_a_batch_is_one_archive_with_its_notes_and_the_same_when_done_again(earnest_live: Workplace) -> None:
    root, job = earnest_live.store.root, ask(earnest_live)
    assert batch_jobs.find_archive(root, job.id) is None
    for number in range(100, 111):
        (root / FOLDER / str(number)).mkdir(parents=True)
    assert "Đã ghi tệp của lệnh in 1 cho 1 điểm" in batch_jobs.perform_batch(earnest_live, job, report_nothing)
    assert len(list((root / FOLDER).iterdir())) == 10
    archives = []
    for _ in range(2):
        batch_jobs.perform_batch(earnest_live, job, report_nothing)
        path = batch_jobs.find_archive(root, job.id)
        assert path is not None
        archives.append(path.read_bytes())
    assert archives[0] == archives[1]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert any("00-phieu-giao-10507" in name for name in names) and "lo-in-1/DANH-SACH-GIAO.xlsx" in names
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_job_that_names_an_order_writes_what_is_open_of_it(earnest_live: Workplace) -> None:
    make_print_order(earnest_live.store, ORDER, Witness("Lan"))
    with earnest_live.database.writing() as connection:
        job = jobs.ask_job(connection, events.begin_act(1), PRINT_BATCH, {"order": 1})
    assert "lệnh in 1 cho 1 điểm" in batch_jobs.perform_batch(earnest_live, job, report_nothing)
    assert batch_jobs.find_archive(earnest_live.store.root, job.id) is not None
    with look_into_ledger(earnest_live.store) as connection:
        assert len(list_orders(connection)) == 1


def test_wrong_orders_are_told_before_the_machine_is_asked(live_office: Workplace) -> None:
    assert batch_jobs.check_order(live_office, Order(sites=("10507", "10888"))) == 2
    for order in (Order(sites=("99999",)), Order(group="khong-co"), Order(paper="A0")):
        with pytest.raises(ReleaseError):
            batch_jobs.check_order(live_office, order)
    with pytest.raises(OfficeError, match="chưa chọn ấn phẩm"):
        batch_jobs.check_order(live_office, Order(()))
