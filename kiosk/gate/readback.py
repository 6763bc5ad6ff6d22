"""Reading finished files: hashes, the drawings on paper, the entries on screens. Knows files, not rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from kiosk import cores
from kiosk.canonical import file_digest
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.manifest import FileEntry, Manifest, SheetEntry, SiteEntry
from kiosk.pages import site_pages
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters import inspect, likeness
from posters.errors import PostingError

_HASHED_AT_A_TIME = 128
_READ_AT_A_TIME = 8
"""Pages of one file in small portions, so that all cores have work and a file is opened rarely."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """How many files were hashed, and which are not what the manifest says."""

    files: int
    problems: tuple[str, ...]


def _file_problem(entry: FileEntry, tree: Path) -> str:
    try:
        sha256 = file_digest(tree / entry.path)
    except OSError:
        return f"thiếu tệp {entry.path}, dựng lại bằng kiosk regenerate"
    wrong = f"tệp {entry.path} không đúng với bản kê, dựng lại bằng kiosk regenerate"
    return "" if sha256 == entry.sha256 else wrong


@dataclass(slots=True)
class SitePages:
    """What stands on one site's sheets: address by procedure code, and gaps with their cause."""

    urls: dict[str, str] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Papers:
    """What reading all sheets of all sites has shown."""

    sites: dict[str, SitePages]
    sheets_read: int
    pages_compared: int
    codes_read: int
    hard_tried: int = 0
    hard_unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on a drawing: decoded codes in reading order, its text without white space, from where to where codes
    stand (mm from the top), what went wrong; and under bad conditions how often a code was to be read, and when not."""

    codes: tuple[str, ...]
    text: str
    band: tuple[float, float]
    faults: tuple[str, ...] = ()
    hard_tried: int = 0
    hard_unread: tuple[str, ...] = ()

    def dump(self) -> bytes:
        """For the cache."""
        return json.dumps([self.codes, self.text, self.band], ensure_ascii=False).encode()

    @classmethod
    def load(cls, kept: bytes) -> Reading:
        """From the cache."""
        codes, text, (top, bottom) = json.loads(kept)
        return cls(tuple(codes), text, (top, bottom))

    def contradicted(self, where: str, other: Reading) -> Reading:
        """Two pages that carry the same bytes were read differently: neither is believed."""
        return replace(self, faults=(*self.faults, *other.faults, f"{where}: cùng một bản vẽ mà đọc ra khác"))


@dataclass(frozen=True, slots=True)
class _Page:
    """A finished page: whose it is, which sheet it should be, and the digest of the drawing it carries."""

    site: SiteEntry
    sheet: SheetEntry
    path: Path
    index: int
    drawing: str
    lines: tuple[float, ...]

    @property
    def where(self) -> str:
        """The page for a person."""
        return f"{self.site.code}-{self.sheet.label}"


class _Asked:
    """Drawings given to readers in other processes as soon as they are met, and what is `known` of others from earlier
    (`reread` believes nothing known). `deep`: every page is read, and each drawing once under bad conditions too."""

    def __init__(self, pool: Executor, cache: Cache, *, deep: bool, reread: bool) -> None:
        self._pool, self._cache, self._deep, self._reread = pool, cache, deep, reread
        self._met: set[str] = set()
        self._sent: list[tuple[list[_Page], Future[list[Reading]]]] = []
        self.known: dict[str, Reading] = {}

    def ask(self, pages: list[_Page]) -> None:
        """Have the pages of one file read, where that tells anything new."""
        first = {p.drawing: p for p in reversed(pages) if p.drawing not in self._met}
        self._met |= first.keys()
        if not self._reread:
            kept = self._cache.get_many(map(keys.reading, first))
            self.known |= {d: Reading.load(kept[keys.reading(d)]) for d in first if keys.reading(d) in kept}
        wanted = [p for p in pages if (self._deep or first.get(p.drawing) is p) and p.drawing not in self.known]
        for start in range(0, len(wanted), _READ_AT_A_TIME):
            batch = wanted[start : start + _READ_AT_A_TIME]
            job = tuple((p.index, self._deep and first.get(p.drawing) is p) for p in batch)
            self._sent.append((batch, self._pool.submit(read_pages, batch[0].path, job)))

    def answers(self) -> Iterator[tuple[_Page, Reading]]:
        """Every page sent with what was read from it."""
        for batch, future in self._sent:
            yield from zip(batch, future.result(), strict=True)

    def count(self) -> int:
        """How many pages were sent."""
        return sum(len(batch) for batch, _ in self._sent)


class Reader:
    """Reads one release. `deep` also reads under bad conditions with two readers; `reread` ignores earlier readings."""

    def __init__(
        self, store: Store, manifest: Manifest, cache: Cache, report: Progress, *, deep: bool, reread: bool
    ) -> None:
        self._store, self._manifest, self._cache, self._report = store, manifest, cache, report
        self._deep, self._reread = deep, reread
        self._tree = store.tree(manifest.number)
        self._sites = {s.code: SitePages() for s in manifest.sites}
        self._found: list[_Page] = []
        self._asked: _Asked
        self._problems: Iterator[str]
        self._boards: Future[dict[str, frozenset[str] | str]]
        self._screens: Future[dict[str, dict[str, str]]]

    # paper -------------------------------------------------------------------------------------------------

    def begin(self, pool: Executor) -> None:
        """Have files hashed, boards, screens and every distinct drawing read by other processes, and meanwhile open
        every site's file."""
        sites = self._manifest.sites
        hashing = partial(_file_problem, tree=self._tree)
        self._problems = pool.map(hashing, self._manifest.files, chunksize=_HASHED_AT_A_TIME)
        self._boards = pool.submit(_boards, self._tree, sites, deep=self._deep)
        self._screens = pool.submit(_screens, self._tree, sites, self._manifest.as_of)
        self._asked = _Asked(pool, self._cache, deep=self._deep, reread=self._reread)
        for i, (site, path, pages) in enumerate(self._files(), 1):
            found = self._pages(site, path, pages, self._sites[site.code])
            self._asked.ask(found)
            self._found += found
            self._report("Mở tệp niêm yết", i, len(sites))

    def hashed(self) -> Hashed:
        """What hashing every file of the tree has shown, and files that the manifest does not know."""
        results = list(self._problems)
        self._report("Băm tệp", len(results), len(results))
        known = {f.path for f in self._manifest.files} | {"manifest.json"}
        there = {p.relative_to(self._tree).as_posix() for p in self._tree.rglob("*") if p.is_file()}
        strangers = tuple(f"tệp lạ trong bản phát hành: {path}" for path in sorted(there - known))
        return Hashed(len(results), tuple(p for p in results if p) + strangers)

    def papers(self, printed: Mapping[str, str]) -> Papers:
        """What reading the drawings has shown, compared with what every page must carry.

        `printed`: what must stand beside the symbol of a procedure, by its code, without white space.
        """
        sites, found = self._sites, self._found
        chosen = {(p.drawing, p.sheet.body): p for p in found}
        readings = self._readings()
        checked = {key: self._compared(page, readings[page.drawing], printed) for key, page in chosen.items()}
        for page in found:
            urls, faults = checked[page.drawing, page.sheet.body]
            there = sites[page.site.code]
            there.urls |= urls
            top, bottom = readings[page.drawing].band
            over = ("chữ riêng của điểm đè lên vùng có mã",) if any(top <= y <= bottom for y in page.lines) else ()
            there.gaps += [f"tờ {page.where}: {fault}" for fault in (*faults, *over)]
        codes = sum(len(reading.codes) for reading in readings.values())
        where = {page.drawing: page.where for page in reversed(found)}
        unread = tuple(f"tờ {where[d]}: {text}" for d, reading in readings.items() for text in reading.hard_unread)
        tried = sum(reading.hard_tried for reading in readings.values())
        return Papers(sites, len(readings), len(found), codes, tried, unread)

    def _files(self) -> Iterator[tuple[SiteEntry, Path, tuple[inspect.FinishedPage, ...] | str]]:
        """Every site's file of sheets with its pages, or why it cannot be opened. One file of each layout is parsed in
        full, and first, the others are shown to carry the same drawings byte for byte; `deep` parses all, on all
        cores."""
        firsts = {s.layout: s for s in reversed(self._manifest.sites)}
        sites = sorted(self._manifest.sites, key=lambda s: firsts[s.layout] is not s)
        paths = [self._tree / "sites" / s.code / SHEETS_FILE for s in sites]
        if self._deep:
            with cores.pool() as pool:
                yield from zip(sites, paths, pool.map(open_file, paths, chunksize=4), strict=True)
            return
        originals: dict[str, likeness.Original] = {}
        for site, path in zip(sites, paths, strict=True):
            yield site, path, open_file(path, partial(_alike, layout=site.layout, originals=originals))

    def _pages(
        self, site: SiteEntry, path: Path, drawn: tuple[inspect.FinishedPage, ...] | str, there: SitePages
    ) -> list[_Page]:
        sheets = self._manifest.sheets(site)
        if isinstance(drawn, str):
            there.gaps.append(f"không đọc được tệp {SHEETS_FILE}: {drawn}")
            return []
        if len(drawn) != len(sheets):
            there.gaps.append(f"tệp {SHEETS_FILE} có {len(drawn)} trang, đúng ra {len(sheets)}")
            return []
        pairs = zip(sheets, drawn, strict=True)
        wrong = [(s.label, p.label) for s, p in pairs if p.label != f"{site.code}-{s.label}"]
        there.gaps += [f"trang của tờ {label} mang số hiệu {seen}" for label, seen in wrong]
        return [_Page(site, s, path, p.index, p.body, p.lines) for s, p in zip(sheets, drawn, strict=True)]

    def _readings(self) -> dict[str, Reading]:
        """What an independent reader found, by drawing; kept for the next time."""
        fresh: dict[str, Reading] = {}
        for i, (page, reading) in enumerate(self._asked.answers(), 1):
            before = fresh.setdefault(page.drawing, reading)
            if before.codes != reading.codes:
                fresh[page.drawing] = before.contradicted(page.where, reading)
            self._report("Đọc lại tờ niêm yết", i, self._asked.count())
        self._cache.put_many({keys.reading(d): r.dump() for d, r in fresh.items() if not r.faults})
        return self._asked.known | fresh

    def _compared(
        self, page: _Page, reading: Reading, printed: Mapping[str, str]
    ) -> tuple[dict[str, str], tuple[str, ...]]:
        """Addresses by procedure code as decoded, and what is not as it must be on this drawing."""
        entries = sorted(self._manifest.bodies[page.sheet.body], key=lambda e: e.slot)
        faults = list(reading.faults)
        if len(reading.codes) != len(entries):
            faults.append(f"đọc được {len(reading.codes)} mã, đúng ra {len(entries)}")
        urls: dict[str, str] = {}
        for entry, text in zip(entries, reading.codes, strict=False):
            urls[entry.code] = text
            if text != entry.payload:
                faults.append(f"ô {entry.slot + 1} (thủ tục {entry.code}) đọc được {text}, đúng ra {entry.payload}")
        for entry in entries:
            if printed.get(entry.code, entry.code) not in reading.text:
                faults.append(f"mã, tên hoặc lĩnh vực của thủ tục {entry.code} in trên tờ không đúng với danh mục")
        return urls, tuple(faults)

    def boards(self, expected: Mapping[str, str], allowed: frozenset[str]) -> dict[str, list[str]]:
        """Faults of each site's index board: the site's own address (`expected`) must be on it, and no address that
        is not in `allowed`."""
        faults: dict[str, list[str]] = {}
        for code, seen in self._boards.result().items():
            if isinstance(seen, str):
                faults[code] = [f"không đọc được tệp {BOARD_FILE}: {seen}"]
                continue
            url = expected[code]
            missing = [] if url in seen else [f"bảng chỉ dẫn không có mã dẫn đến {url}"]
            strange = sorted(seen - allowed - {url})
            faults[code] = missing + [f"bảng chỉ dẫn có mã lạ dẫn đến {text}" for text in strange]
        self._report("Đọc lại bảng chỉ dẫn", len(self._manifest.sites), len(self._manifest.sites))
        return faults

    # screens -----------------------------------------------------------------------------------------------

    def screens(self) -> dict[str, dict[str, str]]:
        """Addresses by procedure code that each site's page carries on the day the release is built for: those which
        both of its forms (split and single file) carry alike."""
        found = self._screens.result()
        self._report("Đọc lại trang kiosk", len(found), len(self._manifest.sites))
        return found


