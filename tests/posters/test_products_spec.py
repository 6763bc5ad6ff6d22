"""Facts of what is printed: complete without being told everything, and fit to be sent to a worker."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields

import pytest

from posters.products_spec import Booklet, BookletEntry, BookletField, BookletGroup, Notice, Single
from posters.spec import Wording
from tests.posters.products import DAY


def entry(code: str) -> BookletEntry:
    return BookletEntry(code, f"Thủ tục {code}", f"https://dichvucong.gov.vn/{code}", "dichvucong.gov.vn")


def test_entries_are_those_of_all_groups_in_printed_order() -> None:
    first, second, third = map(entry, ("1.000003", "1.000001", "1.000002"))
    booklet = Booklet(
        (
            BookletGroup("Hộ tịch", (BookletField("Hộ tịch", (first,)), BookletField("Chứng thực", (second,)))),
            BookletGroup("Không có", ()),
            BookletGroup("Đất đai", (BookletField("Đất đai", (third,)), BookletField("Trống", ()))),
        ),
        7,
        DAY,
    )
    assert booklet.entries == (first, second, third)
    assert Booklet((), 7, DAY).entries == ()


def test_what_the_source_does_not_say_is_empty() -> None:
    assert {getattr(entry("1"), f.name) for f in fields(BookletEntry)[4:]} == {"", ()}


PRODUCTS = (
    Booklet((), 7, DAY),
    Single("A5", "TT-1", "1.000001", "Khai sinh", "https://a", "a", 7, DAY),
    Notice("Thay tờ", "THAY-TO", "", (), 7, DAY),
)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: type(product).__name__)
def test_products_go_to_workers_and_cannot_be_changed_on_the_way(product: Booklet | Single | Notice) -> None:
    assert pickle.loads(pickle.dumps(product)) == product  # noqa: S301 - our own bytes
    assert hash(product) == hash(pickle.loads(pickle.dumps(product)))  # noqa: S301
    assert product.wording == Wording()
    with pytest.raises(FrozenInstanceError):
        product.release = 8  # type: ignore[misc]
