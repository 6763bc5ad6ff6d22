"""The list booklet: everything in it, nothing cut, every code readable."""

from __future__ import annotations

import re

import pytest

from posters import booklet, pdf
from posters.body import Body
from posters.errors import DrawingError
from posters.products_spec import Booklet
from posters.spec import Card, SiteHead
from posters.text import clean
from tests.posters.products import LONG, clashes, codes, entry, flat, intruders, pages_of, read_all, rings
from tests.posters.products import booklet as listed

QUOTES = (
    {},
    {"time_legal": "15 ngày làm việc", "time_city": "10 ngày làm việc", "fee": "Không", "place": "TTPVHCC xã, phường"},
    {"time_legal": LONG * 3, "fee": LONG * 2, "decision": "5461/QĐ-BCA-C07 ngày 16/01/2026"},
    {"fee": LONG * 120},
)


@pytest.fixture(scope="module")
def odd(odd_cards: tuple[Card, ...]) -> Booklet:
    """Strange names, each with another set of quotes."""
    return listed((c.field, entry(c, **QUOTES[i % 4])) for i, c in enumerate(odd_cards))


@pytest.fixture(scope="module")
def bodies(odd: Booklet) -> list[Body]:
    return list(booklet.draw_booklet(odd, codes(e.payload for e in odd.entries)))


@pytest.fixture(scope="module")
def finished(bodies: list[Body], head: SiteHead) -> bytes:
    return pdf.address_file(pdf.make_template(bodies, booklet.TITLE), head)


def test_every_name_and_every_quote_is_there_whole(odd: Booklet, finished: bytes) -> None:
    said = flat("".join(pages_of(finished)))
    for e in odd.entries:
        assert flat(clean(e.name)) in said
        assert flat(e.code) in said
        for quote in (e.time_legal, e.time_city, e.place, e.decision):
            assert flat(clean(quote)) in said
    assert said.count("(mục-77)") == sum((e.time_legal + e.fee).count(LONG) for e in odd.entries)


def test_every_code_reads_at_150_dpi_and_stands_beside_its_name(odd: Booklet, finished: bytes) -> None:
    assert read_all(finished) == [e.payload for e in odd.entries]


def test_modules_are_at_least_half_a_millimetre(bodies: list[Body]) -> None:
    sides = [placed.area.width for body in bodies for placed in body.codes]
    assert min(sides) / 37 >= 0.5


def test_nothing_touches_a_quiet_zone(bodies: list[Body], finished: bytes) -> None:
    for i, body in enumerate(bodies):
        for payload, darkest in rings(finished, i, body):
            assert darkest > 250, (i, payload)
        assert intruders(finished, i, body) == [], i


def test_no_text_lies_on_another(bodies: list[Body], finished: bytes) -> None:
    assert [clash for i in range(len(bodies)) for clash in clashes(finished, i)] == []


def test_every_page_of_the_table_repeats_the_heading(finished: bytes) -> None:
    pages = pages_of(finished)
    table = [text for text in pages if "Mã số và tên thủ tục" in text]
    assert len(table) == len(pages) - 1
    assert all("Thời hạn sau cắt giảm" in text and "Quyết định" in text for text in table)
    assert all(f"Trang {i}/{len(pages)}" in text for i, text in enumerate(pages, 1))


EVERY_FACT = {
    "time_legal": "5 ngày",
    "time_city": "3 ngày",
    "fee": "không",
    "place": "xã",
    "decision": "628/QĐ-BNV ngày 20/06/2025",
}


