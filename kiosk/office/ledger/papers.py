"""What is done with paper, recorded: hung, taken down, lost, damaged, seen; and undone, by an event of its own.

In come a connection inside a transaction, an act, who says so and what; out go the numbers of events. The rows that
answer questions follow in the same transaction. Where entries come from (an order, ids, a list, a photo) is left to
callers. The last word of a sheet is the one of the latest day, and of that day the one recorded last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kiosk.canonical import digest, dump_canonical
from kiosk.clock import get_today, read_moment
from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry, SheetWord, Witness
from kiosk.model.manifest import take_body_revision
from kiosk.office import events
from kiosk.office.database.ledger_tables import EVENT_KEY, ORDER_LINE, PAPER, SHEET_MARK, SHEET_REVISION, WALL
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act, EventKind, NewEvent

KINDS = {
    PaperAct.HUNG: EventKind.PAPER_HUNG,
    PaperAct.DOWN: EventKind.PAPER_DOWN,
    PaperAct.LOST: EventKind.PAPER_LOST,
    PaperAct.DAMAGED: EventKind.PAPER_DAMAGED,
    PaperAct.SEEN: EventKind.PAPER_SEEN,
}
_GONE = [act.value for act in PaperAct if act.removes]
_CHECKS = {PaperAct.HUNG, PaperAct.SEEN}


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry and its event; `is_new` is false where the ledger held it already."""

    entry: PaperEntry
    event: int
    is_new: bool


def record_papers(
    connection: Connection, act: Act, witness: Witness, entries: Sequence[PaperEntry], *, is_old: bool = False
) -> tuple[RecordedEntry, ...]:
    """Record all of the entries or none. The same fact is recorded once: one whose key is known, or that says of a
    sheet what the ledger says last. `is_old`: a record of the time before the ledger, taken as it stands.

    Raises `OfficeError` for a day to come, or on which this print did not exist; for a sheet that is said to be gone,
    damaged or seen and does not hang; and for a known key that said something else.
    """
    events_known = {entry: _find_known_event(connection, witness, entry) for entry in dict.fromkeys(entries)}
    fresh = [entry for entry, number in events_known.items() if number is None]
    for entry in fresh:
        _refuse_impossible(connection, entry)
    if not is_old:
        _refuse_too_early(connection, fresh)
    numbers = dict(zip(fresh, _append(connection, act, witness, fresh), strict=True))
    return tuple(
        RecordedEntry(entry, numbers[entry] if number is None else number, number is None)
        for entry, number in events_known.items()
    )


def _append(connection: Connection, act: Act, witness: Witness, fresh: Sequence[PaperEntry]) -> tuple[int, ...]:
    if not fresh:
        return ()
    grounds = {key: value for key, value in asdict(witness).items() if value}
    appended = [NewEvent(KINDS[e.act], f"wall/{e.site}/{e.sheet}", after={**_dump_entry(e), **grounds}) for e in fresh]
    numbers = events.record_all(connection, act, appended)
    rows = [
        {
            "event": number,
            "site": e.site,
            "sheet": e.sheet,
            "act": e.act.value,
            "day": e.day.isoformat(),
            "revision": e.revision,
            "order_number": e.order,
        }
        for e, number in zip(fresh, numbers, strict=True)
    ]
    connection.execute(insert(PAPER), rows)
    keyed = [
        {"key": e.key, "event": number, "says": _says(witness, e)}
        for e, number in zip(fresh, numbers, strict=True)
        if e.key
    ]
    if keyed:
        connection.execute(insert(EVENT_KEY), keyed)
    for entry, number in zip(fresh, numbers, strict=True):
        if entry.act is PaperAct.HUNG:
            _close_line(connection, entry, number)
    last = {(e.site, e.sheet): (e, number) for e, number in zip(fresh, numbers, strict=True)}
    for (site, sheet), (entry, number) in last.items():
        if len(last) < len(fresh) or not _settle_newest(connection, entry, number):
            settle_sheet(connection, site, sheet)
    return numbers


