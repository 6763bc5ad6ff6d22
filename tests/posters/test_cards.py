"""Every card stays in its cells, whole, legible, apart from its code and from itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import pytest
from fontTools.pens.boundsPen import BoundsPen
from hypothesis import given, settings
from hypothesis import strategies as st

from posters import cards, faces, fonts, geometry
from posters.cards import CardLayout
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import ALPHABET, Face
from posters.geometry import Rect
from posters.spec import GRIDS, Card, Cell, Grid
from posters.text import PT, clean, is_torn, measure_width

URL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-5658e09794d3"
GRID_LIST = list(GRIDS.values())


@cache
def _font(face: Face) -> tuple[dict[int, str], object]:
    font = faces.open_face(fonts.NAMES[face])
    return font.getBestCmap(), font.getGlyphSet()


@cache
def reach(char: str, face: Face) -> tuple[float, float]:
    """Lowest and highest ink of a character in em, from the outlines themselves."""
    names, glyphs = _font(face)
    if ord(char) not in names:
        return reach(char, Face.FALLBACK)
    pen = BoundsPen(glyphs)
    glyphs[names[ord(char)]].draw(pen)
    return (pen.bounds[1] / 1000, pen.bounds[3] / 1000) if pen.bounds else (0, 0)


@dataclass(frozen=True)
class Line:
    """One line of a block: left edge and baseline in mm from the card's corner."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    role: str


def lines(made: CardLayout) -> Iterator[Line]:
    for block in made.blocks:
        for i, text in enumerate(block.lines):
            yield Line(block.x, block.y + i * block.step, text, block.face, block.size, block.role)


def ink(line: Line) -> Rect:
    """Where a line's ink is, in mm from the card's corner."""
    low = min(reach(c, line.face)[0] for c in line.text) * line.size * PT
    high = max(reach(c, line.face)[1] for c in line.text) * line.size * PT
    wide = measure_width(line.text, line.face, line.size)
    if line.role == "code":
        wide += (len(cards.split_aloud(line.text)) - 1) * cards.AIR * line.size * PT / 1000
    return Rect(line.x, line.y - high, wide, high - low)


def check(card: Card, grid: Grid) -> CardLayout:
    """The laws of a card. Returns its layout."""
    cells = cards.find_span(card, grid)
    made = cards.lay_out(card, grid, cells, headed=True)
    box = geometry.make_frame(grid).cell(0, cells)
    assert (made.width, made.height) == (box.width, box.height)
    areas = [ink(line) for line in lines(made)]
    for area in areas:
        assert area.x >= made.code.right, card.code
        assert area.right <= made.width - 2.5, card.code
        assert area.y >= 0.2, card.code
        assert area.bottom <= made.height - 0.5, card.code
    for above, below in pairwise(areas):
        assert below.y > above.bottom, (card.code, above, below)
    assert all(line.size >= 8 for line in lines(made))
    assert made.code.x >= 0
    assert made.code.bottom <= made.height
    for role, text in (("code", card.code), ("name", card.name), ("heading", card.field), ("host", card.host)):
        printed = "".join(line.text for line in lines(made) if line.role == role)
        assert printed.replace(" ", "") == clean(text).replace(" ", "")
    return made


@pytest.mark.real
@pytest.mark.parametrize("grid", GRID_LIST, ids=lambda grid: grid.paper)
def test_every_real_procedure(real_cards: tuple[Card, ...], grid: Grid) -> None:
    sizes = [name_size(check(card, grid)) for card in real_cards]
    assert len(sizes) > 2400
    assert min(sizes) >= 8
    # Few cards of a sheet bear their field's name; the others have its room for their own.
    fits = [cards.measure_card(card, grid) for card in real_cards]
    assert sum(fit[0].plain >= cards.GOOD for fit in fits) > len(fits) * 0.8
    assert all(fit[-1].headed >= cards.GOOD for fit in fits)


@pytest.mark.parametrize("grid", GRID_LIST, ids=lambda grid: grid.paper)
def test_every_odd_card(odd_cards: tuple[Card, ...], grid: Grid) -> None:
    for card in odd_cards:
        check(card, grid)


names = st.text(st.sampled_from(sorted(ALPHABET)), min_size=1, max_size=900).filter(lambda t: bool(clean(t)))


@settings(max_examples=40, deadline=None)
@given(names, st.sampled_from(GRID_LIST))
def test_any_name(name: str, grid: Grid) -> None:
    check(Card("1.000080", name, URL, "dichvucong.gov.vn", "Hộ tịch"), grid)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.sampled_from(GRID_LIST))
def test_longer_names_never_take_fewer_cells(words: int, grid: Grid) -> None:
    card = Card("1.000080", "quyền sử dụng đất " * words, URL, "dichvucong.gov.vn", "Đất đai")
    longer = Card("1.000080", "quyền sử dụng đất " * (words + 1), URL, "dichvucong.gov.vn", "Đất đai")
    assert cards.find_span(card, grid) <= cards.find_span(longer, grid)