def _boards(tree: Path, sites: Sequence[SiteEntry], *, deep: bool) -> dict[str, frozenset[str] | str]:
    """The addresses on each site's index board by site code, or why it cannot be read. Boards that carry the drawing of
    one that was read are shown to, as sheets are."""
    originals: dict[str, likeness.Original] = {}
    known: dict[str, frozenset[str]] = {}
    found: dict[str, frozenset[str] | str] = {}
    for site in sites:
        path = tree / "sites" / site.code / BOARD_FILE
        alike = partial(_alike, layout=site.layout, originals=originals)
        pages = open_file(path, inspect.pages if deep else alike)
        if isinstance(pages, str) or len(pages) != 1:
            found[site.code] = pages if isinstance(pages, str) else f"{len(pages)} trang"
            continue
        (page,) = pages
        if page.body not in known:
            known[page.body] = frozenset(code.text for code in inspect.codes(path.read_bytes(), 0))
        found[site.code] = known[page.body]
    return found


def _screens(tree: Path, sites: Sequence[SiteEntry], day: date) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    return {site.code: site_pages.read_back(tree, site, day, known) for site in sites}


def squeezed(text: str) -> str:
    """Text without white space: line breaks and letter spacing on paper do not count.

    PDFium reports a hyphen at the end of a line as U+FFFE.
    """
    return "".join(text.replace("\ufffe", "-").split())