def test_a_column_that_is_empty_for_all_entries_is_not_there(odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    def drawn(**facts: str) -> str:
        one = listed([("Hộ tịch", entry(odd_cards[0], **facts)), ("Hộ tịch", entry(odd_cards[1]))])
        symbols = codes(c.payload for c in odd_cards[:2])
        return "".join(pages_of(pdf.address_file(booklet.make_template(one, symbols), head)))

    only = drawn(fee="không thu phí")
    assert "Phí, lệ phí" in only and "Thời hạn" not in only and booklet.UNKNOWN in only
    bare = drawn()
    assert "Phí, lệ phí" not in bare and "nguồn dữ liệu chưa ghi" not in bare and "Mã số và tên thủ tục" in bare


def test_entries_stand_in_two_columns_where_their_facts_have_room(odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    cards = [c for c in odd_cards if len(c.name) < 300][:9] * 3
    few, many = (
        listed([("Hộ tịch", entry(c, **facts)) for c in cards])
        for facts in ({"decision": "628/QĐ-BNV ngày 20/06/2025"}, EVERY_FACT)
    )
    symbols = codes(c.payload for c in cards)
    narrow, wide = (list(booklet.draw_booklet(made, symbols)) for made in (few, many))
    edges = [{round(code.area.x) for body in bodies for code in body.codes} for bodies in (narrow, wide)]
    assert [len(each) for each in edges] == [2, 1]
    assert len(narrow) < len(wide)
    finished = pdf.address_file(pdf.make_template(narrow, booklet.TITLE), head)
    assert [clash for i in range(len(narrow)) for clash in clashes(finished, i)] == []
    assert all(darkest > 250 for i, body in enumerate(narrow) for _, darkest in rings(finished, i, body))
    drawn = [code.payload for body in narrow for code in body.codes]
    assert drawn == [c.payload for c in cards], "down the left column, then down the right one"
    assert [text for leaf in pdf.make_template(narrow).leaves for text in leaf.read] == drawn


def test_headings_and_dates_stand_on_one_line(odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    """Beside a symbol as large as an entry's address makes it."""
    dated = listed([("Hộ tịch", entry(odd_cards[0], **EVERY_FACT))])
    said = pages_of(pdf.address_file(booklet.make_template(dated, codes([odd_cards[0].payload])), head))[1]
    for whole in ("Thời hạn theo quy định", "Thời hạn sau cắt giảm", "ngày 20/06/2025"):
        assert whole in said.replace("\n", "|")


def test_a_quote_longer_than_a_page_goes_on_under_its_code(odd: Booklet, finished: bytes) -> None:
    long = next(e for e in odd.entries if len(e.fee) > 9000)
    pages = pages_of(finished)
    assert sum(f"{long.code} (tiếp theo)" in text for text in pages) >= 1


def test_the_contents_name_the_right_pages(commune: tuple[Card, ...], head: SiteHead) -> None:
    made = listed((c.field, entry(c)) for c in sorted(commune, key=lambda c: c.field))
    bodies = list(booklet.draw_booklet(made, codes(e.payload for e in made.entries)))
    finished = pdf.address_file(pdf.make_template(bodies, booklet.TITLE), head)
    pages = pages_of(finished)
    front = "".join(text for text in pages if "Mã số và tên thủ tục" not in text)
    for field in [f for g in made.groups for f in g.fields]:
        row = re.search(rf"^{re.escape(clean(field.name))}\s+{len(field.entries)} thủ tục\s+trang (\d+)", front, re.M)
        assert row is not None, field.name
        assert flat(f"{clean(field.name)} ({len(field.entries)})") in flat(pages[int(row[1]) - 1])


def test_a_sample_says_so_on_every_page(odd: Booklet, head: SiteHead) -> None:
    few = listed([("Hộ tịch", e) for e in odd.entries[:3]], sample=True)
    made = pdf.address_file(booklet.make_template(few, codes(e.payload for e in few.entries)), head)
    assert all("KHÔNG NIÊM YẾT" in text for text in pages_of(made))
    assert read_all(made) == [e.payload for e in few.entries]


def test_same_list_same_bytes(odd: Booklet, bodies: list[Body]) -> None:
    again = list(booklet.draw_booklet(odd, codes(e.payload for e in odd.entries)))
    assert [b.dump() for b in again] == [b.dump() for b in bodies]


def test_a_missing_code_or_an_empty_list_is_refused(odd: Booklet) -> None:
    with pytest.raises(DrawingError, match="thiếu mã QR của thủ tục") as caught:
        list(booklet.draw_booklet(odd, {}))
    assert odd.entries[0].payload[:40] in str(caught.value)
    with pytest.raises(DrawingError, match="không có thủ tục nào"):
        list(booklet.draw_booklet(listed([]), {}))


@pytest.mark.real
def test_every_name_of_the_real_lists_stands_in_a_booklet(real_cards: tuple[Card, ...], head: SiteHead) -> None:
    made = listed((c.field, entry(c)) for c in sorted(real_cards, key=lambda c: (c.field, c.code)))
    finished = pdf.address_file(booklet.make_template(made, codes(e.payload for e in made.entries)), head)
    said = flat("".join(pages_of(finished)))
    assert [c.code for c in real_cards if flat(clean(c.name)) not in said] == []
