"""What is to be done: the sentences of a person's first page, the worst first.

In come the workplace and a person; out go at most seven tasks, each a sentence with a verb and a count. Where a task is
done is left to the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.clock import get_today
from kiosk.errors import KioskError
from kiosk.office import choices, draft_publishing, drafts, jobs, nights, overview, register, walls
from kiosk.office.choices import Approval
from kiosk.office.drafts import DraftState
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import label_of
from kiosk.office.jobs import JobState
from kiosk.office.overview import Overview
from kiosk.office.people import Person, Role
from kiosk.office.published import load_published
from kiosk.office.worker import is_worker_alive
from kiosk.release import lifecycle

MOST = 7


class TaskKind(StrEnum):
    """What a task is about, in the order in which tasks are told."""

    OVERDUE = "overdue"
    NIGHT = "night"
    CHOOSE_APPROVAL = "choose-approval"
    WORKER_STOPPED = "worker-stopped"
    UNREADABLE = "unreadable"
    JOB_FAILED = "job-failed"
    NOTHING_PUBLISHED = "nothing-published"
    HELD = "held"
    DRAFTS_TO_APPROVE = "drafts-to-approve"
    QUESTIONS = "questions"
    DRAFTS_RETURNED = "drafts-returned"
    RELEASES_WAIT = "releases-wait"
    KIOSKS_BEHIND = "kiosks-behind"
    WALLS_OWE = "walls-owe"
    DRAFTS_OPEN = "drafts-open"
    COMING = "coming"
    NO_CONTACT = "no-contact"
    SEARCH_LINKS = "search-links"
    OWN_PRINT = "own-print"
    OWN_TAKE_DOWN = "own-take-down"
    OWN_CONTACT = "own-contact"


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence of the first page. `number`: the job or draft, `site`: the site that it is about, where it is about
    one."""

    kind: TaskKind
    sentence: str
    number: int | None = None
    site: str = ""


_DECIDERS, _EDITORS = frozenset({Role.ADMIN, Role.APPROVER}), frozenset({Role.ADMIN, Role.EDITOR})


def list_tasks(here: Workplace, person: Person) -> tuple[Task, ...]:
    """What this person should do now; empty where there is nothing."""
    if person.role is Role.STAFF:
        return tuple(_of_own_site(here, person.site or ""))
    with here.database.reading() as connection:
        tasks = [*_of_office(connection, person), *_of_machine(here, connection), *_of_drafts(connection, person)]
        tasks += _of_nights(here, connection)
    tasks += (*_of_register(here, person), *_of_published(here, person))
    order = list(TaskKind)
    return tuple(sorted(tasks, key=lambda t: order.index(t.kind))[:MOST])


def _of_office(connection: Connection, person: Person) -> Iterator[Task]:
    if person.role is Role.ADMIN and choices.approval_of(connection) is None:
        yield Task(TaskKind.CHOOSE_APPROVAL, "Chọn 1 hay 2 người cùng quyết định một dự thảo")


def _of_machine(here: Workplace, connection: Connection) -> Iterator[Task]:
    waiting = [j for j in jobs.list_active(connection) if j.state is JobState.WAITING]
    if not is_worker_alive(here.store.root):
        yield Task(TaskKind.WORKER_STOPPED, f"Chạy lại phần làm việc nền: {len(waiting)} việc đang chờ")
    newest: dict[tuple[str, str], jobs.BackgroundJob] = {}
    for job in jobs.list_jobs(connection):
        newest.setdefault((job.kind, str(job.order)), job)
    for job in newest.values():
        if job.state is JobState.FAILED:
            yield Task(TaskKind.JOB_FAILED, f"Xem vì sao việc số {job.id} không xong: {label_of(job.kind)}", job.id)


def _of_nights(here: Workplace, connection: Connection) -> Iterator[Task]:
    """What only the night publishes and has not, and that it did not run."""
    due = draft_publishing.count_due(connection, get_today())
    if due and lifecycle.held(here.store) is None:
        yield Task(TaskKind.OVERDUE, f"Công bố {due} dự thảo đã duyệt, đã đến ngày mà chưa công bố")
    trouble = nights.find_trouble(connection)
    if trouble is not None:
        yield Task(TaskKind.NIGHT, f"Báo người quản trị máy chủ chạy 1 lệnh kiosk nightly. {trouble.sentence}")


def _of_register(here: Workplace, person: Person) -> Iterator[Task]:
    """What earlier imports left open; a register that cannot be read is told with what is published."""
    if person.role in _EDITORS:
        with suppress(KioskError):
            waiting = register.find_waiting(here.store)
            if waiting:
                yield Task(TaskKind.QUESTIONS, f"Trả lời {len(waiting)} câu hỏi đang chờ từ các lần nhập trước")


