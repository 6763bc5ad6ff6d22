"""What photos of a wall propose: for every sheet that must hang there, and every other that was seen, one sighting.

In come a connection, a site and what was read in its photos; out go proposals, which change nothing: a person accepts
them (`photo_recording`). A sheet is right only in the revision that is asked for; what was not read is not seen. Codes
count as foreign only inside the outline of a sheet of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, or_, select

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, RequiredSheet, SheetRevision
from kiosk.model.manifest import take_body_revision
from kiosk.model.wall_photo import PhotoReading, ReadSheet, SheetSighting, SightingKind
from kiosk.office.database.ledger_tables import ORDER_LINE, PAPER, PRINT_ORDER, REQUIRED_SHEET, WALL
from kiosk.office.ledger import releases
from kiosk.office.ledger.revisions import BOARD
from kiosk.settings.links import ON_DEMAND
from posters import marks

_CLOSER = "chụp lại gần hơn, mỗi ảnh nhiều nhất 4 tờ"
_NAMED = 3


@dataclass(slots=True)
class _SeenSheet:
    """A sheet over all photos: what was read of it anywhere."""

    sheet: str
    mark: str
    owner: str
    head: str = ""
    revision: str = ""
    photos: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    closer: bool = False

    def take(self, photo: str, one: ReadSheet) -> None:
        """Add what a photo shows of it."""
        self.head, self.revision = self.head or one.head, self.revision or one.revision
        self.photos += [photo] if photo not in self.photos else []
        self.read |= set(one.read)
        self.unread |= set(one.unread)
        self.foreign |= set(one.foreign)
        self.closer = self.closer or one.closer

    @property
    def missing(self) -> set[str]:
        """Codes that no photo shows."""
        return self.unread - self.read


def judge_wall(
    connection: Connection, site: str, readings: Sequence[PhotoReading], today: date | None = None
) -> tuple[SheetSighting, ...]:
    """The sightings of a wall in the order in which its sheets hang; what does not belong there comes last."""
    judging = _Judging(connection, site, today or get_today())
    sightings = [judging.judge(one) for one in _merge(readings, site) if not one.sheet.startswith(ON_DEMAND)]
    right = {s.sheet for s in sightings if s.kind is SightingKind.RIGHT}
    sightings = [_note_new_beside(s) if s.kind is SightingKind.OLD and s.sheet in right else s for s in sightings]
    sheet_names = {s.sheet for s in sightings if s.kind is not SightingKind.ELSEWHERE}
    unseen = [SheetSighting(sheet, SightingKind.UNSEEN) for sheet in judging.required if sheet not in sheet_names]
    order = {sheet: i for i, sheet in enumerate(judging.required)}
    return tuple(sorted((*sightings, *unseen), key=lambda s: (order.get(s.sheet, len(order)), s.sheet, s.mark)))


def _note_new_beside(old: SheetSighting) -> SheetSighting:
    """An old sheet beside the one that is asked for: what hangs is the new one, the old is to be taken down."""
    return replace(old, revision="", note="tờ mới đã treo bên cạnh: gỡ tờ cũ này xuống")


def _merge(readings: Iterable[PhotoReading], site: str) -> list[_SeenSheet]:
    """Every sheet once for each id, other sites' copies apart. What bears no id that was read goes to the one id of its
    label, if there is one."""
    sheets: dict[tuple[str, str, str], _SeenSheet] = {}
    nameless: list[tuple[str, ReadSheet]] = []
    for reading in readings:
        for one in reading.sheets:
            if one.mark:
                owner = find_other_owner(one.head, site)
                key = (one.sheet, one.mark, owner)
                sheets.setdefault(key, _SeenSheet(one.sheet, one.mark, owner)).take(reading.photo, one)
            else:
                nameless.append((reading.photo, one))
    for photo, one in nameless:
        same = [s for s in sheets.values() if s.sheet == one.sheet and s.mark and not s.owner]
        target = same[0] if len(same) == 1 else sheets.setdefault((one.sheet, "", ""), _SeenSheet(one.sheet, "", ""))
        target.take(photo, one)
    return list(sheets.values())


def find_other_owner(head: str, site: str) -> str:
    """The code of the site whose mark this is, where it is another."""
    owner = marks.read_id(marks.SITE, head)
    return owner.name if owner is not None and owner.name != site.upper() else ""


class _Judging:
    """What the ledger knows while the sheets of one wall are judged."""

    def __init__(self, connection: Connection, site: str, today: date) -> None:
        self._connection, self._site, self._today = connection, site, today
        required = [r for r in releases.list_live_required(connection) if r.site == site]
        self.required: dict[str, RequiredSheet] = {r.sheet: r for r in required}
        rows = connection.execute(select(WALL).where(WALL.c.site == site))
        self._wall = {row.sheet: row for row in rows}

    def judge(self, one: _SeenSheet) -> SheetSighting:
        """The sighting of one sheet."""
        if not one.mark:
            note = f"thấy tờ nhưng chưa đọc được mã của tờ: {_CLOSER}"
            plain = SheetSighting(one.sheet, SightingKind.UNSEEN, photos=tuple(one.photos), note=note)
        else:
            plain = self._judge_named(one)
        if not one.foreign:
            return plain
        incidents = tuple(f"mã lạ dán trên tờ {one.sheet}: {text}"[:400] for text in sorted(one.foreign))
        note = f"tờ bên dưới: {plain.kind.label}; gỡ mã dán, xem mã in còn nguyên rồi chụp lại hoặc xác nhận"
        return replace(plain, kind=SightingKind.FOREIGN, incidents=plain.incidents + incidents, note=note)

    def _judge_named(self, one: _SeenSheet) -> SheetSighting:
        base = SheetSighting(one.sheet, SightingKind.OLD, one.mark, photos=tuple(one.photos), owner=one.owner)
        if one.owner:
            return self._judge_elsewhere(base, [one.owner])
        revision = self._find_revision(one)
        if revision is None:
            text = f"tờ mang mã {one.mark}, sổ không có tờ nào như vậy"
            return replace(base, kind=SightingKind.FOREIGN, incidents=(text,), note="không phải tờ của chúng tôi")
        if releases.is_sample(self._connection, revision.release):
            text = f"tờ {one.mark} của BẢN MẪU – KHÔNG NIÊM YẾT đang treo"
            return replace(base, kind=SightingKind.FOREIGN, incidents=(text,), note="gỡ tờ mẫu xuống")
        return self._judge_known(one, base, revision)

    def _find_revision(self, one: _SeenSheet) -> SheetRevision | None:
        """What stands on it, where the ledger knows: a board's pages are named by what releases on disk drew."""
        if one.revision:
            return releases.load_revisions(self._connection, {one.revision}).get(one.revision)
        return releases.find_marked_revision(self._connection, one.mark)

    def _judge_known(self, one: _SeenSheet, base: SheetSighting, known: SheetRevision) -> SheetSighting:
        required, body = self.required.get(one.sheet), known.digest
        if (
            required is not None
            and take_body_revision(required.revision) == body
            and self._has_head(required, one.head)
        ):
            return self._judge_right(one, replace(base, revision=required.revision), known)
        early = self._find_early_day(one.sheet, body)
        if early is not None:
            note = f"tờ để treo từ ngày {early:%d/%m/%Y}: gỡ xuống, treo lại tờ đang có hiệu lực"
            return replace(base, kind=SightingKind.EARLY, note=note)
        if not one.revision and not self._was_here(body):
            elsewhere = self._list_sites(body)
            if elsewhere:
                return self._judge_elsewhere(base, elsewhere)
        revision = body if known.product == BOARD or not one.head else f"{body}.{one.head}"
        note = "cần thay bằng tờ hiện hành" if required is not None else "điểm này không còn dùng tờ này: gỡ xuống"
        return self._compare_with_record(replace(base, revision=revision, note=note))

    def _judge_right(self, one: _SeenSheet, base: SheetSighting, known: SheetRevision) -> SheetSighting:
        codes = {card.payload: card.code for card in known.cards}
        missing = sorted(codes.get(text, text) for text in one.missing)
        note = ""
        if missing:
            listed = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
            why = _CLOSER if one.closer else "xem các mã ấy có bị che, rách hay chói không"
            note = f"chưa đọc được {len(missing)} mã ({listed}): {why}"
        return self._compare_with_record(replace(base, kind=SightingKind.RIGHT, note=note))

    def _has_head(self, asked: RequiredSheet, head: str) -> bool:
        """Whether the site's own part is the one of now, as far as its mark was read."""
        own = asked.revision.partition(".")[2]
        return not head or not own or head == own

    def _compare_with_record(self, sighting: SheetSighting) -> SheetSighting:
        now = self._wall.get(sighting.sheet)
        if now is None or now.act == PaperAct.DAMAGED.value:
            return sighting
        same = now.revision == sighting.revision and now.checked == self._today.isoformat()
        return replace(sighting, is_recorded=same)

    def _judge_elsewhere(self, base: SheetSighting, sites: Sequence[str]) -> SheetSighting:
        listed = ", ".join(sites[:_NAMED]) + (" …" if len(sites) > _NAMED else "")
        text = f"tờ {base.mark} của điểm {listed} treo ở đây"
        return replace(base, kind=SightingKind.ELSEWHERE, incidents=(text,), note=f"của điểm {listed}: gỡ xuống")

    def _find_early_day(self, sheet: str, body: str) -> date | None:
        """The day for which an open order brings this revision, where that day has not come."""
        query = (
            select(ORDER_LINE.c.revision, PRINT_ORDER.c.hang_from)
            .join(PRINT_ORDER, PRINT_ORDER.c.number == ORDER_LINE.c.order_number)
            .where(
                ORDER_LINE.c.site == self._site,
                ORDER_LINE.c.sheet == sheet,
                ORDER_LINE.c.open.is_(True),
                PRINT_ORDER.c.hang_from > self._today.isoformat(),
            )
        )
        days = [date.fromisoformat(d) for revision, d in self._connection.execute(query) if _is_body(revision, body)]
        return min(days, default=None)

    def _was_here(self, body: str) -> bool:
        """Whether the ledger knows this revision at this site."""
        for table in (REQUIRED_SHEET, ORDER_LINE, PAPER):
            same = or_(table.c.revision == body, table.c.revision.startswith(f"{body}."))
            if self._connection.execute(select(table.c.site).where(table.c.site == self._site, same).limit(1)).first():
                return True
        return False

    def _list_sites(self, body: str) -> list[str]:
        """Other sites that are asked to hang this revision now."""
        same = or_(REQUIRED_SHEET.c.revision == body, REQUIRED_SHEET.c.revision.startswith(f"{body}."))
        query = select(REQUIRED_SHEET.c.site).where(same).distinct().order_by(REQUIRED_SHEET.c.site)
        return list(self._connection.execute(query).scalars())


def _is_body(revision: str, body: str) -> bool:
    return take_body_revision(revision) == body
