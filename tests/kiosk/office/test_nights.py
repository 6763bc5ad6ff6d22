"""Steps that do not stop each other, and what is said on the morning after, across midnight in Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection

from kiosk.errors import ReleaseError
from kiosk.office import events, nights
from kiosk.office.database.engine import Database
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import catch_up
from kiosk.office.nights import NightRun, NightStep, StepOutcome

MIDNIGHT = int(datetime(2026, 12, 31, 17, 5, tzinfo=UTC).timestamp())
"""Five minutes into the new year in Hải Phòng; a server in Greenwich still has the old one."""
DONE = StepOutcome("Công bố", "xong", True)


def record(connection: Connection, at: int, *steps: StepOutcome) -> None:
    nights.record_night(connection, Act("0" * 32, None, at), NightRun(date(2027, 1, 1), steps))


def test_what_one_step_raises_stops_no_other() -> None:
    def refuse() -> str:
        raise ReleaseError("đang tạm dừng công bố", place="công bố")

    def break_down() -> str:
        raise ZeroDivisionError

    steps = (NightStep("a", refuse), NightStep("b", break_down), NightStep("c", lambda: "xong"))
    run = NightRun(date(2027, 1, 1), tuple(map(nights.run_step, steps)))
    assert run.failed == ("a", "b")
    assert "đang tạm dừng công bố" in run.steps[0].sentence
    assert run.steps[2] == StepOutcome("c", "xong", True)


def test_a_night_that_did_not_run_is_told_after_26_hours_in_the_days_of_vietnam(database: Database) -> None:
    with database.writing() as connection:
        record(connection, MIDNIGHT, DONE)
        assert nights.find_trouble(connection, MIDNIGHT + 26 * 3600) is None
        trouble = nights.find_trouble(connection, MIDNIGHT + 26 * 3600 + 1)
    assert trouble is not None
    assert (trouble.kind, trouble.since) == (nights.MISSED, date(2027, 1, 1))
    assert trouble.sentence == "Đêm qua không chạy: việc ban đêm lần cuối lúc 00:05 ngày 01/01/2027"


def test_what_the_last_night_could_not_do_is_told_until_a_night_can(database: Database) -> None:
    with database.writing() as connection:
        record(connection, MIDNIGHT, DONE, StepOutcome("Sao lưu", "hết chỗ trống", False))
        trouble = nights.find_trouble(connection, MIDNIGHT + 60)
        assert trouble is not None
        assert trouble.sentence == "Đêm 01/01/2027 có 1 việc không xong: Sao lưu"
        record(connection, MIDNIGHT + 3600, DONE)
        assert nights.find_trouble(connection, MIDNIGHT + 3660) is None
        assert events.find_first_broken(connection) is None


def test_before_the_first_release_no_night_is_missed_and_after_it_the_first_one_is(
    database: Database, earnest_live: Workplace
) -> None:
    with database.reading() as connection:
        assert nights.find_trouble(connection, 2**40) is None
    catch_up(earnest_live.store, earnest_live.database)
    with earnest_live.database.reading() as connection:
        assert nights.find_trouble(connection) is None
        trouble = nights.find_trouble(connection, 2**33)
    assert trouble is not None and trouble.sentence.endswith("chưa chạy lần nào")
