"""Kiosks as devices: declared, given a key, confirmed by the code on their screen, removed; sites that have none.

In come a connection inside a transaction, an act and who acts; out go devices, and a key that is shown this once. Each
change is an event. What devices say by themselves is left to `device_words`, how they stand to `screens`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kiosk import signing
from kiosk.clock import INDOCHINA, get_seconds, get_today
from kiosk.errors import OfficeError
from kiosk.model.device import Device
from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.database.device_tables import DEVICE, KIOSK_ABSENCE
from kiosk.office.events import Act, EventKind
from kiosk.office.words import check_words
from kiosk.workspace.device_table import DeclaredKey

_LONGEST_NAME = 80


def add_device(
    connection: Connection, act: Act, witness: Witness, site: str, name: str, *, by_code: bool = False
) -> tuple[Device, str]:
    """Declare a kiosk at a site; out goes also the token that is typed on it. A site that was said to have none has one
    from now on. Raises `OfficeError` for a name that another one there has, or that is too long."""
    name_text = check_words(name, "--name")
    place = f"điểm {site}"
    if len(name_text) > _LONGEST_NAME:
        way_out = f"viết không quá {_LONGEST_NAME} chữ"
        raise OfficeError("tên kiosk quá dài", place=place, value=name_text[:40], way_out=way_out)
    if any(d.name.casefold() == name_text.casefold() for d in list_devices(connection, site)):
        way_out = "đặt tên khác, như «Kiosk sảnh tầng 1»"
        raise OfficeError("điểm này đã có kiosk tên như vậy", place=place, value=name_text, way_out=way_out)
    if site in list_absences(connection):
        withdraw_absence(connection, act, witness, site)
    number = (connection.execute(select(func.max(DEVICE.c.number))).scalar() or 0) + 1
    facts = {"site": site, "name": name_text, "by_code": by_code, **_describe_grounds(witness)}
    event = events.record(connection, act, EventKind.DEVICE_ADDED, f"device/{number}", after=facts)
    key = _throw_key()
    row = {"number": number, "site": site, "name": name_text, "key": key, "by_code": by_code, "counter": 0}
    connection.execute(insert(DEVICE).values(**row, added=get_today().isoformat(), event=event))
    return require_device(connection, number), signing.write_token(number, key)


def renew_key(connection: Connection, act: Act, witness: Witness, number: int) -> tuple[Device, str]:
    """Give a device a new key; what is signed with the one before is not taken any more. Raises `OfficeError`."""
    device = require_device(connection, number)
    events.record(connection, act, EventKind.DEVICE_KEY, device.subject, after=_describe_grounds(witness))
    key = _throw_key()
    connection.execute(update(DEVICE).where(DEVICE.c.number == number).values(key=key, counter=0))
    return device, signing.write_token(number, key)


def remove_device(connection: Connection, act: Act, witness: Witness, number: int) -> Device:
    """A kiosk is not there any more: it counts nowhere, and its key is forgotten. Raises `OfficeError`."""
    device = require_device(connection, number)
    facts = {"site": device.site, "name": device.name, "release": device.release, **_describe_grounds(witness)}
    event = events.record(connection, act, EventKind.DEVICE_REMOVED, device.subject, before=facts)
    connection.execute(update(DEVICE).where(DEVICE.c.number == number).values(key="", removed_event=event))
    return device


def see_device(
    connection: Connection, act: Act, witness: Witness, site: str, code: str, day: date, number: int | None = None
) -> Device:
    """Record that somebody read `code` on the screen of a kiosk of the site, on a day. Which one it is the code says,
    where its key is on it; else `number`, or the only one there is. Raises `OfficeError`."""
    place = f"điểm {site}"
    return_code = signing.read_return_code(code)
    if return_code is None:
        way_out = "đọc lại mã trên màn hình kiosk (chạm 5 lần vào dòng «Bản phát hành số…»)"
        raise OfficeError("đây không phải mã báo lại của kiosk", place=place, value=code[:40], way_out=way_out)
    if day > get_today():
        raise OfficeError("ngày này chưa đến", place=place, value=f"{day:%d/%m/%Y}", way_out="ghi ngày đã đọc mã")
    row, is_keyed = _match_code(connection, site, return_code, code, number)
    now = get_seconds() if day == get_today() else int(datetime.combine(day, time(12), INDOCHINA).timestamp())
    facts = {
        "site": site,
        "release": return_code.release,
        "heard": now,
        "day": day,
        "keyed": is_keyed,
        **_describe_grounds(witness),
    }
    before = {"release": row.release, "heard": row.heard}
    events.record(connection, act, EventKind.DEVICE_SEEN, f"device/{row.number}", before, facts)
    if row.heard is None or now >= row.heard:
        news = {"release": return_code.release, "heard": now, "silent_event": None}
        connection.execute(update(DEVICE).where(DEVICE.c.number == row.number).values(news))
    return require_device(connection, row.number)


def undo_sight(connection: Connection, number: int) -> None:
    """Let a kiosk show what it showed before event `number` said that somebody read its code; what was heard of it
    since then stands."""
    event = events.find_event(connection, number)
    if event is None or not isinstance(event.before, Mapping) or not isinstance(event.after, Mapping):
        return
    is_as_said = (
        DEVICE.c.number == int(event.subject.partition("/")[2]),
        DEVICE.c.release == event.after.get("release"),
        DEVICE.c.heard == event.after.get("heard"),
    )
    earlier = {"release": event.before.get("release"), "heard": event.before.get("heard")}
    connection.execute(update(DEVICE).where(*is_as_said).values(earlier))


def _match_code(
    connection: Connection, site: str, read: signing.ReturnCode, code: str, number: int | None
) -> tuple[Row[tuple[object, ...]], bool]:
    """The row of the device whose code it is, and whether its key proves that."""
    rows = _list_rows(connection, site)
    if number is not None:
        rows = [row for row in rows if row.number == number]
    if not rows:
        way_out = "khai báo trước bằng kiosk device add, hoặc xem kiosk device list"
        raise OfficeError("điểm này không khai báo kiosk ấy", place=f"điểm {site}", way_out=way_out)
    keyed = [r for r in rows if _make_proof(site, read.release, r.key) == read.proof]
    if keyed:
        return keyed[0], True
    if _make_proof(site, read.release) != read.proof:
        way_out = "đọc lại từng chữ; nếu đúng từng chữ thì kiosk đang chạy trang của điểm khác hoặc giữ khóa cũ"
        raise OfficeError("mã báo lại không khớp với điểm này", place=f"điểm {site}", value=code[:40], way_out=way_out)
    if len(rows) > 1:
        names = "; ".join(f"{r.number}: {r.name}" for r in rows)
        way_out = f"kiosk này chưa có khóa, nên nêu thêm số của nó bằng --device: {names}"
        raise OfficeError("điểm này có nhiều kiosk", place=f"điểm {site}", value=code[:40], way_out=way_out)
    return rows[0], False


def _make_proof(site: str, release: int, key: str = "") -> str:
    return signing.make_return_code(site, release, key).rpartition("-")[2]


def declare_absence(connection: Connection, act: Act, witness: Witness, site: str) -> bool:
    """Record that a site has no kiosk; whether that is news. Raises `OfficeError` while one is declared there."""
    declared = list_devices(connection, site)
    if declared:
        names = ", ".join(f"{d.number} ({d.name})" for d in declared)
        way_out = "bỏ khai báo trước bằng kiosk device remove"
        raise OfficeError("điểm này còn kiosk đã khai báo", place=f"điểm {site}", value=names[:80], way_out=way_out)
    if site in list_absences(connection):
        return False
    event = events.record(connection, act, EventKind.KIOSK_ABSENT, f"kiosk/{site}", after=_describe_grounds(witness))
    connection.execute(insert(KIOSK_ABSENCE).values(site=site, day=get_today().isoformat(), event=event))
    return True


def withdraw_absence(connection: Connection, act: Act, witness: Witness, site: str) -> bool:
    """Record that a site is not one without a kiosk; whether that is news."""
    if site not in list_absences(connection):
        return False
    events.record(connection, act, EventKind.KIOSK_EXPECTED, f"kiosk/{site}", after=_describe_grounds(witness))
    connection.execute(delete(KIOSK_ABSENCE).where(KIOSK_ABSENCE.c.site == site))
    return True


def list_absences(connection: Connection) -> dict[str, date]:
    """Sites that have no kiosk, and since when the office says so."""
    rows = connection.execute(select(KIOSK_ABSENCE.c.site, KIOSK_ABSENCE.c.day).order_by(KIOSK_ABSENCE.c.site))
    return {row.site: date.fromisoformat(row.day) for row in rows}


def list_devices(connection: Connection, site: str = "") -> tuple[Device, ...]:
    """The declared kiosks (of one site), by site and number, as the ledger last heard of them."""
    return tuple(map(read_device, _list_rows(connection, site)))


def list_keys(connection: Connection) -> tuple[DeclaredKey, ...]:
    """What the public server tells true heartbeats by."""
    return tuple(DeclaredKey(r.number, r.site, r.key, r.counter) for r in _list_rows(connection))


def require_device(connection: Connection, number: int) -> Device:
    """The declared kiosk of this number. Raises `OfficeError`."""
    row = connection.execute(select(DEVICE).where(DEVICE.c.number == number)).first()
    if row is None or row.removed_event is not None:
        raise OfficeError(
            "không có kiosk nào đang khai báo mang số này",
            place="kiosk",
            value=str(number),
            way_out="xem kiosk device list",
        )
    return read_device(row)


def read_device(row: Row[tuple[object, ...]]) -> Device:
    """The device that a row of the table holds."""
    r = row._mapping
    added = date.fromisoformat(r["added"])
    return Device(r["number"], r["site"], r["name"], r["by_code"], added, r["release"], r["heard"])


def _list_rows(connection: Connection, site: str = "") -> Sequence[Row[tuple[object, ...]]]:
    query = select(DEVICE).where(DEVICE.c.removed_event.is_(None)).order_by(DEVICE.c.site, DEVICE.c.number)
    return connection.execute(query.where(DEVICE.c.site == site) if site else query).all()


def _throw_key() -> str:
    return signing.choose_letters(secrets.token_bytes(16), signing.KEY_LETTERS)


def _describe_grounds(witness: Witness) -> dict[str, str]:
    grounds = {"by": witness.by, "evidence": witness.evidence, "note": witness.note}
    return {name: value for name, value in grounds.items() if value}
