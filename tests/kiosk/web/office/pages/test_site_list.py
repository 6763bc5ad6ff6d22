"""The sites in the browser: searched, one site's page, confirming what the page showed, files."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk.office import posted
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from posters import press
from tests.kiosk.commands import Office
from tests.kiosk.web.office.conftest import Desk, newest_event

Sit = Callable[..., Desk]


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office that has published what may hang."""
    return earnest_live


def shown(page: str) -> list[str]:
    """The sheets to print, as the page's boxes name them."""
    return re.findall(r'name="sheet" value="([^"]+@[^"]+)"', page)


def test_the_list_is_searched_and_says_where_nothing_is(desk: Sit) -> None:
    reader = desk(Role.READER)
    assert 'href="/sites/10507"' in reader.get("/sites?tim=thanh+dong").text
    assert 'href="/sites/10888"' not in reader.get("/sites?tim=thanh+dong").text
    nothing = reader.get('/sites?tim="><script>alert(1)</script>&loc=khong-co')
    assert "Không có điểm nào như vậy" in nothing.text and "<script>alert" not in nothing.text


def test_staff_print_hang_and_tick_until_their_wall_is_whole(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, "10507")
    first, *others = shown(staff.get("/sites/10507").text)
    assert others
    answer = staff.client.post(
        "/sites/10507/da-treo",
        data={"form_token": staff.token(), "sheet": [first], "every_sheet": [first, *others], "which": "ticked"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.headers["location"] == "/sites/10507?xong=da-ghi-nhan-treo"
    page = staff.get("/sites/10507").text
    assert shown(page) == others and "Người cán bộ điểm tiếp nhận" in page
    printed = staff.get("/sites/10507/in-ngay.pdf")
    assert len(press.read_labels(printed.content)) == len(others) - 1, "the board is a file of its own"
    assert "attachment" in printed.headers["content-disposition"]
    staff.client.post(
        "/sites/10507/da-treo",
        data={"form_token": staff.token(), "every_sheet": others, "which": "all"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "đã được xác nhận đang treo đúng" in staff.get("/sites/10507").text
    assert newest_event(here).what is EventKind.PAPER_HUNG
    assert staff.get("/sites/10507/in-ngay.pdf").status_code == 409


def test_what_was_published_meanwhile_is_not_confirmed_by_an_old_page(
    desk: Sit, here: Workplace, posting_office: Office
) -> None:
    staff = desk(Role.STAFF, "10507")
    before = shown(staff.get("/sites/10507").text)
    posting_office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    now = set(shown(staff.get("/sites/10507").text))
    (changed, *_) = [one for one in before if one not in now]
    answer = staff.post("/sites/10507/da-treo", sheet=changed)
    assert answer.status_code == 409 and "nội dung mới từ khi mở trang" in answer.text
    assert posted.load_hanging(here.store) == {}


def test_nothing_ticked_and_strange_sheets_are_refused_in_words(desk: Sit) -> None:
    editor = desk(Role.EDITOR)
    assert "Chưa chọn tờ nào" in editor.post("/sites/10507/da-treo").text
    for path, value in (("da-treo", "XX-99@x"), ("da-treo", '"><b>@x'), ("da-go", "XX-99"), ("da-go", "'; DROP--")):
        answer = editor.post(f"/sites/10507/{path}", sheet=value)
        assert answer.status_code == 409 and "<b>@" not in answer.text


def test_a_sheet_that_is_gone_is_taken_down(desk: Sit, here: Workplace) -> None:
    staff = desk(Role.STAFF, "10507")
    sheet = shown(staff.get("/sites/10507").text)[0]
    staff.post("/sites/10507/da-treo", sheet=sheet)
    label = sheet.split("@")[0]
    assert staff.post("/sites/10507/da-go", sheet=label).headers["location"].endswith("da-ghi-nhan-go")
    assert "10507" not in posted.load_hanging(here.store)
    assert newest_event(here).what is EventKind.PAPER_DOWN


def test_a_reader_sees_the_wall_and_no_boxes(desk: Sit) -> None:
    page = desk(Role.READER).get("/sites/10507").text
    assert "Chưa treo đúng" in page and shown(page) == []


@pytest.mark.parametrize("name", ["to-niem-yet.pdf", "bang-chi-dan.pdf", "thay-to.pdf", "usb.zip"])
def test_files_of_a_site_come_and_of_no_site_do_not(desk: Sit, name: str) -> None:
    staff = desk(Role.STAFF, "10507")
    file = staff.get(f"/sites/10507/{name}")
    assert file.status_code == 200 and file.headers["content-type"] in {"application/pdf", "application/zip"}
    assert desk(Role.READER).get(f"/sites/99999/{name}").status_code == 409
    assert staff.get(f"/sites/10888/{name}").status_code == 404
