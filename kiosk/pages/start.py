"""The start page of a release: every site, searchable, with its kiosk page and its posters.

A plan comes in, one HTML page and the style and script that it uses go out; writing them is left to the builder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kiosk import resources
from kiosk.canonical import digest
from kiosk.model.files import name_sheets_file
from kiosk.model.site import Site, SiteKind
from kiosk.pages.templates import render
from kiosk.paper.plan import Plan, SitePlan
from kiosk.settings.inputs import Inputs
from kiosk.text import fold


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A site on the start page. `key`: the folded text by which it is searched; `file`: its sheets, in its folder."""

    code: str
    name: str
    key: str
    required: int
    sheets: int
    file: str


@dataclass(frozen=True, slots=True)
class SiteSection:
    """Sites under one title."""

    title: str
    sites: tuple[SiteCard, ...]


@cache
def read_assets() -> tuple[tuple[str, bytes], ...]:
    """(path in the release, bytes) of the page's own style and script, named by their content."""
    assets = []
    for name in ("start.css", "start.js"):
        content = (resources.find_static() / name).read_bytes()
        stem, suffix = name.split(".")
        assets.append((f"assets/{stem}-{digest(content)[:12]}.{suffix}", content))
    return tuple(assets)


def _describe_site(s: SitePlan) -> SiteCard:
    key = fold(f"{s.site.code} {s.site.unit} {s.site.name}")
    file = name_sheets_file(s.layout.paper)
    return SiteCard(s.site.code, s.site.name, key, len(s.listing.posted), len(s.layout.sheets), file)


def _name_unit(site: Site) -> str:
    """What the city's table calls the site's unit (xã, phường, thành phố …), else the level of its kind."""
    return (site.unit or site.kind.label).capitalize()


def group_sites(sites: Iterable[SitePlan]) -> tuple[SiteSection, ...]:
    """The sites by kind and unit: the city's own first, then the largest group."""
    sections: dict[tuple[bool, str], list[SiteCard]] = {}
    for s in sites:
        kind = s.site.kind is not SiteKind.CITY, _name_unit(s.site)
        sections.setdefault(kind, []).append(_describe_site(s))
    order = sorted(sections, key=lambda kind: (kind[0], -len(sections[kind])))
    return tuple(SiteSection(kind[1], tuple(sections[kind])) for kind in order)


def render_start(inputs: Inputs, plan: Plan, board_file: str) -> bytes:
    """The finished page of a plan's release; `board_file` is a name in a site's folder."""
    css, js = (path for path, _ in read_assets())
    date = inputs.catalogue.data_date
    values = {
        "city": inputs.config.city,
        "publisher": inputs.config.publisher,
        "css": css,
        "js": js,
        "sample": inputs.catalogue.sample,
        "sites": plan.sites,
        "sections": group_sites(plan.sites),
        "board_file": board_file,
        "release": plan.number,
        "day": f"{plan.day:%d/%m/%Y}",
        "data_date": f"{date:%d/%m/%Y}" if date else "",
    }
    return render("start.html", values)
