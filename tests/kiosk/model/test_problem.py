"""A problem says where, what and what to do, in one sentence."""

from __future__ import annotations

from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity

AT = Source("qd-163.xlsx", 12, "Phụ lục I")


def test_place_column_value_and_way_out_are_said() -> None:
    problem = Problem(AT, "mã", "1.00123", "mã thiếu chữ số", "sửa mã trong tệp")
    assert str(problem) == (
        "qd-163.xlsx, bảng «Phụ lục I», dòng 12, cột mã: mã thiếu chữ số (giá trị: «1.00123»). "
        "Cách xử lý: sửa mã trong tệp."
    )


def test_an_empty_cell_is_not_quoted_and_braces_are_text() -> None:
    text = str(Problem(AT, "tên", "", "dòng không có tên {0}", "ghi tên"))
    assert "giá trị" not in text
    assert "{0}" in text


def test_a_problem_refuses_its_row_unless_it_says_otherwise() -> None:
    assert Problem(AT, "mã", "", "x", "y").severity is Severity.ERROR
