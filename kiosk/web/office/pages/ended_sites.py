"""Sites that ended, and changes that wait: what still hangs there, taken down sheet by sheet."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, Witness
from kiosk.office import site_life
from kiosk.office.ledger import confirming
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.site_events import SiteEvent, list_ended, list_left_behind, list_planned, list_proposed
from kiosk.office.site_files import PDF, OfficeFile
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, go_to, send_file, show


def list_sites(visit: Visit) -> Response:
    """Sites that ended with how many sheets still hang there, and what is planned."""
    with look_into_ledger(visit.desk.here.store) as connection:
        ended, planned, proposed = list_ended(connection), list_planned(connection), list_proposed(connection)
        sites_left = [sheet.site for sheet in list_left_behind(connection)]
    values = {
        "ended": [(e, site_life.say_why(e), sites_left.count(e.change.site)) for e in ended],
        "proposed": [(p, site_life.say_why(p)) for p in proposed],
        "planned": [(p, site_life.say_why(p)) for p in planned],
    }
    return show(visit, "ended_sites.html", values)


def _look_up(visit: Visit) -> tuple[SiteEvent, tuple[str, ...]]:
    """How the site of the address ended, and what still hangs there; it is not there where it did not end."""
    code = visit.word("site")
    with look_into_ledger(visit.desk.here.store) as connection:
        ended = next((e for e in list_ended(connection) if e.change.site == code), None)
        if ended is None:
            raise HTTPException(404)
        return ended, tuple(sheet.sheet for sheet in list_left_behind(connection, code))


def show_site(visit: Visit) -> Response:
    """One site that ended: what to take down."""
    ended, sheets = _look_up(visit)
    values = {
        "ended": ended,
        "why": site_life.say_why(ended),
        "sheets": sheets,
        # The release that followed asks nothing of it any more: its last day is the one before.
        "last_day": min(ended.change.day - timedelta(1), get_today()),
        "may_confirm": visit.may(Permission.CONFIRM, ended.change.site),
    }
    return show(visit, "ended_site.html", values)


def take_down_sheets(visit: Visit) -> Response:
    """The ticked sheets were taken down."""
    ended, sheets = _look_up(visit)
    ticked = sheets if visit.text("which") == "all" else tuple(s for s in visit.texts("sheet") if s in sheets)
    site = ended.change.site
    with act_in_ledger(visit.desk.here.store, Witness(""), visit.person.id) as doing:
        selection = (site, ticked, PaperAct.DOWN, get_today())
        confirming.confirm_sheets(doing.connection, doing.act, doing.witness, *selection)
    return go_to(f"/diem-ngung/{site}", "da-ghi-nhan-go" if ticked else "khong-doi")


def send_notice(visit: Visit) -> Response:
    """The take-down list on paper."""
    ended, sheets = _look_up(visit)
    content = site_life.draw_take_down(visit.desk.here.store, ended, sheets)
    return send_file(OfficeFile(f"go-to-{ended.change.site}.pdf", PDF, content))


_ONE = "/diem-ngung/{site}"
ROUTES = (
    PageRoute("GET", "/diem-ngung", Permission.LOOK, list_sites),
    PageRoute("GET", _ONE, Permission.SITE, show_site),
    PageRoute("POST", f"{_ONE}/da-go", Permission.CONFIRM, take_down_sheets),
    PageRoute("GET", f"{_ONE}/go-to.pdf", Permission.SITE, send_notice),
)
