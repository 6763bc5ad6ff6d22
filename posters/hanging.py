"""The hanging plan of a site: its wall as a grid in order, at which heights, what is hung anew and what stays (A4, one
page).

In come the labels of a wall in order, each with whether it is hung anew; out comes a finished file. Sheets stand in
columns from left to right, in each column from top to bottom, between the heights that people who stand and people in
wheelchairs can read (docs/adr/0044).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posters import bands, furniture, pdf
from posters.body import finish_body
from posters.fonts import Face
from posters.furniture import Measures
from posters.geometry import PAPERS, Rect
from posters.products_spec import HungLabel, WallPlan
from posters.spec import SiteHead, show_label
from posters.structure import Element
from posters.surface import Ink, Surface
from posters.text import PT, break_lines, clean, find_leading, shrink

TITLE = "Sơ đồ treo tờ niêm yết"
LABEL = "SO-DO"
LOWEST, HIGHEST = 75.0, 165.0
"""Edges of the wall in cm over the floor: what eyes at 160 cm and at 115 cm read without bending or stretching."""
_ACROSS = 20
"""Columns of a strip of the drawing."""
_SMALLEST = 6.0
_AXIS = 15.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class _Wall:
    """Sheets below each other, the height of one in cm, and how wide and high one is drawn in mm."""

    rows: int
    height: float
    wide: float
    high: float

    @property
    def step(self) -> float:
        """From the top of a strip to the top of the next."""
        return self.rows * self.high + _GAP


def draw_plan(plan: WallPlan, site: SiteHead) -> bytes:
    """The finished file. Raises `DrawingError` if the site's name does not fit, `MissingGlyphError`."""
    at = Measures(12, 198, 9, 266)
    surface = Surface(210, 297)
    if plan.sample:
        furniture.draw_watermark(surface, Rect(at.left, 40, at.width, 220), plan.wording.sample)
    with surface.marked("H1"):
        furniture.draw_head(surface, at, TITLE, "", f"{len(plan.sheets)} tờ {plan.paper}")
    elements = [Element("H1", (surface.last_mark,))]
    wall = _measure(plan, at)
    with surface.marked("P"):
        y = _explain(surface, at, plan, wall)
    elements.append(Element("P", (surface.last_mark,)))
    with surface.marked("P"):
        _draw_wall(surface, at, plan.sheets, wall, y)
    elements.append(Element("P", (surface.last_mark,)))
    with surface.marked("P"):
        furniture.draw_foot(surface, at, plan.wording, plan.release, plan.released)
    elements.append(Element("P", (surface.last_mark,), kids=(Element("Link", link=0),)))
    body = finish_body(
        surface,
        furniture.place_areas(at, plan.wording),
        label=LABEL,
        release=plan.release,
        released=plan.released,
        sample=plan.sample,
        structure=tuple(elements),
    )
    return pdf.address_file(pdf.make_template([body], TITLE), site)


def count_rows(paper: str) -> int:
    """How many sheets of a paper stand below each other within reach of all eyes."""
    return max(1, round((HIGHEST - LOWEST) * 10 // (PAPERS[paper][1] - 1)))


def _measure(plan: WallPlan, at: Measures) -> _Wall:
    """As large as one page allows."""
    rows, (wide, high) = count_rows(plan.paper), PAPERS[plan.paper]
    columns = -(-len(plan.sheets) // rows)
    across = min(max(columns, 1), _ACROSS)
    strips = -(-columns // across)
    room = 185.0 / max(strips, 1) - _GAP
    width = min((at.width - _AXIS) / across, room / rows * wide / high, 24.0)
    return _Wall(rows, high / 10, width, width * high / wide)


def _explain(surface: Surface, at: Measures, plan: WallPlan, wall: _Wall) -> float:
    """What to do, at which heights; returns where the wall begins."""
    anew = sum(sheet.anew for sheet in plan.sheets)
    texts = [
        f"Treo mới {anew} tờ (ô đậm), giữ nguyên {len(plan.sheets) - anew} tờ (ô trắng). Treo từ trái sang phải; "
        "mỗi cột từ trên xuống, cùng thứ tự với giấy báo thay tờ, phiếu giao và bảng chỉ dẫn.",
        *_explain_heights(wall),
        "Bảng chỉ dẫn treo bên trái tờ đầu tiên, tâm bảng cách sàn 150 cm. "
        "Chừa lối cho xe lăn trước tường ít nhất 150 cm.",
    ]
    if plan.gone:
        texts.insert(1, f"Gỡ bỏ: {', '.join(map(show_label, plan.gone))}.")
    y = at.top + 22.0
    for text in texts:
        lines = break_lines(clean(text), Face.REGULAR, 10.5, at.width)
        step = find_leading(lines, Face.REGULAR, 1.29) * 10.5 * PT
        surface.paragraph(at.left, y, lines, step, Face.REGULAR, 10.5)
        y += len(lines) * step + 1.2
    return y + 2.0


def _explain_heights(wall: _Wall) -> list[str]:
    centres = [HIGHEST - wall.height * (row + 0.5) for row in range(wall.rows)]
    if wall.rows == 1:
        return ["Tâm tờ cách sàn 120 cm: người đứng và người đi xe lăn cùng đọc được."]
    listed = ", ".join(f"hàng {i}: {centre:.0f} cm" for i, centre in enumerate(centres, 1))
    return [
        f"Tâm các tờ cách sàn: {listed}. Hàng trên dành cho mắt người đứng, các hàng dưới người đi xe lăn đọc được; "
        f"mép trên không cao quá {HIGHEST:.0f} cm, mép dưới không thấp quá {LOWEST:.0f} cm."
    ]


def _draw_wall(surface: Surface, at: Measures, sheets: Sequence[HungLabel], wall: _Wall, y: float) -> None:
    across = min(max(-(-len(sheets) // wall.rows), 1), _ACROSS)
    top = min(HIGHEST, 120.0 + wall.height / 2) if wall.rows == 1 else HIGHEST
    for i, sheet in enumerate(sheets):
        column, row = divmod(i, wall.rows)
        strip, column = divmod(column, across)
        upper = y + strip * wall.step
        if column == row == 0:
            for edge in range(wall.rows + 1):
                text = f"{top - edge * wall.height:.0f} cm"
                surface.text(at.left + _AXIS - 2, upper + edge * wall.high + 1, text, Face.REGULAR, 8, align="right")
        area = Rect(at.left + _AXIS + column * wall.wide, upper + row * wall.high, wall.wide, wall.high)
        _draw_sheet(surface, area, sheet)


def _draw_sheet(surface: Surface, area: Rect, sheet: HungLabel) -> None:
    """A sheet with its number under its group's band: black where it is hung anew, white where it stays."""
    inner = Rect(area.x + 0.4, area.y + 0.4, area.width - 0.8, area.height - 0.8)
    surface.fill(inner, Ink.BLACK)
    if not sheet.anew:
        surface.fill(Rect(inner.x + 0.3, inner.y + 0.3, inner.width - 0.6, inner.height - 0.6), Ink.PAPER)
    if sheet.group:
        bands.draw_band(
            surface, Rect(inner.x + 0.3, inner.y + 0.3, inner.width - 0.6, inner.height * 0.14), sheet.group
        )
    size, lines = shrink(show_label(sheet.label), Face.BOLD, 11, _SMALLEST, inner.width - 0.8)
    ink = Ink.PAPER if sheet.anew else Ink.BLACK
    middle = inner.y + inner.height * 0.58 + size * PT * 0.35
    surface.text(inner.x + inner.width / 2, middle, lines[0], Face.BOLD, size, ink, "centre")
