"""Finished files for the print shop, one at a time: taken from the release or drawn, complete or refused.

Comes in: a release with its inputs, a site, a job. Goes out: the bytes of one file. A file of the release that leaves
as it is was read by the gate; of every other the finished bytes are read here. Writing is left to `press.batch_files`.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kiosk.canonical import digest, dump_canonical
from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.gate.proof import Proofreader
from kiosk.model.files import BOARD_FILE
from kiosk.model.listing import Listing
from kiosk.model.manifest import FileEntry, Manifest, SheetEntry, SiteEntry
from kiosk.model.site import Site
from kiosk.paper import entrance, plan, products
from kiosk.paper.board import describe_board, list_released
from kiosk.paper.site_head import describe_site
from kiosk.press.batch import Job, Product
from kiosk.progress import Progress
from kiosk.release import lifecycle
from kiosk.settings import inputs as gathered
from kiosk.settings.config import LinkMode
from kiosk.settings.links import make_kiosk_url, make_sheet_root
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters import banner, board, booklet, everyday, inspect, pdf, plates, press, single
from posters.banner import Banner
from posters.intent import PrintProfile
from posters.press import Finish, Imposition
from posters.spec import MarkSeed, Sheet
from posters.stamp import stamp_pages

_KEPT = 4
"""Templates kept at once: neighbours in the delivery order mostly post the same list."""
_RELEASED = (Product.SHEETS, Product.BOARD)
"""Products of which the release holds the file."""
_AT_THE_WALL = (Product.EVERYDAY, Product.BANNER)
"""Products that lead to the wall of sheets."""
_BUILD_AGAIN = "dựng lại bằng kiosk build, kiểm tra bằng kiosk verify rồi công bố"

_Key = tuple[str, LinkMode, Product, str, tuple[str, ...] | None]
"""What a template is drawn from: the digest of the procedures, the product, its paper, the pages wanted."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A file ready for the print shop: its bytes, the ids of the sheets in it, and how many sides are printed."""

    content: bytes
    ids: tuple[str, ...]
    sides: int


