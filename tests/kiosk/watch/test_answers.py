"""Answers of the portal: only a body of the known shape says anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.errors import PortalError
from kiosk.watch.answers import PortalAnswer, read_details, read_list_page
from tests.fake_portal import CHALLENGE, make_entry


def answer(body: bytes | object, media_type: str = "application/json", status: int = 201) -> PortalAnswer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return PortalAnswer("danh sách", status, media_type, content)


def page(**facts: object) -> dict[str, object]:
    return {"code": "OK", "message": "", "data": {"items": [make_entry(1)], "total": 1, "lastId": None, **facts}}


def test_a_page_of_the_list_is_read() -> None:
    read = read_list_page(answer(page(lastId="x", total=7)))
    assert (read.total, read.last_id, len(read.items)) == (7, "x", 1)


@pytest.mark.parametrize(
    ("body", "media_type", "seen"),
    [
        (CHALLENGE, "text/html", "trang thử thách"),
        (CHALLENGE, "application/json", "trang thử thách"),
        (b"<html><body>Xin ch\xc3\xa0o</body></html>", "text/html", "một trang web"),
        (b"", "application/json", "bị cắt hoặc hỏng"),
        (b'{"code":"OK","data":', "application/json", "bị cắt hoặc hỏng"),
        (b"[" * 100_000, "application/json", "bị cắt hoặc hỏng"),
        (b"[" * 500_000, "application/json", "quá nhiều mục"),
        (b'{"code":"OK","data":{"items":[],"total":NaN}}', "application/json", "bị cắt hoặc hỏng"),
        (b"\xff\xfe", "application/json", "không phải chữ UTF-8"),
        (b"[]", "application/json", "không phải dạng trả lời"),
        (b'{"code":"DENIED","data":null}', "application/json", "«DENIED»"),
        (b'{"code":"OK","data":null}', "application/json", "không có phần «data»"),
    ],
)
def test_what_is_no_answer_says_what_was_seen(body: bytes, media_type: str, seen: str) -> None:
    with pytest.raises(PortalError, match=seen) as caught:
        read_list_page(answer(body, media_type, 200))
    assert caught.value.place == "danh sách"
    assert caught.value.value.startswith("mã 200, ")


@pytest.mark.parametrize(
    "facts",
    [
        {"total": "7"},
        {"total": -1},
        {"total": True},
        {"items": {}},
        {"items": [7]},
        {"items": [{"id": "../../etc", "code": "1", "name": "x"}]},
        {"items": [{"id": "019d2bfd", "code": 1, "name": "x"}]},
        {"lastId": 7},
    ],
)
def test_a_page_of_another_shape_is_no_page(facts: dict[str, object]) -> None:
    with pytest.raises(PortalError, match="Cổng không trả lời được như cần"):
        read_list_page(answer(page(**facts)))


def test_details_that_are_not_there_are_told_from_details_that_cannot_be_had() -> None:
    assert read_details(answer({"code": "NOT_FOUND", "data": None})) is None
    assert read_details(answer({"code": "OK", "data": None})) is None
    with pytest.raises(PortalError):
        read_details(answer({"code": "INTERNAL", "data": None}))
    with pytest.raises(PortalError, match="chi tiết"):
        read_details(answer({"code": "OK", "data": {"id": "x"}}))


def test_real_answers_are_read(real_data: Path) -> None:
    for name in ("list-page-1.json", "list-page-2.json"):
        read = read_list_page(answer((real_data / "portal-api" / name).read_bytes()))
        assert len(read.items) == 200
        assert read.total > 5_000
    for path in sorted((real_data / "portal-api/detail").iterdir()):
        details = read_details(answer(path.read_bytes()))
        assert details is not None
        assert details["code"] == path.stem
