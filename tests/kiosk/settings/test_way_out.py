"""Every kind of refusal has a way out in words."""

from __future__ import annotations

import pytest

from kiosk.settings.way_out import explain_way_out


@pytest.mark.parametrize(
    ("kind", "limits", "says"),
    [
        ("extra_forbidden", {}, "không có khóa này"),
        ("enum", {"expected": "'a' or 'b'"}, "'a', 'b'"),
        ("int_parsing", {}, "ghi một số nguyên"),
        ("greater_than_equal", {"ge": 1}, "từ 1 trở lên"),
        ("missing", {}, "thêm khóa này"),
        ("too_short", {}, "không để trống"),
        ("list_type", {}, "ghi một danh sách"),
        ("something_new", {}, "config.yaml"),
    ],
)
def test_a_refusal_says_what_to_write(kind: str, limits: dict[str, object], says: str) -> None:
    assert says in explain_way_out(kind, limits)
