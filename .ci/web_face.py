"""Makes the face of the kiosk page, `static/fonts/be-vietnam-pro.woff2`, out of the two faces of the posters.

    .venv/bin/python .ci/web_face.py

One variable font instead of two static ones: a third of the bytes and one request less at a page's first load. The
two faces are drawn with the same nodes, so that each curve can be fitted anew with as few points in both, and a letter
with a mark becomes its letter and its mark. No outline moves by more than 0.6 % of the letter size (held by a test).
"""

from __future__ import annotations

import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from pathlib import Path

from fontTools import subset, varLib
from fontTools.cu2qu.cu2qu import curves_to_quadratic
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent, dropImpliedOnCurvePoints

ROOT = Path(__file__).resolve().parents[1]
FACES = tuple(ROOT / "posters" / "fonts" / f"BeVietnamPro-{weight}.ttf" for weight in ("Regular", "SemiBold"))
MADE = ROOT / "static" / "fonts" / "be-vietnam-pro.woff2"
WEIGHTS = (400, 700)
"""What the page calls the two faces: every heading of it is "bold" and means the second."""
CURVE, SAME, DELTA, UNITS = 2.0, 2.0, 1.5, 500
"""Units of 1/1000 em by which a curve may be off, and two marks differ and still be one; units of the finished grid
(1/UNITS em) by which a point between two others may be off."""

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = [unicodedata.normalize("NFC", v + tone) for v in _VOWELS for tone in ("", *_TONES)] + ["đ"]
_SIGNS = "\u00a0«°²³»–—‘’“”…₫≤≥"
CHARACTERS = sorted(
    {*map(chr, range(0x20, 0x7F)), *_VIETNAMESE, *(c.upper() for c in _VIETNAMESE), *_TONES, *_SIGNS}
    - set("#$[\\]^`{|}~")
)

