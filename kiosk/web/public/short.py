"""Answers to the short addresses on paper: whether a printed sheet holds, and where a procedure is found.

A path behind /T/ or /P/ comes in, as a stranger's camera or fingers give it; a small page in Vietnamese goes out. The
grammar is that of `settings.links`, what a release knows that of `printed`. What is opened is
counted by the day (`counting`), and nothing kept of who asks: a wall must not become a way to watch people.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from kiosk.clock import get_today
from kiosk.errors import StoreError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.model.scan import ScanKind, ScanState
from kiosk.pages import redirects
from kiosk.pages.redirects import Redirect
from kiosk.pages.templates import Renderer, make_renderer
from kiosk.settings.links import LONGEST_SHORT, ON_DEMAND, PROCEDURES, SHEETS, read_procedure_path, read_sheet_path
from kiosk.web.public.counting import count_scan, keep_code
from kiosk.web.public.past_sheets import COMING, FOREIGN, GONE, REPLACED, UNHUNG, explain_id
from kiosk.web.public.printed import ProcedureEntry, SheetBook, list_printed, list_procedures
from kiosk.web.public.wall_reports import list_choices
from kiosk.web.tags import has_answer
from kiosk.workspace.store import Store
from posters import marks
from posters.errors import PostingError
from posters.spec import show_label

_FOLDER = Path(__file__).resolve().parent / "templates"
_WAY_OUT = "chạy kiosk status để biết nguyên nhân, hoặc dựng và công bố bản mới bằng kiosk regenerate"

_PAST = {
    GONE: ScanState.UNCLEAR,
    FOREIGN: ScanState.FOREIGN,
    COMING: ScanState.COMING,
    UNHUNG: ScanState.COMING,
    REPLACED: ScanState.RETIRED,
}
"""As what an id is counted that no sheet in force bears."""

Book = TypeVar("Book")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made of a release: equal digests are equal releases."""

    digest: str
    value: object


