"""How often printed codes were opened, as tables and as tasks.

In comes what the office knows of the counts (`office.counts`); out go tables for a screen, a workbook or a CSV file,
sentences, and tasks with their next command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from kiosk.errors import StoreError
from kiosk.model.scan import ScanKind, ScanState
from kiosk.office.counts import CountReport, OpenedCode, report_counts
from kiosk.office.job_context import Workplace
from kiosk.office.unopened import UnopenedSheet
from kiosk.reports.tasks import OpenTask
from kiosk.settings.counting import CountSettings
from kiosk.workbook import Table

DAYS = 30
"""Days of a report where nobody says otherwise, today among them."""
STRANGE = (ScanState.FOREIGN, ScanState.UNCLEAR)
_COLUMNS = (("Loại", 10), ("Mã", 24), ("Là gì", 60), ("Tình trạng khi mở", 26), ("Số lượt", 10), ("Lần cuối", 12))
_NOTED = (*_COLUMNS, ("Ghi chú", 80))


def tabulate_opened(codes: Sequence[OpenedCode], title: str = "Theo mã") -> Table:
    """Codes with how often they were opened."""
    rows = [(c.kind.label, name_code(c), c.title, c.state.label, c.count, _format_day(c.last), c.note) for c in codes]
    return Table(title, _NOTED, rows)


def name_code(code: OpenedCode) -> str:
    """The id or code, or that its name was not kept."""
    return code.name or ("(không đọc được)" if code.state is ScanState.UNREAD else "(các mã khác)")


def tabulate_unopened(sheets: Sequence[UnopenedSheet]) -> Table:
    """Sheets that hang and that nobody opens."""
    columns = (
        ("Tờ", 10),
        ("Mã của tờ", 30),
        ("Số điểm", 10),
        ("Các điểm", 60),
        ("Treo từ", 12),
        ("Số ngày có đếm", 14),
    )
    rows = [
        (s.sheet, ", ".join(s.ids), len(s.sites), ", ".join(s.sites), _format_day(s.since), s.days) for s in sheets
    ]  # fmt: skip
    return Table("Không ai mở", columns, rows)


def tabulate_days(report: CountReport) -> Table:
    """Every counter of every day, as it is kept."""
    columns = (("Ngày", 12), ("Loại", 10), ("Mã", 24), ("Tình trạng khi mở", 26), ("Số lượt", 10))
    rows = [
        (_format_day(c.key.day), c.key.kind.label, c.key.name, c.key.state.label, c.count) for c in report.by_day
    ]  # fmt: skip
    return Table("Theo ngày", columns, rows)


def list_tables(report: CountReport) -> tuple[Table, ...]:
    """All that is known, for a workbook."""
    return (
        tabulate_opened(report.opened),
        tabulate_opened(report.choose(ScanState.RETIRED), "Mã cũ còn được mở"),
        tabulate_opened(report.choose(*STRANGE), "Mã lạ"),
        tabulate_unopened(report.unopened),
        tabulate_days(report),
    )


def describe_counts(report: CountReport) -> str:
    """The whole in sentences, with what the figures do not say."""
    span = (report.last - report.first).days + 1
    if not report.days:
        why = "" if report.has_address else " Chưa cài địa chỉ trang công khai nên mã của tờ không dẫn về máy chủ này."
        return f"Chưa có ngày nào được đếm: máy chủ trang công khai đếm khi có người mở địa chỉ in trên tờ.{why}"
    sheets, procedures = (f"{report.count(kind):,}".replace(",", ".") for kind in ScanKind)
    return (
        f"Từ {_format_day(report.first)} đến {_format_day(report.last)} ({report.days} trên {span} ngày có đếm): "
        f"{sheets} lượt mở mã của tờ, {procedures} lượt mở mã thủ tục. "
        "Một lượt không phải một người, và không ai được ghi lại."
    )


def describe_unopened(report: CountReport, settings: CountSettings) -> str:
    """How many sheets nobody opens, or why none is told."""
    if not settings.unopened_days:
        return "Không nêu tờ không ai mở: cài đặt chung đã tắt mục này (số ngày bằng 0)."
    if report.unopened:
        return f"{len(report.unopened)} tờ treo qua {settings.unopened_days} ngày có đếm mà không ai mở."
    return f"Chưa thấy tờ nào treo qua {settings.unopened_days} ngày có đếm mà không ai mở."


def list_count_tasks(here: Workplace, connection: Connection, today: date) -> tuple[OpenTask, ...]:
    """Retired codes that are still opened, strange ones, sheets that nobody opens."""
    settings = here.config.counts
    first = today - timedelta(settings.recent_days - 1)
    try:
        report = report_counts(here, connection, first, today, today)
    except StoreError as error:
        return (OpenTask("counts", f"Không đọc được số lượt mở mã: {error}", 1, "kiosk doctor"),)
    return (*_tell_retired(report, settings), *_tell_strange(report, settings), *_tell_unopened(report, settings))


def _tell_retired(report: CountReport, settings: CountSettings) -> Iterator[OpenTask]:
    retired = [c for c in report.choose(ScanState.RETIRED) if c.name and c.count >= settings.least]
    if retired:
        lost_count = sum(not c.sites for c in retired)
        unknown = f", {lost_count} mã trong đó sổ treo không ghi còn treo ở đâu" if lost_count else ""
        sentence = f"{len(retired)} mã đã thôi dùng vẫn được mở trong {settings.recent_days} ngày qua{unknown}"
        yield OpenTask("retired-codes", sentence, len(retired), "kiosk counts")


def _tell_strange(report: CountReport, settings: CountSettings) -> Iterator[OpenTask]:
    strange = [c for c in report.choose(*STRANGE) if c.name and c.count >= settings.least]
    if strange:
        sentence = (
            f"{len(strange)} mã lạ được mở trong {settings.recent_days} ngày qua, có thể do in nhầm hoặc bị dán đè"
        )
        yield OpenTask("strange-codes", sentence, len(strange), "kiosk counts")


def _tell_unopened(report: CountReport, settings: CountSettings) -> Iterator[OpenTask]:
    if report.unopened:
        sites = {site for sheet in report.unopened for site in sheet.sites}
        days = settings.unopened_days
        sentence = f"{len(report.unopened)} tờ ở {len(sites)} điểm treo qua {days} ngày có đếm mà không ai mở"
        yield OpenTask("unopened-sheets", sentence, len(report.unopened), "kiosk counts", report.unopened[0].since)


def _format_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
