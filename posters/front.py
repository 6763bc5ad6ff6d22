"""The first page of a booklet or of a single sheet where it bears marks: the site's beside its name, the sheet's at the
right of the foot.

In come measures of a page and words; out come what stands in its foot, its marks, and the places left to the site. What
else stands on the page is left to `posters.leaf`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from posters import plates
from posters.body import Area, PlacedMark, SiteAreas
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import Rect
from posters.spec import SheetMark, Wording
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, clean, measure_width, shrink

_FEET: Mapping[str, float] = {"A4": 260.0, "A5": 170.0}
"""Top of the foot in mm by paper, under an id of one line."""
DROP = 2.5
"""By how much the head's text is lower beside the site's mark, in mm: the name may take two lines there."""
INSET = plates.SITE_SIDE - 0.2
"""Where the head's text begins beside the site's mark, in mm from the type area."""
NAME = 70.0
"""Left to the site's name beside its mark and an emblem, in mm."""
_QUIET = 1.8
"""White of the site's mark that reaches into the margin, so that symbol and text are flush."""
_COARSE = {"A4": plates.COARSE_SIDE, "A5": 15.3}
"""Side of the coarse mark: a small sheet lies on a counter and is seen from near by."""
_BETWEEN, _CLEAR = 4.6, 2.0
"""From the QR's square to the coarse mark, and from text to that square, in mm."""
_LINE = 3.9
_SIZE = 8.5


def find_foot(paper: str, mark: SheetMark) -> float:
    """Top of the foot in mm: an id of several lines takes more room."""
    return _FEET[paper] - _LINE * (len(plates.set_id(mark.id)[1]) - 1)


def _measure_coarse(at: Measures) -> float:
    return _COARSE["A4" if at.right > 150 else "A5"]


def _measure_room(at: Measures, mark: SheetMark, y: float) -> float:
    """Width in mm of a line of text `y` mm below the top of the foot."""
    size, lines = plates.set_id(mark.id)
    below_id = plates.QR_SIDE + 1.0 + size * PT * (1.0 + 1.15 * len(lines))
    return at.width - _measure_coarse(at) - _BETWEEN - plates.QR_SIDE - _CLEAR if y < below_id else at.width


@dataclass(frozen=True, slots=True)
class _FootLine:
    """A line of the foot: its baseline in mm from the foot's top, text, face and size in points."""

    y: float
    text: str
    face: Face
    size: float


def _fit_sentences(at: Measures, wording: Wording, mark: SheetMark) -> Iterator[_FootLine]:
    """Warning and where to send feedback, below the release and the sheet's id."""
    y = 4.4 + 2 * _LINE
    phone = f"{clean(wording.hotline_label)} {wording.hotline}"
    for text, face in (
        (wording.antifraud, Face.BOLD),
        (f"{clean(wording.feedback)}: {wording.feedback_url} · {phone}", Face.REGULAR),
        (wording.feedback_address, Face.REGULAR),
    ):
        if clean(text):
            size, lines = shrink(clean(text), face, _SIZE, 8, _measure_room(at, mark, y), 3)
            for line in lines:
                yield _FootLine(y, line, face, size)
                y += _LINE


def draw_foot(surface: Surface, at: Measures, wording: Wording, mark: SheetMark, issued: str, which: str) -> None:
    """Release, the page's number, warning and feedback; the sheet's id and the site's contacts are not drawn."""
    surface.rule(at.left, at.foot, _measure_room(at, mark, 0), 0.7, Ink.ACCENT)
    size, lines = shrink(issued, Face.REGULAR, _SIZE, 7, _measure_room(at, mark, 0))
    surface.text(at.left, at.foot + 4.4, lines[0], Face.REGULAR, size)
    right = at.left + _measure_room(at, mark, 0)
    surface.text(right, at.foot + 4.4 + _LINE, which, Face.REGULAR, _SIZE, align="right")
    for line in _fit_sentences(at, wording, mark):
        y = at.foot + line.y
        surface.text(at.left, y, line.text, line.face, line.size)
        if wording.feedback_url in line.text:
            wide = measure_width(line.text, line.face, line.size)
            area = Rect(at.left, y - line.size * PT, wide, line.size * PT * 1.3)
            surface.link(area, wording.feedback_url)


def draw_marks(surface: Surface, at: Measures, mark: SheetMark) -> tuple[tuple[PlacedMark, ...], Element]:
    """The marks of the page at the right of its foot, and what is read of them."""
    side, top = _measure_coarse(at), at.foot + 1.4
    # The white round the coarse one would cover the id under the other.
    coarse = plates.draw_coarse_mark(surface, at.right - side, top, mark, side)
    with surface.marked("Figure") as number:
        fine = plates.draw_sheet_mark(surface, at.right - side - _BETWEEN - plates.QR_SIDE, top - 2.2, mark)
    figure = Element("Figure", (number,), f"Mã của tờ {mark.id}")
    mark_link = Element("Link", link=len(surface.links) - 1, kids=(figure,)) if mark.address else figure
    return (fine, coarse), mark_link


def place_areas(at: Measures, wording: Wording, mark: SheetMark) -> SiteAreas:
    """The places left to the site: name and mark in the head, id and contacts in the foot."""
    last = max((line.y for line in _fit_sentences(at, wording, mark)), default=4.4 + _LINE)
    edge = plates.SITE_SIDE
    return SiteAreas(
        name=Area(
            at.left + at.inset, at.top + 3.6, at.width - at.inset, 10.5, 8, 2, top=at.top - 0.9, bottom=at.top + 9.8
        ),
        contact=Area(at.left, at.foot + last + _LINE, _measure_room(at, mark, last + _LINE), 8, 7.5, 2),
        sheet_id=Area(at.left, at.foot + 4.4 + _LINE, _measure_room(at, mark, 0) - 18, 9, 7),
        mark=Rect(at.left - _QUIET, at.top - 1.2, edge, edge),
    )
