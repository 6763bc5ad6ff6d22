"""Head, foot and watermark: what every page says, where it leaves room for the site, and what does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posters import furniture
from posters.errors import DrawingError
from posters.fonts import Face
from posters.furniture import BESIDE, Measures
from posters.geometry import FRAMES, Rect
from posters.spec import Mark, Wording
from posters.surface import Ink, Surface
from posters.text import measure_width
from tests.posters.products import DAY

AT = Measures(left=12, right=198, top=10, foot=272)
WORDS = Wording()


class Sketch(Surface):
    """A surface that remembers its lines of text: text, left edge, baseline and size."""

    def __init__(self) -> None:
        super().__init__(210, 297)
        self.lines: dict[str, tuple[float, float, float]] = {}
        self.areas: list[tuple[Rect, Ink | str]] = []

    def text(  # type: ignore[override]
        self, x: float, y: float, text: str, face: Face, size: float, ink: Ink = Ink.BLACK, align: str = "left"
    ) -> float:
        wide = super().text(x, y, text, face, size, ink, align)  # type: ignore[arg-type]
        self.lines[text] = (x - wide if align == "right" else x, y, size)
        return wide

    def fill(self, area: Rect, ink: Ink) -> None:
        super().fill(area, ink)
        self.areas.append((area, ink))

    def image(self, area: Rect, name: str) -> None:
        super().image(area, name)
        self.areas.append((area, name))


@pytest.fixture
def sketch() -> Sketch:
    return Sketch()


def test_the_head_says_title_label_and_what_to_do(sketch: Sketch) -> None:
    lower = furniture.draw_head(sketch, AT, "Hộ tịch, chứng thực", "HT-01", "Tờ", WORDS)
    assert set(sketch.lines) == {"Hộ tịch, chứng thực", "HT-01", "Tờ", WORDS.scan}
    assert max(y for _, y, _ in sketch.lines.values()) < lower < FRAMES["A4"].grid.y + 0.001
    left, _, _ = sketch.lines["HT-01"]
    assert left + measure_width("HT-01", Face.BOLD, 21) == pytest.approx(AT.right)


def test_a_head_without_instructions_is_lower(sketch: Sketch) -> None:
    lower = furniture.draw_head(sketch, AT, "Phiếu giao", "BIA", "")
    assert WORDS.scan not in sketch.lines
    assert lower < furniture.draw_head(Sketch(), AT, "Phiếu giao", "BIA", "", WORDS)


def test_a_long_title_shrinks_beside_the_label_and_is_never_cut(sketch: Sketch) -> None:
    title = "Bảo trợ xã hội, người có công, lao động, việc làm, phòng chống tệ nạn xã hội"
    furniture.draw_head(sketch, AT, title, "BT-01", "Tờ", WORDS)
    left, _, size = sketch.lines[title]
    assert 11 <= size < 21
    assert left + measure_width(title, Face.BOLD, size) < sketch.lines["BT-01"][0]
    with pytest.raises(DrawingError, match="không vừa chỗ") as caught:
        furniture.draw_head(Sketch(), AT, title * 2, "BT-01", "Tờ", WORDS)
    assert caught.value.value == (title * 2)[:80]
    assert caught.value.way_out


def test_a_sample_says_so_in_white_on_black(sketch: Sketch) -> None:
    furniture.draw_head(sketch, AT, "Hộ tịch", "HT-01", "Tờ", WORDS, WORDS.sample)
    left, base, size = sketch.lines[WORDS.sample]
    ((bar, _),) = [(area, ink) for area, ink in sketch.areas if ink is Ink.BLACK]
    assert bar.x < left
    assert left + measure_width(WORDS.sample, Face.BOLD, size) < bar.right == pytest.approx(AT.right)
    assert bar.y < base < bar.bottom
    scan, _, scan_size = sketch.lines[WORDS.scan]
    assert scan + measure_width(WORDS.scan, Face.REGULAR, scan_size) < bar.x


def test_the_foot_warns_names_the_release_and_leads_to_feedback(sketch: Sketch) -> None:
    furniture.draw_foot(sketch, AT, WORDS, 7, DAY)
    assert WORDS.antifraud in sketch.lines
    assert "Bản phát hành 7, ngày 24/11/2026" in sketch.lines
    feedback = f"{WORDS.feedback}: {WORDS.feedback_url} · {WORDS.hotline_label} {WORDS.hotline}"
    assert feedback in sketch.lines
    (link,) = sketch.links
    assert link.uri == WORDS.feedback_url
    left, base, size = sketch.lines[feedback]
    assert link.area.x == left
    assert link.area.width == pytest.approx(measure_width(feedback, Face.REGULAR, size))
    assert link.area.y < base < link.area.bottom


def test_an_address_of_feedback_takes_a_line_and_moves_the_sites_contacts(sketch: Sketch) -> None:
    words = replace(WORDS, feedback_address="18 Hoàng Diệu, phường Hồng Bàng")
    furniture.draw_foot(sketch, AT, words, 7, DAY)
    _, base, _ = sketch.lines[words.feedback_address]
    with_address, without = (furniture.place_areas(AT, w).contact for w in (words, WORDS))
    assert without.y < with_address.y
    assert base < with_address.y
    assert max(y for _, y, _ in sketch.lines.values()) == base


@pytest.mark.parametrize("key", ["antifraud", "feedback", "feedback_address"])
def test_wording_that_does_not_fit_is_told_and_not_cut(key: str) -> None:
    with pytest.raises(DrawingError, match="không vừa chỗ") as caught:
        furniture.draw_foot(Sketch(), AT, replace(WORDS, **{key: "Lời nhắc rất dài của thành phố, " * 12}), 7, DAY)  # type: ignore[arg-type]
    assert "config.yaml" in caught.value.way_out


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_sites_places_lie_between_the_margins(scale: float) -> None:
    at = replace(AT, scale=scale, inset=20)
    areas = furniture.place_areas(at, WORDS)
    assert areas.name.x == at.left + 20
    assert areas.name.x + areas.name.width == pytest.approx(at.right - BESIDE * scale), "room for what stands beside"
    assert areas.contact.x + areas.contact.width == pytest.approx(at.right)
    assert (areas.sheet_id.x, areas.sheet_id.align) == (at.right, "right")
    assert at.top < areas.name.y < at.foot < areas.sheet_id.y < areas.contact.y


@pytest.mark.parametrize("ratio", [0.2, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_an_emblem_keeps_its_shape_and_leaves_the_name_its_room(ratio: float, scale: float) -> None:
    sketch, at = Sketch(), replace(AT, right=12 + 186 * scale, scale=scale)
    inset = furniture.draw_emblem(sketch, at, Mark("d", ratio))
    ((area, name),) = sketch.areas
    assert name == furniture.EMBLEM
    assert area.width / area.height == pytest.approx(ratio)
    assert area.x == at.left
    assert at.top <= area.y
    assert area.bottom < at.top + 18 * scale
    assert inset.left + inset.inset > area.right
    room = at.width - inset.inset - BESIDE * scale
    assert room >= 110 * scale - 1e-9, "the longest name of a hundred sites takes 110 mm in 8 pt"


def test_without_an_emblem_nothing_is_drawn_and_nothing_moves(sketch: Sketch) -> None:
    assert furniture.draw_emblem(sketch, AT, None) is AT
    assert sketch.content() == Surface(210, 297).content()


@pytest.mark.parametrize("times", [1, 3])
def test_the_watermark_stands_as_often_as_asked_and_lies_within_its_area(times: int) -> None:
    class Turns(Surface):
        placed: list[tuple[float, float, float]] = []  # noqa: RUF012 - of this one drawing

        def turned(
            self, x: float, y: float, cosine: float, sine: float, text: str, face: Face, size: float, ink: Ink
        ) -> None:  # type: ignore[override]
            assert ink is Ink.PALE
            long = measure_width(text, face, size)
            assert long * cosine < area.width
            self.placed.append((x, y, long * sine))

    area = Rect(12, 35, 186, 230)
    surface = Turns(210, 297)
    surface.placed = []
    furniture.draw_watermark(surface, area, WORDS.sample, times)
    assert len(surface.placed) == times
    for x, y, rise in surface.placed:
        assert x == area.x + area.width / 2
        assert area.y < y - rise / 2
        assert y + rise / 2 < area.bottom
