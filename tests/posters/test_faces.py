"""Measures of a face and the face cut down: the same glyphs under the same ids, the same bytes every time."""

from __future__ import annotations

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from posters import faces, fonts
from posters.fonts import Face

NAME = fonts.NAMES[Face.REGULAR]
CHARS = "Đăng ký khai sinh ữ"


@cache
def whole() -> TTFont:
    return faces.open_face(NAME)


@cache
def subset() -> bytes:
    return faces.cut(NAME, CHARS)


def test_every_character_has_its_measures() -> None:
    facts = faces.measure_face(whole())
    assert facts["name"] == NAME
    assert sorted(facts["chars"]) == list(facts["chars"])
    assert len(set(facts["chars"])) == len(facts["chars"])
    for name in ("ids", "widths", "lowest", "highest"):
        assert len(facts[name]) == len(facts["chars"]), name


def test_measures_are_thousandths_of_the_type_size() -> None:
    facts = faces.measure_face(whole())
    of = {char: i for i, char in enumerate(facts["chars"])}
    assert facts["descent"] < 0 < facts["cap_height"] < facts["ascent"]
    # A space has no ink, a dot below and a hook above lie beyond the letter that bears them.
    assert (facts["lowest"][of[" "]], facts["highest"][of[" "]]) == (0, 0)
    assert facts["lowest"][of["ợ"]] < facts["lowest"][of["ơ"]] <= 0
    assert facts["highest"][of["Ẩ"]] > facts["highest"][of["A"]] == facts["cap_height"]
    assert facts["widths"][of["W"]] > facts["widths"][of["i"]] > 0


def test_the_bytes_are_the_same_again() -> None:
    assert faces.cut(NAME, CHARS) == subset()
    assert faces.cut(NAME, CHARS[::-1] * 2) == subset(), "neither order nor repeats count"


def test_glyphs_keep_their_ids_and_all_others_are_gone() -> None:
    cut = TTFont(io.BytesIO(subset()))
    before, after = whole().getBestCmap(), cut.getBestCmap()
    assert {chr(code) for code in after} == set(CHARS)
    # Names of glyphs are dropped, ids are what the content streams of cached bodies hold.
    for char in CHARS:
        assert cut.getGlyphID(after[ord(char)]) == whole().getGlyphID(before[ord(char)]), char
    outlines = sum(bool(cut["glyf"][name].numberOfContours) for name in cut.getGlyphOrder())
    assert 0 < outlines < 40 < len(whole().getGlyphOrder())
    assert len(subset()) < (faces.FOLDER / f"{NAME}.ttf").stat().st_size // 3


def test_what_a_pdf_reader_ignores_is_left_out() -> None:
    cut = TTFont(io.BytesIO(subset()))
    assert not {"GPOS", "GSUB", "GDEF", "DSIG", "post", "gasp", "STAT", "meta"} & set(cut.keys())
    assert "fpgm" not in cut


def test_a_character_that_the_face_lacks_is_left_to_the_caller() -> None:
    """`fonts` asks for what a face holds; what it does not hold makes no glyph."""
    cut = TTFont(io.BytesIO(faces.cut(NAME, "a漢")))
    assert {chr(code) for code in cut.getBestCmap()} == {"a"}


@pytest.mark.parametrize("face", Face)
def test_every_face_opens(face: Face) -> None:
    assert faces.measure_face(faces.open_face(fonts.NAMES[face]))["chars"]
