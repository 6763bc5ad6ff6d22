"""Kiosks as devices: all of them with what they show, and those of one site: declare, key, return code, remove."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.device import Device
from kiosk.model.ledger import Witness
from kiosk.office import events, published, site_kiosks
from kiosk.office.ledger import box, devices, screens, undoing
from kiosk.settings.links import make_device_url
from kiosk.web.office import qr
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show

_BROWSER = Witness("")


def list_devices(visit: Visit) -> Response:
    """Every declared kiosk; those that need somebody alone where the address says so."""
    here = visit.desk.here
    everything = site_kiosks.look_at_all_kiosks(here)
    late = screens.list_late(everything.standings, get_today())
    only_late = visit.query("loc") == "lo"
    names = {s.code: s.name for s in published.require_published(here.store).sites}
    values = {
        "kiosks": everything,
        "late": late,
        "only_late": only_late,
        "shown": late if only_late else everything.standings,
        "names": names,
        "ages": here.config.ledger.device_ages,
    }
    return show(visit, "devices.html", values)


def show_devices(visit: Visit) -> Response:
    """The kiosks of one site."""
    return _show(visit, visit.word("site"))


def _show(visit: Visit, code: str, keyed: Device | None = None, token: str = "") -> Response:
    """The page; with `token`, the one time that a key is shown."""
    here = visit.desk.here
    site = published.require_live_site(published.require_published(here.store), code)
    with begin_reading(visit) as connection:
        acts = [
            e for d in devices.list_devices(connection, code) for e in undoing.list_undoable(connection, d.subject, 1)
        ]
    link = make_device_url(code, token, here.config) if token and keyed and not keyed.by_code else ""
    values = {
        "site": site,
        "kiosks": site_kiosks.look_at_kiosks(here, code),
        "keyed": keyed,
        "acts": acts,
        "key": token,
        "link": link,
        "picture": qr.draw_code(link, "Mã QR mở trang kiosk kèm khóa") if link else "",
        "ages": here.config.ledger.device_ages,
        "may_manage": visit.may(Permission.PREPARE),
        "may_confirm": visit.may(Permission.CONFIRM, code),
    }
    return show(visit, "site_devices.html", values)


def add_device(visit: Visit) -> Response:
    """One more kiosk; its key is shown on this page alone."""
    code, by_code = _require_site(visit), visit.text("usb") == "1"
    with begin_writing(visit) as (connection, act):
        added, token = devices.add_device(connection, act, _BROWSER, code, visit.text("name"), by_code=by_code)
        box.write_keys(visit.desk.here.store, connection)
    return _show(visit, code, added, token)


def renew_key(visit: Visit) -> Response:
    """A new key; shown on this page alone."""
    code = _require_site(visit)
    with begin_writing(visit) as (connection, act):
        _require_own(devices.require_device(connection, visit.number()), code)
        renewed, token = devices.renew_key(connection, act, _BROWSER, visit.number())
        box.write_keys(visit.desk.here.store, connection)
    return _show(visit, code, renewed, token)


def remove_device(visit: Visit) -> Response:
    """A kiosk is not there any more."""
    code = _require_site(visit)
    with begin_writing(visit) as (connection, act):
        _require_own(devices.require_device(connection, visit.number()), code)
        devices.remove_device(connection, act, _BROWSER, visit.number())
        box.write_keys(visit.desk.here.store, connection)
    return go_to(f"/sites/{code}/kiosk", "da-bo-kiosk")


def confirm_code(visit: Visit) -> Response:
    """Somebody read the return code on a screen."""
    code, number = _require_site(visit), visit.text("device")
    device_number = int(number) if number.isascii() and number.isdecimal() else None
    with begin_writing(visit) as (connection, act):
        devices.see_device(connection, act, _BROWSER, code, visit.text("code"), get_today(), device_number)
    return go_to(f"/sites/{code}/kiosk", "da-ghi-ma-bao-lai")


def undo_sight(visit: Visit) -> Response:
    """A code was read wrong or of another kiosk: as if nobody had."""
    code, number = _require_site(visit), visit.number()
    with begin_writing(visit) as (connection, act):
        own = {d.subject for d in devices.list_devices(connection, code)}
        event = events.find_event(connection, number)
        if event is None or event.subject not in own:
            raise OfficeError(
                "không có việc này để hủy", place=f"điểm {code}", value=str(number), way_out="mở lại trang kiosk"
            )
        undoing.undo_event(connection, act, _BROWSER, number)
    return go_to(f"/sites/{code}/kiosk", "da-huy-viec-ghi")


def declare_absence(visit: Visit) -> Response:
    """The site has no kiosk."""
    code = _require_site(visit)
    with begin_writing(visit) as (connection, act):
        devices.declare_absence(connection, act, _BROWSER, code)
    return go_to(f"/sites/{code}/kiosk", "da-luu")


def withdraw_absence(visit: Visit) -> Response:
    """It will have one."""
    code = _require_site(visit)
    with begin_writing(visit) as (connection, act):
        devices.withdraw_absence(connection, act, _BROWSER, code)
    return go_to(f"/sites/{code}/kiosk", "da-luu")


def _require_site(visit: Visit) -> str:
    """The site of the address. Raises `ReleaseError` for one that is not published."""
    return published.require_live_site(published.require_published(visit.desk.here.store), visit.word("site")).code


def _require_own(device: Device, code: str) -> None:
    if device.site != code:
        way_out = f"mở trang kiosk của điểm {device.site}"
        raise OfficeError("kiosk này của điểm khác", place=f"điểm {code}", value=str(device.number), way_out=way_out)


_OF_SITE = "/sites/{site}/kiosk"
ROUTES = (
    PageRoute("GET", "/kiosk", Permission.LOOK, list_devices),
    PageRoute("GET", _OF_SITE, Permission.SITE, show_devices),
    PageRoute("POST", _OF_SITE, Permission.PREPARE, add_device),
    PageRoute("POST", f"{_OF_SITE}/ma-bao-lai", Permission.CONFIRM, confirm_code),
    PageRoute("POST", f"{_OF_SITE}/ma-bao-lai/{{number:int}}/huy", Permission.CONFIRM, undo_sight),
    PageRoute("POST", f"{_OF_SITE}/khong-co", Permission.PREPARE, declare_absence),
    PageRoute("POST", f"{_OF_SITE}/co", Permission.PREPARE, withdraw_absence),
    PageRoute("POST", f"{_OF_SITE}/{{number:int}}/khoa", Permission.PREPARE, renew_key),
    PageRoute("POST", f"{_OF_SITE}/{{number:int}}/bo", Permission.PREPARE, remove_device),
)
