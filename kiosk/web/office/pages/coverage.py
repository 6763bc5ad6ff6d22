"""The numbers: what is published and what is confirmed as hanging, apart; every number opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk import workbook
from kiosk.clock import get_today
from kiosk.model.device import DeviceAges
from kiosk.office.published import require_published
from kiosk.office.site_files import OfficeFile
from kiosk.reports import coverage, matrix
from kiosk.reports.rows import FIGURES, Figure, tabulate_kiosks, tabulate_sites
from kiosk.reports.trend import list_trend
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, send_file, show
from kiosk.workbook import Table
from kiosk.workspace.store import Store

_WORST, _PAGE = 12, 200
GAPS, SCREEN_GAPS, KIOSKS, SITES = "thieu-tren-tuong", "thieu-tren-man-hinh", "kiosk", "diem"
"""The figure of what walls lack, by its name in addresses."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDRESSES = {"Mã điểm": "/sites/", "Mã thủ tục": "/thu-tuc/"}
"""Columns whose cells lead on."""


def show_coverage(visit: Visit) -> Response:
    """Both answers, the worst sites, the matrix, and the way to every list."""
    store = visit.desk.here.store
    release = require_published(store)
    ledger = visit.desk.here.config.ledger
    report = coverage.report_coverage(store, release.manifest, ledger.confirmation_days, ledger.device_ages)
    values = {
        "report": report,
        "published": coverage.summarise_published(report),
        "hanging": coverage.summarise_hanging(report),
        "worst": matrix.rank_worst(report, _WORST),
        "screens": coverage.summarise_screens(report),
        "tiles": matrix.make_tiles(report),
        "figures": FIGURES,
        "counts": _count(report),
        "gaps": coverage.tabulate_wall_gaps(report, oldest_first=True).rows,
        "most_gaps": _WORST,
        "trend": list_trend(visit.desk.here.database, get_today()),
    }
    return show(visit, "coverage.html", values)


def _count(report: coverage.Report) -> tuple[tuple[str, int, str], ...]:
    """What is counted, how many, and the figure that opens the rows."""
    sites = report.sites
    return (
        ("lượt thủ tục phải niêm yết", sum(s.required for s in sites), "diem"),
        ("chỗ còn thiếu trong những gì đã công bố", report.gaps, "con-thieu"),
        ("tờ niêm yết đã xác nhận treo", sum(s.sheets_confirmed for s in sites), "diem"),
        ("tờ niêm yết chưa xác nhận treo", sum(s.sheets - s.sheets_confirmed for s in sites), "phai-treo"),
        ("tờ và bảng chưa được xác nhận trên tường", sum(len(s.wall_gaps) for s in sites), GAPS),
        ("kiosk chưa rõ đang hiện đúng bản", sum(len(s.screen_gaps) for s in sites), SCREEN_GAPS),
        ("lượt thủ tục chỉ có liên kết tìm kiếm", sum(s.search_links for s in sites), "tim-kiem"),
        ("điểm thiếu liên hệ", sum(bool(s.contact_missing) for s in sites), "lien-he"),
    )


def show_rows(visit: Visit) -> Response:
    """The rows behind one number, a page at a time."""
    figure = _find_figure(visit)
    table = figure.tabulate(visit.desk.here.store)
    page_query = visit.query("trang")
    last = max(1, -(-len(table.rows) // _PAGE))
    page = min(max(int(page_query), 1), last) if page_query.isascii() and page_query.isdecimal() else 1
    values = {
        "figure": figure,
        "name": visit.word("figure"),
        "table": table,
        "rows": table.rows[(page - 1) * _PAGE : page * _PAGE],
        "page": page,
        "last": last,
        "addresses": _ADDRESSES,
    }
    return show(visit, "rows.html", values)


def _find_figure(visit: Visit) -> Figure:
    """The figure that an address names. What walls and screens lack depends on the set ages of what is known."""
    if visit.word("figure") == GAPS:
        age = visit.desk.here.config.ledger.confirmation_days
        return Figure(
            "Thiếu trên tường", f"lâu nhất trước; xác nhận quá {age} ngày phải làm lại", partial(_tabulate_gaps, age)
        )
    ages = visit.desk.here.config.ledger.device_ages
    if visit.word("figure") == SCREEN_GAPS:
        meaning = f"im lặng: quá {ages.network} ngày, không nối mạng thì quá {ages.by_code} ngày"
        return Figure("Thiếu trên màn hình", meaning, partial(_tabulate_screen_gaps, ages))
    if visit.word("figure") == SITES:
        age = visit.desk.here.config.ledger.confirmation_days
        return replace(FIGURES[SITES], tabulate=partial(tabulate_sites, age=age, ages=ages))
    if visit.word("figure") == KIOSKS:
        return replace(FIGURES[KIOSKS], tabulate=partial(tabulate_kiosks, ages=ages))
    if visit.word("figure") not in FIGURES:
        raise HTTPException(404)
    return FIGURES[visit.word("figure")]


def _tabulate_gaps(age: int, store: Store) -> Table:
    report = coverage.report_coverage(store, require_published(store).manifest, age)
    return coverage.tabulate_wall_gaps(report, oldest_first=True)


def _tabulate_screen_gaps(ages: DeviceAges, store: Store) -> Table:
    report = coverage.report_coverage(store, require_published(store).manifest, device_ages=ages)
    return coverage.tabulate_screen_gaps(report)


def _make_sender(ending: str, media_type: str, write: Callable[[Table], bytes]) -> Callable[[Visit], Response]:
    """The page that sends all rows behind one number as a file."""

    def send(visit: Visit) -> Response:
        table = _find_figure(visit).tabulate(visit.desk.here.store)
        number = require_published(visit.desk.here.store).manifest.number
        return send_file(OfficeFile(f"{visit.word('figure')}-ban-{number}.{ending}", media_type, write(table)))

    return send


ROUTES = (
    PageRoute("GET", "/do-phu", Permission.LOOK, show_coverage),
    PageRoute("GET", "/do-phu/{figure}.xlsx", Permission.LOOK, _make_sender(
        "xlsx", _XLSX, lambda table: workbook.write_workbook([table])
    )),
    PageRoute("GET", "/do-phu/{figure}.csv", Permission.LOOK, _make_sender("csv", "text/csv", workbook.write_csv)),
    PageRoute("GET", "/do-phu/{figure}", Permission.LOOK, show_rows),
)  # fmt: skip
