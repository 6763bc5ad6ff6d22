"""What is to be done, the worst first, each with a count; nothing where there is nothing."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_seconds, get_today
from kiosk.office import access, choices, events, inbox, jobs, nights
from kiosk.office.choices import Approval
from kiosk.office.holding import hold_publishing
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.ledger.opening import catch_up
from kiosk.office.people import Person, Role
from kiosk.reports import first_page
from kiosk.reports.first_page import LEADS, lead_tasks
from kiosk.reports.tasks import OpenTask
from tests.kiosk.hanging import hang_published
from tests.kiosk.kiosks import declare, say


def person(here: Workplace, role: Role, site: str | None = None) -> Person:
    return access.add_with_link(here.database, role.value, role.value, role, site)[0]


def kinds(here: Workplace, who: Person, day: date | None = None) -> list[str]:
    return [task.kind for task in first_page.list_tasks(here, who, day or get_today())]


def test_a_fresh_office_is_told_what_to_do_first(here: Workplace) -> None:
    admin = person(here, Role.ADMIN)
    tasks = first_page.list_tasks(here, admin, get_today())
    assert [t.kind for t in tasks][:3] == ["choose-approval", "worker-stopped", "nothing-published"]
    assert len(tasks) <= first_page.MOST
    assert all(re.search(r"\d", t.sentence) for t in tasks)


def test_only_an_admin_is_asked_to_choose_and_only_once(here: Workplace) -> None:
    admin, editor = person(here, Role.ADMIN), person(here, Role.EDITOR)
    assert "choose-approval" not in kinds(here, editor)
    with here.database.writing() as connection:
        choices.choose_approval(connection, events.begin_act(1), Approval.TWO)
    assert "choose-approval" not in kinds(here, admin)


def test_a_failed_job_is_told_until_the_same_work_succeeds(here: Workplace) -> None:
    editor = person(here, Role.EDITOR)
    for state, is_told in ((JobState.FAILED, True), (JobState.DONE, False)):
        with here.database.writing() as connection:
            jobs.ask_job(connection, events.begin_act(1), "regenerate", {})
            job = jobs.take_next(connection)
            assert job is not None
            jobs.end_job(connection, job.id, state, "")
        assert ("job-failed" in kinds(here, editor)) is is_told


def test_staff_are_not_told_of_the_office(here: Workplace) -> None:
    assert kinds(here, person(here, Role.STAFF, "10507")) == []


def test_an_office_that_has_published_is_told_what_its_walls_tables_and_kiosks_need(live_office: Workplace) -> None:
    number, _ = declare(live_office.store, "10507")
    say(live_office.store, number, 99)
    tomorrow = get_today() + timedelta(1)
    editor_tasks, reader_tasks = (
        first_page.list_tasks(live_office, person(live_office, role), tomorrow) for role in (Role.EDITOR, Role.READER)
    )
    expected = ["worker-stopped", "old-kiosks", "contacts"]
    assert [t.kind for t in editor_tasks if t.kind in (*expected, "to-order")] == expected, "a sample may not hang"
    assert "contacts" not in {t.kind for t in reader_tasks}
    assert all(re.search(r"\d", t.sentence) for t in editor_tasks)


def test_what_is_held_is_asked_of_those_who_decide(live_office: Workplace) -> None:
    hold_publishing(live_office.store, "chờ văn bản")
    assert "held" in kinds(live_office, person(live_office, Role.APPROVER))
    assert "held" not in kinds(live_office, person(live_office, Role.EDITOR))


def test_staff_are_told_of_their_own_wall(live_office: Workplace) -> None:
    staff = person(live_office, Role.STAFF, "10507")
    tasks = first_page.list_tasks(live_office, staff, get_today())
    assert [t.kind for t in tasks] == ["own-print", "own-contact"]
    assert {t.site for t in tasks} == {"10507"}
    hang_published(live_office.store, "10507")
    assert "own-print" not in kinds(live_office, staff)


def test_staff_are_told_of_incidents_and_kiosks_of_their_own_site_alone(live_office: Workplace) -> None:
    box = Inbox(live_office.store.root / inbox.FILE)
    for site in ("10507", "10888"):
        say(live_office.store, declare(live_office.store, site, f"Sảnh {site}")[0], 99)
        box.take_report("1-1-DUM6DH", site, ReportKind.TORN)
    staff = person(live_office, Role.STAFF, "10507")
    tomorrow = get_today() + timedelta(1)
    sentences = {t.kind: t.sentence for t in first_page.list_tasks(live_office, staff, tomorrow)}
    assert sentences["own-incidents"] == "Xử lý 1 sự cố trên tường"
    assert sentences["own-kiosks"] == "Xem 1 kiosk hiện bản cũ hoặc im lặng: Sảnh 10507"
    (live_office.store.root / inbox.FILE).write_bytes(b"no database")
    assert kinds(live_office, staff)[:2] == ["unreadable", "own-print"]


def test_a_table_that_cannot_be_read_is_told_and_the_rest_too(live_office: Workplace) -> None:
    live_office.config.path(live_office.config.sites).write_text("nonsense\n", encoding="utf-8")
    tasks = kinds(live_office, person(live_office, Role.ADMIN))
    assert tasks[:3] == ["choose-approval", "worker-stopped", "unreadable"]


def test_several_tasks_of_a_kind_are_one_sentence_and_an_order_is_named() -> None:
    listed = (
        OpenTask("send", "Lệnh in 3: 2 điểm chưa gửi in", 2, "kiosk order send 3"),
        OpenTask("send", "Lệnh in 4: 1 điểm chưa gửi in", 1, "kiosk order send 4"),
        OpenTask("questions", "2 dòng chờ trả lời", 2, "kiosk imports"),
    )
    (sent, asked) = lead_tasks(listed, Role.EDITOR)
    assert sent.sentence == "Gửi lệnh in 3: 2 điểm chưa gửi in, và 1 việc nữa như vậy" and sent.number == 3
    assert asked.sentence == "Trả lời: 2 dòng chờ trả lời"
    assert list(lead_tasks(listed, Role.READER)) == []


def test_every_kind_that_the_office_lists_has_a_verb(root: Path) -> None:
    named = set()
    for path in sorted((root / "kiosk/reports").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"OpenTask", "Task"}:
                kind = node.args[0]
                named |= {kind.value} if isinstance(kind, ast.Constant) else set()
    assert len(named) > 20 and named - LEADS.keys() == set()


def test_a_night_that_did_not_run_and_what_it_left_come_before_everything(
    live_office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up(live_office.store, live_office.database)
    admin = person(live_office, Role.ADMIN)
    assert "night-missed" not in kinds(live_office, admin)
    later = get_seconds() + 27 * 3600
    monkeypatch.setattr(nights, "get_seconds", lambda: later)
    day = date(2027, 3, 2)
    assert kinds(live_office, admin, day)[:3] == ["overdue", "night-missed", "choose-approval"]
    night = next(t for t in first_page.list_tasks(live_office, admin, day) if t.kind == "night-missed")
    assert "đêm qua không chạy" in night.sentence
