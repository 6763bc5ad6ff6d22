"""What a print batch holds: which product of which site, on which paper, how often. Pure; writing is in
`press.batch_files`, drawing in `press.printing`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.errors import ReleaseError
from kiosk.model.site import Site, spell_codes
from kiosk.text import fold
from posters.inks import Inks
from posters.press import BLEED, Finish, Imposition
from posters.spec import GRIDS


class Product(StrEnum):
    """What can be printed for a site."""

    SHEETS = "sheets"
    BOARD = "board"
    BOOKLET = "booklet"
    SINGLE = "single"
    EVERYDAY = "everyday"
    BANNER = "banner"

    @property
    def heading(self) -> str:
        """Its name in Vietnamese."""
        return _TITLES[self]

    @property
    def papers(self) -> tuple[str, ...]:
        """Papers it comes on, the usual one first."""
        return _PAPERS[self]


_TITLES = {
    Product.SHEETS: "Tờ niêm yết",
    Product.BOARD: "Bảng chỉ dẫn",
    Product.BOOKLET: "Danh mục thủ tục",
    Product.SINGLE: "Tờ từng thủ tục",
    Product.EVERYDAY: "Tờ việc thường làm",
    Product.BANNER: "Biển tên nhóm",
}
_PAPERS = {
    Product.SHEETS: tuple(GRIDS),
    Product.BOARD: ("A3", "A2", "A1"),
    Product.BOOKLET: ("A4",),
    Product.SINGLE: ("A5", "A4"),
    Product.EVERYDAY: ("A4",),
    Product.BANNER: ("A4",),
}
_FILES = {
    Product.SHEETS: "to-niem-yet",
    Product.BOARD: "bang-chi-dan",
    Product.BOOKLET: "danh-muc",
    Product.SINGLE: "to-thu-tuc",
    Product.EVERYDAY: "viec-thuong-lam",
    Product.BANNER: "bien-nhom",
}
_IMPOSED = {"A5": "A4", "A4": "A3", "A3": "A2", "A2": "A1"}
"""Paper on which two pages of a size lie side by side (ISO 216)."""
_CENTRE = re.compile(r"^Trung tâm Phục vụ hành chính công ")


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for. No sites and no group means every site; no paper means each product's usual one."""

    products: tuple[Product, ...] = (Product.SHEETS, Product.BOARD)
    sites: tuple[str, ...] = ()
    group: str = ""
    paper: str = ""
    copies: int = 1
    imposed: bool = False
    marks: bool = False
    inks: Inks = Inks.COLOUR


@dataclass(frozen=True, slots=True)
class Job:
    """One file of a parcel: what, drawn on which paper, finished how, printed on which paper, how often. `only` are
    the sheet labels wanted, None for all."""

    product: Product
    drawn: str
    printed: str
    finish: Finish
    copies: int
    only: tuple[str, ...] | None = None

    def file(self, code: str) -> str:
        """Its name."""
        return f"{code}-{_FILES[self.product]}-{self.printed}.pdf"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one site gets; `number` is its place in the order of delivery."""

    number: int
    site: Site
    jobs: tuple[Job, ...]

    @property
    def folder(self) -> str:
        """Its folder, sorted as delivered and safe in any file system."""
        name = re.sub(r"[^a-z0-9]+", "-", fold(_CENTRE.sub("", self.site.name))).strip("-")
        return f"{self.number:03d}-{self.site.code}-{name[:60].rstrip('-')}"


Changed = Callable[[Site, Product, str], tuple[str, ...] | None]
"""Labels of a site's product that are to be printed, None for all, empty for nothing."""