def _of_own_site(here: Workplace, code: str) -> Iterator[Task]:
    """What the staff of one site do on their wall."""
    release = load_published(here.store)
    wall = next((w for w in walls.count_walls(here.store) if w.site.code == code), None) if release else None
    if wall is None:
        return
    if wall.to_print:
        yield Task(TaskKind.OWN_PRINT, f"In và treo {wall.to_print} tờ, rồi đánh dấu đã treo", site=code)
    if wall.to_take_down:
        yield Task(TaskKind.OWN_TAKE_DOWN, f"Gỡ {wall.to_take_down} tờ không còn dùng", site=code)
    missing = walls.list_missing_contacts(wall.site)
    if missing:
        sentence = f"Báo cho văn phòng {len(missing)} mục liên hệ còn thiếu: {', '.join(missing)}"
        yield Task(TaskKind.OWN_CONTACT, sentence, site=code)


def _of_published(here: Workplace, person: Person) -> Iterator[Task]:
    try:
        now = overview.look_over(here, get_today())
    except KioskError as error:
        # The page must say so, and everything else that it can.
        yield Task(TaskKind.UNREADABLE, f"Báo người quản trị máy chủ 1 chỗ không đọc được: {error}")
        return
    yield from _of_live(now, person)


def _of_live(now: Overview, person: Person) -> Iterator[Task]:
    if now.published is None:
        yield Task(TaskKind.NOTHING_PUBLISHED, "Công bố bản đầu tiên: hiện có 0 bản đang công bố")
        return
    if now.held and person.role in _DECIDERS:
        yield Task(TaskKind.HELD, f"Cho công bố tiếp: 1 lý do đang tạm dừng, {now.held}")
    if now.overdue and not now.held:
        sentence = (
            f"Công bố ngay {len(now.overdue)} ngày thay đổi đã đến mà chưa công bố, sớm nhất {_day(now.overdue[0])}"
        )
        yield Task(TaskKind.OVERDUE, f"{sentence}: việc ban đêm chưa đưa lên")
    if now.waiting_releases and person.role in _DECIDERS:
        numbers = ", ".join(map(str, now.waiting_releases))
        yield Task(
            TaskKind.RELEASES_WAIT, f"Xem {len(now.waiting_releases)} bản đã kiểm tra còn chờ công bố: {numbers}"
        )
    if now.kiosks_behind:
        yield Task(TaskKind.KIOSKS_BEHIND, f"Gọi các điểm có kiosk hiện bản cũ hoặc im lặng: {now.kiosks_behind} kiosk")
    if now.waiting_sites:
        owed = f"{_number(now.to_print)} tờ phải in, {_number(now.to_take_down)} tờ phải gỡ"
        yield Task(TaskKind.WALLS_OWE, f"Nhắc {now.waiting_sites} điểm chưa xác nhận treo đủ: {owed}")
    if now.coming:
        sentence = f"Chuẩn bị cho {len(now.coming)} ngày danh sách thay đổi trong 14 ngày tới"
        yield Task(TaskKind.COMING, f"{sentence}, sớm nhất {_day(now.coming[0])}")
    if person.role in _EDITORS:
        yield from _of_tables(now)


def _of_tables(now: Overview) -> Iterator[Task]:
    if now.sites_without_contact:
        yield Task(TaskKind.NO_CONTACT, f"Bổ sung liên hệ của {now.sites_without_contact} điểm")
    if now.search_links:
        yield Task(TaskKind.SEARCH_LINKS, f"Tìm địa chỉ riêng cho {now.search_links} thủ tục chỉ có liên kết tìm kiếm")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _of_drafts(connection: Connection, person: Person) -> Iterator[Task]:
    two = choices.approval_of(connection) is not Approval.ONE
    submitted = drafts.list_drafts(connection, DraftState.SUBMITTED)
    mine_to_judge = [d for d in submitted if not (two and person.id in d.contributors)]
    if mine_to_judge and person.role in _DECIDERS:
        yield Task(TaskKind.DRAFTS_TO_APPROVE, f"Xem và duyệt {len(mine_to_judge)} dự thảo đang chờ")
    if person.role in _EDITORS:
        returned = len(drafts.list_drafts(connection, DraftState.REJECTED))
        started = len(drafts.list_drafts(connection, DraftState.OPEN))
        if returned:
            yield Task(TaskKind.DRAFTS_RETURNED, f"Sửa {returned} dự thảo bị trả lại")
        if started:
            yield Task(TaskKind.DRAFTS_OPEN, f"Soạn xong {started} dự thảo còn dở")
