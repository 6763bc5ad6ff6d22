"""What hung at a site on a day, as evidence: the release with its digest, procedures by sheet, and who confirmed what.

In come a connection, a site and a day; out go facts, tables and a paper. All of it stands in the ledger: files that are
gone take no answer with them. Persons of the office are named by number, as the log names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.ledger import SheetRevision
from kiosk.office import events
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Event, read_event
from kiosk.office.ledger import releases
from kiosk.office.ledger.asked import NotedRelease, describe_release, find_live, list_releases
from kiosk.office.ledger.report_events import ReportScope, find_scope
from kiosk.office.ledger.revisions import BOARD
from kiosk.office.ledger.standing import Moment, StandingSheet, list_standing
from kiosk.reports.report_table import ReportTable, make_printable, say_day
from kiosk.reports.sources import name_events, name_release, say_share
from kiosk.settings.config import Config
from posters.report_spec import PaperTable, ReportPaper, ShareBar, TableColumn
from posters.spec import SiteHead, Wording

TITLE = "Chứng cứ niêm yết"


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """A sheet that was asked for: how it stood, what stood on it (None: unknown), the event that is the ledger's last
    word of it."""

    standing: StandingSheet
    content: SheetRevision | None
    word: Event | None


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """A site at the end of a day, as known up to an event."""

    site: str
    name: str
    scope: ReportScope
    live: NotedRelease
    sheets: tuple[EvidenceSheet, ...]

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"niem-yet-{self.site}-{self.scope.last}-su-kien-{self.scope.upto}.pdf"


def find_evidence(connection: Connection, site: str, day: date, upto: int | None, today: date) -> SiteEvidence:
    """The evidence of a site and a day. Raises `OfficeError` for a day to come, and where nothing was asked of the site
    on that day, or nobody knows any more."""
    scope = find_scope(connection, day, day, upto, today)
    live = find_live(list_releases(connection, scope.upto), day)
    listed = list_standing(connection, Moment(day, scope.upto, live.event), site) if live else ()
    if live is None or not listed:
        raise OfficeError(
            "sổ không ghi bản công bố ngày ấy đòi treo gì ở điểm này",
            place=f"điểm {site}, ngày {day:%d/%m/%Y}",
            way_out=f"xem việc đã ghi về các tờ bằng kiosk wall {site} --on {day}",
        )
    live = describe_release(connection, live)
    contents = releases.load_revisions(connection, {s.revision for s in listed})
    words = _load_events(connection, [s.event for s in listed if s.event is not None])
    names = {s.code: s.name for s in live.facts.sites} if live.facts else {}
    sheets = tuple(EvidenceSheet(s, contents.get(s.revision), words.get(s.event or 0)) for s in listed)
    return SiteEvidence(site, names.get(site, ""), scope, live, sheets)


def _load_events(connection: Connection, numbers: list[int]) -> dict[int, events.Event]:
    rows = connection.execute(select(EVENT).where(EVENT.c.id.in_(numbers))).mappings()
    return {row["id"]: read_event(row) for row in rows}


def list_facts(shown: SiteEvidence) -> tuple[tuple[str, str], ...]:
    """What it is about and on what it stands, label and value."""
    return (
        ("Điểm tiếp nhận", f"{shown.site} {shown.name}".strip()),
        ("Ngày", f"hết ngày {shown.scope.last:%d/%m/%Y}"),
        ("Bản đang công bố", f"{name_release(shown.live)}, áp dụng từ {say_day(shown.live.as_of)}"),
        ("Dấu của bản ấy (sha256)", shown.live.manifest),
        ("Tính đến sự kiện", str(shown.scope.upto)),
        ("Đầu chuỗi nhật ký", shown.scope.head),
    )


def list_tables(shown: SiteEvidence) -> tuple[ReportTable, ...]:
    """The sheets with their confirmations, then the procedures with the sheet on which each stood."""
    return _tell_sheets(shown), _tell_procedures(shown)


def _name_mark(sheet: EvidenceSheet) -> str:
    """The id printed on a sheet; the pages of a board bear one each."""
    if sheet.content is None:
        return "không rõ"
    return "mỗi trang một mã" if sheet.content.product == BOARD else sheet.content.mark


def _tell_sheets(shown: SiteEvidence) -> ReportTable:
    rows = tuple(
        (
            s.standing.sheet,
            _name_mark(s),
            "treo đúng bản" if s.standing.stands else _say_lacking(s.standing),
            *_read_witness(s.word),
            name_events((s.standing.event,)),
        )
        for s in shown.sheets
    )
    columns = (
        ("Tờ", 8), ("Mã in trên tờ phải treo", 18), ("Tình trạng", 20), ("Ngày ghi việc", 12), ("Ai ghi", 16),
        ("Căn cứ", 20), ("Sự kiện", 12),
    )  # fmt: skip
    standing = sum(s.standing.stands for s in shown.sheets)
    bars = (("Tờ và bảng xác nhận treo đúng bản", standing, len(shown.sheets)),)
    return ReportTable("sheets", "Tờ và bảng phải treo", "", columns, rows, bars)


def _say_lacking(sheet: StandingSheet) -> str:
    if sheet.act is None:
        return "chưa ai ghi là đã treo"
    if sheet.hanging and sheet.hanging != sheet.revision:
        return "đang treo bản khác"
    return sheet.act.label


def _read_witness(word: Event | None) -> tuple[str, str, str]:
    """Day, who and on what ground, as the event says."""
    if word is None:
        return "", "", ""
    facts: Mapping[str, Any] = word.after if isinstance(word.after, Mapping) else {}
    who = f"người dùng số {word.person}" if word.person is not None else str(facts.get("by") or "không rõ")
    order = f"lệnh in {facts['order']}" if facts.get("order") else ""
    grounds = "; ".join(str(part) for part in (facts.get("evidence"), order, facts.get("note")) if part)
    return say_day(date.fromisoformat(str(facts["day"]))), who, grounds


def _tell_procedures(shown: SiteEvidence) -> ReportTable:
    cards = sorted(
        ((card, s) for s in shown.sheets if s.content for card in s.content.cards), key=lambda pair: pair[0].code
    )
    rows = tuple(
        (card.code, card.name, card.decision, s.standing.sheet, "có" if s.standing.stands else "chưa")
        for card, s in cards
    )
    columns = (("Mã thủ tục", 12), ("Tên thủ tục", 60), ("Quyết định", 20), ("Tờ", 8), ("Đang treo", 9))
    hanging = sum(s.standing.stands for _, s in cards)
    bars = (("Thủ tục có mã QR trên tờ đang treo đúng bản", hanging, len(cards)),)
    return ReportTable("procedures", "Danh sách niêm yết", "", columns, rows, bars)


def describe_evidence(shown: SiteEvidence) -> dict[str, object]:
    """All of it for other programs."""
    tables = {
        t.key: [dict(zip([name for name, _ in t.columns], row, strict=True)) for row in t.rows]
        for t in list_tables(shown)
    }
    facts: dict[str, object] = {"site": shown.site, "name": shown.name, "day": shown.scope.last}
    scope = {"upto": shown.scope.upto, "head": shown.scope.head}
    return facts | scope | {"release": shown.live.number, "manifest": shown.live.manifest, "tables": tables}


def draw_evidence(shown: SiteEvidence, config: Config) -> bytes:
    """The paper. Raises `DrawingError`, `MissingGlyphError`."""
    # It loads reportlab, which takes longer than most commands.
    from posters.report import draw_report  # noqa: PLC0415

    scope = shown.scope
    parts = tuple(
        PaperTable(
            t.title,
            t.note,
            tuple(TableColumn(name, width) for name, width in t.columns),
            tuple(tuple(make_printable(str(cell)) for cell in row) for row in t.rows),
            tuple(
                ShareBar(name, part, whole, f"{part}/{whole}: {say_share(part, whole)}") for name, part, whole in t.bars
            ),
        )
        for t in list_tables(shown)
    )
    return draw_report(
        ReportPaper(
            title=TITLE,
            label=f"CC-{scope.last}",
            site=SiteHead(shown.site, shown.name or config.publisher),
            facts=list_facts(shown),
            tables=parts,
            closing=("Người xác nhận: …………………………………………   Ngày ……… tháng ……… năm ………",),
            release=shown.live.number,
            released=shown.live.as_of or shown.live.day,
            foot=f"Ngày {scope.last:%d/%m/%Y} · đến sự kiện {scope.upto} · chuỗi {scope.head[:16]}",
            sample=shown.live.sample,
            wording=Wording(feedback_url=config.feedback.url, hotline=config.feedback.hotline),
        )
    )
