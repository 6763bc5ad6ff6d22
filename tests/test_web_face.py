"""The face of the kiosk page is what the faces of the posters make, and looks like them."""

from __future__ import annotations

import io
from functools import reduce

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.shop import loaded

tool = loaded("web_face")
EM = 500
"""Pixels: three of them are 0.6 % of the letter size."""


def test_what_is_shipped_is_what_the_faces_make() -> None:
    """By content: another version of the compressor may pack the same tables in other bytes."""

    def tables(packed: bytes) -> dict[str, bytes]:
        font = TTFont(io.BytesIO(packed))
        return {tag: font.getTableData(tag) for tag in set(font.keys()) - {"GlyphOrder", "head"}}

    assert tables(tool.MADE.read_bytes()) == tables(tool.face())


def test_a_third_less_than_two_static_faces() -> None:
    assert tool.MADE.stat().st_size < 10_400


def _drawn(font: ImageFont.FreeTypeFont, letter: str, box: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = box
    page = Image.new("L", (int(right - left) + 20, int(bottom - top) + 20))
    ImageDraw.Draw(page).text((10 - left, 10 - top), letter, fill=255, font=font, anchor="ls")
    return page.point(lambda v: 255 if v > 127 else 0)


def _covers(a: Image.Image, b: Image.Image) -> bool:
    """Whether `a`, grown by three pixels, covers `b`."""
    for step in (1, 2):
        for x, y in ((step, 0), (0, step)):
            a = reduce(ImageChops.lighter, (a, ImageChops.offset(a, x, y), ImageChops.offset(a, -x, -y)))
    return ImageChops.subtract(b, a).getbbox() is None


@pytest.mark.parametrize("face", [0, 1], ids=["regular", "bold"])
def test_every_letter_looks_as_on_paper(face: int) -> None:
    """No outline is off by more than 0.6 % of the letter size, no letter is wider or narrower by more than 0.2 %."""
    unpacked = io.BytesIO()
    made = TTFont(tool.MADE)
    made.flavor = None
    made.save(unpacked)
    unpacked.seek(0)
    ours = ImageFont.truetype(unpacked, EM, layout_engine=ImageFont.Layout.BASIC)
    ours.set_variation_by_axes([tool.WEIGHTS[face]])
    paper = ImageFont.truetype(str(tool.FACES[face]), EM, layout_engine=ImageFont.Layout.BASIC)
    different = []
    for letter in tool.CHARACTERS:
        box = paper.getbbox(letter, anchor="ls")
        a, b = _drawn(ours, letter, box), _drawn(paper, letter, box)
        if abs(ours.getlength(letter) - paper.getlength(letter)) > 1 or not (_covers(a, b) and _covers(b, a)):
            different.append(letter)
    assert different == []


def test_every_vietnamese_letter_is_there() -> None:
    letters = [c for c in tool.CHARACTERS if c.isalpha() and ord(c) > 0x7F]
    assert len(letters) == 134
    assert set(map(ord, letters)) <= set(TTFont(tool.MADE).getBestCmap())


def test_contours_with_other_nodes_are_refused() -> None:
    line, curve = ((0, 0), (1, 1)), ((0, 0), (1, 0), (1, 1))
    with pytest.raises(ValueError, match="different nodes"):
        tool.aligned((line, curve), (curve, line))
