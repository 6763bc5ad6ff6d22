"""Releases: history, the difference between any two, going back."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.errors import OfficeError
from kiosk.office import catalogues, going_back, jobs, release_history, shell_acts
from kiosk.office.job_kinds import ROLL_BACK
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show

_MOST_CHANGES = 500


def list_releases(visit: Visit) -> Response:
    """Every release on disk."""
    releases = release_history.list_releases(visit.desk.here.store)
    with begin_reading(visit) as connection:
        unapproved = shell_acts.list_unapproved(connection)
    return show(visit, "releases.html", {"releases": releases, "unapproved": unapproved})


def compare(visit: Visit) -> Response:
    """What differs between the catalogues of two releases."""
    here, query = visit.desk.here, visit.request.query_params
    before, after = query.get("tu", ""), query.get("den", "")
    for name in (before, after):
        if name and not (name == "nay" or name.removeprefix("dm").isdecimal()):
            raise OfficeError("không hiểu tên bản", place="so sánh", value=name[:40], way_out="chọn trong danh sách")
    changes = catalogues.compare_catalogues(here.store, here.config, before or None, after or None)
    values = {"changes": changes[:_MOST_CHANGES], "count": len(changes), "before": before, "after": after}
    return show(visit, "comparison.html", values)


def show_way_back(visit: Visit) -> Response:
    """What going back to a release changes, and which imports came since then, before anybody decides."""
    back = going_back.look_back(visit.desk.here, visit.number())
    values = {"back": back, "changes": back.changes[:_MOST_CHANGES], "count": len(back.changes)}
    return show(visit, "going_back.html", values)


def ask_roll_back(visit: Visit) -> Response:
    """Go back to the content of an earlier release, if that is still live which the person saw, and take the imports
    back that were chosen."""
    live = visit.text("live")
    numbers = sorted({int(str(n)) for n in visit.form.getlist("undo") if str(n).isdecimal()}, reverse=True)
    with begin_writing(visit) as (connection, act):
        order: dict[str, object] = {"to": visit.number(), "from": int(live) if live.isdecimal() else None}
        if numbers:
            order["undo"] = numbers
        job = jobs.ask_job(connection, act, ROLL_BACK, order)
    return go_to(f"/viec/{job.id}", "da-giao-viec")


ROUTES = (
    PageRoute("GET", "/ban-phat-hanh", Permission.LOOK, list_releases),
    PageRoute("GET", "/ban-phat-hanh/so-sanh", Permission.LOOK, compare),
    PageRoute("GET", "/ban-phat-hanh/{number:int}/quay-ve", Permission.DECIDE, show_way_back),
    PageRoute("POST", "/ban-phat-hanh/{number:int}/quay-ve", Permission.DECIDE, ask_roll_back),
)
