"""The log of events: who did what, when, with before and after; appended only, chained by digests.

In come facts about an act inside the transaction that does it; out go events to show, and a verdict on the chain. An
event holds ids of persons, never names or passwords. Rewriting the log is evident, not impossible: its head belongs on
paper too.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, func, insert, select

from kiosk.canonical import digest, dump_canonical
from kiosk.clock import get_seconds
from kiosk.office.database.schema import EVENT


class EventKind(StrEnum):
    """What happened, as it stands in the log."""

    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    PERSON_DISABLED = "person-disabled"
    PERSON_ENABLED = "person-enabled"
    ACCESS_RESET = "access-reset"
    INVITED = "invited"
    PASSWORD_SET = "password-set"  # noqa: S105 - the name of an event
    FACTOR_SET = "factor-set"
    RECOVERY_USED = "recovery-used"
    SIGNED_IN = "signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGNED_OUT = "signed-out"
    SESSIONS_ENDED = "sessions-ended"
    REFUSED = "refused"
    CHOSEN = "chosen"
    JOB_ASKED = "job-asked"
    JOB_CANCELLED = "job-cancelled"
    JOB_ENDED = "job-ended"
    DRAFT_MADE = "draft-made"
    DRAFT_CHANGED = "draft-changed"
    DRAFT_ANSWERED = "draft-answered"
    DRAFT_SUBMITTED = "draft-submitted"
    DRAFT_APPROVED = "draft-approved"
    DRAFT_REJECTED = "draft-rejected"
    DRAFT_DROPPED = "draft-dropped"
    DRAFT_APPLIED = "draft-applied"
    CATALOGUE_APPLIED = "catalogue-applied"
    RELEASE_PUBLISHED = "release-published"
    ROLLED_BACK = "rolled-back"
    SHELL_PUBLISHED = "shell-published"
    MOVED_IN = "moved-in"
    RELEASE_NOTED = "release-noted"
    RELEASE_DESCRIBED = "release-described"
    SHEET_KNOWN = "sheet-known"
    PAPER_HUNG = "paper-hung"
    PAPER_DOWN = "paper-down"
    PAPER_LOST = "paper-lost"
    PAPER_DAMAGED = "paper-damaged"
    PAPER_SEEN = "paper-seen"
    PHOTO_READ = "photo-read"
    CODE_FOREIGN = "code-foreign"
    CITIZEN_REPORT = "citizen-report"
    INCIDENT_CLOSED = "incident-closed"
    INCIDENT_REOPENED = "incident-reopened"
    DEVICE_ADDED = "device-added"
    DEVICE_KEY = "device-key"
    DEVICE_REMOVED = "device-removed"
    DEVICE_RELEASE = "device-release"
    DEVICE_SEEN = "device-seen"
    DEVICE_SILENT = "device-silent"
    DEVICE_BACK = "device-back"
    KIOSK_ABSENT = "kiosk-absent"
    KIOSK_EXPECTED = "kiosk-expected"
    ORDER_MADE = "order-made"
    ORDER_SENT = "order-sent"
    ORDER_DELIVERED = "order-delivered"
    ORDER_CANCELLED = "order-cancelled"
    UNDONE = "undone"
    SITE_PROPOSED = "site-proposed"
    SITE_PLANNED = "site-planned"
    SITE_CHANGED = "site-changed"
    REPORT_MADE = "report-made"
    LINK_CHANGED = "link-changed"
    NIGHT_RUN = "night-run"
    IMPORT_UNDONE = "import-undone"
    ANSWER_FORGOTTEN = "answer-forgotten"
    HELD = "held"
    RESUMED = "resumed"
    SETTING_CHANGED = "setting-changed"
    SETTING_BY_HAND = "setting-by-hand"
    TOKEN_MADE = "token-made"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - as above

    @property
    def label(self) -> str:
        """What a person reads."""
        return _LABELS[self]


_LABELS = {
    EventKind.PERSON_ADDED: "thêm người dùng",
    EventKind.PERSON_CHANGED: "sửa người dùng",
    EventKind.PERSON_DISABLED: "khóa tài khoản",
    EventKind.PERSON_ENABLED: "mở lại tài khoản",
    EventKind.ACCESS_RESET: "đặt lại quyền vào",
    EventKind.INVITED: "cấp đường dẫn đặt mật khẩu",
    EventKind.PASSWORD_SET: "đặt mật khẩu",
    EventKind.FACTOR_SET: "đặt mã xác thực hai lớp",
    EventKind.RECOVERY_USED: "dùng mã dự phòng",
    EventKind.SIGNED_IN: "đăng nhập",
    EventKind.SIGN_IN_REFUSED: "đăng nhập không được",
    EventKind.SIGNED_OUT: "đăng xuất",
    EventKind.SESSIONS_ENDED: "kết thúc phiên đăng nhập",
    EventKind.REFUSED: "bị từ chối",
    EventKind.CHOSEN: "đổi lựa chọn chung",
    EventKind.JOB_ASKED: "giao việc cho máy",
    EventKind.JOB_CANCELLED: "hủy việc",
    EventKind.JOB_ENDED: "việc kết thúc",
    EventKind.DRAFT_MADE: "lập dự thảo",
    EventKind.DRAFT_CHANGED: "sửa dự thảo",
    EventKind.DRAFT_ANSWERED: "trả lời một dòng của dự thảo",
    EventKind.DRAFT_SUBMITTED: "trình dự thảo",
    EventKind.DRAFT_APPROVED: "duyệt dự thảo",
    EventKind.DRAFT_REJECTED: "trả lại dự thảo",
    EventKind.DRAFT_DROPPED: "bỏ dự thảo",
    EventKind.DRAFT_APPLIED: "áp dụng dự thảo",
    EventKind.CATALOGUE_APPLIED: "áp dụng danh mục",
    EventKind.RELEASE_PUBLISHED: "công bố bản phát hành",
    EventKind.ROLLED_BACK: "quay về bản trước",
    EventKind.SHELL_PUBLISHED: "công bố từ dòng lệnh, chưa qua duyệt",
    EventKind.MOVED_IN: "đưa sổ cũ vào nhật ký",
    EventKind.RELEASE_NOTED: "ghi bản phát hành vào sổ treo",
    EventKind.RELEASE_DESCRIBED: "ghi số liệu của bản phát hành",
    EventKind.SHEET_KNOWN: "ghi nội dung một bản in của tờ",
    EventKind.PAPER_HUNG: "đã treo tờ",
    EventKind.PAPER_DOWN: "đã gỡ tờ",
    EventKind.PAPER_LOST: "mất tờ",
    EventKind.PAPER_DAMAGED: "tờ bị hỏng",
    EventKind.PAPER_SEEN: "kiểm tra thấy tờ đang treo",
    EventKind.PHOTO_READ: "đọc ảnh chụp tường",
    EventKind.CODE_FOREIGN: "thấy mã lạ hoặc bị dán đè",
    EventKind.CITIZEN_REPORT: "người dân báo về một tờ",
    EventKind.INCIDENT_CLOSED: "đóng sự cố",
    EventKind.INCIDENT_REOPENED: "mở lại sự cố",
    EventKind.DEVICE_ADDED: "khai báo kiosk",
    EventKind.DEVICE_KEY: "cấp khóa mới cho kiosk",
    EventKind.DEVICE_REMOVED: "bỏ khai báo kiosk",
    EventKind.DEVICE_RELEASE: "kiosk đổi bản đang hiện",
    EventKind.DEVICE_SEEN: "xác nhận kiosk bằng mã báo lại",
    EventKind.DEVICE_SILENT: "kiosk im lặng",
    EventKind.DEVICE_BACK: "kiosk báo về trở lại",
    EventKind.KIOSK_ABSENT: "khai báo điểm không có kiosk",
    EventKind.KIOSK_EXPECTED: "bỏ khai báo điểm không có kiosk",
    EventKind.ORDER_MADE: "lập lệnh in",
    EventKind.ORDER_SENT: "gửi lệnh in",
    EventKind.ORDER_DELIVERED: "giao ấn phẩm",
    EventKind.ORDER_CANCELLED: "hủy lệnh in",
    EventKind.UNDONE: "hủy một việc đã ghi",
    EventKind.SITE_PROPOSED: "trình thay đổi về điểm tiếp nhận",
    EventKind.SITE_PLANNED: "ghi trước thay đổi về điểm tiếp nhận",
    EventKind.SITE_CHANGED: "thay đổi về điểm tiếp nhận",
    EventKind.REPORT_MADE: "lập báo cáo",
    EventKind.LINK_CHANGED: "kết quả kiểm tra đường dẫn thay đổi",
    EventKind.NIGHT_RUN: "chạy việc ban đêm",
    EventKind.IMPORT_UNDONE: "hoàn tác lần nhập",
    EventKind.ANSWER_FORGOTTEN: "bỏ câu trả lời đã nhớ",
    EventKind.HELD: "tạm dừng, giữ lại",
    EventKind.RESUMED: "cho đi tiếp",
    EventKind.SETTING_CHANGED: "đổi cài đặt",
    EventKind.SETTING_BY_HAND: "cài đặt bị sửa tay trong tệp",
    EventKind.TOKEN_MADE: "cấp mã cho hệ thống khác",
    EventKind.TOKEN_REVOKED: "thu hồi mã của hệ thống khác",
}
_FIRST = "0" * 64
_LAST = select(EVENT.c.id, EVENT.c.digest).order_by(EVENT.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person (None: the program itself): all events of an act share its id and its time."""

    id: str
    person: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that an act did to one subject («person/3», «draft/7»)."""

    id: int
    act: str
    at: int
    person: int | None
    what: EventKind
    subject: str
    before: object
    after: object
    digest: str


def begin_act(person: int | None) -> Act:
    """A new act, now."""
    return Act(secrets.token_hex(16), person, get_seconds())


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is to be appended: kind, subject, before and after."""

    what: EventKind
    subject: str
    before: object = None
    after: object = None


