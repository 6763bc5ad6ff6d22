"""One's own account: only one's own."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office import events, invitations, sessions
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.office.sessions import Lengths
from tests.kiosk.web.office.conftest import Desk

GOOD, NEXT = "bốn từ không liên quan", "năm từ khác hẳn nhau nhé"


def test_ones_own_sessions_are_shown_and_ended_and_nobody_elses(here: Workplace, desk: Callable[..., Desk]) -> None:
    mine, other = desk(Role.EDITOR), desk(Role.READER)
    assert mine.person is not None and other.person is not None
    with here.database.writing() as connection:
        sessions.open_session(connection, mine.person, "10.9.8.7", "Firefox", full=True)
        (theirs,) = sessions.list_sessions(connection, Lengths(), other.person.id)
        elsewhere = sessions.list_sessions(connection, Lengths(), mine.person.id)
    assert "10.9.8.7" in mine.get("/tai-khoan").text
    for session in (theirs, *(s for s in elsewhere if s.address == "10.9.8.7")):
        mine.post(f"/tai-khoan/phien/{session.id}/ket-thuc")
    assert "10.9.8.7" not in mine.get("/tai-khoan").text
    assert other.get("/tai-khoan").status_code == 200


def test_a_new_password_needs_the_present_one_and_signs_out(here: Workplace, desk: Callable[..., Desk]) -> None:
    mine = desk(Role.EDITOR)
    assert mine.person is not None
    with here.database.writing() as connection:
        token = mine.client.cookies["office-session"]
        invitations.set_password(connection, events.begin_act(None), mine.person, GOOD)
        mine.client.cookies["office-session"] = sessions.open_session(connection, mine.person, "", "", full=True)
    assert token != mine.client.cookies["office-session"]
    assert mine.post("/tai-khoan/mat-khau", current="sai", password=NEXT).status_code == 409
    assert mine.post("/tai-khoan/mat-khau", current=GOOD, password="ngắn").status_code == 409
    assert mine.post("/tai-khoan/mat-khau", current=GOOD, password=NEXT).status_code == 303
    assert mine.get("/tai-khoan").status_code == 303


def test_a_second_factor_that_is_set_is_not_replaced_without_the_password(desk: Callable[..., Desk]) -> None:
    answer = desk(Role.ADMIN).post("/tai-khoan/hai-lop", secret="A" * 32, code="000000", current="sai")
    assert answer.status_code == 400 and "mật khẩu hiện nay" in answer.text.lower()


def test_a_secret_that_is_none_gets_a_new_one(desk: Callable[..., Desk]) -> None:
    answer = desk(Role.EDITOR).post("/tai-khoan/hai-lop", secret="<b>", code="000000")
    assert answer.status_code == 400 and "<b>&lt;" not in answer.text
