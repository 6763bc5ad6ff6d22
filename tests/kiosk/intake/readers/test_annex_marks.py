"""Columns that stand for one kind each, with marks below them."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.intake.read import Reading
from kiosk.intake.readers.annex_marks import find_kind_column
from kiosk.model.statement import ENDING_STATUSES

TITLE = "(Kèm theo Quyết định số 100/QĐ-UBND ngày 01/12/2026, có hiệu lực từ ngày 01/01/2027)"
KINDS = ["STT", "Mã TTHC", "Tên TTHC"]
HEADER = [*KINDS, "Lĩnh vực"]
AMENDED = "TTHC SỬA ĐỔI, BỔ SUNG"
ONE, TWO = "1.000001", "1.000002"
NAMES = {ONE: "Đăng ký khai sinh", TWO: "Cấp giấy phép xây dựng"}


def bare(number: int, code: str, *cells: str) -> list[object]:
    return [number, code, NAMES[code], *cells]


BOTH = [bare(1, ONE, "Tư pháp"), bare(2, TWO, "Tư pháp")]


def fates(reading: Reading) -> list[str]:
    """What is done by each entry: asked, ends, stays."""
    rows = [row for row in reading.rows if row.procedure is not None]
    return ["asked" if row.held else "ends" if row.status in ENDING_STATUSES else "stays" for row in rows]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[*KINDS, "Sửa đổi", "Bãi bỏ"], bare(1, ONE, "", "x"), bare(2, TWO, "x", "")], ("ends", "stays")),
        ([[*KINDS, "Mới", "Sửa đổi", "Bãi bỏ"], bare(1, ONE, "", "x", "x"), bare(2, TWO)], ("asked", "asked")),
        ([[*KINDS, "Sửa đổi", "Bãi bỏ"], bare(1, ONE, "", "từ 2028"), bare(2, TWO, "✓", "-")], ("asked", "stays")),
        (
            [
                [*KINDS, "Hình thức công bố", "", ""],
                ["", "", "", "Ban hành mới", "Sửa đổi, bổ sung", "Bãi bỏ"],
                bare(1, ONE, "", "", "x"),
                bare(2, TWO, "", "x", ""),
            ],
            ("ends", "stays"),
        ),
        ([[AMENDED], [*KINDS, "Sửa đổi", "Bãi bỏ"], bare(1, ONE, "", "x"), bare(2, TWO, "x")], ("asked", "stays")),
        ([[*KINDS, "Thay thế", "Phí"], bare(1, ONE, "Khai sinh cũ", "0"), bare(2, TWO)], ("stays", "stays")),
        ([["A. TTHC SỬA ĐỔI", "", "B. TTHC BÃI BỎ"], HEADER, *BOTH], ("asked", "asked")),
    ],
)
def test_marks_below_kinds_side_by_side(read: Any, workbook: Any, rows: list[list[object]], said: Any) -> None:
    """A tick says the kind of its row; no heading of such a column governs the rows below it."""
    assert tuple(fates(read(workbook([[TITLE], *rows])))) == said


def test_a_label_that_says_more_than_a_kind_is_no_such_column() -> None:
    labels = ("BÃI BỎ", "TTHC bị bãi bỏ", "Sửa đổi, bổ sung", "Nội dung sửa đổi", "Văn bản bãi bỏ", "Tên TTHC thay thế")
    assert list(map(find_kind_column, labels)) == ["is_repealed", "is_repealed", "is_amended", "", "", ""]
