"""What citizens report of a sheet that they read: wrong, torn, pasted over, or with a foreign code.

The form of a sheet's page comes in, the same page goes out with a word of thanks. Nothing but the printed id, the site
and one of these words is taken, and nothing of who sends it; keeping it is left to `kiosk.office.inbox`.
"""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from kiosk.errors import StoreError
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.office.inbox import BoxFullError, ReportKind
from kiosk.settings.links import SHEETS, read_sheet_path
from kiosk.web.public.bodies import RefusedError, read_body, refuse_malformed

_LOG = logging.getLogger(__name__)
_FORM = "application/x-www-form-urlencoded"
_FULL = "Đã nhận đủ số báo cáo của hôm nay. Xin báo cán bộ tại quầy hoặc gọi tổng đài."
THANKS = "da-bao"
"""In the address of the page that thanks."""
router = APIRouter(prefix="/api")


@dataclass(frozen=True, slots=True)
class _SheetReport:
    mark: str
    site: str
    kind: ReportKind


@router.post("/reports")
async def take_report(request: Request) -> Response:
    """Somebody reports a sheet."""
    try:
        _refuse_other_sites(request)
        report = _read(await read_body(request, _FORM, "Chỉ nhận biểu mẫu của trang này."))
        await run_in_threadpool(_keep, request, report)
    except RefusedError as refused:
        return refused.answer()
    return RedirectResponse(f"/{SHEETS}/{report.mark}?{THANKS}=1", 303, {"Cache-Control": "no-store"})


def _refuse_other_sites(request: Request) -> None:
    """A page elsewhere must not make its visitors report sheets. Browsers say where a form stood; over plain http only
    by `Origin` (Fetch Standard 3.1)."""
    origin = request.headers.get("origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if elsewhere or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise RefusedError(403, "Chỉ nhận báo cáo gửi từ trang của tờ.")


def _read(content: bytes) -> _SheetReport:
    try:
        fields = parse_qs(content.decode("ascii"), strict_parsing=True, max_num_fields=8, encoding="ascii")
        (mark,), (site,), (kind,) = fields["mark"], fields["site"], fields["kind"]
        printed = read_sheet_path(mark)
        if printed is None:
            raise refuse_malformed()
        return _SheetReport(str(printed), site, ReportKind(kind))
    except (KeyError, ValueError):
        raise refuse_malformed() from None


def _keep(request: Request, report: _SheetReport) -> None:
    state = request.app.state
    try:
        release = state.library.current()
        if release is None:
            raise RefusedError(503, "Chưa công bố bản nào.")
        if report.site not in release.sites:
            raise RefusedError(404, "Không có điểm này.")
        if not state.report_rates.admit(report.site):
            raise RefusedError(429, _FULL)
        state.inbox.take_report(report.mark, report.site, report.kind)
    except BoxFullError:
        raise RefusedError(429, _FULL) from None
    except (StoreError, sqlite3.Error, OSError) as error:
        _LOG.warning("report not kept: %s", error)
        raise RefusedError(503, "Máy chủ chưa ghi được báo cáo này. Xin báo cán bộ tại quầy.") from None


def list_choices(
    request: Request, manifest: Manifest, sites: tuple[SiteEntry, ...], *, foreign: bool
) -> dict[str, Any]:
    """What the form of a sheet's page offers: the sites at which it may hang (every one where the sheet is not ours),
    and what can be said of it."""
    kinds = (ReportKind.FOREIGN,) if foreign else (ReportKind.WRONG, ReportKind.TORN, ReportKind.COVERED)
    offered = sites or tuple(sorted(manifest.sites, key=lambda site: site.name))
    return {"report_sites": offered, "report_kinds": kinds, "thanked": THANKS in request.query_params}
