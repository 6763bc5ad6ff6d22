"""The sites: a list to search, and one page for each: what to print, what hangs, what to take down, whom to call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from starlette.responses import Response

from kiosk.office import confirming, people, published, site_files, site_kiosks, site_wall, walls
from kiosk.office.ledger import incidents, order_list
from kiosk.office.people import Role
from kiosk.office.site_files import OfficeFile
from kiosk.office.walls import WallFilter
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, go_to, send_file, show
from kiosk.workspace.store import Store

_FILTERS = {
    WallFilter.ALL: "Tất cả",
    WallFilter.TO_PRINT: "Phải in",
    WallFilter.COMING: "Chờ treo",
    WallFilter.TO_TAKE_DOWN: "Phải gỡ",
    WallFilter.WHOLE: "Đã treo đủ",
    WallFilter.NO_CONTACT: "Thiếu liên hệ",
}


def list_sites(visit: Visit) -> Response:
    """Every site with what it has to do; searched and filtered by the address."""
    words, name = visit.query("tim"), visit.query("loc")
    wall_filter = WallFilter(name) if name in set(WallFilter) else WallFilter.ALL
    with begin_reading(visit) as connection:
        coming = order_list.list_coming_sheets(connection)
    counts = walls.count_walls(visit.desk.here.store, coming)
    listed = walls.choose_walls(counts, words, wall_filter)
    values = {"walls": listed, "all": counts, "words": words, "chosen": wall_filter, "filters": _FILTERS}
    return show(visit, "sites.html", values)


def show_site(visit: Visit) -> Response:
    """One site."""
    code = visit.word("site")
    with begin_reading(visit) as connection:
        wall = site_wall.look_at_wall(visit.desk.here, connection, code)
        everybody = people.list_persons(connection)
        still_open = len(incidents.list_open(connection, code))
    staff = [p for p in everybody if p.role is Role.STAFF and p.site == code and not p.disabled]
    values = {
        "wall": wall,
        "site": wall.site,
        "staff": staff,
        "names": {p.id: p.label for p in everybody},
        "may_confirm": visit.may(Permission.CONFIRM, code),
        "missing": ", ".join(walls.list_missing_contacts(wall.site)),
        "kiosks": site_kiosks.look_at_kiosks(visit.desk.here, code),
        "incidents": still_open,
        "hotline": visit.desk.here.config.feedback.hotline,
    }
    return show(visit, "site.html", values)


def confirm_sheets(visit: Visit) -> Response:
    """The ticked sheets hang, in the revision that the page showed."""
    code = visit.word("site")
    ticked = visit.texts("every_sheet") if visit.text("which") == "all" else visit.texts("sheet")
    seen_sheets = dict(value.split("@", 1) for value in ticked if "@" in value)
    confirming.confirm_seen(visit.desk.here, visit.act(), code, seen_sheets)
    return go_to(f"/sites/{code}", "da-ghi-nhan-treo")


def take_down_sheets(visit: Visit) -> Response:
    """The ticked sheets were taken down."""
    code = visit.word("site")
    confirming.confirm_gone(visit.desk.here, visit.act(), code, visit.texts("sheet"))
    return go_to(f"/sites/{code}", "da-ghi-nhan-go")


def send_print_file(visit: Visit) -> Response:
    """One PDF of exactly the sheets to print now."""
    code = visit.word("site")
    with begin_reading(visit) as connection:
        wall = site_wall.look_at_wall(visit.desk.here, connection, code)
    labels = tuple(sheet.label for sheet in wall.to_print if sheet is not wall.board)
    return send_file(site_files.make_print_file(visit.desk.here.store, code, labels))


_MAKERS: Mapping[str, Callable[[Store, str], OfficeFile]] = {
    "to-niem-yet.pdf": partial(site_files.take_release_file, name="to-niem-yet"),
    "bang-chi-dan.pdf": partial(site_files.take_release_file, name="bang-chi-dan"),
    "thay-to.pdf": site_files.make_swap_notice,
    "usb.zip": site_files.make_usb_archive,
}
"""What makes each of the other files of a site, by the end of its address."""


def _make_sender(make: Callable[[Store, str], OfficeFile]) -> Callable[[Visit], Response]:
    """The page that sends what `make` makes of a site that is published."""

    def send(visit: Visit) -> Response:
        store, code = visit.desk.here.store, visit.word("site")
        published.require_live_site(published.require_published(store), code)
        return send_file(make(store, code))

    return send


_ONE = "/sites/{site}"
ROUTES = (
    PageRoute("GET", "/sites", Permission.LOOK, list_sites),
    PageRoute("GET", _ONE, Permission.SITE, show_site),
    PageRoute("POST", f"{_ONE}/da-treo", Permission.CONFIRM, confirm_sheets),
    PageRoute("POST", f"{_ONE}/da-go", Permission.CONFIRM, take_down_sheets),
    PageRoute("GET", f"{_ONE}/in-ngay.pdf", Permission.SITE, send_print_file),
    *(PageRoute("GET", f"{_ONE}/{name}", Permission.SITE, _make_sender(make)) for name, make in _MAKERS.items()),
)
