"""Rows over pages: nothing lost, nothing cut, nothing past the foot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posters import flow
from posters.errors import DrawingError
from posters.flow import FlowCell, FlowPage, FlowRow, Par

FIRST, ROOM = 120.0, 200.0
WORDS = st.lists(st.sampled_from(["Thủ", "tục", "đăng", "ký", "khai", "sinh", "Ẩ", "ợ-", "1.000080"]), max_size=120)


@st.composite
def rows(draw: st.DrawFn) -> FlowRow:
    """A row of two columns, sometimes kept with the next, sometimes loose, sometimes far taller than a page."""
    texts = [" ".join(draw(WORDS)) * draw(st.sampled_from([1, 1, 1, 9])) for _ in range(2)]
    cells = tuple(FlowCell(i * 90.0, 80.0, (Par(text, size=8.0 + i),)) for i, text in enumerate(texts))
    return FlowRow(cells, keep=draw(st.booleans()), loose=draw(st.booleans()), least=draw(st.sampled_from([0.0, 21.0])))


def said(pages: list[FlowPage], column: int) -> str:
    """The letters of a column in reading order; lines may end inside a word that is wider than they are."""
    lines = [x for page in pages for placed in page for x in placed.set_row.lines if x.x == column * 90.0]
    return "".join(x.text for x in lines).replace(" ", "")


@given(st.lists(rows(), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_word_stands_once_in_order_and_above_the_foot(given_rows: list[FlowRow]) -> None:
    pages = list(flow.pages(given_rows, FIRST, ROOM))
    for column in range(2):
        wanted = "".join(par.text for row in given_rows for par in row.cells[column].pars)
        assert said(pages, column) == wanted.replace(" ", "")
    for i, page in enumerate(pages):
        left = FIRST if i == 0 else ROOM
        for placed in page:
            assert placed.y + placed.set_row.height <= left + 0.01
            assert all(line.y <= placed.set_row.height for line in placed.set_row.lines)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=30))
def test_a_row_that_fits_a_page_is_never_split(lines: list[int]) -> None:
    made = [FlowRow((FlowCell(0, 50, tuple(Par(f"dòng {i}") for i in range(n))),)) for n in lines]
    placed = [p.set_row.row for page in flow.pages(made, FIRST, ROOM) for p in page]
    assert placed == made


def test_a_heading_never_ends_a_page_and_its_group_is_named_again() -> None:
    again = FlowRow((FlowCell(0, 50, (Par("Hộ tịch (tiếp theo)"),)),))
    heading = FlowRow((FlowCell(0, 50, (Par("Hộ tịch"),)),), keep=True)
    entry = FlowRow((FlowCell(0, 50, (Par("khai sinh"),)),), least=60.0, running=again)
    pages = list(flow.pages([heading, entry, entry, entry, entry], FIRST, ROOM))
    assert [[p.set_row.lines[0].text for p in page] for page in pages] == [
        ["Hộ tịch", "khai sinh"],
        ["Hộ tịch (tiếp theo)", "khai sinh", "khai sinh", "khai sinh"],
    ]


def test_what_goes_on_says_whose_it_is() -> None:
    again = FlowRow((FlowCell(0, 50, (Par("1.000080 (tiếp theo)"),)),))
    tall = FlowRow((FlowCell(0, 50, (Par("phí " * 2000),)),), continued=again)
    pages = list(flow.pages([tall], FIRST, ROOM))
    assert len(pages) > 2
    assert all(page[0].set_row.lines[0].text == "1.000080 (tiếp theo)" for page in pages[1:])


def test_a_line_taller_than_a_page_is_refused_with_a_sentence() -> None:
    with pytest.raises(DrawingError, match="một dòng cao hơn cả trang") as caught:
        list(flow.pages([FlowRow((FlowCell(0, 50, (Par("to", size=900),)),))], FIRST, ROOM))
    assert "khổ giấy lớn hơn" in str(caught.value)
