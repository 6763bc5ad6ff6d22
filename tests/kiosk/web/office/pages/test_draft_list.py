"""A draft's whole way through the pages, and those who stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from httpx2 import Response

from kiosk.office import drafts, jobs, previews
from kiosk.office.drafts import DraftState
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.office.previews import DraftQuestion
from tests.kiosk.office.drafting import BROKEN, LIST, look, take_in_base
from tests.kiosk.web.office.conftest import Desk


def upload(desk: Desk, path: str, content: str, name: str = "phụ lục.csv", **fields: str) -> Response:
    data = {"form_token": desk.token(), **fields}
    files = {"files": (name, content.encode())}
    return desk.client.post(path, data=data, files=files, headers={"Sec-Fetch-Site": "same-origin"})


def fields_of(page: str, action: str) -> list[dict[str, str]]:
    """The hidden fields of each form with this action."""
    forms = re.findall(rf'(?s)<form method="post" action="{action}".*?</form>', page)
    return [dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)) for form in forms]


def test_from_a_file_to_the_machine(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    editor, approver = desk(Role.EDITOR), desk(Role.APPROVER)
    path = upload(editor, "/du-thao", BROKEN, title="QĐ 3501/QĐ-UBND").headers["location"]
    page = editor.get(path).text
    assert "phụ lục.csv" in page and "2.001610" in page and "Không nhận được" in page
    answers = {f"a-{q.problem.key}": "yes" for q in questions_of(here, 1)}
    reasons = {f"reason-{q.problem.key}": "dòng thử" for q in questions_of(here, 1)}
    editor.post(f"{path}/tra-loi", revision=str(look(here, 1).revision), **answers, **reasons)
    page = editor.get(path).text
    assert "còn 0/" in page and "dòng thử" in page
    revision = fields_of(page, f"{path}/trinh")[0]["revision"]
    assert editor.post(f"{path}/trinh", revision=revision).headers["location"].endswith("da-trinh")
    assert "Xem và duyệt 1 dự thảo" in approver.get("/").text
    (form,) = fields_of(approver.get(path).text, f"{path}/duyet")
    assert approver.post(f"{path}/duyet", digest="x").status_code == 409
    assert approver.post(f"{path}/duyet", digest=form["digest"]).headers["location"].startswith("/viec/1")
    with here.database.reading() as connection:
        assert jobs.require_job(connection, 1).order == {"draft": 1}


def questions_of(here: Workplace, number: int) -> tuple[DraftQuestion, ...]:
    return previews.preview_draft(here, look(here, number)).questions


def test_an_admin_who_edited_may_not_approve(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    admin = desk(Role.ADMIN)
    upload(admin, "/du-thao", LIST, title="x")
    with here.database.writing() as connection:
        draft = drafts.load_draft(connection, 1)
        connection.exec_driver_sql("UPDATE draft SET state = 'submitted', approved_digest = 'd'")
    assert "người khác phải duyệt" in admin.get("/du-thao/1").text
    assert admin.post("/du-thao/1/duyet", digest="d").status_code == 409
    assert look(here, draft.id).state is DraftState.SUBMITTED


def test_a_file_that_is_no_catalogue_says_so_on_the_drafts_page(here: Workplace, desk: Callable[..., Desk]) -> None:
    editor = desk(Role.EDITOR)
    for n, (content, name) in enumerate((("\x7fELF\x02\x01", "a.xlsx"), ("<b>x</b>", "<img src=x>.csv")), 1):
        upload(editor, "/du-thao", content, name, title="x")
        page = editor.get(f"/du-thao/{n}")
        assert page.status_code == 200 and "Cách xử lý" in page.text
        assert "<img src=x>" not in page.text


def test_a_draft_is_sent_back_answered_and_given_up(here: Workplace, desk: Callable[..., Desk]) -> None:
    editor, approver = desk(Role.EDITOR), desk(Role.APPROVER)
    upload(editor, "/du-thao", LIST, title="x")
    with here.database.writing() as connection:
        connection.exec_driver_sql("UPDATE draft SET state = 'submitted'")
    approver.post("/du-thao/1/tra-lai", revision=str(look(here, 1).revision), reason="thiếu phụ lục")
    assert "thiếu phụ lục" in editor.get("/du-thao/1").text
    editor.post("/du-thao/1/noi-dung", revision=str(look(here, 1).revision), decision="5/QĐ", effective="2027-03-01")
    assert look(here, 1).decision == "5/QĐ"
    assert editor.post("/du-thao/1/noi-dung", revision="1", decision="6/QĐ").status_code == 409
    assert editor.post("/du-thao/1/bo-tep", revision="x", name="phụ lục.csv").status_code == 409
    editor.post("/du-thao/1/xem-lai", revision=str(look(here, 1).revision))
    editor.post("/du-thao/1/bo", revision=str(look(here, 1).revision))
    assert look(here, 1).state is DraftState.DROPPED
    assert "đã bỏ" in editor.get("/du-thao?trang-thai=dropped").text
