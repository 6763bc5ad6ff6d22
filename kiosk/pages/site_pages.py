"""From a plan to kiosk pages: what each page must carry, under which key, and how its files are made.

Sites that post the same procedures share one data file; a page keeps the release and day in which its content
first appeared, so that an unchanged page keeps its bytes from release to release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path

from kiosk.canonical import digest, dump_canonical
from kiosk.catalogue import listing
from kiosk.errors import VerifyError
from kiosk.model.catalogue import Ending, Level, Procedure
from kiosk.model.files import name_single_file
from kiosk.model.listing import Posted
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.model.site import Site, SiteKind
from kiosk.pages import assets, data_file, forms, hints, start, usb
from kiosk.pages.content import Asset, Contact, Content, Gone, OtherLevel, PageEntry, PageInput
from kiosk.pages.squeezing import SUFFIX
from kiosk.paper.artefact import Artefact, Templates
from kiosk.paper.plan import Plan, SitePlan
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import LinkKind, make_link
from kiosk.settings.matters import OfficeKind
from kiosk.workspace import keys

GONE_DAYS = 90
"""How long a page explains a procedure that left."""
AHEAD_DAYS = 400
"""How far ahead a page knows what comes into force, so that dates act by themselves without a network."""

MOST_NAMED = 4
"""Centres of the other level that a page names one by one."""


@dataclass(frozen=True, slots=True)
class PageEdition:
    """A site's page: digest of its content, and the release and day in which that first appeared."""

    revision: str
    release: int
    released: date


@dataclass(frozen=True, slots=True)
class Contents:
    """What the pages of a plan list: each content once, and the place of each site's among them by site code."""

    distinct: tuple[Content, ...]
    of_site: Mapping[str, int]


def list_contents(inputs: Inputs, plan: Plan) -> Contents:
    """What every page of a plan must list; a content is made once for all sites that post the same."""
    versions = _Versions(inputs, plan)
    distinct: dict[tuple[object, ...], Content] = {}
    keys_of = {s.site.code: versions.key(s) for s in plan.sites}
    for s in plan.sites:
        if keys_of[s.site.code] not in distinct:
            distinct[keys_of[s.site.code]] = versions.content(s)
    places = {key: i for i, key in enumerate(distinct)}
    return Contents(tuple(distinct.values()), {code: places[key] for code, key in keys_of.items()})


class Pages:
    """The kiosk pages of one plan. `data`: the data file of each distinct content."""

    def __init__(self, inputs: Inputs, plan: Plan, listed: Contents, data: Sequence[Asset]) -> None:
        self._inputs, self._plan, self._listed, self._data = inputs, plan, listed, data
        self._assets = assets.read_shared_files(sayings=inputs.sayings)
        self._others = {kind: self._describe_other_level(kind) for kind in SiteKind}
        self._site_pages = {s.site.code: self._make_page(s) for s in plan.sites}

    def edition(self, code: str) -> PageEdition:
        """The edition of a site's page."""
        return self._site_pages[code][0]

    def files(self) -> Iterator[Artefact]:
        """Every file of every page and the shared assets."""
        indexes = (other.index for other in self._others.values() if other)
        for asset in {a.name: a for a in (*self._assets, *self._data, *indexes)}.values():
            yield Artefact(f"assets/{asset.name}", asset.name, partial(_give_content, asset.content))
        for path, content in start.read_assets():
            yield Artefact(path, path, partial(_give_content, content))
        for edition, page, data in self._site_pages.values():
            yield from self._list_site_files(edition, page, data)

    def _list_site_files(self, edition: PageEdition, page: PageInput, data: Asset) -> Iterator[Artefact]:
        folder = f"sites/{page.site.code}/"
        facts = [edition.revision, edition.release, edition.released, keys.make_paging_recipe()]
        forms_of_page = _Forms(page, self._assets, data)
        for name in forms.SPLIT_FILES:
            key = digest(dump_canonical(["split", name, *facts]))
            yield Artefact(folder + name, key, partial(forms_of_page.split_file, name))
        yield Artefact(
            folder + name_single_file(page.site.code),
            digest(dump_canonical(["single", *facts])),
            forms_of_page.single_file,
        )

    def _describe_other_level(self, kind: SiteKind) -> OtherLevel | None:
        """What a page of this kind knows of the other: the list of its first site, and who they are where few. None
        where nothing is done there alone."""
        others = [s.site for s in self._plan.sites if s.site.kind is not kind]
        if not others:
            return None
        at = self._listed.of_site[others[0].code]
        if {e.procedure.code for e in self._listed.distinct[at].entries} <= set(self._listed.distinct[at].unindexed):
            return None
        index = self._data[at].index
        named_sites = tuple((s.name, s.address, s.hotline) for s in others) if len(others) <= MOST_NAMED else ()
        return OtherLevel(assets.name_by_content("index", SUFFIX, index), named_sites)

    def _make_page(self, s: SitePlan) -> tuple[PageEdition, PageInput, Asset]:
        at = self._listed.of_site[s.site.code]
        content, data = self._listed.distinct[at], self._data[at]
        config = self._inputs.config
        contact = Contact(
            config.feedback.url, config.feedback.hotline, config.feedback.address, config.feedback.status_url
        )
        page = PageInput(
            site=s.site,
            content=content,
            release=0,
            released=date.min,
            data_date=self._inputs.catalogue.data_date,
            sample=self._inputs.catalogue.sample,
            contact=contact,
            publisher=config.publisher,
            worker=config.kiosk.worker,
            other=self._others[s.site.kind],
            voices=config.kiosk.voices,
        )
        other = [page.other.index.name, page.other.sites] if page.other else []
        facts = [data.name, asdict(s.site), page.data_date, page.sample, asdict(contact), page.publisher, page.worker]
        revision = digest(dump_canonical([*facts, other, self._assets.english.name, page.voices]))
        edition = _choose_edition(self._plan, s.site, revision)
        return edition, replace(page, release=edition.release, released=edition.released), data


