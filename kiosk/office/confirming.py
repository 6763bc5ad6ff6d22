"""Confirming in the browser: the sheets of a site that a person ticked hang, or were taken down.

In come the workplace, an act and what the page showed; out go the recorded entries. A person confirms the very
revisions that the page showed. What is recorded, and how, is the ledger's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.model.manifest import take_body_revision
from kiosk.office.database.ledger_tables import REQUIRED_SHEET, WALL
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import opening, papers, releases
from kiosk.office.ledger.papers import RecordedEntry

_BROWSER = Witness("", evidence="đánh dấu trên trang của điểm")


def confirm_seen(here: Workplace, act: Act, site_code: str, seen: Mapping[str, str]) -> tuple[RecordedEntry, ...]:
    """Record that these sheets hang, each in the revision that the page showed. Raises `OfficeError` where another is
    asked for by now, where nothing is ticked, and for demonstration data."""
    _require_any(seen, site_code)
    opening.catch_up(here.store, here.database)
    with here.database.writing() as connection:
        _refuse_sample(connection, site_code)
        query = select(REQUIRED_SHEET.c.sheet, REQUIRED_SHEET.c.revision).where(REQUIRED_SHEET.c.site == site_code)
        asked_revisions = {row.sheet: row.revision for row in connection.execute(query)}
        changed = [
            label
            for label, revision in seen.items()
            if take_body_revision(asked_revisions.get(label, "")) != take_body_revision(revision)
        ]
        if changed:
            raise OfficeError(
                "tờ này đã có nội dung mới từ khi mở trang, chưa ghi nhận gì",
                place=f"điểm {site_code}",
                value=", ".join(changed[:5]),
                way_out="mở lại trang của điểm, so mã tờ và số bản ở chân tờ rồi xác nhận lại",
            )
        entries = [PaperEntry(site_code, label, PaperAct.HUNG, get_today(), asked_revisions[label]) for label in seen]
        return papers.record_papers(connection, act, _BROWSER, entries)


def _refuse_sample(connection: Connection, site_code: str) -> None:
    live = releases.find_live_release(connection)
    if live is not None and releases.is_sample(connection, live):
        raise OfficeError(
            "bản đang công bố là BẢN MẪU – KHÔNG NIÊM YẾT, không xác nhận treo",
            place=f"điểm {site_code}",
            way_out="nhập danh mục thật rồi công bố",
        )


def confirm_gone(here: Workplace, act: Act, site_code: str, labels: Sequence[str]) -> tuple[RecordedEntry, ...]:
    """Record that these sheets were taken down. Raises `OfficeError` for one that is not known to hang."""
    _require_any(labels, site_code)
    opening.catch_up(here.store, here.database)
    with here.database.writing() as connection:
        entries = [PaperEntry(site_code, label, PaperAct.DOWN, get_today()) for label in labels]
        return papers.record_papers(connection, act, _BROWSER, entries)


def _require_any(labels: Sequence[str] | Mapping[str, str], site_code: str) -> None:
    if not labels:
        way_out = "đánh dấu các tờ đã treo hoặc đã gỡ rồi gửi lại"
        raise OfficeError("chưa chọn tờ nào", place=f"điểm {site_code}", way_out=way_out)


def find_confirmers(connection: Connection, site_code: str) -> dict[tuple[str, str], int | None]:
    """Who last confirmed a sheet of a site, by label and revision."""
    query = select(WALL.c.sheet, WALL.c.revision, EVENT.c.person).join(EVENT, EVENT.c.id == WALL.c.event)
    rows = connection.execute(query.where(WALL.c.site == site_code))
    return {(row.sheet, row.revision): row.person for row in rows}
