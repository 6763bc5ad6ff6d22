"""Confirming at the wall, with a phone in the hand: which sheets must hang, what a scanned mark means, what was ticked.

In come the workplace, an act and what the page showed; out go rows for the page, and recorded entries. Each tick books
the revision that the page showed beside it, even if another is asked for by now: that is what the person saw.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry, SheetRevision, Witness
from kiosk.model.manifest import take_body_revision
from kiosk.model.wall_photo import PhotoReading, ReadSheet, SheetSighting
from kiosk.office import events
from kiosk.office.database.ledger_tables import PAPER, REQUIRED_SHEET, WALL
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import incidents, opening, releases, undoing
from kiosk.office.ledger.hanging import name_hanging, record_keyed
from kiosk.office.ledger.incidents import Incident
from kiosk.office.ledger.needs import list_needed
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.office.ledger.photo_sightings import judge_wall
from kiosk.office.ledger.revisions import name_board_mark
from kiosk.office.words import check_words
from posters import marks
from posters.marks import PrintedId
from posters.spec import BOARD_LABEL

ACTS = (PaperAct.SEEN, PaperAct.DAMAGED, PaperAct.LOST, PaperAct.DOWN)
"""What a person may say of sheets on their phone; `SEEN`: they hang, whether that is new or not."""
_NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class TickSheet:
    """A sheet to tick: label, revision, the id printed on it ("" for a board, which may have several), how many
    procedures stand on it, what is lacking ("": it hangs as it should) and since when it is known, orders that bring
    it."""

    sheet: str
    revision: str
    mark: str
    procedures: int
    lacking: str
    checked: date | None
    orders: tuple[int, ...]

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.sheet}@{self.revision}"


@dataclass(frozen=True, slots=True)
class WallAnswer:
    """What a person says: the sheets with the revisions that the page showed, what was done with them and on which
    day, and the key under which a device may send it again."""

    sheets: Mapping[str, str]
    what: PaperAct
    day: date
    key: str = ""


def list_ticks(connection: Connection, site: str) -> tuple[TickSheet, ...]:
    """The sheets that must hang at a site, in the order of the wall."""
    required = releases.list_live_required(connection, site)
    needs = {n.required.sheet: n for n in list_needed(connection, required)}
    rows = connection.execute(select(WALL.c.sheet, WALL.c.checked).where(WALL.c.site == site))
    checked = {sheet: date.fromisoformat(day) for sheet, day in rows if day}
    revisions = releases.load_revisions(connection, {r.revision for r in required})
    return tuple(
        TickSheet(
            r.sheet,
            r.revision,
            *_describe_print(revisions.get(r.revision)),
            needs[r.sheet].cause if r.sheet in needs else "",
            checked.get(r.sheet),
            needs[r.sheet].orders if r.sheet in needs else (),
        )
        for r in required
    )


def _describe_print(known: SheetRevision | None) -> tuple[str, int]:
    """The id that a person compares with the paper ("" for a board, whose pages bear one each), and how many
    procedures stand on it."""
    if known is None:
        return "", 0
    return "" if known.sheet == BOARD_LABEL else known.mark, len(known.cards)


def list_order_ticks(connection: Connection, site: str, number: int) -> tuple[TickSheet, ...]:
    """What an order brings to a site and is not confirmed yet, in the revisions that it printed. Raises `OfficeError`
    where there is no such order."""
    lines = [line for line in load_order(connection, number).lines if line.site == site and line.is_open]
    revisions = releases.load_revisions(connection, {line.revision for line in lines})
    return tuple(
        TickSheet(
            line.sheet,
            line.revision,
            *_describe_print(revisions.get(line.revision)),
            line.cause,
            None,
            (number,),
        )
        for line in lines
    )


def list_hanging_surplus(connection: Connection, site: str) -> tuple[str, ...]:
    """Labels of sheets that hang at a site and are not asked for."""
    asked_sheets = select(REQUIRED_SHEET.c.sheet).where(REQUIRED_SHEET.c.site == site)
    removing_acts = [act.value for act in PaperAct if act.removes]
    query = select(WALL.c.sheet).where(WALL.c.site == site, WALL.c.revision != "", WALL.c.act.not_in(removing_acts))
    return tuple(connection.execute(query.where(WALL.c.sheet.not_in(asked_sheets)).order_by(WALL.c.sheet)).scalars())


def judge_mark(connection: Connection, site: str, printed: PrintedId) -> SheetSighting:
    """What it means that a sheet with this id hangs at a site."""
    name, revision = printed.name, ""
    if printed.name.partition("-")[0] == BOARD_LABEL:
        board = releases.find_marked_revision(connection, name_board_mark(site, str(printed)))
        name, revision = BOARD_LABEL, board.digest if board else ""
    sheet = ReadSheet(name, str(printed), "", revision, _NOWHERE)
    sightings = judge_wall(connection, site, [PhotoReading("", 0, 0, (sheet,))])
    sighting = next((s for s in sightings if s.mark == str(printed)), None)
    if sighting is None:
        raise OfficeError(
            "giấy này in theo yêu cầu, không thuộc các tờ phải treo",
            place=f"điểm {site}",
            value=str(printed),
            way_out="không cần xác nhận giấy này",
        )
    return sighting


def read_mark(text: str) -> PrintedId:
    """The id that was scanned or typed. Raises `OfficeError` where it is none."""
    printed = marks.read_id(marks.SHEET, text[:80])
    if printed is None:
        raise OfficeError(
            "mã này không đúng: có chữ gõ sai, hoặc không phải mã của tờ",
            place="mã in trên tờ",
            value=text[:40],
            way_out="quét lại mã, hoặc gõ đúng như in dưới mã QR",
        )
    return printed


def list_sites_of_mark(connection: Connection, printed: PrintedId) -> tuple[str, ...]:
    """Sites at which the sheet with this id must hang or is known to hang; every site that has a sheet of this name
    where the ledger does not know the id (a board's)."""
    known_revision = releases.find_marked_revision(connection, str(printed))
    name = BOARD_LABEL if printed.name.partition("-")[0] == BOARD_LABEL else printed.name
    sites: set[str] = set()
    for table in (REQUIRED_SHEET, WALL):
        for site, revision in connection.execute(select(table.c.site, table.c.revision).where(table.c.sheet == name)):
            if known_revision is None or take_body_revision(revision) == known_revision.digest:
                sites.add(site)
    return tuple(sorted(sites))


def record_answer(
    here: Workplace, act: Act, witness: Witness, site: str, answer: WallAnswer
) -> tuple[RecordedEntry, ...]:
    """Record what a person says of sheets of a site; sent again under its key it is recorded once. Raises
    `OfficeError`, and then nothing is recorded."""
    if not answer.sheets:
        raise OfficeError("chưa chọn tờ nào", place=f"điểm {site}", way_out="đánh dấu các tờ rồi gửi lại")
    if answer.what not in ACTS:
        raise OfficeError("không ghi được việc này ở đây", place=f"điểm {site}", value=answer.what.value)
    check_words(witness.note, "ghi chú", needed=False)
    opening.catch_up(here.store, here.database)
    with here.database.writing() as connection:
        entries = [_make_entry(connection, site, sheet, revision, answer) for sheet, revision in answer.sheets.items()]
        return record_keyed(connection, act, witness, entries)


def _make_entry(connection: Connection, site: str, sheet: str, revision: str, answer: WallAnswer) -> PaperEntry:
    key = f"{answer.key}#{sheet}" if answer.key else ""
    if answer.what is not PaperAct.SEEN:
        return PaperEntry(site, sheet, answer.what, answer.day, key=key)
    _require_revision(connection, site, sheet, revision)
    entry = name_hanging(connection, site, sheet, revision, answer.day)
    return PaperEntry(site, sheet, entry.act, entry.day, entry.revision, key=key)


def _require_revision(connection: Connection, site: str, sheet: str, revision: str) -> None:
    """Raises `OfficeError` for a revision that the ledger does not know as this sheet, or of demonstration data."""
    known_revision = releases.load_revisions(connection, {revision}).get(revision)
    if known_revision is None or known_revision.sheet != sheet:
        raise OfficeError(
            "trang gửi lên một bản in mà sổ không biết, chưa ghi nhận gì",
            place=f"điểm {site}, tờ {sheet[:40]}",
            way_out="mở lại trang rồi xác nhận lại",
        )
    head = marks.read_id(marks.SITE, revision.partition(".")[2])
    query = select(REQUIRED_SHEET.c.site).where(REQUIRED_SHEET.c.revision == revision)
    owners = {head.name} if head else set(connection.execute(query).scalars())
    if owners and site.upper() not in owners and site not in owners:
        raise OfficeError(
            "tờ này là của điểm khác", place=f"điểm {site}", value=sheet, way_out="gỡ xuống và báo văn phòng"
        )
    if releases.is_sample(connection, known_revision.release):
        raise OfficeError(
            "bản đang công bố là BẢN MẪU – KHÔNG NIÊM YẾT, không xác nhận treo",
            place=f"điểm {site}, tờ {sheet}",
            way_out="nhập danh mục thật rồi công bố",
        )


def list_outdated(connection: Connection, site: str, sheets: Mapping[str, str]) -> tuple[str, ...]:
    """Of the sheets that were said to hang, those of which another revision is asked for by now."""
    query = select(REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision).where(REQUIRED_SHEET.c.site == site)
    asked_revisions = dict(connection.execute(query).all())
    return tuple(sheet for sheet, revision in sheets.items() if asked_revisions.get(sheet) not in (None, revision))


def open_foreign(here: Workplace, act: Act, witness: Witness, site: str, sheet: str, text: str, day: date) -> Incident:
    """Record a strange or pasted-over code that a person saw. Raises `OfficeError`, `ReleaseError` for odd words."""
    words = check_words(text[:400], "mã lạ")
    opening.catch_up(here.store, here.database)
    with here.database.writing() as connection:
        labels = set(connection.execute(select(REQUIRED_SHEET.c.sheet).where(REQUIRED_SHEET.c.site == site)).scalars())
        known_sheet = sheet if sheet in labels else ""
        return incidents.open_incident(connection, act, witness, site, known_sheet, words, day)


def undo_own(here: Workplace, act: Act, witness: Witness, site: str, number: int) -> int:
    """Undo what the same person has just recorded together with this event at this site; returns how many. Raises
    `OfficeError` for anything else."""
    with here.database.writing() as connection:
        event = events.find_event(connection, number)
        paper = connection.execute(select(PAPER.c.site).where(PAPER.c.event == number)).scalar()
        if event is None or paper != site or act.person is None or event.person != act.person:
            raise OfficeError(
                "chỉ hủy được việc chính mình vừa ghi ở điểm này",
                place=f"điểm {site}",
                value=str(number),
                way_out="nhờ văn phòng hủy bằng số sự kiện",
            )
        return len(undoing.undo_event(connection, act, witness, number, whole_act=True))


def choose_sheets(ticked: Collection[str]) -> dict[str, str]:
    """Labels with their revisions, out of what forms send."""
    return dict(value.split("@", 1) for value in ticked if "@" in value)


def describe_recorded(recorded: Sequence[RecordedEntry], outdated: Sequence[str]) -> str:
    """What a person reads after sending."""
    fresh = [one for one in recorded if one.is_new]
    parts = []
    if fresh:
        labels = ", ".join(one.entry.sheet for one in fresh[:6]) + (" …" if len(fresh) > 6 else "")
        parts.append(f"Đã ghi nhận {len(fresh)} tờ ({labels}).")
    if len(recorded) > len(fresh):
        parts.append(f"{len(recorded) - len(fresh)} tờ đã ghi từ trước, không ghi lại.")
    if outdated:
        listed = ", ".join(outdated[:6])
        parts.append(f"Nay đã có bản in mới của tờ {listed}: tờ đang treo là tờ cũ, phải in và thay.")
    return " ".join(parts) or "Không có gì mới để ghi."
