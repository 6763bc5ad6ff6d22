"""What a person says of sheets, brought to entries of the ledger: by an order, by printed ids, by a ticked list.

In come a connection inside a transaction, an act, who says so and what; out go the recorded entries. The revision comes
from the order or from the paper, never from what is published now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import OrderLine, PaperAct, PaperEntry, PrintOrder, SheetRevision, Witness
from kiosk.model.manifest import take_body_revision
from kiosk.model.site import spell_codes
from kiosk.office.database.ledger_tables import ORDER_LINE, REQUIRED_SHEET, WALL
from kiosk.office.events import Act
from kiosk.office.ledger import papers, releases
from kiosk.office.ledger.order_list import load_order
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.office.ledger.revisions import name_board_mark
from kiosk.office.ledger.tick_list import TickedRow
from posters import marks
from posters.spec import BOARD_LABEL


def confirm_order(
    connection: Connection,
    act: Act,
    witness: Witness,
    number: int,
    sites: Collection[str],
    sheets: Collection[str],
    day: date,
) -> tuple[RecordedEntry, ...]:
    """Record that an order hangs: whole, at these sites, or these sheets of it. What was confirmed before is told and
    not recorded again. Raises `OfficeError` for a site or sheet that is not in it, or was cancelled."""
    order = load_order(connection, number)
    lines = _choose_lines(order, sites, sheets)
    entries = [PaperEntry(x.site, x.sheet, PaperAct.HUNG, day, x.revision, number) for x in lines if x.is_open]
    recorded = papers.record_papers(connection, act, witness, entries)
    before = (
        RecordedEntry(PaperEntry(x.site, x.sheet, PaperAct.HUNG, day, x.revision, number), x.hung_event, is_new=False)
        for x in lines
        if x.hung_event is not None
    )
    return (*recorded, *before)


def list_doubts(
    connection: Connection, recorded: Sequence[RecordedEntry], number: int, sites: Collection[str]
) -> list[str]:
    """What whoever confirmed an order should look at again: sheets of it that were cancelled and so not recorded, and
    parcels of which nobody said that they were sent or delivered (another order may be meant)."""
    order = load_order(connection, number)
    site_codes = spell_codes(sites, (p.site for p in order.parcels))
    parcels = [p for p in order.parcels if not site_codes or p.site in site_codes]
    cancelled = sum(p.cancelled for p in parcels)
    fresh = {one.entry.site for one in recorded if one.is_new}
    unsent = [p.site for p in parcels if p.site in fresh and not (p.sent or p.delivered)]
    doubts = []
    if cancelled:
        doubts.append(
            f"{cancelled} tờ của lệnh in {number} đã hủy nên không ghi; "
            "tờ nào treo thật thì xác nhận bằng mã in trên tờ."
        )
    if unsent:
        listed = ", ".join(unsent[:6]) + (" …" if len(unsent) > 6 else "")
        doubts.append(
            f"Lệnh in {number} chưa ghi gửi in hay giao đến điểm {listed}: xem lại số lệnh in; ghi nhầm thì hủy cả lần "
            f"bằng kiosk undo {next(one.event for one in recorded if one.is_new)} --act."
        )
    return doubts


def _choose_lines(order: PrintOrder, sites: Collection[str], sheets: Collection[str]) -> tuple[OrderLine, ...]:
    place = f"lệnh in {order.number}"
    way_out = f"xem kiosk order show {order.number}"
    codes = {p.site for p in order.parcels}
    site_codes = spell_codes(sites, codes)
    for site in site_codes:
        if site not in codes:
            raise OfficeError("lệnh in này không có điểm ấy", place=place, value=site[:40], way_out=way_out)
    chosen_sites = set(site_codes) or codes
    lines = [line for line in order.lines if line.site in chosen_sites]
    sheet_names = {_strip_label(sheet, chosen_sites) for sheet in sheets}
    absent = sheet_names - {line.sheet for line in lines}
    if absent:
        raise OfficeError("lệnh in này không có tờ ấy", place=place, value=sorted(absent)[0][:40], way_out=way_out)
    if sheet_names:
        lines = [line for line in lines if line.sheet in sheet_names]
    cancelled = [line for line in lines if not line.is_open and line.hung_event is None]
    if sheet_names and cancelled:
        value = f"{cancelled[0].site}-{cancelled[0].sheet}"
        raise OfficeError("tờ này đã hủy khỏi lệnh in", place=place, value=value, way_out="xác nhận bằng mã in trên tờ")
    return tuple(line for line in lines if line not in cancelled)


def _strip_label(sheet: str, sites: Iterable[str]) -> str:
    """A label as lines hold it: in capitals, without the site's code or a revision."""
    label = sheet.strip().upper().replace("·", "-")
    printed = marks.read_id(marks.SHEET, label)
    label = printed.name if printed else label
    for site in sites:
        label = label.removeprefix(f"{site.upper()}-")
    return label


def confirm_sheets(
    connection: Connection,
    act: Act,
    witness: Witness,
    site: str,
    names: Sequence[str],
    what: PaperAct,
    day: date,
    key: str = "",
) -> tuple[RecordedEntry, ...]:
    """Record `what` of sheets at a site. What hangs is named by the id printed on it, with its check letter; what is
    gone or damaged also by its label. Raises `OfficeError`."""
    entries = [_make_entry(connection, site, name, what, day) for name in names]
    if key:
        keys = [key] if len(entries) == 1 else [f"{key}#{n}" for n in range(1, len(entries) + 1)]
        entries = [replace(entry, key=k) for entry, k in zip(entries, keys, strict=True)]
    return papers.record_papers(connection, act, witness, entries)