class ShortAddresses:
    """What the short addresses of the current release lead to, made once for each release."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def sheets(self, manifest: Manifest) -> SheetBook:
        """The sheets of a release. Raises `StoreError`."""
        return self._recall_book("sheets", manifest, list_printed)

    def procedures(self, manifest: Manifest) -> dict[str, ProcedureEntry]:
        """The procedures of a release. Raises `StoreError`."""
        return self._recall_book("procedures", manifest, list_procedures)

    def redirects(self, manifest: Manifest) -> dict[str, Redirect]:
        """Where short addresses on sheets lead, as the release says; empty where it prints none.

        Raises `StoreError`.
        """
        return self._recall_book("redirects", manifest, _load_redirects)

    def _recall_book(
        self, what: str, manifest: Manifest, make: Callable[[Manifest, Callable[[str], bytes]], Book]
    ) -> Book:
        with self._lock:  # the first to ask pays, the others wait for it
            entry = self._kept.get(what)
            if entry is None or entry.digest != manifest.digest():
                try:
                    entry = _Kept(manifest.digest(), make(manifest, self._store.get))
                except StoreError:
                    raise
                except (PostingError, ValueError, KeyError) as error:
                    place = f"bản phát hành {manifest.number}"
                    raise StoreError(
                        "chưa đọc được", place=place, value=explain_cause(error)[:200], way_out=_WAY_OUT
                    ) from error
                self._kept[what] = entry
        return entry.value  # type: ignore[return-value] # what `make` gave under this name


def _load_redirects(manifest: Manifest, get: Callable[[str], bytes]) -> dict[str, Redirect]:
    entry = next((f for f in manifest.files if f.path == redirects.FILE), None)
    return redirects.read_redirects(get(entry.sha256), entry.path) if entry else {}


@cache
def _load_renderer() -> Renderer:
    return make_renderer(_FOLDER, {}, {})


def answer_sheet(request: Request, manifest: Manifest, path: str, *, exact: bool) -> Response:
    """The page of a printed sheet; not `exact` where /T/ was written otherwise. Raises `StoreError` for a damaged
    release."""
    book: SheetBook = request.app.state.short.sheets(manifest)
    printed = read_sheet_path(path) if exact else None
    values = _gather_common(manifest, book) | {
        "kind": SHEETS,
        "show_label": show_label,
        "office": request.app.state.office,
    }
    if printed is None:
        count_scan(request, ScanKind.SHEET, ScanState.UNREAD)
        meant = marks.read_id(marks.SHEET, path) if len(path) <= LONGEST_SHORT else None
        return _answer_page(request, values | {"state": "unread", "meant": str(meant or "")}, 404)
    sheet = book.find(printed)
    if sheet is not None:
        values |= list_choices(request, manifest, sheet.sites, foreign=False)
        count_scan(request, ScanKind.SHEET, ScanState.LIVE, str(printed))
        return _answer_page(request, values | {"state": "held", "sheet": sheet, "id": str(printed)})
    demanded = printed.name.startswith(ON_DEMAND) and printed.name not in book.by_name
    values |= {"id": str(printed), "name": printed.name, "instead": book.by_name.get(printed.name, ())}
    if demanded:
        count_scan(request, ScanKind.SHEET, ScanState.ON_DEMAND, str(printed))
        return _answer_page(request, values | {"state": "demanded"})
    past = explain_id(request.app.state.marks, book, printed, get_today())
    count_scan(request, ScanKind.SHEET, _PAST[past.state], str(printed))
    codes = past.marked.sites if past.marked else ()
    sites = [(code, manifest.site(code)) for code in codes]
    values |= {"state": past.state, "past": past, "sites": sites}
    known_sites = tuple(site for _, site in sites if site is not None)
    values |= list_choices(request, manifest, known_sites, foreign=past.state == FOREIGN)
    return _answer_page(request, values, 404 if past.state == FOREIGN else 200)


def answer_procedure(request: Request, manifest: Manifest, path: str, *, exact: bool) -> Response:
    """Where a procedure is found: on to its entry, or a page; not `exact` where /P/ was written otherwise. Raises
    `StoreError` for a damaged release."""
    code = read_procedure_path(path) if exact else ""
    leads = request.app.state.short.redirects(manifest).get(code) if code else None
    if leads is not None and leads.url:
        count_scan(request, ScanKind.PROCEDURE, ScanState.LIVE, code)
        # No browser may keep it: the next release may lead elsewhere.
        return RedirectResponse(leads.url, 302, {"Cache-Control": "no-cache", "Referrer-Policy": "no-referrer"})
    return _explain_procedure(request, manifest, path, code, leads)


def _explain_procedure(request: Request, manifest: Manifest, path: str, code: str, leads: Redirect | None) -> Response:
    """The page of a procedure that does not lead on by itself."""
    book: SheetBook = request.app.state.short.sheets(manifest)
    values = _gather_common(manifest, book) | {"kind": PROCEDURES, "office": ""}
    if not code:
        count_scan(request, ScanKind.PROCEDURE, ScanState.UNREAD)
        meant = read_procedure_path(path.strip().upper())
        return _answer_page(request, values | {"state": "unread", "meant": meant}, 404)
    if leads is not None:
        count_scan(request, ScanKind.PROCEDURE, ScanState.RETIRED, code)
        text = redirects.describe_end(leads)
        instead = [c for c in leads.replaced_by if read_procedure_path(c)]
        return _answer_page(
            request, values | {"state": "ended", "id": code, "entry": leads, "text": text, "instead": instead}
        )
    entry = request.app.state.short.procedures(manifest).get(code)
    if entry is None:
        # Only the map of a release says what has ended; without one an old code looks like a foreign one.
        is_mapped = bool(request.app.state.short.redirects(manifest))
        state = ScanState.FOREIGN if is_mapped else ScanState.UNCLEAR
        count_scan(request, ScanKind.PROCEDURE, state, keep_code(code))
        return _answer_page(request, values | {"state": "unknown", "id": code}, 404)
    count_scan(request, ScanKind.PROCEDURE, ScanState.LIVE, code)
    return _answer_page(request, values | {"state": "known", "id": code, "entry": entry})


def _gather_common(manifest: Manifest, book: SheetBook) -> dict[str, object]:
    day = f"{manifest.as_of:%d/%m/%Y}"
    return {"home": book.home, "release": manifest.number, "day": day, "sample": manifest.sample}


def _answer_page(request: Request, values: Mapping[str, object], status: int = 200) -> Response:
    """A page that a browser asks about again each time: the next release may answer otherwise."""
    html = _load_renderer()("short.html", values)
    etag = f'W/"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    # A form sent from a page that tells nothing of itself would come from the origin «null» (Fetch Standard 3.1).
    headers["Referrer-Policy"] = "same-origin"
    if status == 200 and has_answer(request, etag):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(html, status, headers)