Point = tuple[float, float]
Segment = tuple[Point, ...]
"""Two points: a line. More: a quadratic spline, first and last on the curve, the others off it."""
Contour = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One contour in both faces, segment by segment alike."""

    faces: tuple[Contour, Contour]

    @property
    def kinds(self) -> str:
        """`L` for a line and `C` for a curve, in order."""
        return _kinds(self.faces[0])


Offsets = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Part:
    """A glyph that stands in another one, and where, in each face."""

    glyph: str
    offsets: Offsets


def _kinds(contour: Contour) -> str:
    return "".join("L" if len(s) == 2 else "C" for s in contour)


def _contours(glyph: Glyph) -> Iterator[Contour]:
    start = 0
    for end in glyph.endPtsOfContours:
        places = range(start, end + 1)
        points = [(tuple(glyph.coordinates[i]), glyph.flags[i] & 1) for i in places]
        start = end + 1
        first = next(i for i, (_, on) in enumerate(points) if on)
        points = points[first:] + points[: first + 1]
        segments, open_ = [], [points[0][0]]
        for point, on in points[1:]:
            open_.append(point)
            if on:
                segments.append(tuple(open_))
                open_ = [point]
        yield tuple(segments)


def _pieces(spline: Segment) -> list[Segment]:
    """The quadratic curves of a spline: points on the curve between two off it are implied."""
    ons = [spline[0]]
    ons += [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(spline[1:-1])]
    ons.append(spline[-1])
    return list(zip(ons[:-1], spline[1:-1], ons[1:], strict=True))


def _at(curve: Segment, t: float) -> Point:
    a, b, c = ((1 - t) ** 2, 2 * t * (1 - t), t * t)
    (x0, y0), (x1, y1), (x2, y2) = curve
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def _along(spline: Segment, t: float) -> Point:
    """The point of a spline at `t` (0 to 1) of the cubic that it stands for.

    The pieces of a spline are equal parts of it: so cubic outlines are made quadratic.
    """
    pieces = _pieces(spline)
    piece = min(int(t * len(pieces)), len(pieces) - 1)
    return _at(pieces[piece], t * len(pieces) - piece)


def _longer(contour: Contour) -> Iterator[Contour]:
    """`contour` with one more segment: a line of no length, or a curve in two at an implied point."""
    for i, segment in enumerate(contour):
        yield (*contour[:i], (segment[0], segment[0]), *contour[i:])
        for halves in _halves(segment) if len(segment) > 3 else ():
            yield (*contour[:i], *halves, *contour[i + 1 :])


def _apart(a: Contour, b: Contour) -> float:
    return sum(abs(s[0][0] - t[0][0]) + abs(s[0][1] - t[0][1]) for s, t in zip(a, b, strict=True))


def aligned(a: Contour, b: Contour) -> Stroke:
    """Both with the same segments: where one face has a node more, the other gets the one that moves least."""
    if len(a) > len(b):
        return Stroke(aligned(b, a).faces[::-1])
    grown: list[Contour] = [a]
    while len(grown[0]) < len(b):
        grown = [longer for contour in grown for longer in _longer(contour)]
    fitting = [contour for contour in grown if _kinds(contour) == _kinds(b)]
    if not fitting:
        raise ValueError("the two faces draw a contour with different nodes")
    return Stroke((min(fitting, key=lambda contour: _apart(contour, b)), b))


Cubic = tuple[Point, Point, Point, Point]


def _samples(spline: Segment) -> list[tuple[float, Point]]:
    """Points between the ends, two to a piece, each with its place on the cubic."""
    count = 2 * (len(spline) - 2)
    return [(i / count, _along(spline, i / count)) for i in range(1, count)]


def _cubic(spline: Segment) -> Cubic:
    """The cubic curve that a spline stands for, by least squares on the lengths of its two handles."""
    p, q = spline[0], spline[-1]
    u, v = ((off[0] - on[0], off[1] - on[1]) for off, on in ((spline[1], p), (spline[-2], q)))
    uu = uv = vv = ru = rv = 0.0
    for t, point in _samples(spline):
        fu, fv, fp, fq = 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, (1 - t) ** 2 * (1 + 2 * t), t * t * (3 - 2 * t)
        for k in (0, 1):
            left = point[k] - fp * p[k] - fq * q[k]
            a, b = fu * u[k], fv * v[k]
            uu, uv, vv, ru, rv = uu + a * a, uv + a * b, vv + b * b, ru + a * left, rv + b * left
    det = uu * vv - uv * uv
    straight = abs(det) < 1e-9
    a, b = (2 / 3, 2 / 3) if straight else ((ru * vv - rv * uv) / det, (uu * rv - uv * ru) / det)
    return p, (p[0] + a * u[0], p[1] + a * u[1]), (q[0] + b * v[0], q[1] + b * v[1]), q


def _error(spline: Segment) -> float:
    """How far the one cubic is from the spline at most."""
    p0, p1, p2, p3 = _cubic(spline)
    worst = 0.0
    for t, point in _samples(spline):
        f = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        worst = max(worst, *(abs(f[0] * p0[k] + f[1] * p1[k] + f[2] * p2[k] + f[3] * p3[k] - point[k]) for k in (0, 1)))
    return worst


def _halves(spline: Segment) -> Iterator[tuple[Segment, Segment]]:
    """The spline in two, at each of its implied points."""
    ons = [piece[0] for piece in _pieces(spline)][1:]
    for i, on in enumerate(ons):
        yield (*spline[: i + 2], on), (on, *spline[i + 2 :])


def _cubics(splines: tuple[Segment, Segment]) -> list[tuple[Cubic, Cubic]]:
    """The cubic curves that a spline stands for in both faces: several where a smooth node is only implied."""
    ways = list(product(_halves(splines[0]), _halves(splines[1])))
    if not ways or all(_error(s) <= CURVE for s in splines):
        return [(_cubic(splines[0]), _cubic(splines[1]))]
    (a, b), (c, d) = min(ways, key=lambda way: max(_error(s) for halves in way for s in halves))
    return _cubics((a, c)) + _cubics((b, d))


def _drawn(strokes: Sequence[Stroke]) -> tuple[Glyph, Glyph]:
    """Glyphs of both faces with the same points, as few as `CURVE` allows."""
    pens = TTGlyphPen(None), TTGlyphPen(None)
    for stroke in strokes:
        for pen, contour in zip(pens, stroke.faces, strict=True):
            pen.moveTo(contour[0][0])
        for segments in zip(*stroke.faces, strict=True):
            if len(segments[0]) == 2:
                splines = [segments]
            else:
                splines = [curves_to_quadratic(list(cubics), [CURVE, CURVE]) for cubics in _cubics(segments)]
            for both in splines:
                for pen, spline in zip(pens, both, strict=True):
                    pen.qCurveTo(*spline[1:])
        for pen in pens:
            pen.closePath()
    glyphs = tuple(pen.glyph(dropImpliedOnCurves=False) for pen in pens)
    for glyph in glyphs:
        glyph.coordinates.toInt()
    dropImpliedOnCurvePoints(*glyphs)
    return glyphs[0], glyphs[1]


def _sampled(strokes: Sequence[Stroke], face: int) -> list[Point]:
    found = []
    for segment in (s for stroke in strokes for s in stroke.faces[face]):
        found.append(segment[0])
        if len(segment) > 2:
            found += [_along(segment, t) for t in (0.25, 0.5, 0.75)]
    return found


def _moved(a: list[Point], b: list[Point]) -> Point | None:
    """What carries `a` to `b` with no point off by more than `SAME`, if anything does."""
    dx, dy = (round(sum(q[k] - p[k] for p, q in zip(a, b, strict=True)) / len(a)) for k in (0, 1))
    off = (max(abs(p[0] + dx - q[0]), abs(p[1] + dy - q[1])) for p, q in zip(a, b, strict=True))
    return (dx, dy) if all(o <= SAME for o in off) else None


def _placed(part: Sequence[Stroke], strokes: Sequence[Stroke]) -> Offsets | None:
    """Where `part` stands if it is `strokes` moved in each face."""
    if [s.kinds for s in part] != [s.kinds for s in strokes]:
        return None
    regular, bold = (_moved(_sampled(part, face), _sampled(strokes, face)) for face in (0, 1))
    return (regular, bold) if regular is not None and bold is not None else None


_Strokes = dict[str, list[Stroke]]


def _base(name: str, strokes: _Strokes) -> tuple[Part, list[Stroke]] | None:
    """The largest other glyph that stands in this one, and the strokes that are not of it."""
    own, found = strokes[name], []
    for other, theirs in strokes.items():
        for chosen in combinations(range(len(own)), len(theirs)) if len(theirs) < len(own) else ():
            offsets = _placed(theirs, [own[i] for i in chosen])
            if offsets:
                left = [s for i, s in enumerate(own) if i not in chosen]
                found.append((sum(len(s.kinds) for s in theirs), other, offsets, left))
    if not found:
        return None
    _, other, offsets, left = max(found, key=lambda f: f[:2])
    return Part(other, offsets), left


def composed(strokes: _Strokes, marked: Sequence[str]) -> tuple[dict[str, tuple[Part, Part]], _Strokes]:
    """Glyphs of `marked` that are another glyph and a mark, and the strokes of marks that are no glyph yet."""
    shapes = {name: strokes[name] for name in sorted(set(strokes) - set(marked))}
    marks: _Strokes = {}
    made: dict[str, tuple[Part, Part]] = {}
    for name in sorted(marked, key=lambda n: (len(strokes[n]), n)):
        based = _base(name, strokes)
        if based is None:
            continue
        known = ((other, _placed(theirs, based[1])) for other, theirs in {**shapes, **marks}.items())
        mark = next((Part(other, at) for other, at in known if at), None)
        if mark is None:
            mark = Part(f"mark{len(marks)}", ((0, 0), (0, 0)))
            marks[mark.glyph] = based[1]
        made[name] = (based[0], mark)
    uses = Counter(mark.glyph for _, mark in made.values())
    once = {name for name in marks if uses[name] == 1}
    kept = {name: parts for name, parts in made.items() if parts[1].glyph not in once}
    return kept, {name: s for name, s in marks.items() if name not in once}


def _joined(parts: Sequence[Part], face: int) -> Glyph:
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for part in parts:
        component = GlyphComponent()
        component.glyphName = part.glyph
        component.x, component.y = part.offsets[face]
        component.flags = 0x4  # ROUND_XY_TO_GRID
        glyph.components.append(component)
    return glyph


def _opened(path: Path) -> TTFont:
    """The face with our characters only, without hinting and layout tables."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=False, name_IDs=[0], name_languages=[0x409]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, CHARACTERS))
    subsetter.subset(font)
    return font


