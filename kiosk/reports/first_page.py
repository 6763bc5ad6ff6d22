"""What is to be done, for one person: the first page of each role, the worst first, one button for each sentence.

In come the workplace and a person; out go tasks, each a sentence that begins with what to do. The office's tasks are
those of `today`, which the command line shows too; beside them stand what concerns this person or the machine alone.
Where a task is done is left to the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from kiosk.errors import KioskError
from kiosk.office import choices, draft_publishing, drafts, jobs, nights, site_proposals, walls
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftState
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import name_job_kind
from kiosk.office.jobs import JobState
from kiosk.office.ledger import incidents, screens
from kiosk.office.ledger.needs import list_needed
from kiosk.office.ledger.opening import catch_up
from kiosk.office.ledger.order_list import list_coming
from kiosk.office.ledger.releases import list_live_required
from kiosk.office.ledger.site_events import list_ended, list_left_behind, list_proposed
from kiosk.office.people import Person, Role
from kiosk.office.published import load_published
from kiosk.office.worker import is_worker_alive
from kiosk.reports.tasks import OpenTask
from kiosk.reports.today import list_night_tasks, list_open_tasks, list_question_tasks, tell_due_drafts

MOST = 7


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence of the first page. `number`: the job, draft or order, `site`: the site that it is about, where it is
    about one."""

    kind: str
    sentence: str
    number: int | None = None
    site: str = ""


_OFFICE = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.READER})
_DECIDERS, _EDITORS = frozenset({Role.ADMIN, Role.APPROVER}), frozenset({Role.ADMIN, Role.EDITOR})
_ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class _Lead:
    """How the sentence of a task begins, and who is to do it."""

    verb: str
    roles: frozenset[Role]


LEADS: Mapping[str, _Lead] = {
    "overdue": _Lead("Công bố", _OFFICE),
    "overdue-drafts": _Lead("Công bố", _OFFICE),
    nights.MISSED: _Lead("Báo người quản trị máy chủ chạy bù 1 đêm", _OFFICE),
    nights.BROKEN: _Lead("Báo người quản trị máy chủ chạy bù 1 đêm", _OFFICE),
    "site-due": _Lead("Báo người quản trị máy chủ chạy bù 1 đêm", _EDITORS),
    "choose-approval": _Lead("", _ADMINS),
    "worker-stopped": _Lead("", _OFFICE),
    "unreadable": _Lead("", _OFFICE),
    "job-failed": _Lead("", _OFFICE),
    "nothing-published": _Lead("Dựng và công bố 1 bản đầu tiên", _OFFICE),
    "held": _Lead("Cho đi tiếp 1 việc đang giữ", _DECIDERS),
    "drafts-to-approve": _Lead("", _DECIDERS),
    "site-proposed": _Lead("", _DECIDERS),
    "incidents": _Lead("Xử lý", _OFFICE),
    "questions": _Lead("Trả lời", _EDITORS),
    "drafts-returned": _Lead("", _EDITORS),
    "releases": _Lead("Xem", _DECIDERS),
    "links-bad": _Lead("Xử lý", _OFFICE),
    "links-pattern": _Lead("Mở thử vài trang", _EDITORS),
    "retired-codes": _Lead("Tìm và gỡ", _OFFICE),
    "strange-codes": _Lead("Đi xem", _OFFICE),
    "chase": _Lead("Nhắc theo", _OFFICE),
    "old-kiosks": _Lead("Gọi", _OFFICE),
    "silent-kiosks": _Lead("Gọi", _OFFICE),
    "to-order": _Lead("Lập lệnh in", _OFFICE),
    "send": _Lead("Gửi", _EDITORS),
    "obsolete": _Lead("Xem lại", _EDITORS),
    "take-down": _Lead("Nhắc gỡ", _OFFICE),
    "surplus": _Lead("Nhắc gỡ", _OFFICE),
    "stale": _Lead("Nhắc kiểm tra", _OFFICE),
    "links-for-people": _Lead("Xem", _EDITORS),
    "portal-list": _Lead("Nhập", _EDITORS),
    "portal-list-old": _Lead("Báo người quản trị máy chủ đồng bộ 1 lần", _EDITORS),
    "links-due": _Lead("Báo người quản trị máy chủ kiểm tra", _ADMINS),
    "counts": _Lead("Báo người quản trị máy chủ chạy 1 lệnh kiosk doctor", _ADMINS),
    "links": _Lead("Báo người quản trị máy chủ chạy 1 lệnh kiosk doctor", _ADMINS),
    "drafts-open": _Lead("", _EDITORS),
    "backup": _Lead("Báo người quản trị máy chủ sao lưu 1 lần", _ADMINS),
    "coming": _Lead("Chuẩn bị", _OFFICE),
    "site-planned": _Lead("Chuẩn bị", _EDITORS),
    "unopened-sheets": _Lead("Đi xem", _OFFICE),
    "contacts": _Lead("Bổ sung", _EDITORS),
    "search-links": _Lead("Tìm địa chỉ riêng", _EDITORS),
    "own-incidents": _Lead("", frozenset({Role.STAFF})),
    "own-kiosks": _Lead("", frozenset({Role.STAFF})),
    "own-print": _Lead("", frozenset({Role.STAFF})),
    "own-hang": _Lead("", frozenset({Role.STAFF})),
    "own-take-down": _Lead("", frozenset({Role.STAFF})),
    "own-ended": _Lead("", frozenset({Role.STAFF})),
    "own-contact": _Lead("", frozenset({Role.STAFF})),
}
"""Every kind of task, the gravest first; those without a verb are whole sentences from here."""
_OTHERS = _Lead("Xem", _OFFICE)
_ORDERS = frozenset(("send", "chase", "obsolete"))
"""Kinds whose sentence is about one print order."""


