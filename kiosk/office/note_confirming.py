"""What the holder of a delivery note confirms: lines of one order at one site, and no other.

In come the workplace, the parcel, a name and the sheets; out goes a sentence. Events say that it was by the note's
code, and name whoever gave a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.model.ledger import OrderLine, Witness
from kiosk.office import events
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import confirming, opening, releases
from kiosk.office.ledger.order_list import load_order
from kiosk.office.note_access import NoteHolder
from kiosk.office.words import check_words
from posters.spec import BOARD_LABEL

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A line of the parcel: the order's, and the id that is printed on the sheet ("" for a board)."""

    line: OrderLine
    mark: str


def list_parcel(connection: Connection, holder: NoteHolder) -> tuple[ParcelLine, ...]:
    """The lines of the parcel in the order of the wall."""
    lines = [line for line in load_order(connection, holder.order).lines if line.site == holder.site]
    revisions = releases.load_revisions(connection, {line.revision for line in lines})
    return tuple(
        ParcelLine(
            line, revisions[line.revision].mark if line.revision in revisions and line.sheet != BOARD_LABEL else ""
        )
        for line in lines
    )


def find_hang_from(connection: Connection, holder: NoteHolder) -> date | None:
    """The day before which nothing of the parcel may hang, where it was printed for a coming day."""
    return load_order(connection, holder.order).hang_from


def confirm_parcel(
    here: Workplace, holder: NoteHolder, name: str, note: str, sheets: Sequence[str], day: date, evidence: str = ""
) -> str:
    """Record that these sheets of the parcel hang (none named: all). `evidence`: what shows it beside the note. Raises
    `OfficeError` and `ReleaseError`."""
    by = check_words(name[:_LONGEST_NAME], "tên người xác nhận", needed=False)
    if not by:
        raise OfficeError("chưa ghi tên người xác nhận", place="phiếu giao", way_out="ghi họ tên rồi gửi lại")
    witness = Witness(
        by,
        f"bằng mã phiếu giao của lệnh in {holder.order}{evidence and f'; {evidence}'}",
        "trình duyệt",
        check_words(note, "ghi chú", needed=False),
    )
    opening.catch_up(here.store, here.database)
    with here.database.writing() as connection:
        hang_from = find_hang_from(connection, holder)
        if hang_from is not None and day < hang_from:
            raise OfficeError(
                f"các tờ này để treo từ ngày {hang_from:%d/%m/%Y}, trước ngày ấy chưa treo",
                place="phiếu giao",
                value=f"{day:%d/%m/%Y}",
                way_out="cất tờ, đúng ngày mới treo và xác nhận",
            )
        act = events.begin_act(None)
        recorded = confirming.confirm_order(connection, act, witness, holder.order, (holder.site,), tuple(sheets), day)
        open_count = sum(one.line.is_open for one in list_parcel(connection, holder))
    fresh = sum(one.is_new for one in recorded)
    parts = [f"Đã ghi nhận {fresh} tờ."] if fresh else ["Các tờ này đã được ghi nhận từ trước."]
    parts.append(f"Còn {open_count} tờ của phiếu chưa xác nhận." if open_count else "Phiếu giao này đã xong, cảm ơn.")
    return " ".join(parts)
