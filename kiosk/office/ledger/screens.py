"""What screens are known to show: every declared kiosk beside the page that its site has now.

In come a connection, the last words, and the releases of the sites' pages; out goes how each kiosk stands, with what
closes the gap. Unknown is not current: a kiosk that nobody heard within its age is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, select

from kiosk.clock import get_seconds, read_moment
from kiosk.model.device import Device, DeviceAges, DeviceStanding, ScreenState
from kiosk.model.manifest import Manifest
from kiosk.office.database.ledger_tables import PUBLICATION
from kiosk.office.ledger.device_words import DAY, list_heard, read_words
from kiosk.workspace.store import Store


def list_standings(
    store: Store, connection: Connection, manifest: Manifest, ages: DeviceAges, now: int | None = None
) -> tuple[DeviceStanding, ...]:
    """How every declared kiosk stands beside a release, by site and number. Raises `StoreError` where what they said
    cannot be read."""
    should = {site.code: site.page_release for site in manifest.sites}
    days = _list_live_days(connection)
    at = get_seconds() if now is None else now
    heard = list_heard(connection, read_words(store))
    return tuple(judge(d, should.get(d.site, 0), days.get(should.get(d.site, 0)), ages, at) for d in heard)


def list_late(standings: Iterable[DeviceStanding], today: date) -> tuple[DeviceStanding, ...]:
    """Those that somebody must look after: silent ones, and those that still show an old page on the day after."""
    return tuple(
        s
        for s in standings
        if s.state is not ScreenState.CURRENT
        and (s.since < today or (s.state is ScreenState.SILENT and s.device.heard is not None))
    )


def _list_live_days(connection: Connection) -> Mapping[int, date]:
    rows = connection.execute(select(PUBLICATION.c.release, PUBLICATION.c.day))
    return {row.release: date.fromisoformat(row.day) for row in rows}


def judge(device: Device, should: int, live_since: date | None, ages: DeviceAges, now: int) -> DeviceStanding:
    """How a kiosk stands at a time in seconds since 1970. `should`: the release of its site's page, 0 where its site
    has none; `live_since`: the day on which that went live."""
    if device.heard is None or device.release is None:
        return DeviceStanding(
            device, ScreenState.SILENT, should, device.added, "chưa báo về lần nào", _name_first_step(device)
        )
    last, age = read_moment(device.heard).date(), ages.of(device)
    if now - device.heard > age * DAY:
        why = f"quá {age} ngày không báo về, lần cuối {last:%d/%m/%Y} hiện bản {device.release}"
        since = last + timedelta(age)
        return DeviceStanding(device, ScreenState.SILENT, should, since, why, _read_code(device))
    if device.release == should:
        return DeviceStanding(device, ScreenState.CURRENT, should, last)
    why = (
        f"hiện bản {device.release}, phải hiện bản {should}" if should else "điểm này không còn trong bản đang công bố"
    )
    since = max(live_since or device.added, device.added)
    return DeviceStanding(device, ScreenState.OLD, should, since, why, _renew(device, should))


def _name_first_step(device: Device) -> str:
    return _read_code(device) if device.by_code else f"kiosk device key {device.number}"


def _read_code(device: Device) -> str:
    return f"kiosk device seen {device.site} --code MÃ"


def _renew(device: Device, should: int) -> str:
    if not should:
        return f"kiosk device remove {device.number}"
    return f"kiosk export {device.site} THƯ_MỤC" if device.by_code else f"kiosk device list {device.site}"