def _redrawn(fonts: tuple[TTFont, TTFont]) -> None:
    """Puts the fitted and composed outlines into both faces."""
    drawn = [
        [list(_contours(f["glyf"][n])) if f["glyf"][n].numberOfContours > 0 else [] for f in fonts]
        for n in fonts[0].getGlyphOrder()
    ]
    names = fonts[0].getGlyphOrder()
    strokes = {
        n: [aligned(a, b) for a, b in zip(*both, strict=True)] for n, both in zip(names, drawn, strict=True) if both[0]
    }
    character = {name: chr(code) for code, name in fonts[0].getBestCmap().items()}
    marked = [n for n in strokes if n in character and unicodedata.decomposition(character[n]).count(" ") == 1]
    parts, marks = composed(strokes, [n for n in marked if not unicodedata.decomposition(character[n]).startswith("<")])
    for face, font in enumerate(fonts):
        for name in marks:
            font["hmtx"][name] = (0, 0)
            font["glyf"].glyphs[name] = Glyph()
        font.setGlyphOrder([*names, *marks])
        font["glyf"].glyphOrder = [*names, *marks]
        for name, both in parts.items():
            font["glyf"].glyphs[name] = _joined(both, face)
    for name, own in (strokes | marks).items():
        if name not in parts:
            for font, glyph in zip(fonts, _drawn(own), strict=True):
                font["glyf"].glyphs[name] = glyph
    for font in fonts:
        scale_upem(font, UNITS)


