"""The header of an annex table: which column means what."""

from __future__ import annotations

import pytest

from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.readers.annex_layout import find_layout


def grid(*rows: tuple[str, ...]) -> TextGrid:
    return TextGrid("", tuple(GridRow(n, cells) for n, cells in enumerate(rows, start=1)))


def test_two_rows_are_one_header() -> None:
    layout = find_layout(
        grid(
            ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", ""),
            ("", "", "", "Theo quy định", "Sau cắt giảm"),
            ("1", "1.000001", "Đăng ký", "5 ngày", "3 ngày"),
        ),
        0,
    )
    assert layout is not None
    assert layout.columns == {"number": 0, "code": 1, "name": 2, "time_legal": 3, "time_city": 4}
    assert (layout.height, layout.width, layout.telling) == (2, 5, True)


def test_codes_under_an_unknown_label_are_found_by_content() -> None:
    layout = find_layout(grid(("STT", "Mã DVC", "Tên thủ tục", "Phí"), ("1", "1.000001", "Đăng ký", "0")), 0)
    assert layout is not None
    assert layout.columns["code"] == 1
    assert not layout.telling


@pytest.mark.parametrize(
    "cells",
    [
        ("STT", "Tên thủ tục"),
        ("1", "1.000001", "Tên thủ tục", "Phí"),
        ("STT", "Mã TTHC", "x" * 151, "Tên thủ tục"),
        ("Ngày", "Nơi", "Việc"),
    ],
)
def test_what_is_no_header(cells: tuple[str, ...]) -> None:
    assert find_layout(grid(cells), 0) is None


@pytest.mark.parametrize(
    ("labels", "roles"),
    [
        (("Thành phố", "Xã, phường, đặc khu"), ("at_city", "at_commune")),
        (("Tỉnh", "Xã"), ("at_city", "at_commune")),
        (("Nộp tại TP", "Nộp tại xã"), ("at_city", "at_commune")),
        (("TTPVHCC TP", "TTPVHCC cơ sở"), ("at_city", "at_some_centre")),
        (("Thời điểm áp dụng", "Ngày ký"), ("effective", "other_day")),
        (("Tình trạng hiệu lực", "Biến động"), ("state_of_effect", "status")),
        (("Loại", "Ghi chú"), ("class", "note")),
        (("Mã trước đây", "Phí"), ("replaces_code", "fee")),
    ],
)
def test_labels_that_offices_write(labels: tuple[str, str], roles: tuple[str, str]) -> None:
    layout = find_layout(grid(("STT", "Mã TTHC", "Tên TTHC", *labels), ("1", "1.000001", "Đăng ký", "x", "x")), 0)
    assert layout is not None
    assert [layout.columns[role] for role in roles] == [3, 4]
