"""The readings of one release, put together and compared with what must be there. Pure: it opens no file.

Fed by a shell, in this order: the pages of every site's file of sheets (`take_sheets`), a reading of every distinct
drawing on them (`take_reading`), and at any time hashes, boards and screens. Only then is it asked. Another order is a
mistake of the program that could let a release through half read: it raises `OrderError`, never an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from kiosk.gate.reading import BoardPage, BoardPages, HeadMarks, PageReading, PdfPages
from kiosk.model.files import BOARD_FILE
from kiosk.model.manifest import Manifest, SheetEntry, SiteEntry
from posters import plates
from posters.spec import MarkSeed, SheetMark


class OrderError(RuntimeError):
    """Readings came, or were asked for, in an order in which they mean nothing."""


@dataclass(frozen=True, slots=True)
class HashedFiles:
    """How many files were hashed, and which are not what the manifest says."""

    files: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class SitePages:
    """What stands on one site's sheets: address by procedure code, and gaps with their cause."""

    urls: dict[str, str] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Papers:
    """What reading all sheets of all sites has shown."""

    sites: Mapping[str, SitePages]
    sheets_read: int
    pages_compared: int
    codes_read: int
    hard_tried: int = 0
    hard_unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedText:
    """What stands on paper of a procedure, without white space: its field over the first of the field's cards, and
    beside its code what names it (code, name, notes) and the host. Sheets drawn before they bore marks have the field
    on every card."""

    field: str
    named: str
    host: str

    def follows(self, before: str, *, marked: bool) -> str:
        """What stands together on a sheet, whether it is `marked`, after a card of the field `before`."""
        if not marked:
            return self.named + self.field + self.host
        return (self.field if self.field != before else "") + self.named + self.host


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A finished page: whose it is, which sheet it should be, its place in the site's file, the digest of the drawing
    that it carries, where the site's own text and mark stand (mm from the top), the digest of that, and that of the
    mark's modules."""

    site: SiteEntry
    sheet: SheetEntry
    index: int
    drawing: str
    lines: tuple[float, ...]
    head: str = ""
    mark: str = ""

    @property
    def where(self) -> str:
        """The page for a person."""
        return f"{self.site.code}-{self.sheet.label}"


