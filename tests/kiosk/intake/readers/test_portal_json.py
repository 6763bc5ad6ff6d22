"""The portal's JSON, made small from real answers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.read import FileKind, Mode
from kiosk.model.catalogue import Channel, Level, Online
from kiosk.model.problem import Severity

UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"


def item(**given: Any) -> dict[str, Any]:
    return {
        "id": UUID,
        "code": "1.000593",
        "name": "Thủ tục  đăng ký kết hôn lưu động",
        "categories": ["Hộ tịch"],
        "departments": ["Ủy ban nhân dân cấp xã"],
        "departmentPromulgate": "Bộ Tư pháp",
        "state": "ACTIVE",
        "type": "STANDARD",
    } | given


def method(name: str = "DIRECT", **given: Any) -> dict[str, Any]:
    return {"submissionMethod": name, "processingTime": 5, "processingTimeUnit": "WORKING_DAY", "fees": []} | given


def detail(*methods: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {
        "id": UUID,
        "code": "1.000593",
        "name": "Thủ tục đăng ký kết hôn lưu động",
        "executionMethods": list(methods),
        "state": "UPDATED",
        "type": "STANDARD",
        "isInternal": False,
        "isWard": True,
        "isProvince": True,
        "departmentPromulgateName": "Bộ Tư pháp",
        "categoriesDetails": [{"name": "Hộ tịch"}],
        "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentsExecuting": [],
        "resultsDetails": [{"name": "Giấy chứng nhận kết hôn"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}, {"name": "Người nước ngoài"}],
        "legalBasisesDetails": [{"code": "60/2014/QH13", "name": "Luật Hộ tịch"}],
        "procedureProposal": {"proposalNumber": "163/QĐ-BTP", "decisionDate": 1768496400000},
    } | given


def test_list_page(read: Any, as_json: Any) -> None:
    reading = read(as_json({"items": [item()], "total": 5670, "lastId": UUID}))
    assert (reading.kind, reading.mode) == (FileKind.PORTAL_LIST, Mode.CHANGE)
    (p,) = reading.procedures
    assert (p.name, p.portal_id, p.field) == ("Thủ tục đăng ký kết hôn lưu động", UUID, "Hộ tịch")
    assert (p.promulgator, p.executing) == ("Bộ Tư pháp", ("Ủy ban nhân dân cấp xã",))


def test_a_page_that_holds_the_whole_list_is_a_snapshot(read: Any, as_json: Any) -> None:
    assert read(as_json({"items": [item()], "total": 1})).mode is Mode.SNAPSHOT


def test_detail(read: Any, as_json: Any) -> None:
    reading = read(as_json(detail(method())))
    assert (reading.kind, reading.mode) == (FileKind.PORTAL_DETAIL, Mode.CHANGE)
    (p,) = reading.procedures
    assert (p.levels, p.decision) == ((Level.PROVINCE, Level.COMMUNE), "163/QĐ-BTP")
    # 17:00 UTC on the 15th is the 16th in Hà Nội, the day on the decision.
    assert p.decision_date == date(2026, 1, 16)
    assert (p.result, p.audience) == ("Giấy chứng nhận kết hôn", "Công dân Việt Nam, Người nước ngoài")
    assert (p.legal_basis, p.online) == ("60/2014/QH13", Online.UNKNOWN)
    assert p.channels == (Channel("trực tiếp", "5 ngày làm việc"),)


@pytest.mark.parametrize(
    ("given", "time"),
    [
        ({}, "5 ngày làm việc"),
        ({"processingTime": 8.5}, "8,5 ngày làm việc"),
        ({"processingTimeUnit": "OTHER"}, ""),
        ({"processingTime": 0}, ""),
        ({"description": "02 ngày làm việc, kể từ khi nhận đủ"}, "02 ngày làm việc, kể từ khi nhận đủ"),
        ({"description": "Nộp tại quầy số 3"}, "5 ngày làm việc; Nộp tại quầy số 3"),
        ({"processingTimeUnit": "OTHER", "description": "Trả ngay trong ngày"}, "Trả ngay trong ngày"),
    ],
)
def test_time_is_quoted(read: Any, as_json: Any, given: dict[str, Any], time: str) -> None:
    (p,) = read(as_json(detail(method(**given)))).procedures
    assert p.channels[0].time == time


@pytest.mark.parametrize(
    ("fees", "quoted"),
    [
        ([{"value": 0, "description": ""}], ""),
        ([{"value": None, "description": "Chi tiết tại văn bản kèm theo"}], "Chi tiết tại văn bản kèm theo"),
        ([{"value": 0, "description": "Miễn lệ phí."}], "Miễn lệ phí."),
        ([{"value": 8000, "description": ""}], "8.000 đồng"),
        ([{"value": 1500000, "description": "một bộ"}], "1.500.000 đồng (một bộ)"),
        ([{"value": 1000}, {"value": 2000}], "1.000 đồng; 2.000 đồng"),
        ([], ""),
    ],
)
def test_fee_is_quoted_and_zero_alone_says_nothing(read: Any, as_json: Any, fees: list[Any], quoted: str) -> None:
    (p,) = read(as_json(detail(method("ONLINE", fees=fees)))).procedures
    assert (p.channels[0].name, p.channels[0].fee) == ("trực tuyến", quoted)


def test_papers_of_several_cases_keep_their_titles(read: Any, as_json: Any) -> None:
    cases = [
        {"name": "* Giấy tờ phải nộp:", "profileComponents": [{"name": "- Tờ khai"}]},
        {"name": "* Giấy tờ phải xuất trình:", "profileComponents": [{"name": "- Hộ chiếu"}]},
    ]
    (p,) = read(as_json(detail(method(), executionCases=cases))).procedures
    assert p.dossier == ("* Giấy tờ phải nộp:", "- Tờ khai", "* Giấy tờ phải xuất trình:", "- Hộ chiếu")


@pytest.mark.parametrize("given", [{"isInternal": True}, {"type": "STANDARD_INTERNAL"}])
def test_internal(read: Any, as_json: Any, given: dict[str, Any]) -> None:
    assert read(as_json(detail(method(), **given))).procedures[0].internal


def test_full_online(read: Any, as_json: Any) -> None:
    assert read(as_json(detail(method(), isFullProcess=True))).procedures[0].online is Online.FULL


def test_an_item_that_ended_is_refused(read: Any, as_json: Any) -> None:
    reading = read(as_json({"items": [item(), item(code="1.000594", state="EXPIRED")], "total": 2}))
    assert [p.code for p in reading.procedures] == ["1.000593"]
    assert [(p.value, p.severity) for p in reading.problems] == [("EXPIRED", Severity.ERROR)]


def test_several_answers_in_one_file(read: Any) -> None:
    import json

    pages = [{"code": "OK", "data": {"items": [item(code=f"1.00059{n}")], "total": 2}} for n in (3, 4)]
    assert len(read(json.dumps(pages)).procedures) == 2


def test_odd_types_do_no_harm(read: Any, as_json: Any) -> None:
    odd = detail(
        {"fees": "x", "submissionMethod": None}, categoriesDetails=None, procedureProposal=[1], executionCases=[7]
    )
    (p,) = read(as_json(odd)).procedures
    assert (p.field, p.decision_date, p.dossier) == ("", None, ())


def test_an_entry_that_is_no_object_is_told(read: Any, as_json: Any) -> None:
    items = [{"code": "1.000593", "name": "Kết hôn"}, "1.000594", None]
    reading = read(as_json({"items": items, "total": 9}))
    assert (reading.tally.rows, reading.tally.procedures, reading.tally.problems) == (3, 1, 2)
    assert [p.value for p in reading.problems] == ["1.000594", "None"]


def test_half_a_surrogate_pair_in_a_name_is_refused(read: Any) -> None:
    reading = read('{"code":"OK","data":{"items":[{"code":"1.000593","name":"K\\ud800t hôn"}]}}')
    (problem,) = reading.problems
    assert (problem.value, problem.column) == ("K\ufffdt hôn", "tên")
    assert reading.tally.problems == 1


def test_an_answer_that_says_no_is_quoted(read: Any) -> None:
    with pytest.raises(IntakeError, match=r"Cổng trả lời lỗi.*Hết phiên"):
        read('{"code":"ERR","message":"Hết phiên"}')


@pytest.mark.parametrize("code", ["{}", "[]", "7", "true"])
def test_an_answer_whose_code_is_no_text_is_refused(read: Any, code: str) -> None:
    with pytest.raises(IntakeError, match="Cổng trả lời lỗi"):
        read('{"code":' + code + ',"data":{"items":[{"code":"1.000593","name":"Kết hôn"}]}}')


def test_where_json_is_broken(read: Any) -> None:
    with pytest.raises(IntakeError, match="sai cú pháp ở dòng 2, cột 1"):
        read('{"code":"OK","data":{"items":[]}}\n}')


def test_answers_saved_one_after_another(read: Any) -> None:
    pages = [{"code": "OK", "data": {"items": [{"code": code, "name": "Tên"}]}} for code in ("1.000593", "1.000656")]
    reading = read("\n".join(map(json.dumps, pages)) + "\n")
    assert [p.code for p in reading.procedures] == ["1.000593", "1.000656"]


def test_an_answer_in_utf_16(read: Any) -> None:
    answer = '{"code":"OK","data":{"items":[{"code":"1.000593","name":"Kết hôn"}]}}'
    for content in (answer.encode("utf-16"), b"\xfe\xff" + answer.encode("utf-16-be")):
        assert [p.name for p in read(content).procedures] == ["Kết hôn"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_json(read: Any, number: str) -> None:
    with pytest.raises(IntakeError, match="bị hỏng"):
        read('{"data":{"items":[{"code":"1.000593","name":"x","fees":' + number + "}]}}")


def test_an_endless_fee_is_not_quoted(read: Any) -> None:
    method = '{"submissionMethod":"DIRECT","processingTime":1e999,"processingTimeUnit":"DAY","fees":[{"value":1e999}]}'
    (p,) = read('{"data":{"code":"1.000593","name":"x","executionMethods":[' + method + "]}}").procedures
    assert [(c.time, c.fee) for c in p.channels] == [("", "")]
