"""Settings and tables in the browser: looked at, changed by way of a draft, proposed by a site's staff."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office.job_context import Workplace
from kiosk.office.news import News
from kiosk.office.people import Role
from kiosk.office.settings_tables import TABLES
from tests.kiosk.office.drafting import look, take_in_base
from tests.kiosk.web.office.conftest import Desk


def test_every_table_is_shown_searched_and_paged(here: Workplace, desk: Callable[..., Desk]) -> None:
    reader = desk(Role.READER)
    page = reader.get("/cai-dat").text
    for name, table in TABLES.items():
        assert f"/cai-dat/{name}" in page and table.title in reader.get(f"/cai-dat/{name}").text
    assert "Thành Đông" in reader.get("/cai-dat/sites?tim=thanh+dong").text
    assert "Không có dòng nào" in reader.get("/cai-dat/sites?tim=<b>").text
    assert 'aria-current="page">2' in reader.get("/cai-dat/aliases?trang=2").text
    assert reader.get("/cai-dat/passwd").status_code == 404
    assert "Thêm dòng" not in reader.get("/cai-dat/sites").text


def test_a_row_is_changed_added_and_removed_in_one_draft(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    page = editor.get("/cai-dat/sites/dong?dong=2").text
    assert 'name="key-code" value="10507"' in page
    path = editor.post(
        "/cai-dat/sites/dong", **{"key-code": "10507", "was-hotline": "", "to-hotline": "0225 3 123 456"}
    ).headers["location"]
    assert path.startswith("/du-thao/1")
    row = {"to-site": "10507", "to-code": "1.000593", "to-effect": "bỏ", "to-document": "15/TB"}
    editor.post("/cai-dat/exceptions/dong", **{"is-new": "yes", **row})
    editor.post("/cai-dat/aliases/dong", remove="yes", **{"key-alias": "đẻ con", "key-meaning": "đăng ký khai sinh"})
    page = editor.get("/du-thao/1").text
    assert "Trước và sau" in page and "15/TB" in page and "xóa dòng đẻ con" in page
    assert len(look(here, 1).edits) == 3 and "3 sửa đổi" in editor.get("/cai-dat").text
    kept = look(here, 1).edits[2]
    editor.post("/du-thao/1/bo-sua-doi", revision=str(look(here, 1).revision), edit=str(kept.id))
    assert len(look(here, 1).edits) == 2
    bad = editor.post("/cai-dat/sites/dong", **{"key-code": "10507", "was-email": "", "to-email": "không"})
    assert bad.status_code == 409 and "email" in bad.text
    same = editor.post("/cai-dat/sites/dong", **{"key-code": "10507", "was-name": "x", "to-name": "x"})
    assert same.headers["location"].endswith("khong-doi") or same.status_code == 409
    assert editor.post("/du-thao/1/trinh", revision=str(look(here, 1).revision)).headers["location"].endswith("trinh")


def test_a_printed_sentence_is_changed_and_an_empty_one_is_the_default_again(
    here: Workplace, desk: Callable[..., Desk]
) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    assert "Cách quét mã" in editor.get("/cai-dat/cau-chu").text
    assert editor.post("/cai-dat/cau-chu", **{"wording.sheet": "Tờ"}).headers["location"].endswith("khong-doi")
    editor.post("/cai-dat/cau-chu", **{"wording.sheet": "Tờ số", "wording.scan": ""})
    assert "Tờ số" in editor.get("/du-thao/1").text
    assert "Tính số điểm" in editor.get("/du-thao/1").text


def test_staff_propose_their_own_contacts_and_the_office_sees_them(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    staff, editor = desk(Role.STAFF, "10507"), desk(Role.EDITOR)
    assert "Thành Đông" in staff.get("/lien-he/10507").text and staff.get("/lien-he/10888").status_code == 404
    assert staff.post("/lien-he/10507", **{"to-hotline": "gọi tôi"}).status_code == 409
    sent = {"to-hotline": "0225 3 123 456", "to-address": "", "to-email": "", "to-hours": ""}
    assert staff.post("/lien-he/10507", **sent).headers["location"].endswith("da-de-nghi")
    assert "chờ phòng xem" in staff.get("/lien-he/10507").text
    assert "Đề nghị của Trung tâm" in editor.get("/du-thao").text and "0225 3 123 456" in editor.get("/du-thao/1").text
    same = {**sent, "to-hotline": ""}
    assert staff.post("/lien-he/10507", **same).headers["location"].endswith("khong-doi")


def test_a_search_without_result_becomes_an_everyday_word(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    News(here.store.root / "news.sqlite").missed("10507", "<b>đám hiếu", 2)
    editor = desk(Role.EDITOR)
    page = editor.get("/cai-dat/tim-khong-thay").text
    assert "2 lần" in page and "<b>dam" not in page.replace("<b>&lt;", "")
    assert editor.post("/cai-dat/tim-khong-thay", text="dam hieu", meaning=" ").status_code == 409
    editor.post("/cai-dat/tim-khong-thay", text="dam hieu", meaning="khai tử")
    assert "dam hieu" in editor.get("/du-thao/1").text
