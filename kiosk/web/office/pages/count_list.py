"""How often printed codes were opened: what is old or strange among them, which sheets nobody opens; all as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from kiosk import workbook
from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.scan import ScanState
from kiosk.office.counts import CountReport, report_counts
from kiosk.office.site_files import OfficeFile
from kiosk.reports import count_rows
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, send_file, show

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class CountPeriod:
    """The days that a page is about."""

    first: date
    last: date


def show_counts(visit: Visit) -> Response:
    """The openings of a period."""
    report = _report(visit, _read_period(visit))
    values = {
        "report": report,
        "summary": count_rows.describe_counts(report),
        "unopened_note": count_rows.describe_unopened(report, visit.desk.here.config.counts),
        "retired": report.choose(ScanState.RETIRED),
        "strange": report.choose(*count_rows.STRANGE),
        "live": report.choose(ScanState.LIVE),
        "name_code": count_rows.name_code,
    }
    return show(visit, "counts.html", values)


def _read_period(visit: Visit) -> CountPeriod:
    """The days in the address. Raises `OfficeError` for days that are none or stand the wrong way round."""
    today = get_today()
    last = _read_day(visit, "den") or today
    first = _read_day(visit, "tu") or last - timedelta(count_rows.DAYS - 1)
    if first > last:
        raise OfficeError(
            "ngày đầu sau ngày cuối",
            place="lượt mở mã",
            value=f"{first:%d/%m/%Y} – {last:%d/%m/%Y}",
            way_out="chọn lại hai ngày",
        )
    return CountPeriod(first, last)


def _read_day(visit: Visit, name: str) -> date | None:
    text = visit.query(name).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise OfficeError(
            "không phải một ngày", place="lượt mở mã", value=text[:20], way_out="chọn ngày trong lịch"
        ) from None


def _report(visit: Visit, period: CountPeriod) -> CountReport:
    with begin_reading(visit) as connection:
        return report_counts(visit.desk.here, connection, period.first, period.last, get_today())


def _make_sender(ending: str, media_type: str, write: Callable[[CountReport], bytes]) -> Callable[[Visit], Response]:
    """The page that sends a period as a file."""

    def send(visit: Visit) -> Response:
        period = _read_period(visit)
        name = f"luot-mo-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}.{ending}"
        return send_file(OfficeFile(name, media_type, write(_report(visit, period))))

    return send


ROUTES = (
    PageRoute("GET", "/luot-mo", Permission.LOOK, show_counts),
    PageRoute("GET", "/luot-mo.xlsx", Permission.LOOK, _make_sender(
        "xlsx", _XLSX, lambda report: workbook.write_workbook(count_rows.list_tables(report))
    )),
    PageRoute("GET", "/luot-mo.csv", Permission.LOOK, _make_sender(
        "csv", "text/csv", lambda report: workbook.write_csv(count_rows.tabulate_opened(report.opened))
    )),
)  # fmt: skip