def test_spans_are_some_cells_of_a_row_then_whole_rows() -> None:
    assert list(cards.list_spans(GRIDS["A4"])) == [1, 2, 4, 6, 8, 10, 12]
    assert list(cards.list_spans(GRIDS["A3"])) == [1, 2, 3, 6, 9, 12, 15, 18]
    assert list(cards.list_spans(GRIDS["A1"]))[:5] == [1, 2, 3, 6, 12]


def test_more_cells_are_measured_until_type_is_good() -> None:
    card = Card("1.000080", "quyền sử dụng đất " * 9, URL, "dichvucong.gov.vn", "Đất đai")
    one, two = cards.measure_card(card, GRIDS["A4"])
    assert (one.span, two.span) == (1, 2)
    assert one.headed <= one.plain < cards.GOOD <= two.headed
    short = cards.measure_card(replace(card, name="Cấp đổi"), GRIDS["A4"])
    assert [fit.span for fit in short] == [1]


def test_a_field_stands_over_its_first_card_and_again_where_another_came_between() -> None:
    fields = ["Hộ tịch", "Hộ tịch", "Đất đai", "Hộ tịch", ""]
    cells = [Cell(i, 1, Card(str(i), "Cấp", URL, "dichvucong.gov.vn", field)) for i, field in enumerate(fields)]
    assert cards.find_beginnings(reversed(cells)) == {0, 2, 3}
    plain, headed = (cards.lay_out(cells[0].card, GRIDS["A4"], 1, headed=h) for h in (False, True))
    assert {block.role for block in headed.blocks} - {block.role for block in plain.blocks} == {"heading"}


def name_size(layout: CardLayout) -> float:
    """Type size of the name in points."""
    return next(block.size for block in layout.blocks if block.role == "name")


def test_a_card_may_stand_in_more_cells_than_it_needs() -> None:
    card = Card("1.000080", "Thủ tục đăng ký khai sinh", URL, "dichvucong.gov.vn", "Hộ tịch")
    assert cards.find_span(card, GRIDS["A4"]) == 1
    wide = cards.lay_out(card, GRIDS["A4"], 2)
    assert wide.width > 180
    assert name_size(wide) == cards.SIZES[0]


def test_the_longest_name_takes_a_whole_sheet_before_its_type_gets_too_small() -> None:
    card = Card("1.000080", "quyền sử dụng đất " * 180, URL, "dichvucong.gov.vn", "Đất đai")
    cells = cards.find_span(card, GRIDS["A4"])
    assert cells > 2
    assert name_size(cards.lay_out(card, GRIDS["A4"], cells)) >= 8
    with pytest.raises(DrawingError):
        cards.lay_out(card, GRIDS["A4"], 2)


def test_what_fits_nowhere_is_refused_and_named() -> None:
    card = Card("1.000080", "dài quá " * 2700, URL, "dichvucong.gov.vn", "Hộ tịch")
    with pytest.raises(
        DrawingError, match=r"thủ tục 1\.000080: tên dài 21599 ký tự không vừa 12 ô.*không bao giờ bị cắt"
    ):
        cards.find_span(card, GRIDS["A4"])


def test_a_character_without_glyph_names_its_procedure() -> None:
    card = Card("1.000080", "Nuôi 犬", URL, "dichvucong.gov.vn", "Hộ tịch")
    with pytest.raises(MissingGlyphError, match=r"thủ tục 1\.000080: .*«犬» \(U\+72AC\).*«Nuôi 犬»"):
        cards.find_span(card, GRIDS["A4"])


@pytest.mark.parametrize(
    ("code", "pieces"),
    [
        ("1.000080", ("1.000", "080")),
        ("2.001610", ("2.001", "610")),
        ("1.0133611", ("1.013", "361", "1")),
        ("1.014955-Xoa", ("1.014", "955-Xoa")),
        ("1.000234.000.00.00.H42", ("1.000", "234.000.00.00.H42")),
    ],
)
def test_codes_are_set_as_they_are_read_aloud(code: str, pieces: tuple[str, ...]) -> None:
    assert cards.split_aloud(code) == pieces
    assert "".join(pieces) == code


def test_type_of_nine_points_goes_before_words_that_stand_together_and_they_before_larger_type() -> None:
    words = "đối với quản lý thực hiện ngân hàng viễn thông chấp thuận thiết bị chính sách chi nhánh nội dung khai thác"
    words += " đề nghị bảo vệ hàng hải đại diện tham gia phạm vi cung cấp trung tâm địa điểm công bố"
    torn = dict[float, int]()
    for length in range(80, len(words)):
        name = words[:length].strip()
        (block,) = (
            b
            for b in cards.lay_out(Card("1.000080", name, URL, "dichvucong.gov.vn", ""), GRIDS["A4"], 1).blocks
            if b.role == "name"
        )
        torn[block.size] = torn.get(block.size, 0) + is_torn(name, block.lines)
    assert torn.pop(cards.FINE) > 0
    assert sum(count for size, count in torn.items() if size > cards.FINE) == 0
