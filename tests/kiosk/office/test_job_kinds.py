"""What jobs do: the acts of the command line, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.errors import BusyError, OfficeError
from kiosk.office import events, job_kinds, jobs
from kiosk.office.database.migrating import open_database
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.job_kinds import REGENERATE, ROLL_BACK
from kiosk.office.jobs import BackgroundJob
from kiosk.progress import report_nothing
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


@pytest.fixture
def published(office: Office, office_store: Store) -> Iterator[Workplace]:
    """The sample office, release 1 published."""
    database = open_database(office_store.root)
    yield Workplace(office_store, settings.load(office.folder / "config.yaml"), database)
    database.close()


def ask(here: Workplace, kind: str, **order: object) -> BackgroundJob:
    with here.database.writing() as connection:
        return jobs.ask_job(connection, events.begin_act(5), kind, order)


def test_publishing_twice_is_publishing_once(published: Workplace) -> None:
    job = ask(published, REGENERATE)
    job_kinds.perform_job(published, job, report_nothing)
    number = published.store.current()
    assert "không có gì để công bố" in job_kinds.perform_job(published, job, report_nothing)
    assert published.store.current() == number


def test_going_back_is_refused_where_another_release_went_live_meanwhile(published: Workplace) -> None:
    with pytest.raises(OfficeError, match="nay bản 1 đang công bố"):
        job_kinds.perform_job(published, ask(published, ROLL_BACK, **{"from": 9, "to": 1}), report_nothing)


def test_a_kind_of_a_later_program_is_told(published: Workplace) -> None:
    with pytest.raises(OfficeError, match="không biết loại việc"):
        job_kinds.perform_job(published, ask(published, "bay"), report_nothing)
    assert job_kinds.name_job_kind("bay") == "bay"
    assert job_kinds.name_job_kind(REGENERATE) == "dựng, kiểm tra và công bố"


def test_a_job_waits_for_a_command_that_writes_and_says_so(
    published: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter((BusyError("một lệnh khác đang ghi", value="kiosk build"), None))

    def perform(*_: object) -> str:
        error = next(tries)
        if error is not None:
            raise error
        return "xong"

    monkeypatch.setattr(job_kinds, "KINDS", {"x": job_kinds.JobKind("x", perform)})
    monkeypatch.setattr(job_kinds, "_EACH_WAIT", 0)
    stages: list[str] = []
    assert job_kinds.perform_job(published, ask(published, "x"), lambda stage, *_: stages.append(stage)) == "xong"
    assert stages == ["Chờ: một lệnh khác đang ghi (kiosk build)"]


def test_what_a_job_did_stands_in_the_log_of_the_person_who_asked(published: Workplace) -> None:
    job = ask(published, REGENERATE)
    job_kinds.record_act(published, job, EventKind.RELEASE_PUBLISHED, "release/2", 1, 2)
    with published.database.reading() as connection:
        newest = events.list_events(connection, 1)[0]
    assert (newest.person, newest.before, newest.after) == (5, 1, {"job": job.id, "now": 2})