def list_tasks(here: Workplace, person: Person, today: date) -> tuple[Task, ...]:
    """What this person should do now, all of it (the first page shows `MOST`); empty where there is nothing."""
    if person.role is Role.STAFF:
        return (*_tell_own_screens(here, person.site or "", today), *_tell_own_site(here, person.site or ""))
    with here.database.reading() as connection:
        tasks = [
            *_tell_choices(connection, person),
            *_tell_machine(here, connection),
            *_tell_drafts(connection, person),
        ]
    tasks += _tell_today(here, person, today)
    order = {kind: at for at, kind in enumerate(LEADS)}
    return tuple(sorted(tasks, key=lambda t: order.get(t.kind, len(order))))


# the office's tasks ----------------------------------------------------------------------------------------


def _tell_today(here: Workplace, person: Person, today: date) -> Iterator[Task]:
    try:
        catch_up(here.store, here.database)
        listed = list_open_tasks(here, today)
    except KioskError as error:
        # The page must say so, and everything else that it can.
        yield Task("unreadable", f"Báo người quản trị máy chủ 1 chỗ không đọc được: {error}")
        yield from _tell_what_is_left(here, person, today)
        return
    yield from lead_tasks(listed, person.role)


def _tell_what_is_left(here: Workplace, person: Person, today: date) -> Iterator[Task]:
    """What can be said where settings or releases cannot be read: nights, drafts that are due, questions."""
    with here.database.reading() as connection:
        due = draft_publishing.count_due(connection, today)
        readable = [*tell_due_drafts(due), *list_night_tasks(connection)]
    with suppress(KioskError):  # where the register is what cannot be read, that is told
        readable += list_question_tasks(here)
    yield from lead_tasks(readable, person.role)


def lead_tasks(listed: Iterable[OpenTask], role: Role) -> Iterator[Task]:
    """The office's tasks that a role does, one sentence a kind: several of one kind are told by the first of them."""
    by_kind: dict[str, list[OpenTask]] = {}
    for task in listed:
        if role in LEADS.get(task.kind, _OTHERS).roles:
            by_kind.setdefault(task.kind, []).append(task)
    for kind, same in by_kind.items():
        more = f", và {len(same) - 1} việc nữa như vậy" if len(same) > 1 else ""
        joint = " " if kind in _ORDERS else ": "
        sentence = f"{LEADS.get(kind, _OTHERS).verb}{joint}{_lower_first(same[0].sentence)}{more}"
        yield Task(kind, sentence, _find_order(same[0]))


def _lower_first(sentence: str) -> str:
    """The sentence behind a verb. What begins with a name keeps its capital."""
    return sentence[:1].lower() + sentence[1:]


def _find_order(task: OpenTask) -> int | None:
    """The print order that a task is about."""
    numbers = [word for word in task.next.split() if word.isdecimal()]
    return int(numbers[0]) if task.kind in _ORDERS and numbers else None


# this person's, and the machine's --------------------------------------------------------------------------


def _tell_choices(connection: Connection, person: Person) -> Iterator[Task]:
    if person.role is Role.ADMIN and choices.read_approval(connection) is None:
        yield Task("choose-approval", "Chọn 1 hay 2 người cùng quyết định một dự thảo")


