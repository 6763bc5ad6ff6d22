"""Releases: shown, compared, gone back from."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office import jobs
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.made import publish
from tests.kiosk.web.office.conftest import Desk


def test_going_back_names_the_release_that_was_seen(here: Workplace, desk: Callable[..., Desk]) -> None:
    publish(here.store, {"a": b"1"})
    publish(here.store, {"a": b"2"})
    approver = desk(Role.APPROVER)
    assert "/ban-phat-hanh/1/quay-ve" in approver.get("/ban-phat-hanh").text
    assert "/quay-ve" not in desk(Role.EDITOR).get("/ban-phat-hanh").text
    approver.post("/ban-phat-hanh/1/quay-ve", live="2", undo="x")
    with here.database.reading() as connection:
        assert jobs.require_job(connection, 1).order == {"to": 1, "from": 2}


def test_two_catalogues_are_compared_and_a_strange_name_is_refused(desk: Callable[..., Desk]) -> None:
    reader = desk(Role.READER)
    assert "0 thay đổi" in reader.get("/ban-phat-hanh/so-sanh?tu=nay&den=nay").text
    assert reader.get("/ban-phat-hanh/so-sanh?tu=../x").status_code == 409