def _make_entry(connection: Connection, site: str, name: str, what: PaperAct, day: date) -> PaperEntry:
    printed = marks.read_id(marks.SHEET, name)
    if printed is not None:
        revision = _require_revision(connection, site, str(printed))
        hanging = "" if what.removes else _add_site_part(connection, site, revision)
        return PaperEntry(site, revision.sheet, what, day, hanging)
    label = _strip_label(name, (site,))
    known_sheet = connection.execute(select(WALL.c.sheet).where(WALL.c.site == site, WALL.c.sheet == label)).scalar()
    if what is PaperAct.HUNG:
        raise OfficeError(
            "tờ treo phải nêu bằng mã in trên tờ (chữ cuối là chữ kiểm tra), vì cùng một tờ có nhiều bản in",
            place=f"điểm {site}",
            value=name[:40],
            way_out=f"gõ mã như {_find_mark(connection, site)}, hoặc xác nhận theo lệnh in: kiosk confirm --order SỐ",
        )
    if known_sheet is None:
        raise OfficeError(
            "sổ không ghi tờ này ở điểm này; nếu là mã in trên tờ thì có chữ gõ sai",
            place=f"điểm {site}",
            value=name[:40],
            way_out=f"xem kiosk wall {site}",
        )
    return PaperEntry(site, label, what, day)


def _require_revision(connection: Connection, site: str, mark: str) -> SheetRevision:
    """The revision that carries this id at a site. Raises `OfficeError` where no release or order ever printed it."""
    is_board = mark.partition("-")[0] == BOARD_LABEL
    revision = releases.find_marked_revision(connection, name_board_mark(site, mark) if is_board else mark)
    if revision is None:
        raise OfficeError(
            "không bản phát hành hay lệnh in nào từng in mã này: không phải tờ của chúng tôi",
            place=f"điểm {site}",
            value=mark[:40],
            way_out="xem lại mã; nếu mã đúng là trên tường thì ghi sự cố bằng --foreign",
        )
    if releases.is_sample(connection, revision.release):
        raise OfficeError(
            "tờ này của BẢN MẪU – KHÔNG NIÊM YẾT, không xác nhận treo",
            place=f"điểm {site}",
            value=mark,
            way_out="gỡ tờ mẫu xuống; lập lệnh in của bản thật bằng kiosk order make",
        )
    return revision


def _add_site_part(connection: Connection, site: str, revision: SheetRevision) -> str:
    """The revision with what the site adds to it: that of the order that brings it, else of what hangs, else of what is
    asked; the shared part alone where none of them is of this body."""
    sources = (
        select(ORDER_LINE.c.revision)
        .where(ORDER_LINE.c.open.is_(True), ORDER_LINE.c.site == site, ORDER_LINE.c.sheet == revision.sheet)
        .order_by(ORDER_LINE.c.order_number),
        select(WALL.c.revision).where(WALL.c.site == site, WALL.c.sheet == revision.sheet),
        select(REQUIRED_SHEET.c.revision).where(
            REQUIRED_SHEET.c.site == site, REQUIRED_SHEET.c.sheet == revision.sheet
        ),
    )
    for query in sources:
        for full in connection.execute(query).scalars():
            if take_body_revision(full) == revision.digest:
                return str(full)
    return revision.digest


def _find_mark(connection: Connection, site: str) -> str:
    query = select(REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision).where(REQUIRED_SHEET.c.site == site).limit(1)
    row = connection.execute(query).first()
    revisions = releases.load_revisions(connection, {row.revision}) if row else {}
    return next((r.mark for r in revisions.values()), "1-3-DUM6DH")


def confirm_ticks(
    connection: Connection, act: Act, witness: Witness, rows: Sequence[TickedRow], day: date
) -> tuple[RecordedEntry, ...]:
    """Record the ticked rows of an order's list, each on its own day, else on `day`; all or none. Raises `OfficeError`
    naming the row that the order does not hold, or whose id is another's."""
    loaded = {number: load_order(connection, number) for number in dict.fromkeys(row.order for row in rows)}
    digests = {line.revision for order in loaded.values() for line in order.lines}
    printed = {revision: r.digest for revision, r in releases.load_revisions(connection, digests).items()}
    by_note: dict[str, list[PaperEntry]] = {}
    before: list[RecordedEntry] = []
    for row in rows:
        (line,) = _choose_lines(loaded[row.order], (row.site,), (row.sheet,)) or (None,)
        if line is None:
            raise OfficeError("lệnh in này không có tờ ấy", place=f"dòng {row.row}", value=row.sheet[:40], way_out="")
        _refuse_other_mark(connection, row, printed.get(line.revision, ""))
        entry = PaperEntry(line.site, line.sheet, PaperAct.HUNG, row.day or day, line.revision, row.order)
        if line.hung_event is not None:
            before.append(RecordedEntry(entry, line.hung_event, is_new=False))
        else:
            by_note.setdefault(row.note, []).append(entry)
    recorded = [
        one
        for note, entries in by_note.items()
        for one in papers.record_papers(connection, act, replace(witness, note=note or witness.note), entries)
    ]
    return (*recorded, *before)


def _refuse_other_mark(connection: Connection, row: TickedRow, body: str) -> None:
    marked = releases.find_marked_revision(connection, row.mark.upper()) if row.mark else None
    if row.mark and (marked is None or marked.digest != body):
        raise OfficeError(
            "mã in trên tờ ở dòng này không phải mã của lệnh in",
            place=f"dòng {row.row}",
            value=row.mark[:40],
            way_out="giữ nguyên mã trong danh sách; tờ trên tường mang mã khác thì xác nhận bằng mã ấy",
        )