def record(
    connection: Connection, act: Act, what: EventKind, subject: str, before: object = None, after: object = None
) -> int:
    """Append an event inside the transaction that does the act: both are written or neither. Returns its number."""
    return record_all(connection, act, (NewEvent(what, subject, before, after),))[0]


def record_all(connection: Connection, act: Act, appended: Iterable[NewEvent]) -> tuple[int, ...]:
    """Append events of one act in this order; returns their numbers."""
    last = connection.execute(_LAST).first()
    number, previous = (last.id, last.digest) if last else (0, _FIRST)
    rows: list[dict[str, object]] = []
    for event in appended:
        number += 1
        facts: dict[str, object] = {
            "id": number,
            "act": act.id,
            "at": act.at,
            "person": act.person,
            "what": event.what.value,
            "subject": event.subject[:200],
            "before": dump_canonical(event.before).decode(),
            "after": dump_canonical(event.after).decode(),
            "previous": previous,
        }
        previous = digest(dump_canonical(facts))
        rows.append({**facts, "digest": previous})
    if rows:
        connection.execute(insert(EVENT), rows)
    return tuple(range(number - len(rows) + 1, number + 1))


def find_event(connection: Connection, number: int) -> Event | None:
    """The event of this number, None where there is none."""
    row = connection.execute(select(EVENT).where(EVENT.c.id == number)).mappings().first()
    return read_event(row) if row else None


