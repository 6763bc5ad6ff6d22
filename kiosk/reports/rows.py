"""The rows behind each number: which sites, procedures, sheets and kiosks a figure counts.

In comes the workspace and the name of a figure; out goes a table for a page, a workbook or a CSV file. What a person
makes of it is left to the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.model.device import DeviceAges, ScreenState
from kiosk.office import posted, reprints, walls
from kiosk.office.ledger import incidents
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.gaps import AGE
from kiosk.office.published import require_published
from kiosk.paper.comparison import SheetAction
from kiosk.reports import coverage
from kiosk.workbook import Table
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens its rows: what people call it, what its rows say, and what makes them."""

    title: str
    meaning: str
    tabulate: Callable[[Store], Table]


_SITE, _NAME = ("Mã điểm", 10), ("Điểm tiếp nhận", 60)


def tabulate_sites(store: Store, age: int = AGE, ages: DeviceAges | None = None) -> Table:
    """Every site with its three columns; ages as the settings say."""
    return coverage.tabulate_sites(coverage.report_coverage(store, require_published(store).manifest, age, ages))


def _tabulate_gaps(store: Store) -> Table:
    report = coverage.report_coverage(store, require_published(store).manifest)
    rows = [(s.code, s.name, gap) for s in report.sites for gap in s.gaps]
    return Table("Còn thiếu", (_SITE, _NAME, ("Còn thiếu", 80)), rows)


def _search_links(store: Store) -> Table:
    rows = [(link.code, link.name, link.sites) for link in walls.list_search_links(store)]
    return Table("Liên kết tìm kiếm", (("Mã thủ tục", 14), ("Tên thủ tục", 90), ("Số điểm niêm yết", 12)), rows)


def _tabulate_contacts(store: Store) -> Table:
    listed = ((s, walls.list_missing_contacts(s)) for s in require_published(store).sites)
    rows = [(s.code, s.name, ", ".join(missing)) for s, missing in listed if missing]
    return Table("Thiếu liên hệ", (_SITE, _NAME, ("Còn thiếu", 40)), rows)


def _tabulate_owed(store: Store) -> Table:
    """Sheets that do not hang as they are published, and those that must come down."""
    hanging = posted.load_hanging(store)
    rows = [
        (
            s.code,
            s.name,
            a.do.value,
            a.label,
            a.release,
            _find_confirmed_day(hanging.get(s.code, {}), a.label),
            "; ".join(reasons),
        )
        for s in reprints.list_site_actions(store)
        for a in s.actions
        if a.do is not SheetAction.KEEP
        for reasons in [tuple(dict.fromkeys(map(str, a.reasons)))]
    ]
    columns = (_SITE, _NAME, ("Việc", 8), ("Mã tờ", 10), ("Bản", 8), ("Xác nhận lần trước", 18), ("Lý do", 100))
    return Table("Phải in và gỡ", columns, rows)


def _find_confirmed_day(hanging: Mapping[str, posted.Hanging], label: str) -> str:
    return hanging[label].at[:10] if label in hanging else ""


def tabulate_kiosks(store: Store, ages: DeviceAges | None = None) -> Table:
    """Every declared kiosk that is not as it should be, then how many are, site by site; `ages` as the settings say."""
    release = require_published(store)
    report = coverage.report_coverage(store, release.manifest, device_ages=ages)
    should = {s.code: s.page_release for s in release.manifest.sites}
    rows: list[tuple[str | int, ...]] = []
    for s in report.sites:
        rows += [
            (
                s.code,
                s.name,
                ScreenState(g.state).label,
                g.name,
                should[s.code],
                f"{g.since:%d/%m/%Y}",
                g.why,
                s.hotline,
            )
            for g in s.screen_gaps
        ]
    for s in report.sites:
        state = f"{s.kiosks_current} kiosk hiện đúng bản" if s.kiosks_current else coverage.describe_screen(s)
        if s.kiosks_current or not s.kiosks:
            rows.append((s.code, s.name, state, "", should[s.code], "", "", s.hotline))
    columns = (
        ("Tình trạng", 24),
        ("Kiosk", 24),
        ("Phải hiện bản", 10),
        ("Từ ngày", 14),
        ("Vì sao", 50),
        ("Điện thoại", 18),
    )
    return Table("Kiosk", (_SITE, _NAME, *columns), rows)


def _tabulate_incidents(store: Store) -> Table:
    with look_into_ledger(store) as connection:
        still = incidents.list_open(connection)
    rows = [(i.site, i.number, i.sheet, f"{i.day:%d/%m/%Y}", i.text) for i in still]
    columns = (_SITE, ("Sự cố số", 10), ("Mã tờ", 10), ("Ngày thấy", 12), ("Thấy gì", 80))
    return Table("Sự cố còn mở", columns, rows)


FIGURES: Mapping[str, Figure] = {
    "diem": Figure("Số liệu từng điểm", "đã công bố và đã xác nhận treo, mỗi điểm một dòng", tabulate_sites),
    "con-thieu": Figure("Còn thiếu khi đọc lại", "thủ tục phải niêm yết mà tệp đã công bố không có", _tabulate_gaps),
    "phai-treo": Figure(
        "Tờ phải in và phải gỡ", "so bản đang công bố với những gì đã xác nhận đang treo", _tabulate_owed
    ),
    "tim-kiem": Figure("Thủ tục chỉ có liên kết tìm kiếm", "mã QR dẫn đến trang tìm kiếm theo mã", _search_links),
    "lien-he": Figure("Điểm thiếu liên hệ", "tờ niêm yết và trang kiosk bỏ dòng còn thiếu", _tabulate_contacts),
    "su-co": Figure("Sự cố còn mở", "mã lạ, mã bị dán đè, điều người dân báo", _tabulate_incidents),
    "kiosk": Figure(
        "Kiosk", "mỗi kiosk đã khai báo được biết đang hiện bản nào; bản cũ và im lặng đứng đầu", tabulate_kiosks
    ),
}
"""Every figure, by the name in its address."""
