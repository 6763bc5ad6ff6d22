"""What is kept back: publishing as a whole, or one decision; and letting it go on."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.catalogue.withheld import list_coming
from kiosk.clock import get_today
from kiosk.office import catalogues, keeping_back
from kiosk.release import lifecycle
from kiosk.reports import holds
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, go_to, show


def show_holds(visit: Visit) -> Response:
    """What is held now, by whom and why, and what could be."""
    here = visit.desk.here
    standing = holds.look_at_hold(here.store, lifecycle.load_current(here.store))
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    return show(visit, "holds.html", {"standing": standing, "coming": list_coming(catalogue, get_today())})


def hold(visit: Visit) -> Response:
    """Hold publishing, or a decision."""
    job = keeping_back.hold(visit.desk.here, visit.person, visit.text("reason"), visit.text("decision"))
    return go_to(f"/viec/{job}", "da-giao-viec") if job else go_to("/tam-dung", "da-tam-dung")


def resume(visit: Visit) -> Response:
    """Let it go on, and have the machine publish what then holds."""
    job = keeping_back.resume(visit.desk.here, visit.person, visit.text("decision"))
    return go_to(f"/viec/{job}", "da-giao-viec")


ROUTES = (
    PageRoute("GET", "/tam-dung", Permission.LOOK, show_holds),
    PageRoute("POST", "/tam-dung", Permission.DECIDE, hold),
    PageRoute("POST", "/tam-dung/cho-tiep", Permission.DECIDE, resume),
)
