"""Finished files for the print shop, one at a time: taken from the release or drawn from its inputs, complete or
refused; what the gate has not read is read back here."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from kiosk.canonical import canonical, digest
from kiosk.catalogue import listing
from kiosk.errors import ReleaseError
from kiosk.gate.proof import Proofreader
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.listing import Listing
from kiosk.model.manifest import Manifest
from kiosk.model.site import Site
from kiosk.paper import plan, products
from kiosk.paper.board import site_head
from kiosk.press.batch import Job, Product
from kiosk.progress import Progress
from kiosk.settings import inputs as gathered
from kiosk.settings.links import kiosk_url
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters import booklet, pdf, press, single
from posters.press import Finish

_KEPT = 4
"""Templates kept at once: neighbours in the delivery order mostly post the same list."""
_TREE = {Product.SHEETS: SHEETS_FILE, Product.BOARD: BOARD_FILE}


@dataclass(frozen=True, slots=True)
class Printed:
    """A file ready for the print shop: its bytes, the ids of the sheets in it, and how many sides are printed."""

    content: bytes
    ids: tuple[str, ...]
    sides: int


class Source:
    """A release with its inputs and listings, restored from the workspace."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self.store, self.manifest = store, manifest
        self.inputs = gathered.restore(manifest.inputs, store.get)
        made = listing.listings(self.inputs.catalogue, self.inputs.sites, self.inputs.config.listing, manifest.as_of)
        self.listings: dict[str, Listing] = {x.site.code: x for x in made}
        held = {s.code for s in manifest.sites}
        self.sites: tuple[Site, ...] = tuple(s for s in self.inputs.sites if s.code in held)

    def file(self, site: str, name: str) -> bytes | None:
        """A file of the release, None where it has none. Raises `StoreError` where it is damaged."""
        path = f"sites/{site}/{name}"
        entry = next((f for f in self.manifest.files if f.path == path), None)
        return None if entry is None else self.store.get(entry.sha256)

    def sha256(self, site: str, name: str) -> str:
        """What a file of the release is called in the workspace."""
        path = f"sites/{site}/{name}"
        return next((f.sha256 for f in self.manifest.files if f.path == path), "")


@dataclass(frozen=True, slots=True)
class _File:
    """A file before it is finished: bytes, what its codes must say by page label, and a name for its drawings, the same
    for sites that share them."""

    content: bytes
    codes: Mapping[str, Sequence[str]]
    drawings: str


