"""The start page of a release: every site, searchable, with its kiosk page and its posters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk import resources
from kiosk.canonical import digest
from kiosk.model.site import SiteKind
from kiosk.paper.plan import Plan, SitePlan
from kiosk.settings.inputs import Inputs
from kiosk.text import fold


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    key: str
    required: int
    sheets: int


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    sites: tuple[_Row, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def assets() -> tuple[tuple[str, bytes], ...]:
    """(path in the release, bytes) of the page's own style and script, named by their content."""
    found = []
    for name in ("start.css", "start.js"):
        content = (resources.static() / name).read_bytes()
        stem, suffix = name.split(".")
        found.append((f"assets/{stem}-{digest(content)[:12]}.{suffix}", content))
    return tuple(found)


def _row(s: SitePlan) -> _Row:
    key = fold(f"{s.site.code} {s.site.unit} {s.site.name}")
    return _Row(s.site.code, s.site.name, key, len(s.listing.posted), len(s.layout.sheets))


def _sections(sites: Iterable[SitePlan]) -> tuple[_Section, ...]:
    """The sites under the names of their units, the city's own places first, then the largest section."""
    rows: dict[tuple[bool, str], list[_Row]] = {}
    for s in sites:
        title = (s.site.unit or s.site.kind.label).capitalize()
        rows.setdefault((s.site.kind is not SiteKind.CITY, title), []).append(_row(s))
    order = sorted(rows, key=lambda key: (key[0], -len(rows[key])))
    return tuple(_Section(key[1], tuple(rows[key])) for key in order)


def page(inputs: Inputs, plan: Plan, sheets_file: str, board_file: str) -> bytes:
    """The finished page of a plan's release; `sheets_file` and `board_file` are names in a site's folder."""
    css, js = (path for path, _ in assets())
    date = inputs.catalogue.data_date
    return (
        _environment()
        .get_template("start.html")
        .render(
            city=inputs.config.city,
            publisher=inputs.config.publisher,
            css=css,
            js=js,
            sample=inputs.catalogue.sample,
            sites=plan.sites,
            sections=_sections(plan.sites),
            sheets_file=sheets_file,
            board_file=board_file,
            release=plan.number,
            day=f"{plan.day:%d/%m/%Y}",
            data_date=f"{date:%d/%m/%Y}" if date else "",
        )
        .encode()
    )
