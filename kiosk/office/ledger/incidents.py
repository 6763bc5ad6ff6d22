"""Foreign or pasted-over codes on a wall: incidents that stay open until a person closes them.

In come a connection inside a transaction, an act and what was seen; out go incidents. Each is opened and closed by an
event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.database.ledger_tables import INCIDENT
from kiosk.office.events import Act, EventKind


@dataclass(frozen=True, slots=True)
class Incident:
    """What was seen where and when; `sheet` is "" where no sheet is named."""

    number: int
    site: str
    sheet: str
    kind: str
    text: str
    day: date
    is_open: bool
    event: int


def open_incident(
    connection: Connection, act: Act, witness: Witness, site: str, sheet: str, text: str, day: date
) -> Incident:
    """Record a foreign code; the same one seen at the same place on the same day is one incident. Raises `OfficeError`
    for a day to come."""
    if day > get_today():
        raise OfficeError(
            "ngày này chưa đến", place=f"điểm {site}", value=f"{day:%d/%m/%Y}", way_out="ghi ngày đã thấy"
        )
    same = select(INCIDENT).where(
        INCIDENT.c.open.is_(True), INCIDENT.c.site == site, INCIDENT.c.sheet == sheet, INCIDENT.c.text == text
    )
    row = connection.execute(same).first()
    if row is None:
        number = (connection.execute(select(func.max(INCIDENT.c.number))).scalar() or 0) + 1
        grounds = {"by": witness.by, "evidence": witness.evidence, "device": witness.device, "note": witness.note}
        facts = {"incident": number, "sheet": sheet, "text": text, "day": day} | {k: v for k, v in grounds.items() if v}
        event = events.record(connection, act, EventKind.CODE_FOREIGN, f"wall/{site}/{sheet}".rstrip("/"), after=facts)
        values = {"number": number, "site": site, "sheet": sheet, "kind": "foreign", "text": text}
        connection.execute(insert(INCIDENT).values(**values, day=day.isoformat(), open=True, event=event))
        row = connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).one()
    return _incident(row)


def close_incident(connection: Connection, act: Act, witness: Witness, number: int) -> Incident:
    """Record that an incident is settled, and how (the note). Raises `OfficeError` where it is not open."""
    row = connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).first()
    if row is None or not row.open:
        raise OfficeError(
            "không có sự cố nào còn mở mang số này", place="sự cố", value=str(number), way_out="xem kiosk incident list"
        )
    facts = {"incident": number, "by": witness.by, "note": witness.note}
    event = events.record(connection, act, EventKind.INCIDENT_CLOSED, f"incident/{number}", after=facts)
    closing = update(INCIDENT).where(INCIDENT.c.number == number).values(open=False, closed_event=event)
    connection.execute(closing)
    return _incident(connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).one())


def list_open(connection: Connection, site: str = "") -> tuple[Incident, ...]:
    """Open incidents (of one site), the oldest first."""
    query = select(INCIDENT).where(INCIDENT.c.open.is_(True)).order_by(INCIDENT.c.day, INCIDENT.c.number)
    if site:
        query = query.where(INCIDENT.c.site == site)
    return tuple(map(_incident, connection.execute(query)))


def undo_incident(connection: Connection, kind: EventKind, number: int, undoing: int) -> None:
    """Let what follows from event `number` be as if it had not been: an opened one is closed by the event that undoes
    it, a closed one is open again."""
    if kind is EventKind.CODE_FOREIGN:
        connection.execute(update(INCIDENT).where(INCIDENT.c.event == number).values(open=False, closed_event=undoing))
    else:
        reopened = update(INCIDENT).where(INCIDENT.c.closed_event == number)
        connection.execute(reopened.values(open=True, closed_event=None))


def _incident(row: object) -> Incident:
    r = row._mapping  # type: ignore[attr-defined]  # a row of the database
    day = date.fromisoformat(r["day"])
    return Incident(r["number"], r["site"], r["sheet"], r["kind"], r["text"], day, r["open"], r["event"])