class Printer:
    """Makes the files of a batch from one release, and reads back what the gate has not seen."""

    def __init__(self, source: Source, cache: Cache, report: Progress) -> None:
        self.source, self.cache = source, cache
        self._templates: OrderedDict[tuple[str, str, str], pdf.Template] = OrderedDict()
        self._proofreader = Proofreader(cache, report)

    def printed(self, site: Site, job: Job) -> Printed:
        """The finished file of a job. Raises `ReleaseError` if any sheet is missing or a code does not read as it must,
        `DrawingError`, `ReadBackError`, `StoreError`."""
        taken = job.product in _TREE
        made = self._from_release(site, job.product) if taken else self._drawn(site, job)
        where = f"điểm {site.code}, {job.product.named.lower()}"
        content, ids = made.content, tuple(press.labels(made.content))
        missing = [label for label in made.codes if label not in ids]
        twice = [label for label, count in Counter(ids).items() if count > 1]
        if twice:
            raise ReleaseError(
                "không lập lô in vì có tờ in hai lần trong một tệp",
                place=where,
                value=", ".join(twice[:5]),
                way_out="dựng lại bằng kiosk build, kiểm tra bằng kiosk verify rồi công bố",
            )
        if missing:
            raise ReleaseError(
                f"không lập lô in vì thiếu {len(missing)} tờ",
                place=where,
                value=", ".join(missing[:5]),
                way_out="dựng lại bằng kiosk build, kiểm tra bằng kiosk verify rồi công bố",
            )
        if job.only is not None and job.product is Product.SHEETS:
            ids = tuple(f"{site.code}-{label}" for label in job.only)
            content = press.pages(content, ids)
        if job.finish != Finish():
            content = press.finish(content, job.finish)
        if not taken or job.finish != Finish():
            key = digest(canonical([made.drawings, asdict(job.finish), job.only]))
            self._proofreader.read(content, made.codes, key, where)
        return Printed(content, ids, len(press.labels(content)))

    def _from_release(self, site: Site, product: Product) -> _File:
        manifest = self.source.manifest
        content = self.source.file(site.code, _TREE[product])
        entry = manifest.site(site.code)
        if content is None or entry is None:
            raise ReleaseError(
                "không lập lô in vì bản phát hành thiếu tệp của điểm này",
                place=f"điểm {site.code}, {product.named.lower()}",
                value=_TREE[product],
                way_out="dựng lại bằng kiosk build, kiểm tra bằng kiosk verify rồi công bố",
            )
        if product is Product.BOARD:
            inputs = self.source.inputs
            urls = (kiosk_url(site.code, inputs.config), inputs.config.feedback.url)
            board = dict.fromkeys(press.labels(content), urls)
            return _File(content, board, self.source.sha256(site.code, _TREE[product]))
        codes = {
            f"{site.code}-{s.label}": tuple(c.payload for c in sorted(manifest.bodies[s.body], key=lambda c: c.slot))
            for s in manifest.sheets(entry)
        }
        return _File(content, codes, entry.layout)

    def _drawn(self, site: Site, job: Job) -> _File:
        """Every page of the template carries its site's id, so nothing can be missing but a whole procedure."""
        posted = self.source.listings[site.code]
        if not posted.posted:
            raise ReleaseError(
                "điểm này không có thủ tục nào để in",
                place=f"điểm {site.code}",
                way_out="kiểm tra khóa listing trong config.yaml",
            )
        made = self._template(posted, job)
        codes = {f"{site.code}-{leaf.label}": leaf.codes for leaf in made.leaves}
        return _File(pdf.address(made, site_head(site)), codes, made.digest.hex())

    def _template(self, posted: Listing, job: Job) -> pdf.Template:
        only = ",".join(job.only or ())
        key = (posted.posted.digest, f"{job.product}/{job.drawn}", only)
        if key not in self._templates:
            self._templates[key] = self._made(posted, job)
            if len(self._templates) > _KEPT:
                self._templates.popitem(last=False)
        self._templates.move_to_end(key)
        return self._templates[key]

    def _made(self, posted: Listing, job: Job) -> pdf.Template:
        inputs, number = self.source.inputs, self.source.manifest.number
        emblem = plan.emblem(inputs)
        if job.product is Product.BOOKLET:
            listed = products.booklet(posted, inputs, number)
            wanted = tuple(e.payload for e in listed.entries)
            made = booklet.template(listed, products.codes(wanted, self.cache), emblem=emblem)
        else:
            sheets = products.singles(posted, inputs, number, job.drawn)
            chosen = [s for s in sheets if job.only is None or s.label in job.only]
            wanted = tuple(s.payload for s in chosen)
            made = single.template(chosen, products.codes(wanted, self.cache), emblem=emblem)
        if wanted != tuple(code for leaf in made.leaves for code in leaf.codes):
            raise ReleaseError(
                "không lập lô in vì bản vẽ không đủ mã của các thủ tục",
                place=job.product.named.lower(),
                value=f"cần {len(wanted)} mã",
                way_out="cài lại phần mềm rồi lập lại lô in",
            )
        return made


class Changes:
    """What must be printed again after `before`: the `Changed` of `press.batch.parcels`."""

    def __init__(self, before: Source | None, after: Source) -> None:
        self.before, self.after = before, after

    def __call__(self, site: Site, product: Product, paper: str) -> tuple[str, ...] | None:
        """Labels to print, None for all, empty for nothing."""
        before = self.before
        if before is None or before.manifest.site(site.code) is None:
            return None
        if product is Product.SHEETS:
            return self._sheets(site, before)
        if product is Product.BOARD:
            same = before.sha256(site.code, BOARD_FILE) == self.after.sha256(site.code, BOARD_FILE)
            return () if same else None
        if product is Product.BOOKLET:
            was, now = (products.booklet(s.listings[site.code], s.inputs, 0) for s in (before, self.after))
            return () if replace(was, released=date.min) == replace(now, released=date.min) else None
        return self._singles(site, before, paper)

    def _sheets(self, site: Site, before: Source) -> tuple[str, ...]:
        old, new = (s.manifest.site(site.code) for s in (before, self.after))
        was = {s.label: s.revision for s in before.manifest.sheets(old)} if old else {}
        now = self.after.manifest.sheets(new) if new else ()
        return tuple(s.label for s in now if was.get(s.label) != s.revision)

    def _singles(self, site: Site, before: Source, paper: str) -> tuple[str, ...]:
        was, now = (
            [replace(x, released=date.min) for x in products.singles(s.listings[site.code], s.inputs, 0, paper)]
            for s in (before, self.after)
        )
        known = set(was)
        return tuple(x.label for x in now if x not in known)
