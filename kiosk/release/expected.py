"""What the release of a plan must hold, file by file, before anything is drawn or written.

In come inputs, a plan and its pages; out come artefacts with their keys. Pure: whether an artefact is known already,
drawing what sites share, and writing are left to `drawing` and `writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial

from kiosk.canonical import digest, dump_canonical
from kiosk.model.files import BOARD_FILE, name_sheets_file
from kiosk.pages import redirects, start
from kiosk.pages.site_pages import Pages
from kiosk.paper.artefact import Artefact, Templates
from kiosk.paper.board import describe_board, list_planned
from kiosk.paper.plan import Layout, Plan, SitePlan
from kiosk.paper.site_head import describe_site
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_kiosk_url
from kiosk.workspace import keys
from posters import pdf, spec


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The files on paper, and the layouts and boards that they share, by the name of the template made from each;
    `board_names` has the one of each site."""

    artefacts: tuple[Artefact, ...]
    layouts: Mapping[str, Layout]
    boards: Mapping[str, spec.Board]
    board_names: Mapping[str, str]


def expect_papers(inputs: Inputs, plan: Plan) -> PaperFiles:
    """The posting sheets and the index board of every site."""
    boards = _Boards(inputs)
    names = {s.site.code: boards.name_for(s) for s in plan.sites}
    artefacts = tuple(
        artefact for s in plan.sites for artefact in _expect_site_files(s, names[s.site.code], plan.recipe)
    )
    return PaperFiles(artefacts, {x.digest: x for x in plan.layouts()}, boards.by_name, names)


def _expect_site_files(s: SitePlan, board: str, recipe: str) -> tuple[Artefact, Artefact]:
    head = describe_site(s.site)
    facts = [s.layout.digest, asdict(head), recipe]
    folder = f"sites/{s.site.code}/"
    return (
        Artefact(
            folder + name_sheets_file(s.layout.paper),
            digest(dump_canonical(["sheets", *facts])),
            partial(_address_file, s.layout.digest, head),
            s.layout.digest,
        ),
        Artefact(
            folder + BOARD_FILE,
            digest(dump_canonical(["board", board, *facts])),
            partial(_address_file, board, head),
            board,
        ),
    )


def _address_file(template: str, head: spec.SiteHead, templates: Templates) -> bytes:
    return pdf.address_file(templates[template], head)


class _Boards:
    """The index boards of a plan; sites of one layout share one unless the code on it is the site's own."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._names: dict[tuple[str, str], str] = {}
        self.by_name: dict[str, spec.Board] = {}

    def name_for(self, s: SitePlan) -> str:
        """The name of a site's board: a digest of all that is printed on it."""
        url = make_kiosk_url(s.site.code, self._inputs.config)
        key = (s.layout.digest, url)
        if key not in self._names:
            board = describe_board(list_planned(s), s.listing, self._inputs, url)
            self._names[key] = digest(dump_canonical(asdict(board)))
            self.by_name[self._names[key]] = board
        return self._names[key]


def expect_release(inputs: Inputs, plan: Plan, papers: PaperFiles, pages: Pages) -> tuple[Artefact, ...]:
    """Every file of the release, in path order."""
    of_sites = (*papers.artefacts, *pages.files())
    return tuple(sorted((*of_sites, *_expect_release_files(inputs, plan, pages, of_sites)), key=lambda a: a.path))


def _expect_release_files(inputs: Inputs, plan: Plan, pages: Pages, others: Iterable[Artefact]) -> tuple[Artefact, ...]:
    """The files that name the release itself, new whenever any file is or what the start page shows; before them where
    short addresses lead, if sheets print any."""
    page_facts = [
        inputs.config.city,
        inputs.config.publisher,
        keys.make_indexing_recipe(),
        sorted(a.key for a in others),
    ]
    return (
        *_expect_redirects(inputs, plan),
        Artefact("index.html", digest(dump_canonical(["start", *page_facts])), partial(_render_start, inputs, plan)),
        Artefact("release.json", digest(dump_canonical(["release", *page_facts])), partial(_dump_news, plan, pages)),
    )


def _expect_redirects(inputs: Inputs, plan: Plan) -> tuple[Artefact, ...]:
    if not inputs.config.links.has_own:
        return ()
    content = redirects.dump_redirects(redirects.make_redirects(inputs, plan.day))
    return (Artefact(redirects.FILE, digest(content), partial(_give_content, content)),)


def _give_content(content: bytes, _templates: Templates) -> bytes:
    return content


def _render_start(inputs: Inputs, plan: Plan, _templates: Templates) -> bytes:
    return start.render_start(inputs, plan, BOARD_FILE)


def _dump_news(plan: Plan, pages: Pages, _templates: Templates) -> bytes:
    """What a kiosk asks for to learn whether it shows the published edition of its page."""
    editions = {s.site.code: pages.edition(s.site.code).release for s in plan.sites}
    return dump_canonical({"release": plan.number, "sites": editions})
