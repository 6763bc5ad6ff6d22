"""What a draft asks, beside the file's own row, and how it is answered on its page."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.pages.draft_answers import say_answer
from tests.kiosk.office.drafting import BROKEN, REPEALED_OR_NOT, look, take_in_base
from tests.kiosk.web.office.conftest import Desk
from tests.kiosk.web.office.pages.test_draft_list import questions_of, upload


def test_a_question_stands_beside_its_row_and_is_answered_there(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    upload(editor, "/du-thao", REPEALED_OR_NOT, title="QĐ 9")
    page = editor.get("/du-thao/1").text
    assert '<td class="decides">' in page and "Bị bãi bỏ" in page and "còn 1/1" in page
    assert editor.post("/du-thao/1/trinh", revision=str(look(here, 1).revision)).status_code == 409
    (asked,) = questions_of(here, 1)
    name = f"a-{asked.problem.key}"
    bad = editor.post("/du-thao/1/tra-loi", revision=str(look(here, 1).revision), **{name: "commune"})
    assert bad.status_code == 409 and "không hiểu" in bad.text.lower()
    editor.post("/du-thao/1/tra-loi", revision=str(look(here, 1).revision), **{name: "repealed"})
    page = editor.get("/du-thao/1").text
    assert "còn 0/1" in page and "<b>Bị bãi bỏ</b>: Người biên tập" in page and "thôi áp dụng" in page
    editor.post("/du-thao/1/tra-loi", revision=str(look(here, 1).revision), **{name: "hold"})
    page = editor.get("/du-thao/1").text
    assert "1 dòng giữ lại" in page and "còn 0/1" in page
    key = asked.problem.key
    editor.post("/du-thao/1/rut-tra-loi", revision=str(look(here, 1).revision), question=key)
    assert "còn 1/1" in editor.get("/du-thao/1").text


def test_refused_rows_are_left_out_together_with_one_reason(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    upload(editor, "/du-thao", BROKEN + "9.8,Thủ tục lạ,\n", title="x")
    now = {"revision": str(look(here, 1).revision), "kind": "error"}
    refused = editor.post("/du-thao/1/tra-loi-chung", reason=" ", **now)
    assert refused.status_code == 409 and "vì sao" in refused.text
    editor.post("/du-thao/1/tra-loi-chung", reason="dòng ghi chú của bảng", **now)
    assert editor.get("/du-thao/1").text.count("dòng ghi chú của bảng") >= 2
    editor.post("/du-thao/1/tra-loi-chung", revision=str(look(here, 1).revision), kind="warning")
    assert len(look(here, 1).answers) == 2


def test_a_day_is_answered_by_a_day(here: Workplace, desk: Callable[..., Desk]) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    annex = REPEALED_OR_NOT.replace("SỬA ĐỔI, BỔ SUNG VÀ BÃI BỎ", "SỬA ĐỔI, BỔ SUNG")
    annex = annex.replace("chính\n1,", "chính,Ngày có hiệu lực\n1,").replace("khai sinh\n", "khai sinh,30/13/2026\n")
    upload(editor, "/du-thao", annex, title="x")
    (asked,) = [q for q in questions_of(here, 1) if q.problem.question]
    name = f"day-{asked.problem.key}"
    editor.post("/du-thao/1/tra-loi", revision=str(look(here, 1).revision), **{name: "2026-12-24"})
    assert "Từ ngày 24/12/2026" in editor.get("/du-thao/1").text
    assert {a.answer for a in look(here, 1).answers} == {"2026-12-24"}


def test_where_the_file_cannot_be_read_any_more_answers_are_still_seen(
    here: Workplace, desk: Callable[..., Desk]
) -> None:
    take_in_base(here)
    editor = desk(Role.EDITOR)
    upload(editor, "/du-thao", BROKEN, title="x")
    editor.post("/du-thao/1/tra-loi-chung", reason="thừa", revision=str(look(here, 1).revision), kind="error")
    upload(editor, "/du-thao/1/tep", "\x7fELF", name="b.xlsx", revision=str(look(here, 1).revision))
    page = editor.get("/du-thao/1").text
    assert "Các câu đã trả lời" in page and "thừa" in page
    assert editor.post("/du-thao/1/tra-loi", revision="x").status_code == 409
    assert say_answer(None) == ""