def read_chain_head(connection: Connection) -> tuple[int, str]:
    """Number and digest of the last event."""
    last = connection.execute(_LAST).first()
    return (last.id, last.digest) if last else (0, _FIRST)


def count_events(connection: Connection) -> int:
    """How many events there are."""
    return connection.execute(select(func.count()).select_from(EVENT)).scalar_one()


def list_events(
    connection: Connection, limit: int, *, before_id: int | None = None, subject: str = ""
) -> tuple[Event, ...]:
    """The newest events first: at most `limit`, those older than `before_id`, of one subject where it is named."""
    query = select(EVENT).order_by(EVENT.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(EVENT.c.id < before_id)
    if subject:
        query = query.where(EVENT.c.subject == subject)
    return tuple(read_event(row) for row in connection.execute(query).mappings())


def read_event(row: RowMapping) -> Event:
    """The event that a row of the table holds."""
    return Event(
        row["id"],
        row["act"],
        row["at"],
        row["person"],
        EventKind(row["what"]),
        row["subject"],
        json.loads(row["before"]),
        json.loads(row["after"]),
        row["digest"],
    )


def find_first_broken(connection: Connection) -> int | None:
    """The first event that is not what its digest and its neighbour's say, or None where the whole chain holds."""
    previous = _FIRST
    for number, (facts, own) in enumerate(_read_chain_links(connection), 1):
        if facts["id"] != number or facts["previous"] != previous or digest(dump_canonical(facts)) != own:
            return number
        previous = own
    return None


def _read_chain_links(connection: Connection) -> Iterator[tuple[dict[str, object], str]]:
    for row in connection.execute(select(EVENT).order_by(EVENT.c.id)).mappings():
        facts = dict(row)
        own = str(facts.pop("digest"))
        yield facts, own