class ReadingSet:
    """The readings of the release that `manifest` describes."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._waiting = {site.code: site for site in manifest.sites}
        self._sites = {site.code: SitePages() for site in manifest.sites}
        self._pages: list[PrintedPage] = []
        self._drawings: set[str] = set()
        self._readings: dict[str, PageReading] = {}
        self._hashed: HashedFiles | None = None
        self._boards: Mapping[str, BoardPages] | None = None
        self._heads: Mapping[str, HeadMarks] = {}
        self._screens: Mapping[str, Mapping[str, str]] | None = None
        self._closed = False

    # what is fed -------------------------------------------------------------------------------------------

    def take_sheets(self, site_code: str, pages: PdfPages | str) -> tuple[PrintedPage, ...]:
        """The pages of a site's file of sheets, or why it cannot be opened; returns those that are to be read."""
        if self._closed or self._readings or site_code not in self._waiting:
            raise OrderError(f"sheets of {site_code}: unknown, taken already, or after the first reading")
        site = self._waiting.pop(site_code)
        printed = self._match_pages(site, pages)
        self._pages += printed
        self._drawings |= {page.drawing for page in printed}
        return printed

    def _match_pages(self, site: SiteEntry, pages: PdfPages | str) -> tuple[PrintedPage, ...]:
        """Each page with the sheet that it should be; what does not fit is a gap of the site."""
        gaps, sheets, name = self._sites[site.code].gaps, self._manifest.sheets(site), self._manifest.sheets_file(site)
        if isinstance(pages, str):
            gaps.append(f"không đọc được tệp {name}: {pages}")
            return ()
        if len(pages) != len(sheets):
            gaps.append(f"tệp {name} có {len(pages)} trang, đúng ra {len(sheets)}")
            return ()
        pairs = tuple(zip(sheets, pages, strict=True))
        wrong = [(s.label, p.label) for s, p in pairs if p.label != f"{site.code}-{s.label}"]
        gaps += [f"trang của tờ {label} mang số hiệu {other}" for label, other in wrong]
        return tuple(PrintedPage(site, s, p.index, p.body, p.lines, p.head, p.mark) for s, p in pairs)

    def take_reading(self, page: PrintedPage, reading: PageReading) -> None:
        """What was read from a page, or earlier from its drawing. Two readings of one drawing must agree."""
        if self._closed or self._waiting:
            raise OrderError(f"reading of {page.where}: sheets of {len(self._waiting)} sites are not opened yet")
        if page.drawing not in self._drawings:
            raise OrderError(f"reading of {page.where}: no page with this drawing was opened")
        before = self._readings.setdefault(page.drawing, reading)
        if before.codes != reading.codes:
            self._readings[page.drawing] = before.contradicted(page.where, reading)

    def agrees(self, drawing: str) -> bool:
        """Whether nothing went wrong when this drawing was read, so that the reading may be believed another time."""
        return not self._readings[drawing].faults

    def take_hashes(self, hashed: HashedFiles) -> None:
        """What hashing every file has shown."""
        self._hashed = hashed

    def take_boards(self, boards: Mapping[str, BoardPages]) -> None:
        """The codes on every site's index board."""
        self._boards = boards

    def take_heads(self, heads: Mapping[str, HeadMarks]) -> None:
        """What the sites' marks on their sheets say, by site code."""
        self._heads = heads

    def take_screens(self, screens: Mapping[str, Mapping[str, str]]) -> None:
        """The addresses that every site's page carries."""
        self._screens = screens

    # what is asked -----------------------------------------------------------------------------------------

    def hashed(self) -> HashedFiles:
        """What hashing every file has shown. Raises `OrderError`."""
        if self._hashed is None:
            raise OrderError("files were not hashed")
        return self._hashed

    def screens(self) -> Mapping[str, Mapping[str, str]]:
        """Addresses by procedure code that each site's page carries on the day the release is built for: those which
        both of its forms (split and single file) carry alike. Raises `OrderError`."""
        if self._screens is None or self._screens.keys() != self._sites.keys():
            raise OrderError("screens of all sites were not read")
        return self._screens

    def board_faults(self, expected: Mapping[str, str], allowed: frozenset[str], root: str) -> dict[str, list[str]]:
        """Faults of each site's index board: the site's own address (`expected`) must be on it, on every page the codes
        that name the page (behind `root`) and the modules that its sheets bear as the site's mark, and no address that
        is not in `allowed`. Raises `OrderError`."""
        if self._boards is None or self._boards.keys() != self._sites.keys():
            raise OrderError("boards of all sites were not read")
        seeds = {site.code: site.board for site in self._manifest.sites}
        own: dict[str, set[str]] = {code: set() for code in seeds}
        for page in self._pages:
            own[page.site.code].add(page.mark)
        return {
            code: _find_board_faults(pages, expected[code], allowed, partial(_make_mark, seeds[code], root), own[code])
            for code, pages in self._boards.items()
        }

    def papers(self, printed: Mapping[str, Mapping[str, PrintedText]], marks: Mapping[str, tuple[str, ...]]) -> Papers:
        """What reading the drawings has shown, compared with what every page must carry.

        `printed`: what must stand beside the symbol of a procedure, by site and by its code (a host may differ from
        site to site); sites with the same demands share the value. `marks`: what the marks of a body say, by its key.
        Nothing can be fed afterwards. Raises `OrderError` where a site's file was not opened or a drawing
        was not read.
        """
        unread = self._drawings - self._readings.keys()
        if self._closed or self._waiting or unread:
            raise OrderError(f"papers: {len(self._waiting)} sites not opened, {len(unread)} drawings not read")
        self._closed = True
        compared: dict[tuple[str, str, int], tuple[dict[str, str], tuple[str, ...]]] = {}
        for site in self._manifest.sites:
            self._sites[site.code].gaps += _find_head_faults(site, self._heads.get(site.code, ()))
        for page in self._pages:
            must = printed[page.site.code]
            # Equal pages of sites with the same demands are compared once.
            key = (page.drawing, page.sheet.body, id(must))
            if key not in compared:
                compared[key] = self._compare_page(page, must, marks)
            urls, faults = compared[key]
            self._sites[page.site.code].urls |= urls
            over = self._find_overwriting(page)
            self._sites[page.site.code].gaps += [f"tờ {page.where}: {fault}" for fault in (*faults, *over)]
        return self._sum_up_papers()

    def _find_overwriting(self, page: PrintedPage) -> tuple[str, ...]:
        top, bottom = self._readings[page.drawing].band
        return ("chữ riêng của điểm đè lên vùng có mã",) if any(top <= y <= bottom for y in page.lines) else ()

    def _compare_page(
        self, page: PrintedPage, printed: Mapping[str, PrintedText], marks: Mapping[str, tuple[str, ...]]
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """Addresses by procedure code as decoded, and what is not as it must be on this drawing."""
        reading = self._readings[page.drawing]
        entries = sorted(self._manifest.bodies[page.sheet.body], key=lambda e: e.slot)
        faults = list(reading.faults)
        if len(reading.codes) != len(entries):
            faults.append(f"đọc được {len(reading.codes)} mã, đúng ra {len(entries)}")
        urls: dict[str, str] = {}
        for entry, text in zip(entries, reading.codes, strict=False):
            urls[entry.code] = text
            if text != entry.payload:
                faults.append(f"ô {entry.slot + 1} (thủ tục {entry.code}) đọc được {text}, đúng ra {entry.payload}")
        before = ""
        for entry in entries:
            expected = printed.get(entry.code, PrintedText("", entry.code, ""))
            must, before = expected.follows(before, marked=bool(page.site.head)), expected.field
            if must not in reading.text:
                faults.append(f"mã, tên hoặc lĩnh vực của thủ tục {entry.code} in trên tờ không đúng với danh mục")
        names = marks.get(page.sheet.body, ()) if page.site.head else ()
        if reading.marks != names:
            marks_read, right = (", ".join(texts) or "không có mã nào" for texts in (reading.marks, names))
            faults.append(f"mã nhận diện tờ đọc được {marks_read}, đúng ra {right}")
        return urls, tuple(faults)

    def _sum_up_papers(self) -> Papers:
        readings = self._readings
        where = {page.drawing: page.where for page in reversed(self._pages)}
        unread = tuple(f"tờ {where[d]}: {text}" for d, reading in readings.items() for text in reading.hard_unread)
        return Papers(
            sites=self._sites,
            sheets_read=len(readings),
            pages_compared=len(self._pages),
            codes_read=sum(len(reading.codes) for reading in readings.values()),
            hard_tried=sum(reading.hard_tried for reading in readings.values()),
            hard_unread=unread,
        )


def _make_mark(seed: str, root: str, label: str) -> SheetMark | None:
    """What names a board's page; None where the board has no marks."""
    return plates.grow_mark(MarkSeed(seed, root), label) if seed else None


def _find_head_faults(site: SiteEntry, heads: HeadMarks) -> list[str]:
    """Whether every way in which the site's own part is drawn carries its mark."""
    if not site.head:
        return []
    if isinstance(heads, str):
        return [f"không đọc được mã nhận diện điểm: {heads}"]
    if heads and set(heads) == {site.head}:
        return []
    strange = ", ".join(sorted(set(heads) - {site.head, ""})) or "không có mã nào"
    return [f"mã nhận diện điểm trên các tờ đọc được {strange}, đúng ra {site.head}"]


def _find_board_faults(
    pages: BoardPages, url: str, allowed: Iterable[str], name: Callable[[str], SheetMark | None], own: Collection[str]
) -> list[str]:
    if isinstance(pages, str):
        return [f"không đọc được tệp {BOARD_FILE}: {pages}"]
    faults = [] if any(url in page.codes for page in pages.values()) else [f"bảng chỉ dẫn không có mã dẫn đến {url}"]
    for label, page in pages.items():
        mark = name(label)
        text = (mark.address or mark.id) if mark else ""
        faults += [f"bảng chỉ dẫn có mã lạ dẫn đến {text}" for text in sorted(page.codes - {*allowed, url, text})]
        if mark is not None:
            faults += [f"tờ {label} của bảng chỉ dẫn {fault}" for fault in _name_faults(page, mark, text, own)]
    return faults


def _name_faults(page: BoardPage, mark: SheetMark, text: str, own: Collection[str]) -> Iterator[str]:
    """What is wrong with the marks of a board's page."""
    if text not in page.codes:
        yield f"không có mã của chính nó ({text})"
    if page.names != (mark.id,):
        yield f"mang mã nhận diện {', '.join(page.names) or 'không đọc được'}, đúng ra {mark.id}"
    if not page.mark or page.mark not in own:
        yield "mang mã nhận diện điểm khác với các tờ niêm yết của điểm"
