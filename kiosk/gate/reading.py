"""Reading finished files on paper: which codes and what text stand on a page of sheets, which codes on a board.

In come paths; out come readings, and what went wrong as text for people. These functions run in workers. What must be
there, and which file is read when, is left to `readback` and `reader`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kiosk.model.files import BOARD_FILE
from kiosk.model.manifest import SiteEntry
from posters import inspect, likeness, marks
from posters.errors import PostingError

PdfPages = tuple[inspect.FinishedPage, ...]


@dataclass(frozen=True, slots=True)
class PageReading:
    """What stands on a drawing: decoded codes in reading order, its text without white space, from where to where codes
    stand (mm from the top), what went wrong; under bad conditions how often a code was to be read, and when not; and
    what the marks say that name the sheet: QR and Data Matrix, in this order."""

    codes: tuple[str, ...]
    text: str
    band: tuple[float, float]
    faults: tuple[str, ...] = ()
    hard_tried: int = 0
    hard_unread: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def dump(self) -> bytes:
        """For the cache."""
        return json.dumps([self.codes, self.text, self.band, self.marks], ensure_ascii=False).encode()

    @classmethod
    def load(cls, kept: bytes) -> PageReading:
        """From the cache."""
        codes, text, (top, bottom), names = json.loads(kept)
        return cls(tuple(codes), text, (top, bottom), marks=tuple(names))

    def contradicted(self, where: str, other: PageReading) -> PageReading:
        """Two pages that carry the same bytes were read differently: neither is believed."""
        return replace(self, faults=(*self.faults, *other.faults, f"{where}: cùng một bản vẽ mà đọc ra khác"))


def read_pages(path: Path, jobs: tuple[tuple[int, bool], ...]) -> list[PageReading]:
    """Render pages (index, and whether also under bad conditions with two readers) of a finished file and read them."""
    from posters import hardship  # noqa: PLC0415 - a second reader that only `deep` needs

    content = path.read_bytes()
    readings = []
    indices = [index for index, _ in jobs]
    for (index, hard), page in zip(jobs, inspect.read_sheets(content, indices), strict=True):
        names = tuple(symbol.text for symbol in page.codes if marks.read_id(marks.SHEET, symbol.text))
        placed = [symbol for symbol in page.codes if symbol.text not in names]
        codes = tuple(symbol.text for symbol in placed)
        top = min((symbol.area.y for symbol in placed), default=0.0)
        bottom = max((symbol.area.bottom for symbol in placed), default=0.0)
        bad = hardship.endure(content, index, codes, frozenset(names)) if hard else hardship.Endured(0, (), ())
        readings.append(
            PageReading(
                codes, squeeze_text(page.text), (top, bottom), bad.wrong, bad.tried, bad.unread, (*names, *page.names)
            )
        )
    return readings


HeadMarks = tuple[str, ...] | str
"""What the marks of a site say, one for each way in which its own part is drawn on sheets; or why they are not read."""


def read_head_marks(path: Path, numbers: tuple[int, ...]) -> HeadMarks:
    """The site's marks on pages (0-based) of a finished file."""
    try:
        corners = inspect.read_site_marks(path.read_bytes(), numbers)
        return tuple(text for corner in corners for text in corner or ("",))
    except (OSError, PostingError) as error:
        return str(error)


def squeeze_text(text: str) -> str:
    """Text without white space: line breaks and letter spacing on paper do not count.

    PDFium reports a hyphen at the end of a line as U+FFFE.
    """
    return "".join(text.replace("\ufffe", "-").split())


def open_file(path: Path, read: Callable[[bytes], PdfPages] = inspect.read_pages) -> PdfPages | str:
    """The pages of a finished file, or why it cannot be opened."""
    try:
        return read(path.read_bytes())
    except (OSError, PostingError) as error:
        return str(error)


class Likeness:
    """Opens files: of those with one layout the first is parsed in full, the others are shown to carry the same
    drawings byte for byte, or are parsed in full too."""

    def __init__(self) -> None:
        self._originals: dict[str, likeness.Original] = {}

    def open_file(self, path: Path, layout: str) -> PdfPages | str:
        """The pages of a finished file, or why it cannot be opened."""
        return open_file(path, partial(self._read_layout, layout))

    def _read_layout(self, layout: str, content: bytes) -> PdfPages:
        if layout in self._originals:
            return self._originals[layout].like(content) or inspect.read_pages(content)
        original = likeness.recognise_original(content)
        if original is None:
            return inspect.read_pages(content)
        self._originals[layout] = original
        return original.pages


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What stands on a page of a board: texts of its QR codes, the ids of sheets in its Data Matrix symbols, and the
    digest of the modules of the site's mark (empty: none)."""

    codes: frozenset[str]
    names: tuple[str, ...] = ()
    mark: str = ""


BoardPages = Mapping[str, BoardPage] | str
"""The pages of a board by label without the site's code; or why it cannot be read."""


def read_boards(tree: Path, sites: Sequence[SiteEntry], *, deep: bool) -> dict[str, BoardPages]:
    """What stands on each site's index board by site code, or why it cannot be read. Pages that carry a drawing
    that was read are shown to, as sheets are; `deep` parses all in full."""
    likenesses = Likeness()
    by_drawing: dict[str, BoardPage] = {}
    boards: dict[str, BoardPages] = {}
    for site in sites:
        path = tree / "sites" / site.code / BOARD_FILE
        pages = open_file(path) if deep else likenesses.open_file(path, site.layout)
        if isinstance(pages, str):
            boards[site.code] = pages
            continue
        fresh = {page.body: page.index for page in pages if page.body not in by_drawing}
        readings = inspect.read_codes_and_marks(path.read_bytes(), fresh.values()) if fresh else iter(())
        by_drawing |= {body: _make_board_page(symbols) for body, symbols in zip(fresh, readings, strict=True)}
        boards[site.code] = {
            page.label.removeprefix(f"{site.code}-"): replace(by_drawing[page.body], mark=page.mark) for page in pages
        }
    return boards


def _make_board_page(symbols: inspect.PageSymbols) -> BoardPage:
    sites = [text for text in symbols.matrices if marks.read_id(marks.SITE, text)]
    # A second site's mark would be part of the drawing.
    names = tuple(text for text in symbols.matrices if text not in sites or len(sites) > 1)
    return BoardPage(frozenset(code.text for code in symbols.codes), names)