def open_file(
    path: Path, read: Callable[[bytes], tuple[inspect.FinishedPage, ...]] = inspect.pages
) -> tuple[inspect.FinishedPage, ...] | str:
    """The pages of a finished file, or why it cannot be opened."""
    try:
        return read(path.read_bytes())
    except (OSError, PostingError) as error:
        return str(error)


def _alike(content: bytes, layout: str, originals: dict[str, likeness.Original]) -> tuple[inspect.FinishedPage, ...]:
    """The pages of a file by likeness to the first one of its layout, else read in full. Raises `ReadBackError`."""
    if layout in originals:
        return originals[layout].like(content) or inspect.pages(content)
    made = likeness.original(content)
    if made is None:
        return inspect.pages(content)
    originals[layout] = made
    return made.pages


def read_pages(path: Path, wanted: tuple[tuple[int, bool], ...]) -> list[Reading]:
    """Render pages (index, and whether also under bad conditions with two readers) of a finished file and read them."""
    from posters import hardship  # noqa: PLC0415 - a second reader that only `deep` needs

    content = path.read_bytes()
    readings = []
    read = inspect.codes_and_texts(content, (index for index, _ in wanted))
    for (index, hard), (found, said) in zip(wanted, read, strict=True):
        codes = tuple(f.text for f in found)
        band = (min((f.area.y for f in found), default=0.0), max((f.area.bottom for f in found), default=0.0))
        bad = hardship.endured(content, index, codes) if hard else hardship.Endured(0, (), ())
        readings.append(Reading(codes, squeezed(said), band, bad.wrong, bad.tried, bad.unread))
    return readings
