"""Every procedure of the real lists in the booklet, and as single sheets those with the longest and the shortest names
and every seventh between: nothing leaves its place, overlaps or shrinks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
import pytest

from posters import booklet, inspect, pdf, single
from posters.body import Body
from posters.geometry import order_in_columns
from posters.spec import Card, SiteHead
from posters.text import clean
from tests.posters.products import booklet as booklet_of
from tests.posters.products import clashes, codes, entry, flat, hardships, intruders, sizes_of
from tests.posters.products import single as single_of

pytestmark = pytest.mark.real
LEAST = 8.0
PORTION = 50
"""Pages of a file: large ones take long to open for each page."""


def drawn(kind: str, cards: Sequence[Card]) -> Iterator[Body]:
    symbols = codes(c.payload for c in cards)
    if kind == "danh mục":
        ordered = sorted(cards, key=lambda c: (c.field, c.code))
        return booklet.draw_booklet(booklet_of((c.field, entry(c)) for c in ordered), symbols)
    return (body for c in cards for body in single.draw_singles(single_of(c, kind), symbols))


@pytest.mark.parametrize("kind", ["danh mục", "A5", "A4"])
def test_the_procedures_of_the_real_lists(kind: str, real_cards: tuple[Card, ...], head: SiteHead) -> None:
    by_length = sorted(real_cards, key=lambda c: len(c.name))
    cards = real_cards if kind == "danh mục" else (*by_length[:20], *by_length[20:-80:7], *by_length[-80:])
    bodies = list(drawn(kind, cards))
    assert sorted(code.payload for body in bodies for code in body.codes) == sorted(c.payload for c in cards)
    for start in range(0, len(bodies), PORTION):
        check(kind, bodies[start : start + PORTION], head)


def check(kind: str, bodies: Sequence[Body], head: SiteHead) -> None:
    content = pdf.address_file(pdf.make_template(bodies), head)
    assert min(sizes_of(content)) >= LEAST - 0.01
    for page, (body, read) in enumerate(zip(bodies, inspect.read_codes_on(content, range(len(bodies))), strict=True)):
        in_turn = order_in_columns([code.area for code in read]) if kind == "danh mục" else range(len(read))
        assert [read[i].text for i in in_turn] == [code.payload for code in body.codes], body.label
        assert intruders(content, page, body) == [], body.label
        assert clashes(content, page) == [], body.label
        assert all(code.area.width / 37 >= 0.5 for code in body.codes), body.label
        assert kind != "A4" or all(code.area.width >= 30 for code in body.codes), body.label


@pytest.mark.parametrize("kind", ["danh mục", "A5", "A4"])
def test_both_readers_read_them_under_every_condition(kind: str, commune: tuple[Card, ...], head: SiteHead) -> None:
    bodies = list(drawn(kind, commune[:: 16 if kind == "danh mục" else 60]))
    content = pdf.address_file(pdf.make_template(bodies), head)
    for page, body in enumerate(bodies):
        assert hardships(content, page, tuple(code.payload for code in body.codes)) == ()


def test_names_are_whole_and_in_reading_order(commune: tuple[Card, ...], head: SiteHead) -> None:
    ordered = sorted(commune, key=lambda c: (c.field, c.code))
    bodies = list(drawn("danh mục", ordered))
    content = pdf.address_file(pdf.make_template(bodies), head)
    rest = flat("".join(inspect.read_text(content, page) for page in range(len(pypdfium2.PdfDocument(content)))))
    for card in ordered:
        wanted = flat(f"{clean(card.code)}{clean(card.name)}")
        assert wanted in rest, card.code
        rest = rest.partition(wanted)[2]
