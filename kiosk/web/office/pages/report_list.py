"""Reports of a period, made once and taken as files; and the evidence of one wall on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.model.ledger import Witness
from kiosk.office import people
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.report_events import ReportScope, find_scope, list_reports, record_report
from kiosk.office.ledger.walls import require_site
from kiosk.office.site_files import PDF, OfficeFile
from kiosk.reports import control_report, evidence
from kiosk.reports.control_report import ControlReport
from kiosk.reports.evidence import SiteEvidence
from kiosk.settings.config import Config
from kiosk.web.office.fields import read_day
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, go_to, send_file, show

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 60


def show_reports(visit: Visit) -> Response:
    """Reports that were made, and the form for one more: last month, where nothing else is chosen."""
    with look_into_ledger(visit.desk.here.store) as connection:
        listed = list_reports(connection)
        names = {p.id: p.label for p in people.list_persons(connection)}
    last = get_today().replace(day=1) - timedelta(1)
    values = {
        "reports": listed[:_SHOWN],
        "more": max(0, len(listed) - _SHOWN),
        "names": names,
        "first": last.replace(day=1),
        "last": last,
        "today": get_today(),
    }
    return show(visit, "reports.html", values)


def make_report(visit: Visit) -> Response:
    """Make the report of a period with everything that is known now."""
    first, last = (read_day(visit.text(name)) for name in ("first", "last"))
    today = get_today()
    with act_in_ledger(visit.desk.here.store, Witness(""), visit.person.id) as doing:
        scope = find_scope(doing.connection, first or today, last or today, None, today)
        control_report.make_report(doing.connection, scope)
        record_report(doing.connection, doing.act, scope, doing.witness)
    return go_to(_make_address(scope), "da-lap-bao-cao")


def _make_address(scope: ReportScope) -> str:
    return f"/bao-cao/{scope.first}/{scope.last}/{scope.upto}"


def _load(visit: Visit) -> ControlReport:
    """The report that an address names. Raises `OfficeError`."""
    first, last = (read_day(visit.word(name)) for name in ("first", "last"))
    with look_into_ledger(visit.desk.here.store) as connection:
        scope = find_scope(connection, first or date.min, last or date.min, visit.number("upto"), get_today())
        return control_report.make_report(connection, scope)


def show_report(visit: Visit) -> Response:
    """The numbers of a report, and its files."""
    control = _load(visit)
    values = {
        "facts": control_report.list_facts(control),
        "table": control.tables[0],
        "others": [(t.title, len(t.rows)) for t in control.tables[1:]],
        "address": _make_address(control.scope),
        "period": control_report.say_period(control.scope),
    }
    return show(visit, "report.html", values)


_WRITERS: dict[str, tuple[str, Callable[[ControlReport, Config], bytes]]] = {
    "pdf": (PDF, control_report.draw_report_pdf),
    "xlsx": (_XLSX, lambda shown, _config: control_report.write_report_xlsx(shown)),
    "csv": ("text/csv", lambda shown, _config: control_report.write_report_csv(shown)),
}


def send_report(visit: Visit) -> Response:
    """A report as a file: the same address is the same bytes."""
    ending = visit.word("ending")
    if ending not in _WRITERS:
        raise HTTPException(404)
    media_type, write = _WRITERS[ending]
    control = _load(visit)
    return send_file(OfficeFile(f"{control.name}.{ending}", media_type, write(control, visit.desk.here.config)))


# evidence --------------------------------------------------------------------------------------------------


def _find(visit: Visit) -> SiteEvidence:
    """The evidence of the site and the day that an address names; today where it names none. Raises `OfficeError`."""
    day = read_day(visit.query("ngay")) or get_today()
    event_query = visit.query("su-kien")
    upto = int(event_query) if event_query.isascii() and event_query.isdecimal() else None
    with look_into_ledger(visit.desk.here.store) as connection:
        site = require_site(connection, visit.word("site"))
        return evidence.find_evidence(connection, site, day, upto, get_today())


def show_evidence(visit: Visit) -> Response:
    """What hung at a site on a day, and how that is known."""
    site_evidence = _find(visit)
    values = {
        "shown": site_evidence,
        "facts": evidence.list_facts(site_evidence),
        "tables": evidence.list_tables(site_evidence),
        "today": get_today(),
    }
    return show(visit, "evidence.html", values)


def send_evidence(visit: Visit) -> Response:
    """The same as a paper."""
    site_evidence = _find(visit)
    return send_file(
        OfficeFile(site_evidence.file_name, PDF, evidence.draw_evidence(site_evidence, visit.desk.here.config))
    )


_ONE = "/bao-cao/{first}/{last}/{upto:int}"
ROUTES = (
    PageRoute("GET", "/bao-cao", Permission.LOOK, show_reports),
    PageRoute("POST", "/bao-cao", Permission.LOOK, make_report),
    PageRoute("GET", _ONE, Permission.LOOK, show_report),
    PageRoute("GET", f"{_ONE}/bao-cao.{{ending}}", Permission.LOOK, send_report),
    PageRoute("GET", "/sites/{site}/chung-cu", Permission.SITE, show_evidence),
    PageRoute("GET", "/sites/{site}/chung-cu.pdf", Permission.SITE, send_evidence),
)
