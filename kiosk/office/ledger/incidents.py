"""What is wrong on a wall (foreign or pasted-over codes, what citizens report): open until a person closes it.

In come a connection inside a transaction, an act and what was seen; out go incidents. Each is opened, closed and opened
again by an event.
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
    """What was seen where and when; `sheet` is "" where no sheet is named. `reports`: how often citizens said so;
    `closed_event`: the event that closed it, if any."""

    number: int
    site: str
    sheet: str
    kind: str
    text: str
    day: date
    is_open: bool
    event: int
    reports: int = 0
    closed_event: int | None = None


FOREIGN = "foreign"
"""The kind of what the office's own people saw."""


def open_incident(
    connection: Connection, act: Act, witness: Witness, site: str, sheet: str, text: str, day: date
) -> Incident:
    """Record a foreign code; the same one seen at the same place on the same day is one incident. Raises `OfficeError`
    for a day to come."""
    if day > get_today():
        raise OfficeError(
            "ngày này chưa đến", place=f"điểm {site}", value=f"{day:%d/%m/%Y}", way_out="ghi ngày đã thấy"
        )
    grounds = {"by": witness.by, "evidence": witness.evidence, "device": witness.device, "note": witness.note}
    kept_grounds = {name: value for name, value in grounds.items() if value}
    same = _find_same(connection, site, sheet, text)
    return same or _open(connection, act, EventKind.CODE_FOREIGN, (site, sheet, FOREIGN, text, day), kept_grounds)


def report_incident(
    connection: Connection, act: Act, site: str, sheet: str, kind: str, text: str, day: date, mark: str
) -> Incident:
    """Record what a citizen reported: of something that is open already it is one report more."""
    same = _find_same(connection, site, sheet, text)
    if same is None:
        same = _open(connection, act, EventKind.CITIZEN_REPORT, (site, sheet, kind, text, day), {"mark": mark})
    else:
        facts = {"incident": same.number, "sheet": sheet, "text": text, "day": day, "mark": mark}
        events.record(connection, act, EventKind.CITIZEN_REPORT, _name_subject(site, sheet), after=facts)
    counted = update(INCIDENT).where(INCIDENT.c.number == same.number).values(reports=INCIDENT.c.reports + 1)
    connection.execute(counted)
    return require_incident(connection, same.number)


def _find_same(connection: Connection, site: str, sheet: str, text: str) -> Incident | None:
    same = select(INCIDENT).where(
        INCIDENT.c.open.is_(True), INCIDENT.c.site == site, INCIDENT.c.sheet == sheet, INCIDENT.c.text == text
    )
    row = connection.execute(same).first()
    return _read_incident(row) if row else None


def _open(
    connection: Connection, act: Act, what: EventKind, seen: tuple[str, str, str, str, date], grounds: dict[str, str]
) -> Incident:
    site, sheet, kind, text, day = seen
    number = (connection.execute(select(func.max(INCIDENT.c.number))).scalar() or 0) + 1
    facts = {"incident": number, "sheet": sheet, "text": text, "day": day, **grounds}
    event = events.record(connection, act, what, _name_subject(site, sheet), after=facts)
    values = {"number": number, "site": site, "sheet": sheet, "kind": kind, "text": text}
    connection.execute(insert(INCIDENT).values(**values, day=day.isoformat(), open=True, event=event))
    return require_incident(connection, number)


def _name_subject(site: str, sheet: str) -> str:
    return f"wall/{site}/{sheet}".rstrip("/")


def require_incident(connection: Connection, number: int) -> Incident:
    """The incident of this number, open or not. Raises `OfficeError`."""
    row = connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).first()
    if row is None:
        way_out = "xem kiosk incident list --all"
        raise OfficeError("không có sự cố nào mang số này", place="sự cố", value=str(number), way_out=way_out)
    return _read_incident(row)


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
    return _read_incident(connection.execute(select(INCIDENT).where(INCIDENT.c.number == number)).one())


def reopen_incident(connection: Connection, act: Act, witness: Witness, number: int) -> Incident:
    """Record that an incident that was closed is not settled (the note says why). Raises `OfficeError` where it is
    open."""
    closed = require_incident(connection, number)
    if closed.is_open:
        raise OfficeError("sự cố này đang mở", place="sự cố", value=str(number), way_out="xem kiosk incident list")
    facts = {"incident": number, "by": witness.by, "note": witness.note}
    events.record(connection, act, EventKind.INCIDENT_REOPENED, f"incident/{number}", after=facts)
    connection.execute(update(INCIDENT).where(INCIDENT.c.number == number).values(open=True, closed_event=None))
    return require_incident(connection, number)


def list_closed(connection: Connection, site: str = "", most: int = 50) -> tuple[Incident, ...]:
    """The incidents (of one site) that were closed last."""
    query = select(INCIDENT).where(INCIDENT.c.open.is_(False)).order_by(INCIDENT.c.closed_event.desc()).limit(most)
    if site:
        query = query.where(INCIDENT.c.site == site)
    return tuple(map(_read_incident, connection.execute(query)))


def list_open(connection: Connection, site: str = "") -> tuple[Incident, ...]:
    """Open incidents (of one site), the oldest first."""
    query = select(INCIDENT).where(INCIDENT.c.open.is_(True)).order_by(INCIDENT.c.day, INCIDENT.c.number)
    if site:
        query = query.where(INCIDENT.c.site == site)
    return tuple(map(_read_incident, connection.execute(query)))


@dataclass(frozen=True, slots=True)
class ClosedIncident:
    """A closed incident: when it was closed in seconds since 1970, by whom, and what was done."""

    incident: Incident
    at: int
    person: int | None
    by: str
    note: str


def tell_closing(connection: Connection, incident: Incident) -> ClosedIncident:
    """How an incident came to be closed: by an act of its own, or because what opened it was undone."""
    event = events.find_event(connection, incident.closed_event or 0)
    facts = event.after if event is not None and isinstance(event.after, dict) else {}
    by, note = str(facts.get("by") or ""), str(facts.get("note") or "")
    return ClosedIncident(incident, event.at if event else 0, event.person if event else None, by, note)


def undo_incident(connection: Connection, kind: EventKind, number: int, undoing: int) -> None:
    """Let what follows from event `number` be as if it had not been: an opened one is closed by the event that undoes
    it, a closed one is open again."""
    if kind is not EventKind.INCIDENT_CLOSED:
        connection.execute(update(INCIDENT).where(INCIDENT.c.event == number).values(open=False, closed_event=undoing))
    else:
        reopened = update(INCIDENT).where(INCIDENT.c.closed_event == number)
        connection.execute(reopened.values(open=True, closed_event=None))


def _read_incident(row: object) -> Incident:
    r = row._mapping  # type: ignore[attr-defined]  # a row of the database
    day = date.fromisoformat(r["day"])
    facts = (r["number"], r["site"], r["sheet"], r["kind"], r["text"], day, r["open"], r["event"])
    return Incident(*facts, r["reports"], r["closed_event"])