def _settle_newest(connection: Connection, entry: PaperEntry, number: int) -> bool:
    """The short way for what happens most: a sheet that hung before hangs in another revision from a later day on."""
    if entry.act is not PaperAct.HUNG:
        return False
    day = entry.day.isoformat()
    values = {"act": entry.act.value, "revision": entry.revision, "day": day, "event": number, "checked": day}
    newer = update(WALL).where(WALL.c.site == entry.site, WALL.c.sheet == entry.sheet, WALL.c.day <= day)
    return connection.execute(newer.values(values)).rowcount == 1


def _dump_entry(entry: PaperEntry) -> dict[str, object]:
    return {"day": entry.day, "revision": entry.revision, "order": entry.order, "key": entry.key}


def _says(witness: Witness, entry: PaperEntry) -> str:
    facts = [entry.site, entry.sheet, entry.act.value, entry.day, entry.revision, witness.by]
    return digest(dump_canonical(facts))


def _find_known_event(connection: Connection, witness: Witness, entry: PaperEntry) -> int | None:
    """The event that says this already, None where there is none. Raises `OfficeError`."""
    if entry.key:
        row = connection.execute(select(EVENT_KEY).where(EVENT_KEY.c.key == entry.key)).first()
        if row is not None and row.says != _says(witness, entry):
            raise OfficeError(
                "khóa này đã dùng cho một việc khác",
                place="--key",
                value=entry.key,
                way_out=f"xem sự kiện {row.event}, rồi dùng khóa khác",
            )
        if row is not None:
            return int(row.event)
    now = connection.execute(select(WALL).where(WALL.c.site == entry.site, WALL.c.sheet == entry.sheet)).first()
    if now is None or (now.act, now.day) != (entry.act.value, entry.day.isoformat()):
        return None
    says_the_same = now.revision == entry.revision or (not entry.revision and now.act != PaperAct.HUNG.value)
    return int(now.event) if says_the_same and not _brings(connection, entry) else None


def _brings(connection: Connection, entry: PaperEntry) -> bool:
    """Whether the entry closes a line of an order, so that it says more than that a sheet hangs."""
    return entry.act is PaperAct.HUNG and _open_line(connection, entry) is not None


def _refuse_impossible(connection: Connection, entry: PaperEntry) -> None:
    place = f"điểm {entry.site}, tờ {entry.sheet}"
    if entry.day > get_today():
        raise OfficeError(
            "ngày này chưa đến", place=place, value=f"{entry.day:%d/%m/%Y}", way_out="ghi ngày đã làm việc ấy"
        )
    if entry.act is PaperAct.HUNG or (entry.act is PaperAct.SEEN and entry.revision):
        return
    wall = find_sheet_word(connection, entry.site, entry.sheet, entry.day)
    if wall is None or not wall.hangs:
        raise OfficeError(
            "sổ không ghi tờ này đang treo ở điểm này",
            place=place,
            value=entry.act.label,
            way_out=f"xem kiosk wall {entry.site}; nếu tờ đang treo thật thì xác nhận treo trước",
        )


def _refuse_too_early(connection: Connection, entries: Iterable[PaperEntry]) -> None:
    """A print that did not exist on a day did not hang on it: a month or a year was mistyped."""
    first: dict[str, date | None] = {}
    for entry in entries:
        body = take_body_revision(entry.revision)
        if body not in first:
            first[body] = _find_first_day(connection, body)
        first_print = first[body]
        if first_print is not None and entry.day < first_print:
            raise OfficeError(
                "ngày này chưa có bản in ấy",
                place=f"điểm {entry.site}, tờ {entry.sheet}",
                value=f"{entry.day:%d/%m/%Y}",
                way_out=f"bản in này có từ {first_print:%d/%m/%Y}: xem lại ngày, tháng, năm, và mã in trên tờ",
            )


def _find_first_day(connection: Connection, body: str) -> date | None:
    """The first day on which a print can have been on paper: the one that it bears, or, where it was drawn ahead of
    that, the one on which the ledger came to know it; None for one that nobody knows."""
    at = (
        select(EVENT.c.at)
        .join(SHEET_REVISION, SHEET_REVISION.c.event == EVENT.c.id)
        .where(SHEET_REVISION.c.digest == body)
    )
    day = connection.execute(at).scalar()
    if day is None:
        return None
    released = connection.execute(select(func.min(SHEET_MARK.c.released)).where(SHEET_MARK.c.digest == body)).scalar()
    days = [read_moment(int(day)).date(), *([date.fromisoformat(released)] if released else [])]
    return min(days)


