"""Operators as ISO 32000-2 clause 8 wants them."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import qr
from posters.fonts import Face
from posters.geometry import Rect
from posters.surface import COLOUR, Ink, Surface, number


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_near(value: float) -> None:
    text = number(value)
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", text)
    assert text != "-0"
    assert abs(Fraction(text) - Fraction(value)) <= Fraction(1, 200), "exactly: a float's own rounding is no excuse"


def test_every_ink_has_its_colour_space() -> None:
    surface = Surface(210, 297)
    for ink, operator in ((Ink.BLACK, b"0 g"), (Ink.ACCENT, b"0.05 0.23 0.42 rg"), (Ink.PALE, b"0.86 g")):
        surface.text(10, 10, "Ẩ", Face.REGULAR, 12, ink)
        assert operator in surface.content().splitlines()


def test_colour_is_set_once_and_nothing_leaks() -> None:
    surface = Surface(210, 297)
    surface.text(10, 10, "a", Face.REGULAR, 10)
    surface.text(10, 20, "b", Face.REGULAR, 10)
    content = surface.content()
    assert content.count(b" g\n") == 1
    assert content.startswith(b"q\n")
    assert content.endswith(b"\nQ\n")
    assert content.count(b"q") == content.count(b"Q") == 1


def test_text_is_coded_and_never_interpreted() -> None:
    surface = Surface(210, 297)
    surface.text(10, 10, ") Tj ET 0 g (", Face.REGULAR, 10)
    surface.paragraph(10, 20, (") Tj ET", "0 g ("), 5, Face.REGULAR, 10)
    assert b"(" not in surface.content()
    assert surface.content().count(b" g\n") == 1


def test_characters_beyond_the_alphabet_are_remembered() -> None:
    surface = Surface(210, 297)
    surface.text(10, 10, "đường", Face.REGULAR, 10)
    assert surface.chars == set()
    surface.text(10, 10, "đƣờng", Face.REGULAR, 10)
    surface.paragraph(10, 20, ("Straße", "phố"), 5, Face.BOLD, 10)
    assert surface.chars == {"ƣ", "ß"}


def test_lines_of_a_paragraph_stand_a_step_apart() -> None:
    surface = Surface(210, 297)
    surface.paragraph(10, 20, ("a", "nƣ", "b"), 25.4 / 72 * 12, Face.REGULAR, 10)
    (shown,) = (line for line in surface.content().splitlines() if line.startswith(b"BT"))
    assert b" 12.000 TL " in shown
    assert shown.count(b" T* ") == 2


@pytest.mark.parametrize(("align", "left"), [("left", 100), ("centre", 90), ("right", 80)])
def test_alignment(align: str, left: float) -> None:
    surface = Surface(210, 297)
    wide = surface.text(100, 50, "Hải Phòng", Face.REGULAR, 10, Ink.BLACK, align)  # type: ignore[arg-type]
    start = float(re.search(rb"1 0 0 1 ([\d.]+)", surface.content())[1]) * 25.4 / 72  # type: ignore[index]
    assert start == pytest.approx(100 - wide * (100 - left) / 20, abs=0.01)


def test_a_symbol_keeps_its_quiet_zone_inside_its_square() -> None:
    surface = Surface(210, 297)
    inner = surface.symbol(Rect(10, 20, 45, 45), qr.make_symbol("https://dichvucong.gov.vn"))
    assert (inner.width, inner.height) == pytest.approx((37, 37))
    assert (inner.x, inner.y) == pytest.approx((14, 24), abs=25.4 / 300)
    for points in (inner.x * 72 / 25.4, (297 - inner.y) * 72 / 25.4):
        assert points / 0.48 == pytest.approx(round(points / 0.48), abs=1e-6)
    lines = surface.content().splitlines()
    assert lines[1] == b"1 g"  # the square is cleared first
    assert b"0 g" in lines[:6]
    assert sum(line.endswith(b" f") or line.startswith(b"f ") for line in lines) == 2  # one fill for all runs


@given(st.sampled_from(Ink), st.floats(7, 30))
def test_small_grey_type_is_solid_and_large_type_as_asked(ink: Ink, size: float) -> None:
    surface = Surface(210, 297)
    surface.text(10, 10, "a", Face.REGULAR, size, ink)
    surface.paragraph(10, 20, ("a",), 5, Face.REGULAR, size, ink)
    greys = [float(v) for v in re.findall(rb"^([\d.]+) g$", surface.content(), re.MULTILINE)]
    assert size >= 12 or all(grey in (0, 1) for grey in greys)
    assert size < 12 or COLOUR[ink] in ((0.0,), *((grey,) for grey in greys)) or len(COLOUR[ink]) > 1


@pytest.mark.parametrize("weight", [0.3, 0.4, 0.5])
def test_a_thin_grey_rule_is_a_solid_hairline(weight: float) -> None:
    surface = Surface(210, 297)
    surface.rule(10, 10, 100, weight)
    assert surface.content().startswith(b"q\n0 g\n")
    assert b" 0.25 re f" in surface.content()
