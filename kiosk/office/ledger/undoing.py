"""Undoing an event of the ledger: by an event of its own, after which every answer is as if the first had not been.

In come a connection inside a transaction, an act, who undoes and the number of an event; out go the numbers undone.
What somebody hung and then took down is taken up again by recording it anew, not by undoing an undoing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.database.ledger_tables import PAPER
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act, Event, EventKind
from kiosk.office.ledger import devices, incidents, orders, papers
from kiosk.office.ledger.site_events import list_planned, list_proposed

_Undo = Callable[[Connection, EventKind, int, int], None]


def _undo_paper(connection: Connection, _kind: EventKind, number: int, undoing: int) -> None:
    papers.undo_paper(connection, number, undoing)


def _undo_order(connection: Connection, kind: EventKind, number: int, _undoing: int) -> None:
    orders.undo_order(connection, kind, number)


def _undo_sight(connection: Connection, _kind: EventKind, number: int, _undoing: int) -> None:
    devices.undo_sight(connection, number)


def _leave_plan(_connection: Connection, _kind: EventKind, _number: int, _undoing: int) -> None:
    """Nothing follows from what is planned until its day."""


_WAYS: Mapping[EventKind, _Undo] = {
    **dict.fromkeys(papers.KINDS.values(), _undo_paper),
    EventKind.ORDER_SENT: _undo_order,
    EventKind.ORDER_DELIVERED: _undo_order,
    EventKind.ORDER_CANCELLED: _undo_order,
    EventKind.DEVICE_SEEN: _undo_sight,
    EventKind.CODE_FOREIGN: incidents.undo_incident,
    EventKind.INCIDENT_CLOSED: incidents.undo_incident,
    EventKind.SITE_PLANNED: _leave_plan,
    EventKind.SITE_PROPOSED: _leave_plan,
}


def undo_event(
    connection: Connection, act: Act, witness: Witness, number: int, *, whole_act: bool = False
) -> tuple[int, ...]:
    """Undo an event, or all that can be undone of the act to which it belongs. Raises `OfficeError` for one that there
    is not, that is undone already, or that is not of this kind."""
    event = events.find_event(connection, number)
    if event is None or event.what not in _WAYS:
        raise _explain_refusal(number, event)
    events_chosen = _list_act_events(connection, event) if whole_act else (event,)
    fresh = tuple(e for e in events_chosen if not _is_undone(connection, e))
    if not fresh:
        raise OfficeError(
            "việc này đã được hủy rồi, không đổi gì", place="kiosk undo", value=str(number), way_out="xem kiosk wall"
        )
    for one in fresh:
        _refuse_taken(connection, one)
        facts = {"undoes": one.id, "by": witness.by, "note": witness.note}
        undoing = events.record(connection, act, EventKind.UNDONE, f"event/{one.id}", after=facts)
        _WAYS[one.what](connection, one.what, one.id, undoing)
    return tuple(e.id for e in fresh)


def list_undoable(connection: Connection, subject: str, most: int = 8) -> tuple[Event, ...]:
    """What was recorded about a subject last and can still be taken back, the newest first."""
    listed = events.list_events(connection, 4 * most, subject=subject)
    return tuple(e for e in listed if e.what in _WAYS and not _is_undone(connection, e))[:most]


def _explain_refusal(number: int, event: Event | None) -> OfficeError:
    if event is None:
        return OfficeError("không có sự kiện này", place="kiosk undo", value=str(number), way_out="xem số ở kiosk wall")
    way_out = (
        "ghi lại việc ấy bằng kiosk confirm" if event.what is EventKind.UNDONE else "việc này có lệnh riêng để đổi"
    )
    if event.what is EventKind.ORDER_MADE:
        way_out = "hủy bằng kiosk order cancel"
    return OfficeError(f"không hủy được việc «{event.what.label}»", place=f"sự kiện {number}", way_out=way_out)


def _refuse_taken(connection: Connection, event: Event) -> None:
    """What was planned and stands in the tables by now is no plan any more. Raises `OfficeError`."""
    standing = {EventKind.SITE_PLANNED: list_planned, EventKind.SITE_PROPOSED: list_proposed}.get(event.what)
    if standing is not None and event.id not in {p.event for p in standing(connection)}:
        raise OfficeError(
            "thay đổi này đã ghi vào bảng các điểm",
            place=f"sự kiện {event.id}",
            way_out="ghi thay đổi ngược lại bằng kiosk site, kèm ngày và quyết định của nó",
        )


def _list_act_events(connection: Connection, event: Event) -> tuple[Event, ...]:
    numbers = (
        connection.execute(select(EVENT.c.id).where(EVENT.c.act == event.act).order_by(EVENT.c.id)).scalars().all()
    )
    every = (events.find_event(connection, number) for number in numbers)
    return tuple(e for e in every if e is not None and e.what in _WAYS)


def _is_undone(connection: Connection, event: Event) -> bool:
    if event.what in papers.KINDS.values():
        query = select(PAPER.c.undone_by).where(PAPER.c.event == event.id)
        return connection.execute(query).scalar() is not None
    undone = select(EVENT.c.id).where(EVENT.c.subject == f"event/{event.id}", EVENT.c.what == EventKind.UNDONE.value)
    return connection.execute(undone.limit(1)).first() is not None