class PrintSource:
    """A release with its inputs and listings, restored from the workspace; `read` is true where the gate has read its
    files and found them right."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self.store, self.manifest = store, manifest
        self.inputs = gathered.restore(manifest.inputs, store.get)
        config = self.inputs.config.listing
        listings = listing.list_postings(self.inputs.catalogue, self.inputs.sites, config, manifest.as_of)
        self.listings: dict[str, Listing] = {x.site.code: x for x in listings}
        verdict = lifecycle.load_verdict(store, manifest)
        self.read = verdict is not None and verdict.passed
        self.papers: Mapping[str, str] = {s.code: manifest.paper(s.layout) for s in manifest.sites}
        self.sites: tuple[Site, ...] = tuple(s for s in self.inputs.sites if s.code in self.papers)

    def file(self, site: str, name: str) -> bytes | None:
        """A file of the release, None where it has none. Raises `StoreError` where it is damaged."""
        entry = self._find_entry(site, name)
        return None if entry is None else self.store.get(entry.sha256)

    def _find_entry(self, site: str, name: str) -> FileEntry | None:
        path = f"sites/{site}/{name}"
        return next((f for f in self.manifest.files if f.path == path), None)


@dataclass(frozen=True, slots=True)
class _File:
    """A file before it is finished: its bytes, what its codes must say by page label, what its Data Matrix symbols,
    whether the gate has read these very bytes, and whether codes are told column by column."""

    content: bytes
    codes: Mapping[str, Sequence[str]]
    marks: Mapping[str, Sequence[str]]
    read: bool
    in_columns: bool = False


class Printer:
    """Makes the files of a batch from one release, and reads back what the gate has not seen. What may not hang before
    `hang_from` says so; files in process inks or grey bear the print shop's `profile`."""

    def __init__(
        self,
        source: PrintSource,
        cache: Cache,
        report: Progress,
        *,
        hang_from: date | None = None,
        profile: PrintProfile | None = None,
    ) -> None:
        self.source, self.cache, self.hang_from, self._profile = source, cache, hang_from, profile
        self._templates: OrderedDict[_Key, pdf.Template] = OrderedDict()
        self._proofreader = Proofreader(cache, report)

    def print_job(self, site: Site, job: Job) -> Printed:
        """The finished file of a job. Raises `ReleaseError` if any sheet is missing or a code does not read as it must,
        `DrawingError`, `ReadBackError`, `StoreError`."""
        file = self._take_from_release(site, job.product) if _is_released(job) else self._draw_file(site, job)
        where = f"điểm {site.code}, {job.product.heading.lower()}"
        _require_pages(press.read_labels(file.content), file.codes, where)
        content, ids = file.content, tuple(file.codes)
        if job.only is not None and job.product is Product.SHEETS:
            ids = tuple(f"{site.code}-{label}" for label in job.only)
            content = press.extract_pages(content, ids)
        if job.product in _RELEASED:
            content = self.stamp_coming(content)
        if job.finish != Finish():
            slug = f"Bản phát hành {self.source.manifest.number} · {site.code}"
            content = press.finish(content, replace(job.finish, slug=slug, profile=self._profile))
        sides = press.read_labels(content)
        _require_pages(_list_labels(sides, job.finish), ids, where)
        if not (file.read and content == file.content):
            key = _name_drawing(content, sides, file.codes)
            self._proofreader.read(content, file.codes, key, where, file.marks, in_columns=file.in_columns)
        return Printed(content, ids, len(sides))

    def stamp_coming(self, content: bytes) -> bytes:
        """A file of what hangs, stamped on every page where that may not hang yet."""
        if self.hang_from is None:
            return content
        return stamp_pages(content, f"CHƯA TREO TRƯỚC NGÀY {self.hang_from:%d/%m/%Y}")

    def _take_from_release(self, site: Site, product: Product) -> _File:
        manifest = self.source.manifest
        entry = manifest.site(site.code)
        name = manifest.sheets_file(entry) if entry and product is Product.SHEETS else BOARD_FILE
        content = self.source.file(site.code, name)
        if content is None or entry is None:
            raise ReleaseError(
                "không lập lô in vì bản phát hành thiếu tệp của điểm này",
                place=f"điểm {site.code}, {product.heading.lower()}",
                value=name,
                way_out=_BUILD_AGAIN,
            )
        if product is Product.BOARD:
            codes, marks = self._list_board_codes(site, entry, press.read_labels(content))
            return _File(content, codes, marks, self.source.read)
        codes = {f"{site.code}-{s.label}": self._list_codes(s, marked=bool(entry.head)) for s in manifest.sheets(entry)}
        names = {
            f"{site.code}-{s.label}": plan.describe_mark(s, self.source.inputs.config) for s in manifest.sheets(entry)
        }
        marks = {page: (mark.id, entry.head) for page, mark in names.items()} if entry.head else {}
        return _File(content, codes, marks, self.source.read)

    def _list_board_codes(
        self, site: Site, entry: SiteEntry, pages: Sequence[str]
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """What the codes on every page of a board say, by the page's id, in the order in which they are read; and its
        Data Matrix symbols."""
        config = self.source.inputs.config
        seed = MarkSeed(entry.board, make_sheet_root(config)) if entry.board else None
        codes: dict[str, tuple[str, ...]] = {}
        marks: dict[str, tuple[str, ...]] = {}
        for i, page in enumerate(pages):
            mark = plates.grow_mark(seed, page.removeprefix(f"{site.code}-"))
            kiosk = (make_kiosk_url(site.code, config),) if i == 0 else ()
            own = ((mark.address or mark.id),) if mark else ()
            codes[page] = (*kiosk, config.feedback.url, *own)
            marks[page] = (mark.id, entry.head) if mark else ()
        return codes, marks

    def _list_codes(self, sheet: SheetEntry, *, marked: bool) -> tuple[str, ...]:
        """What the QR codes on a sheet say, in reading order: the last one names the sheet where it is `marked`."""
        cells = sorted(self.source.manifest.bodies[sheet.body], key=lambda cell: cell.slot)
        mark = plan.describe_mark(sheet, self.source.inputs.config)
        return (*[cell.payload for cell in cells], *([mark.address or mark.id] if marked else []))

    def _draw_file(self, site: Site, job: Job) -> _File:
        """Every page of the template carries its site's id, so nothing can be missing but a whole procedure."""
        listed = self.source.listings[site.code]
        if not listed.posted:
            raise ReleaseError(
                "điểm này không có thủ tục nào để in",
                place=f"điểm {site.code}",
                way_out="kiểm tra khóa listing trong config.yaml",
            )
        template = (
            self._draw_board(site, listed, job) if job.product is Product.BOARD else self._find_template(listed, job)
        )
        head = describe_site(site)
        own = str(plates.identify_site(head))
        codes = {f"{site.code}-{leaf.label}": leaf.read for leaf in template.leaves}
        marks = {
            f"{site.code}-{leaf.label}": (*leaf.matrices, own)
            for leaf in template.leaves
            if leaf.areas.mark is not None
        }
        return _File(pdf.address_file(template, head), codes, marks, read=False, in_columns=True)

    def _draw_board(self, site: Site, listed: Listing, job: Job) -> pdf.Template:
        """The board on another paper than the release's, drawn for it."""
        inputs = self.source.inputs
        url = make_kiosk_url(site.code, inputs.config)
        facts = describe_board(list_released(self.source.manifest, site.code), listed, inputs, url, job.drawn)
        return board.make_template(facts, board.draw_board(facts), plan.load_emblem(inputs))

    def _find_template(self, listed: Listing, job: Job) -> pdf.Template:
        mode = self.source.inputs.config.links.mode_of(listed.site.kind)
        key = (listed.posted.digest, mode, job.product, job.drawn, job.only)
        if key not in self._templates:
            self._templates[key] = self._draw_template(listed, job)
            if len(self._templates) > _KEPT:
                self._templates.popitem(last=False)
        self._templates.move_to_end(key)
        return self._templates[key]

    def _draw_template(self, listed: Listing, job: Job) -> pdf.Template:
        inputs, number = self.source.inputs, self.source.manifest.number
        emblem = plan.load_emblem(inputs)
        if job.product is Product.BOOKLET:
            facts = products.describe_booklet(listed, inputs, number)
            payloads = tuple(e.payload for e in facts.entries)
            template = booklet.make_template(facts, products.encode_codes(payloads, self.cache), emblem=emblem)
        elif job.product in _AT_THE_WALL:
            payloads, template = self._draw_wall_paper(listed, job)
        else:
            sheets = products.describe_singles(listed, inputs, number, job.drawn)
            sheets_chosen = [s for s in sheets if job.only is None or s.label in job.only]
            payloads = tuple(s.payload for s in sheets_chosen)
            template = single.make_template(sheets_chosen, products.encode_codes(payloads, self.cache), emblem=emblem)
        if payloads != tuple(code for leaf in template.leaves for code in leaf.codes):
            raise ReleaseError(
                "không lập lô in vì bản vẽ không đủ mã của các thủ tục",
                place=job.product.heading.lower(),
                value=f"cần {len(payloads)} mã",
                way_out="cài lại phần mềm rồi lập lại lô in",
            )
        return template

    def _draw_wall_paper(self, listed: Listing, job: Job) -> tuple[tuple[str, ...], pdf.Template]:
        """What leads to the wall of sheets: addresses in its codes, and the drawing. Raises `ReleaseError` where the
        site has none."""
        inputs, number = self.source.inputs, self.source.manifest.number
        sheets, banners = _describe_wall_papers(listed, inputs, number)
        sheets_chosen = [s for s in sheets if job.only is None or s.label in job.only]
        signs = [b for b in banners if job.only is None or b.label in job.only]
        if job.product is Product.BANNER:
            return (), banner.make_template(signs)
        if not sheets_chosen:
            raise ReleaseError(
                "điểm này không có việc thường làm nào để in",
                place=f"điểm {listed.site.code}",
                way_out="đánh dấu cột common của data/matters.csv",
            )
        payloads = tuple(cell.card.payload for sheet in sheets_chosen for cell in sheet.cells)
        codes = products.encode_codes(payloads, self.cache)
        return payloads, everyday.make_template(sheets_chosen, codes, plan.load_emblem(inputs))


def _describe_wall_papers(
    listed: Listing, inputs: gathered.Inputs, number: int
) -> tuple[tuple[Sheet, ...], tuple[Banner, ...]]:
    return entrance.describe_everyday(listed, inputs, number), entrance.describe_banners(listed, inputs, number)


def _is_released(job: Job) -> bool:
    """Whether the release holds the file of a job, drawn on that paper."""
    return job.product is Product.SHEETS or (job.product is Product.BOARD and job.drawn == job.product.papers[0])


def _require_pages(labels: Sequence[str], expected: Collection[str], where: str) -> None:
    """A file holds every expected page once and no other. Raises `ReleaseError`."""
    missing = [label for label in expected if label not in labels]
    twice = [label for label, count in Counter(labels).items() if count > 1]
    strange = [label for label in labels if label not in expected]
    for pages, cause in (
        (twice, "có tờ in hai lần trong một tệp"),
        (missing, f"thiếu {len(missing)} tờ"),
        (strange, "có trang không thuộc tệp này"),
    ):
        if pages:
            value = ", ".join(label or "trang không ghi mã tờ" for label in pages[:5])
            raise ReleaseError(f"không lập lô in vì {cause}", place=where, value=value, way_out=_BUILD_AGAIN)


def _list_labels(sides: Sequence[str], finish: Finish) -> list[str]:
    """The labels of all pages on the sides of a finished file; a booklet's last sheet may have a side left blank."""
    blank = finish.imposition is Imposition.SADDLE
    return [label for side in sides for label in side.split(press.BESIDE) if label or not blank]


def _name_drawing(content: bytes, sides: Sequence[str], codes: Mapping[str, Sequence[str]]) -> str:
    """A name for what the finished file shows and what it must say, the same for sites whose files show the same."""
    expected = [[list(codes.get(label, ())) for label in side.split(press.BESIDE)] for side in sides]
    return digest(dump_canonical([expected, list(inspect.digest_drawings(content))]))