def _tell_machine(here: Workplace, connection: Connection) -> Iterator[Task]:
    waiting = [j for j in jobs.list_active(connection) if j.state is JobState.WAITING]
    if not is_worker_alive(here.store.root):
        sentence = f"Báo người quản trị máy chủ chạy lại phần làm việc nền: {len(waiting)} việc đang chờ"
        yield Task("worker-stopped", sentence)
    newest: dict[tuple[str, str], jobs.BackgroundJob] = {}
    for job in jobs.list_jobs(connection):
        newest.setdefault((job.kind, str(job.order)), job)
    for job in newest.values():
        if job.state is JobState.FAILED:
            yield Task("job-failed", f"Xem vì sao việc số {job.id} không xong: {name_job_kind(job.kind)}", job.id)


def _tell_drafts(connection: Connection, person: Person) -> Iterator[Task]:
    two = choices.read_approval(connection) is not Approval.ONE
    submitted = drafts.list_drafts(connection, DraftState.SUBMITTED)
    mine_to_judge = [d for d in submitted if not (two and person.id in d.contributors)]
    if mine_to_judge and person.role in _DECIDERS:
        yield Task("drafts-to-approve", f"Xem và duyệt {len(mine_to_judge)} dự thảo đang chờ")
    proposals = [p for p in list_proposed(connection) if site_proposals.may_agree(connection, p, person)]
    if proposals and person.role in _DECIDERS:
        yield Task("site-proposed", f"Xem và duyệt {len(proposals)} thay đổi về điểm tiếp nhận")
    if person.role in _EDITORS:
        returned = len(drafts.list_drafts(connection, DraftState.REJECTED))
        started = len(drafts.list_drafts(connection, DraftState.OPEN))
        if returned:
            yield Task("drafts-returned", f"Sửa {returned} dự thảo bị trả lại")
        if started:
            yield Task("drafts-open", f"Soạn xong {started} dự thảo còn dở")


def _tell_own_screens(here: Workplace, code: str, today: date) -> Iterator[Task]:
    """What is wrong at one site beside its sheets: incidents, kiosks that show an old page or are silent."""
    try:
        release = load_published(here.store)
        if release is None:
            return
        catch_up(here.store, here.database)
        with here.database.reading() as connection:
            still = len(incidents.list_open(connection, code))
            ages = here.config.ledger.device_ages
            standings = screens.list_standings(here.store, connection, release.manifest, ages)
    except KioskError as error:
        yield Task("unreadable", f"Báo người quản trị máy chủ 1 chỗ không đọc được: {error}")
        return
    late = [s for s in screens.list_late(standings, today) if s.device.site == code]
    if still:
        yield Task("own-incidents", f"Xử lý {still} sự cố trên tường", site=code)
    if late:
        names = ", ".join(s.device.name for s in late)
        yield Task("own-kiosks", f"Xem {len(late)} kiosk hiện bản cũ hoặc im lặng: {names}", site=code)


def _tell_own_site(here: Workplace, code: str) -> Iterator[Task]:
    """What the staff of one site do on their wall."""
    release = load_published(here.store)
    wall = next((w for w in walls.count_walls(here.store) if w.site.code == code), None) if release else None
    if wall is None:
        yield from _tell_ended_site(here, code)
        return
    with here.database.reading() as connection:
        needs = list_needed(connection, list_live_required(connection, code))
        parcels = list_coming(connection, code)
    for p in parcels:
        sentence = (
            f"Treo {len(p.sheets)} tờ của lệnh in {p.number}, {p.state.label} ngày {p.day:%d/%m/%Y}, rồi đánh dấu"
        )
        yield Task("own-hang", sentence, p.number, code)
    to_print = sum(not need.orders for need in needs)
    if to_print:
        yield Task("own-print", f"In và treo {to_print} tờ, rồi đánh dấu đã treo", site=code)
    if wall.to_take_down:
        yield Task("own-take-down", f"Gỡ {wall.to_take_down} tờ không còn dùng", site=code)
    missing = walls.list_missing_contacts(wall.site)
    if missing:
        sentence = f"Báo cho văn phòng {len(missing)} mục liên hệ còn thiếu: {', '.join(missing)}"
        yield Task("own-contact", sentence, site=code)


def _tell_ended_site(here: Workplace, code: str) -> Iterator[Task]:
    """What the staff of a site that ended still take down."""
    with here.database.reading() as connection:
        ended = any(each.change.site == code for each in list_ended(connection))
        left_sheets = len(list_left_behind(connection, code)) if ended else 0
    if left_sheets:
        yield Task("own-ended", f"Gỡ {left_sheets} tờ còn treo: điểm này đã ngừng hoạt động", site=code)