def _variable(fonts: tuple[TTFont, TTFont]) -> TTFont:
    """One font whose weight axis goes from the first face to the second."""
    space = DesignSpaceDocument()
    axis = AxisDescriptor(tag="wght", name="Weight", minimum=WEIGHTS[0], default=WEIGHTS[0], maximum=WEIGHTS[1])
    space.addAxis(axis)
    for font, weight in zip(fonts, WEIGHTS, strict=True):
        whole = io.BytesIO()
        font.save(whole)
        source = SourceDescriptor(
            font=TTFont(whole, recalcTimestamp=False), location={axis.name: weight}, familyName="Be Vietnam Pro"
        )
        space.addSource(source)
    made, _, _ = varLib.build(space, exclude=["MVAR", "HVAR", "STAT", "GDEF"], optimize=False)
    for name, variations in made["gvar"].variations.items():
        points, control = made["glyf"]._getCoordinatesAndControls(name, made["hmtx"].metrics)
        for variation in variations:
            variation.optimize(points, control.endPts, tolerance=DELTA)
    return made


def _sorted(font: TTFont) -> None:
    """Puts glyphs in the order of their characters, which the table of characters then says in half the bytes."""
    font["cmap"].tables = [table for table in font["cmap"].tables if table.platformID == 3]
    characters = font["cmap"].buildReversed()
    place = {name: min(codes) for name, codes in characters.items()}
    first, *rest = font.getGlyphOrder()
    reorderGlyphs(font, [first, *sorted(rest, key=lambda name: place.get(name, sys.maxunicode))])


def face() -> bytes:
    """The variable font as WOFF2: same sources, same bytes."""
    fonts = (_opened(FACES[0]), _opened(FACES[1]))
    _redrawn(fonts)
    made = _variable(fonts)
    _sorted(made)
    made["name"].names = [n for n in made["name"].names if n.nameID == 0]
    made["head"].created = made["head"].modified = fonts[0]["head"].created
    made.recalcTimestamp = False
    made.flavor = "woff2"
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


if __name__ == "__main__":
    MADE.write_bytes(face())
    sys.stdout.write(f"{MADE.relative_to(ROOT)}: {MADE.stat().st_size} bytes\n")
