"""Faces cut down: what was asked for, under the ids it had."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from posters import faces, fonts
from posters.fonts import Face


@pytest.mark.parametrize("face", Face)
def test_measures_are_those_of_the_file(face: Face) -> None:
    font = faces.opened(fonts.NAMES[face])
    facts = faces.facts(font)
    assert facts["name"]
    assert len(facts["chars"]) == len(facts["ids"]) == len(facts["widths"]) == len(facts["lowest"])
    at = facts["chars"].index(facts["chars"][-1])
    assert facts["ids"][at] == font.getGlyphID(font.getBestCmap()[ord(facts["chars"][-1])])


def test_a_cut_face_keeps_its_ids_and_holds_nothing_else() -> None:
    name = fonts.NAMES[Face.REGULAR]
    small = faces.cut(name, "Ẩq")
    whole, cut = faces.opened(name), TTFont(io.BytesIO(small))
    assert len(small) < 10_000
    drawn = {cut.getGlyphID(n) for n in cut.getGlyphOrder() if cut["glyf"][n].numberOfContours}
    wanted = {whole.getGlyphID(whole.getBestCmap()[ord(c)]) for c in "Ẩq"}
    assert wanted <= drawn
    assert "GPOS" not in cut
    assert "GSUB" not in cut
    assert faces.cut(name, "Ẩq") == small, "the same characters, the same bytes"