def _open_line(connection: Connection, entry: PaperEntry) -> int | None:
    """The number of the oldest order (of the named one, where one is named) with an open line for this sheet."""
    query = (
        select(ORDER_LINE.c.order_number)
        .where(
            ORDER_LINE.c.open.is_(True),
            ORDER_LINE.c.site == entry.site,
            ORDER_LINE.c.sheet == entry.sheet,
            ORDER_LINE.c.revision == entry.revision,
        )
        .order_by(ORDER_LINE.c.order_number)
        .limit(1)
    )
    if entry.order is not None:
        query = query.where(ORDER_LINE.c.order_number == entry.order)
    return connection.execute(query).scalar()


def _close_line(connection: Connection, entry: PaperEntry, event: int) -> None:
    number = _open_line(connection, entry)
    if number is not None:
        connection.execute(
            update(ORDER_LINE)
            .where(
                ORDER_LINE.c.order_number == number,
                ORDER_LINE.c.site == entry.site,
                ORDER_LINE.c.sheet == entry.sheet,
            )
            .values(open=False, hung_event=event)
        )


# what follows from the events ------------------------------------------------------------------------------


def settle_sheet(connection: Connection, site: str, sheet: str) -> None:
    """Make the row of a sheet say what its events say."""
    wall = find_sheet_word(connection, site, sheet)
    connection.execute(delete(WALL).where(WALL.c.site == site, WALL.c.sheet == sheet))
    if wall is not None:
        row = {
            "site": site,
            "sheet": sheet,
            "act": wall.act.value,
            "revision": wall.revision,
            "day": wall.day.isoformat(),
            "event": wall.event,
            "checked": wall.checked.isoformat() if wall.checked else None,
        }
        connection.execute(insert(WALL).values(row))


def find_sheet_word(connection: Connection, site: str, sheet: str, day: date | None = None) -> SheetWord | None:
    """What the ledger says of a sheet (on `day`; default: last), None where it says nothing. Reads from the newest
    event back to the one that names a revision: mostly one row."""
    query = (
        select(PAPER)
        .where(PAPER.c.site == site, PAPER.c.sheet == sheet, PAPER.c.undone_by.is_(None))
        .order_by(PAPER.c.day.desc(), PAPER.c.event.desc())
    )
    if day is not None:
        query = query.where(PAPER.c.day <= day.isoformat())
    with connection.execute(query.execution_options(yield_per=4)) as rows:
        return fold_words(site, sheet, rows)


def fold_words(site: str, sheet: str, newest_first: Iterable[Row[tuple[object, ...]]]) -> SheetWord | None:
    """The state of a sheet from its rows, newest first; reads no further than it must."""
    last: Row[tuple[object, ...]] | None = None
    checked: date | None = None
    revision = ""
    for row in newest_first:
        act = PaperAct(str(row.act))
        last = last if last is not None else row
        if act in _CHECKS and checked is None:
            checked = date.fromisoformat(str(row.day))
        if act.removes:
            break
        revision = revision or str(row.revision)
        if act is PaperAct.HUNG or (revision and checked):
            break
    if last is None:
        return None
    return SheetWord(
        site, sheet, PaperAct(str(last.act)), revision, date.fromisoformat(str(last.day)), int(str(last.event)), checked
    )


# undoing ---------------------------------------------------------------------------------------------------


def undo_paper(connection: Connection, number: int, undoing: int) -> None:
    """Let what follows from event `number` be as if it had not been; `undoing` is the event that says so."""
    row = connection.execute(select(PAPER).where(PAPER.c.event == number)).one()
    connection.execute(update(PAPER).where(PAPER.c.event == number).values(undone_by=undoing))
    connection.execute(delete(EVENT_KEY).where(EVENT_KEY.c.event == number))
    reopened = update(ORDER_LINE).where(
        ORDER_LINE.c.hung_event == number, ORDER_LINE.c.site == row.site, ORDER_LINE.c.sheet == row.sheet
    )
    connection.execute(reopened.values(open=True, hung_event=None))
    settle_sheet(connection, row.site, row.sheet)
