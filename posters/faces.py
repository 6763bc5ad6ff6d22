"""Font files opened with fontTools: measures of a face, and the face cut down to some characters.

Only for characters beyond the alphabet, and for `posters.prepare`: opening a face costs more than drawing a commune.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).with_name("fonts")
"""The font files as shipped by their makers."""


def open_face(name: str) -> TTFont:
    """A face by the name of its file."""
    return TTFont(io.BytesIO((FOLDER / f"{name}.ttf").read_bytes()), recalcTimestamp=False)


def measure_face(font: TTFont) -> dict[str, Any]:
    """Measures in thousandths of the type size. `chars` is a string; `ids`, `widths`, `lowest` and `highest` (ink)
    have an entry for each of its characters."""
    head, hhea, os2, glyphs = font["head"], font["hhea"], font["OS/2"], font["glyf"]
    scale, ids, cmap = 1000 / head.unitsPerEm, font.getReverseGlyphMap(), font.getBestCmap()
    names = [cmap[code] for code in sorted(cmap)]
    inked = [glyphs[name] if glyphs[name].numberOfContours else None for name in names]
    return {
        "name": font["name"].getDebugName(6),
        "ascent": round(hhea.ascent * scale),
        "descent": round(hhea.descent * scale),
        "cap_height": round(os2.sCapHeight * scale),
        "box": [round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "chars": "".join(map(chr, sorted(cmap))),
        "ids": [ids[name] for name in names],
        "widths": [round(font["hmtx"].metrics[name][0] * scale) for name in names],
        "lowest": [round(glyph.yMin * scale) if glyph else 0 for glyph in inked],
        "highest": [round(glyph.yMax * scale) if glyph else 0 for glyph in inked],
    }


def cut(name: str, chars: str) -> bytes:
    """The face with nothing but the glyphs of `chars`, under the ids they had. About 40 ms."""
    font = open_face(name)
    subsetter = subset.Subsetter(_make_options())
    subsetter.populate(unicodes=map(ord, chars))
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _make_options() -> subset.Options:
    """Glyph ids kept, nothing that a PDF reader ignores (ISO 32000-2 9.9.2)."""
    options = subset.Options()
    options.retain_gids = True
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "OS/2", "post", "gasp", "STAT", "meta"]
    return options
