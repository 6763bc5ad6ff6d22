"""A drawn page without what a site adds: bytes that any number of documents share."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from posters import syntax
from posters.errors import DrawingError
from posters.geometry import Rect
from posters.outline import Bookmark
from posters.qr import Stencil
from posters.spec import Mark
from posters.structure import Element
from posters.surface import Align, LinkArea, Surface


@dataclass(frozen=True, slots=True)
class Area:
    """Where a text of the site goes: left edge (right edge for `align` "right"), first baseline, width in mm;
    type size and smallest type size in points; most lines. Between `top` and `bottom` (mm), if given, its ink stands,
    if need be in type down to `least` points (0: `smallest`)."""

    x: float
    y: float
    width: float
    size: float
    smallest: float
    lines: int = 1
    align: Align = "left"
    top: float | None = None
    bottom: float | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class SiteAreas:
    """The places that every page leaves to its site. In the square `mark` stands its mark; without one it has none."""

    name: Area
    contact: Area
    sheet_id: Area
    mark: Rect | None = None


class PlacedCode(NamedTuple):
    """A code on a page: its payload and the symbol's square in mm, without quiet zone."""

    slot: int
    payload: str
    area: Rect


class MarkKind(StrEnum):
    """Symbols that name a body."""

    QR = "qr"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A symbol that names the body: what it says and its square in mm, without quiet zone."""

    kind: MarkKind
    text: str
    area: Rect


@dataclass(frozen=True, slots=True)
class Body:
    """A page: trimmed size in mm, id without site code, release and its day, deflated content stream, links,
    codes, characters drawn beyond the alphabet, where the site's own text goes, the digest of the emblem it shows,
    if any, the marks that name it, what its marked content means, its places in the outline, and what its codes show by
    name. Picklable; `dump` and `load` for a cache."""

    width: float
    height: float
    label: str
    release: int
    released: date
    sample: bool
    stream: bytes
    links: tuple[LinkArea, ...]
    codes: tuple[PlacedCode, ...]
    chars: str
    areas: SiteAreas
    emblem: str = ""
    marks: tuple[PlacedMark, ...] = ()
    structure: tuple[Element, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    stencils: tuple[Stencil, ...] = ()

    def dump(self) -> bytes:
        """Everything as bytes; the same body gives the same bytes."""
        facts = {
            "size": [self.width, self.height],
            "label": self.label,
            "release": self.release,
            "released": self.released.isoformat(),
            "sample": self.sample,
            "links": [[*_list_corners(x.area), x.uri] for x in self.links],
            "codes": [[x.slot, x.payload, *_list_corners(x.area)] for x in self.codes],
            "chars": self.chars,
            "areas": asdict(self.areas),
            "emblem": self.emblem,
            "marks": [[x.kind, x.text, *_list_corners(x.area)] for x in self.marks],
            "structure": [x.dump() for x in self.structure],
            "bookmarks": [[x.level, x.title, x.y] for x in self.bookmarks],
            "stencils": [[x.name, x.path.decode("ascii")] for x in self.stencils],
        }
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + self.stream

    @classmethod
    def load(cls, kept: bytes) -> Body:
        """What `dump` wrote. Raises `DrawingError` if it is something else."""
        head, _, stream = kept.partition(b"\n")
        try:
            facts = json.loads(head)
            return cls(
                width=facts["size"][0],
                height=facts["size"][1],
                label=facts["label"],
                release=facts["release"],
                released=date.fromisoformat(facts["released"]),
                sample=facts["sample"],
                stream=stream,
                links=tuple(LinkArea(Rect(*box), uri) for *box, uri in facts["links"]),
                codes=tuple(PlacedCode(slot, payload, Rect(*box)) for slot, payload, *box in facts["codes"]),
                chars=facts["chars"],
                areas=_read_areas(facts["areas"]),
                emblem=facts["emblem"],
                marks=tuple(PlacedMark(MarkKind(kind), text, Rect(*box)) for kind, text, *box in facts["marks"]),
                structure=tuple(map(Element.load, facts["structure"])),
                bookmarks=tuple(Bookmark(level, title, y) for level, title, y in facts["bookmarks"]),
                stencils=tuple(Stencil(name, path.encode("ascii")) for name, path in facts["stencils"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            way_out = "xóa tệp này trong thư mục làm việc rồi dựng lại"
            raise DrawingError("bản vẽ lưu tạm bị hỏng", place="tệp cache.sqlite", way_out=way_out) from error


def _read_areas(facts: dict[str, Any]) -> SiteAreas:
    mark = facts.pop("mark")
    return SiteAreas(**{name: Area(**area) for name, area in facts.items()}, mark=Rect(**mark) if mark else None)


def _list_corners(area: Rect) -> list[float]:
    return [area.x, area.y, area.width, area.height]


@lru_cache(maxsize=4096)
def _round_area(area: Rect) -> Rect:
    """To thousandths of a millimetre. A code and its link have one area, the same on most sheets."""
    return Rect(round(area.x, 3), round(area.y, 3), round(area.width, 3), round(area.height, 3))


def finish_body(
    surface: Surface,
    areas: SiteAreas,
    *,
    label: str,
    release: int,
    released: date,
    sample: bool,
    codes: tuple[PlacedCode, ...] = (),
    emblem: Mark | None = None,
    marks: tuple[PlacedMark, ...] = (),
    structure: tuple[Element, ...] = (),
    bookmarks: tuple[Bookmark, ...] = (),
) -> Body:
    """What was drawn on `surface`, compressed."""
    return Body(
        surface.width,
        surface.height,
        label,
        release,
        released,
        sample,
        syntax.deflate(surface.content()),
        tuple(LinkArea(_round_area(x.area), x.uri) for x in surface.links),
        tuple(PlacedCode(x.slot, x.payload, _round_area(x.area)) for x in codes),
        "".join(sorted(surface.chars)),
        areas,
        emblem.digest if emblem else "",
        tuple(PlacedMark(x.kind, x.text, _round_area(x.area)) for x in marks),
        structure,
        bookmarks,
        tuple(surface.stencils[name] for name in sorted(surface.stencils)),
    )
