"""Which sheets hang where, from the symbols read in a photo and the plans of sheets that may hang. Pure.

A sheet is named by a mark with its check letter, or by two of its procedure codes at least; its revision by a mark
alone, and only the plan of that very revision judges its codes. What was not read is unread, never right and never
wrong. Whether a sheet should hang is left to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import dist

from posters import marks
from posters.geometry import MODULE, Rect
from posters.photo.plane import Projection, fit_affine, fit_projection
from posters.photo.seen import Point, SeenCode

NEAR = 2.6
"""Pixels for each module of a procedure code below which unread codes mean: come closer."""
_ASTRAY = 8.0
"""How far in mm the middle of a code may seem to lie from its place."""
_VOTES = 2


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet as drawn: label as ids begin with it, revision ("": any), size in mm, where each procedure code stands by
    its text (without quiet zone), and where the QR and the coarse Data Matrix of its mark stand, if it has them."""

    label: str
    revision: str
    width: float
    height: float
    codes: Mapping[str, Rect]
    qr_mark: Rect | None = None
    coarse_mark: Rect | None = None


@dataclass(frozen=True, slots=True)
class PhotoSheet:
    """A sheet in a photo. `revision`, `site` and `head` (the whole id of the site's mark) are "" where their marks were
    not read; `corners` are pixels, clockwise from its top left; `read` are its codes read at their place, `unread`
    those not seen, `foreign` codes within its outline that do not belong there, where its plan knows codes. `pixels` is
    the side of a procedure code's module; `closer` asks for a nearer photo; `foreign_at`: corners of `foreign`."""

    label: str
    revision: str
    site: str
    corners: tuple[Point, Point, Point, Point]
    read: tuple[str, ...]
    unread: tuple[str, ...]
    foreign: tuple[str, ...]
    pixels: float
    closer: bool
    head: str = ""
    foreign_at: tuple[tuple[Point, Point, Point, Point], ...] = ()


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A symbol whose place on a sheet is known. `revision` is that of a mark."""

    plan: SheetPlan
    label: str
    code: SeenCode
    area: Rect
    revision: str = ""

    @property
    def pairs(self) -> list[tuple[Point, Point]]:
        """Corners on the sheet and in the photo."""
        a = self.area
        on_sheet = ((a.x, a.y), (a.right, a.y), (a.right, a.bottom), (a.x, a.bottom))
        return list(zip(on_sheet, self.code.corners, strict=True))

    @property
    def centre(self) -> Point:
        """Where the middle of the sheet would be if the photo were not in perspective."""
        (x, y), (u, v), (p, q) = self.code.corners[0], self.code.corners[1], self.code.corners[3]
        across = (self.plan.width / 2 - self.area.x) / self.area.width
        down = (self.plan.height / 2 - self.area.y) / self.area.height
        return x + across * (u - x) + down * (p - x), y + across * (v - y) + down * (q - y)

    @property
    def scale(self) -> float:
        """Pixels a mm."""
        return dist(self.code.corners[0], self.code.corners[2]) / dist((0, 0), (self.area.width, self.area.height))


def read_wall(codes: Sequence[SeenCode], plans: Sequence[SheetPlan]) -> tuple[PhotoSheet, ...]:
    """The sheets in a photo, from the top left. `plans` are all sheets that a site may have hanging, of several
    revisions of one label the one that is asked for first."""
    plans_used = _choose_plans(codes, plans)
    groups = _group_anchors(anchor for code in codes for anchor in _list_anchors(code, plans_used))
    sheets = []
    spent: set[int] = set()
    # A code speaks for one sheet: those with a mark come first.
    for group in sorted(groups, key=lambda group: not any(anchor.revision for anchor in group)):
        fresh = [anchor for anchor in group if anchor.revision or id(anchor.code) not in spent]
        sheet = _read_sheet(fresh, codes) if fresh else None
        if sheet is not None:
            spent |= {id(anchor.code) for anchor in fresh}
            sheets.append(sheet)
    return tuple(sorted(sheets, key=lambda sheet: (round(sheet.corners[0][1] / 400), sheet.corners[0][0])))


def _choose_plans(codes: Sequence[SeenCode], plans: Sequence[SheetPlan]) -> tuple[SheetPlan, ...]:
    """Of each label the plans of the revisions whose marks were read; the first where no mark of it was."""
    seen_names = {(p.name, p.revision) for code in codes if (p := marks.read_id(marks.SHEET, code.text)) is not None}
    names_seen = {name for name, _ in seen_names}
    first = {plan.label: plan for plan in reversed(plans)}
    return tuple(
        plan
        for plan in plans
        if ((plan.label, plan.revision) in seen_names or not plan.revision or plan.label not in names_seen)
        and (plan.label in names_seen or first[plan.label] is plan)
    ) or tuple(plans[:1])


def _list_anchors(code: SeenCode, plans: Sequence[SheetPlan]) -> Iterable[_Anchor]:
    printed = marks.read_id(marks.SHEET, code.text)
    if printed is not None:
        # Marks stand alike on all sheets: one that is not among the plans is located by another's.
        own = (p for p in plans if _is_of(p, printed.name, printed.revision))
        plan = next(own, plans[0] if plans else None)
        area = None if plan is None else plan.qr_mark if code.is_qr else plan.coarse_mark
        if plan is not None and area is not None:
            yield _Anchor(plan, printed.name, code, area, printed.revision)
        return
    for plan in plans:
        if code.is_qr and code.text in plan.codes:
            yield _Anchor(plan, plan.label, code, plan.codes[code.text])


def _is_of(plan: SheetPlan, label: str, revision: str) -> bool:
    return plan.label == label and plan.revision in ("", revision)


def _group_anchors(anchors: Iterable[_Anchor]) -> list[list[_Anchor]]:
    """Anchors of one label whose sheets seem to lie in one place."""
    groups: list[list[_Anchor]] = []
    for anchor in anchors:
        for group in groups:
            near = dist(group[0].centre, anchor.centre) < anchor.plan.width * anchor.scale / 2
            if group[0].label == anchor.label and near:
                group.append(anchor)
                break
        else:
            groups.append([anchor])
    return groups


def _read_sheet(group: Sequence[_Anchor], codes: Sequence[SeenCode]) -> PhotoSheet | None:
    """What a group shows; None for less than names a sheet."""
    revisions = {anchor.revision for anchor in group if anchor.revision}
    revision = next(iter(revisions)) if len(revisions) == 1 else ""
    plan, group = _choose_plan(group, revision)
    # The corners of one symbol say nothing of perspective: fitted to them, it would be their noise.
    fit = fit_projection if len(group) > 1 else fit_affine
    projection = fit([pair for anchor in group for pair in anchor.pairs])
    if projection is None or not (revisions or len(group) >= _VOTES):
        return None
    is_ours = _is_of(plan, group[0].label, revision) or (plan.label == group[0].label and not revision)
    inside = [code for code in codes if _is_within(projection.to_sheet(code.middle), plan)]
    expected = plan.codes if is_ours else {}
    right = {code.text for code in inside if code.is_qr and _is_in_place(code, expected, projection)}
    strange = {
        code.text: code.corners
        for code in inside
        if code.is_qr and marks.read_id(marks.SHEET, code.text) is None and not _is_in_place(code, expected, projection)
    }
    foreign = sorted(strange) if expected else []
    heads = {str(site): site.name for code in inside if (site := marks.read_id(marks.SITE, code.text)) is not None}
    pixels = MODULE * sum(anchor.scale for anchor in group) / len(group)
    unread = tuple(text for text in expected if text not in right)
    w, h = plan.width, plan.height
    first, second, third, fourth = map(projection.to_photo, ((0, 0), (w, 0), (w, h), (0, h)))
    return PhotoSheet(
        label=group[0].label,
        revision=revision,
        site=next(iter(heads.values())) if len(set(heads.values())) == 1 else "",
        corners=(first, second, third, fourth),
        read=tuple(text for text in expected if text in right),
        unread=unread,
        foreign=tuple(foreign),
        pixels=pixels,
        closer=bool(unread) and pixels < NEAR,
        head=next(iter(heads)) if len(heads) == 1 else "",
        foreign_at=tuple(strange[text] for text in foreign),
    )


def _choose_plan(group: Sequence[_Anchor], revision: str) -> tuple[SheetPlan, list[_Anchor]]:
    """The plan by which a group is judged, and the anchors that speak of it: that of its revision, else the one with
    most codes. Marks stand alike on all plans."""
    own = [a.plan for a in group if (_is_of(a.plan, a.label, revision) if revision else a.plan.label == a.label)]
    plan = max(own, key=lambda p: sum(a.plan is p for a in group)) if own else group[0].plan
    return plan, [anchor for anchor in group if anchor.revision or (own and anchor.plan is plan)]


def _is_within(point: Point, plan: SheetPlan) -> bool:
    return 0 <= point[0] <= plan.width and 0 <= point[1] <= plan.height


def _is_in_place(code: SeenCode, expected: Mapping[str, Rect], projection: Projection) -> bool:
    area = expected.get(code.text)
    if area is None:
        return False
    return dist(projection.to_sheet(code.middle), (area.x + area.width / 2, area.y + area.height / 2)) < _ASTRAY
