"""A card is measured once; what was measured is kept as long as the measuring code is the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.paper import spans
from kiosk.paper.plan import measure_fits
from kiosk.paper.spans import SpanBook
from kiosk.workspace.cache import Cache
from posters.cards import Fit
from posters.spec import Card

SHORT = Card("1.000001", "Đăng ký khai sinh", "https://dichvucong.gov.vn/1", "dichvucong.gov.vn", "Hộ tịch")
LONG = Card("1.000002", "Đăng ký " + "khai sinh " * 60, "https://dichvucong.gov.vn/2", "dichvucong.gov.vn", "Hộ tịch")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "cache.sqlite")) as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    codes: list[str] = []

    def counted(card: Card, face: str, paper: str) -> tuple[Fit, ...]:
        codes.append(card.code)
        return measure_fits(card, face, paper)

    monkeypatch.setattr(spans, "measure_fits", counted)
    return codes


def test_a_long_name_takes_more_and_each_is_measured_once(cache: Cache, asked: list[str]) -> None:
    book = SpanBook(cache)
    assert book(SHORT, "a", "A4") == book(SHORT, "a", "A4")
    assert book(SHORT, "a", "A4")[0].span == 1 < book(LONG, "b", "A4")[0].span
    assert asked == [SHORT.code, LONG.code]
    book(SHORT, "a", "A3")
    assert asked == [SHORT.code, LONG.code, SHORT.code]


def test_a_saved_book_is_read_again_and_an_unsaved_one_is_not(cache: Cache, asked: list[str]) -> None:
    first = SpanBook(cache)
    first(SHORT, "a", "A4")
    first.save()
    first(LONG, "b", "A4")
    again = SpanBook(cache)
    assert (again(SHORT, "a", "A4"), again(LONG, "b", "A4")) == (first(SHORT, "a", "A4"), first(LONG, "b", "A4"))
    assert asked == [SHORT.code, LONG.code, LONG.code]


def test_other_measuring_code_measures_anew(cache: Cache, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = SpanBook(cache)
    first(SHORT, "a", "A4")
    first.save()
    monkeypatch.setattr("kiosk.workspace.keys.make_recipe", lambda *_roots: "another")
    SpanBook(cache)(SHORT, "a", "A4")
    assert asked == [SHORT.code, SHORT.code]