def _give_content(content: bytes, _templates: Templates) -> bytes:
    return content


class _Forms:
    """The files of one page, made when they are asked for; those of the split form are made together."""

    def __init__(self, page: PageInput, shared: assets.SharedFiles, data: Asset) -> None:
        self._make_page, self._shared, self._data = page, shared, data

    @cached_property
    def _split(self) -> Mapping[str, bytes]:
        return forms.make_split(self._make_page, self._shared, self._data)

    def split_file(self, name: str, _templates: Templates) -> bytes:
        """A file of the form that a server sends, by its name."""
        return self._split[name]

    def single_file(self, _templates: Templates) -> bytes:
        """The form that is one file."""
        return forms.make_single(self._make_page, self._shared, self._data)


def _choose_edition(plan: Plan, site: Site, revision: str) -> PageEdition:
    old = plan.parent.site(site.code) if plan.parent else None
    if old is not None and old.page == revision:
        return PageEdition(revision, old.page_release, old.page_released)
    return PageEdition(revision, plan.number, plan.day)


class _Versions:
    """Which versions of which procedures a site's page must know: in force, to come, and lately gone."""

    def __init__(self, inputs: Inputs, plan: Plan) -> None:
        self._inputs, self._plan = inputs, plan
        self._sites = tuple(s.site for s in plan.sites)
        self._days = [
            d for d in sorted(set(inputs.catalogue.boundaries())) if plan.day < d <= plan.day + timedelta(AHEAD_DAYS)
        ]
        # What the city's centre does is not elsewhere to a visitor of the centre.
        here = tuple(m for m in inputs.sayings.outside if m.office.kind is not OfficeKind.CITY or m.codes)
        self._sayings = {
            SiteKind.COMMUNE: inputs.sayings,
            SiteKind.CITY: replace(inputs.sayings, outside=here),
        }
        rules = inputs.config.listing
        later = [listing.list_postings(inputs.catalogue, self._sites, rules, d) for d in self._days]
        self._later = {s.code: [listings[i].posted for listings in later] for i, s in enumerate(self._sites)}
        self._of_others = {kind: self._find_codes_of_others(kind) for kind in SiteKind}
        self._suspended = inputs.catalogue.suspended(plan.day)
        self._ended = [p for p in inputs.catalogue.procedures if self._is_lately_gone(p)]

    def key(self, s: SitePlan) -> tuple[object, ...]:
        """Equal for sites whose pages carry the same content."""
        own = s.site.code if s.site.code in self._inputs.config.listing.sites else ""
        return s.site.kind, own, tuple(i for i, p in enumerate(self._ended) if self._was_posted(p, s))

    def content(self, s: SitePlan) -> Content:
        """What the page of a site lists."""
        posted: dict[tuple[str, date | None], Posted] = {}
        for listed in (s.listing.posted, *self._later[s.site.code]):
            for x in listed:
                posted.setdefault((x.procedure.code, x.procedure.effective_from), x)
        entries = tuple(self._make_entry(posted[key]) for key in sorted(posted, key=lambda k: (k[0], k[1] or date.min)))
        here = {code for code, _ in posted}
        gone_procedures = tuple(
            Gone(p, p.effective_to + timedelta(1))
            for p in self._ended
            if p.effective_to and p.code not in here and self._was_posted(p, s)
        )
        groups, aliases = self._inputs.groups.groups, self._inputs.aliases
        kind = s.site.kind
        unindexed = tuple(sorted(here & self._of_others[kind]))
        return hints.keep_true(Content(groups, entries, gone_procedures, aliases, self._sayings[kind], unindexed))

    def _find_codes_of_others(self, kind: SiteKind) -> frozenset[str]:
        """Codes that every site of another kind than `kind` lists, with no end in sight."""
        others = [
            {x.procedure.code for x in s.listing.posted if x.procedure.effective_to is None}
            for s in self._plan.sites
            if s.site.kind is not kind
        ]
        return frozenset(set.intersection(*others)) if others else frozenset()

    def _make_entry(self, x: Posted) -> PageEntry:
        where = make_link(x.procedure, self._inputs.config.links)
        group = self._inputs.groups.of(x.procedure.field)
        return PageEntry(x.procedure, group.id, where.url, where.kind is LinkKind.ENTRY)

    def _is_lately_gone(self, p: Procedure) -> bool:
        """Whether a page explains where `p` is: for a while after it ended, and for as long as it is suspended."""
        if p.effective_to is None:
            return False
        if p.ending is Ending.SUSPENDED:
            return p.code in self._suspended and self._suspended[p.code] is p
        ended = p.ending in (Ending.REPEALED, Ending.REPLACED, Ending.LEFT)
        return ended and timedelta(0) < self._plan.day - p.effective_to <= timedelta(GONE_DAYS)

    def _was_posted(self, p: Procedure, s: SitePlan) -> bool:
        """Whether the site posted `p`: its sheets still hang it, or its level is the site's."""
        level = Level.COMMUNE if s.site.kind is SiteKind.COMMUNE else Level.PROVINCE
        return level in p.levels or p.code in self._list_hanging(s)

    def _list_hanging(self, s: SitePlan) -> set[str]:
        parent = self._plan.parent
        if parent is None or s.before is None:
            return set()
        return {entry.code for sheet in s.before for entry in parent.bodies[sheet.body]}


def read_back(tree: Path, site: SiteEntry, day: date, known: dict[str, dict[str, str]]) -> dict[str, str]:
    """Address by procedure code that the finished page of a site lists on `day`, in both of its forms alike.

    `known` keeps what a data file lists that day, by its bytes' digest, for sites that share one.
    """
    folder = tree / "sites" / site.code
    try:
        both = (
            forms.read_split_data(folder, tree / "assets"),
            forms.read_single_data((folder / name_single_file(site.code)).read_bytes()),
        )
        split, single = (_list_addresses(content, day, known) for content in both)
    except (OSError, ValueError, VerifyError):
        return {}
    return split if split == single else {code: url for code, url in split.items() if single.get(code) == url}


def _list_addresses(content: bytes, day: date, known: dict[str, dict[str, str]]) -> dict[str, str]:
    name = digest(content)
    if name not in known:
        known[name] = {r.code: r.url for r in data_file.decode(content) if r.in_force(day)}
    return known[name]


def render_usb_page(inputs: Inputs, manifest: Manifest, code: str) -> bytes:
    """The instructions that go with an exported page."""
    site = next(s for s in inputs.sites if s.code == code)
    return usb.render_instructions(site, manifest.number)
