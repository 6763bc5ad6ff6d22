"""`kiosk batch`: the options become an order, the answer says what was written and what is missing."""

from __future__ import annotations

import pytest

from kiosk.office import print_batches
from kiosk.office.print_batches import INKS
from kiosk.press.batch import Order, Product
from posters.inks import Inks
from tests.kiosk.commands import Office


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What the office was asked for; it answers that nothing has to be printed."""
    orders: list[Order] = []

    def make_print_order(_store: object, order: Order, _witness: object) -> None:
        orders.append(order)

    monkeypatch.setattr(print_batches, "make_print_order", make_print_order)
    return orders


def test_without_options_sheets_and_boards_of_every_site(sample_office: Office, asked: list[Order]) -> None:
    assert "Không có tờ nào phải in" in sample_office.ok("batch")
    assert asked == [Order()]
    assert sample_office.json("batch")["order"] is None


def test_every_option_is_part_of_the_order(sample_office: Office, asked: list[Order]) -> None:
    words = "batch --site 10507,HP-E --product single --product booklet --paper a5 --copies 3 --imposed --marks"
    sample_office.ok(*words.split(), "--inks", "cmyk", "--out", "lo")
    order = Order(
        products=(Product.SINGLE, Product.BOOKLET),
        sites=("10507", "HP-E"),
        paper="A5",
        copies=3,
        imposed=True,
        marks=True,
        inks=Inks.CMYK,
    )
    assert asked == [order]
    sample_office.ok("batch", "--group", "xã")
    assert asked[-1].group == "xã"


def test_an_order_that_stands_keeps_how_it_is_printed(sample_office: Office) -> None:
    answer = sample_office.run("batch", "1", "--copies", "2")
    assert answer.returncode == 2
    assert "giữ cách in" in answer.stderr


def test_demonstration_data_are_not_ordered(sample_office: Office) -> None:
    assert "BẢN MẪU" in sample_office.refused("batch")


def test_an_order_is_written_to_files(posting_office: Office) -> None:
    told = posting_office.json("batch", "--site", "10507", "--product", "board", "--out", "lo")
    assert told["order"] == 1
    assert {f["paper"] for f in told["files"]} == {"A3", "A4"}
    assert "Đã lập lô in cho 1 điểm" in posting_office.ok("batch", "1", "--out", "lai")


def test_every_ink_has_a_name() -> None:
    assert set(INKS.values()) == set(Inks)


@pytest.mark.parametrize(
    ("words", "says"), [(("--inks", "đỏ"), "mau, cmyk, xam, tiet-kiem"), (("--copies", "0"), "từ 1 đến 1000")]
)
def test_what_cannot_be_ordered_is_wrong_usage(sample_office: Office, words: tuple[str, ...], says: str) -> None:
    answer = sample_office.run("batch", *words)
    assert answer.returncode == 2
    assert says in answer.stderr


def test_the_answer_names_folder_totals_and_missing_addresses(posting_office: Office) -> None:
    answer = posting_office.run("batch", "--site", "10507,10888", "--product", "board", "--out", "lo")
    assert answer.returncode == 0, answer.stderr
    assert "A3\t4" in answer.stdout, "a board of this list takes two pages"
    assert "Đã lập lô in cho 2 điểm" in answer.stdout
    assert "2 điểm chưa có địa chỉ giao" in answer.stderr
    assert (posting_office.folder / "lo.zip").is_file()


def test_for_machines_every_file_with_its_checksum(posting_office: Office) -> None:
    batch = posting_office.json("batch", "--site", "10507", "--product", "board", "--out", "lo")
    assert batch["sides"] == {"A3": 2, "A4": 1}
    assert (batch["folder"], batch["zip"]) == (str(posting_office.folder / "lo"), str(posting_office.folder / "lo.zip"))
    assert [f["paper"] for f in batch["files"]] == ["A4", "A3"]
    assert all(len(f["sha256"]) == 64 and (posting_office.folder / "lo" / f["path"]).is_file() for f in batch["files"])