def plan_parcels(
    sites: Sequence[Site], order: Order, papers: Mapping[str, str], changed: Changed | None = None
) -> Iterator[Parcel]:
    """One parcel for each site that gets anything, in the order of `sites`; `papers` are those of the sites' posting
    sheets by site code; `changed` limits it to what must be printed again. Raises `ReleaseError`."""
    number = 0
    for site in choose_sites(sites, order):
        own = []
        for job in (_plan_job(product, order, papers[site.code]) for product in dict.fromkeys(order.products)):
            only = changed(site, job.product, job.drawn) if changed else None
            if only is None or only:
                own.append(replace(job, only=only))
        if own:
            number += 1
            yield Parcel(number, site, tuple(own))


def choose_sites(sites: Sequence[Site], order: Order) -> tuple[Site, ...]:
    """The sites an order names. Raises `ReleaseError` for one that nobody knows."""
    if order.sites and order.group:
        raise _explain_refusal(
            "chỉ chọn từng điểm (--site) hoặc nhóm điểm (--group)", "--group", order.group, "bỏ bớt một tùy chọn"
        )
    known_codes = {s.code for s in sites}
    site_codes = spell_codes(order.sites, known_codes)
    for code in site_codes:
        if code not in known_codes:
            raise _explain_refusal("không có điểm này", "--site", code, "xem mã điểm trong data/sites.csv")
    if not order.group:
        return tuple(s for s in sites if not site_codes or s.code in site_codes)
    members = tuple(s for s in sites if _make_slug(order.group) in _name_groups(s))
    if not members:
        choices = ", ".join(list_groups(sites))
        raise _explain_refusal("không có nhóm điểm này", "--group", order.group, f"dùng một trong: {choices}")
    return members


def list_groups(sites: Sequence[Site]) -> tuple[str, ...]:
    """Every group that an order may name."""
    return tuple(sorted({group for s in sites for group in _name_groups(s)}))


def _name_groups(site: Site) -> tuple[str, ...]:
    """The groups an order may name it by: the kind of its unit and its own kind."""
    return tuple(_make_slug(name) for name in (site.unit, site.kind.label) if name)


def _make_slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def _plan_job(product: Product, order: Order, hung: str) -> Job:
    """The job of a product at a site whose posting sheets are on the paper `hung`."""
    usual = hung if product is Product.SHEETS else product.papers[0]
    paper = order.paper or usual
    if paper not in product.papers:
        raise _explain_refusal(
            f"{product.heading.lower()} không có khổ này", "--paper", paper, f"dùng {' hoặc '.join(product.papers)}"
        )
    if product is Product.SHEETS and paper != hung:
        way_out = f"bỏ --paper; muốn treo khổ {paper} thì ghi cột paper của điểm trong data/sites.csv rồi dựng lại"
        raise _explain_refusal(
            f"tờ niêm yết của điểm này in khổ {hung}, không phóng to thu nhỏ", "--paper", paper, way_out
        )
    bleed = BLEED if order.marks else 0.0
    drawn_paper = paper if product in (Product.SINGLE, Product.SHEETS, Product.BOARD) else product.papers[0]
    enlarged = paper if paper != drawn_paper else ""
    imposition = Imposition.NONE
    if order.imposed and product not in (Product.BOARD, Product.BANNER):
        if enlarged:
            raise _explain_refusal(
                "không vừa phóng to vừa bình 2 trang",
                "--imposed",
                paper,
                "bỏ bình 2 trang (--imposed) hoặc bỏ khổ giấy (--paper)",
            )
        if drawn_paper not in _IMPOSED:
            raise _explain_refusal("không có giấy to gấp đôi khổ này", "--imposed", drawn_paper, "bỏ --imposed")
        imposition = Imposition.SADDLE if product is Product.BOOKLET else Imposition.TWO_UP
    printed = paper if imposition is Imposition.NONE else _IMPOSED[drawn_paper]
    return Job(
        product, drawn_paper, printed, Finish(order.inks, bleed, order.marks, imposition, enlarged), order.copies
    )


def _explain_refusal(message: str, place: str, value: str, way_out: str) -> ReleaseError:
    return ReleaseError(message, place=place, value=value, way_out=way_out)
