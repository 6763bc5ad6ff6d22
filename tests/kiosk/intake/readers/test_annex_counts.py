"""A heading that counts is compared with the procedures below it."""

from __future__ import annotations

import pytest

from kiosk.intake.readers.annex_counts import Heading, check_counts
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure, Source


def rows(*codes: str) -> tuple[Row, ...]:
    return tuple(
        Row(Source("a.docx", n), Procedure(code, "Thủ tục") if code != "-" else None) for n, code in enumerate(codes)
    )


@pytest.mark.parametrize(
    ("stated", "codes", "told"),
    [
        (2, ("-", "1.000001", "1.000002"), False),
        (3, ("-", "1.000001", "1.000002"), True),
        (1, ("-", "1.000001", "1.000001"), False),
        (2, ("-", "", ""), False),
        (0, ("-", "1.000001"), True),
    ],
)
def test_a_difference_is_told_at_the_heading(stated: int, codes: tuple[str, ...], told: bool) -> None:
    heading = Heading(0, 1, f"I. LĨNH VỰC HỘ TỊCH ({stated:02d} TTHC)")
    checked = check_counts(rows(*codes), [heading])
    assert [bool(row.problems) for row in checked] == [told, *[False] * (len(codes) - 1)]


def test_a_section_ends_where_one_of_its_own_kind_begins() -> None:
    headings = [Heading(0, 1, "A (02 TTHC)"), Heading(0, 2, "I (01 TTHC)"), Heading(2, 2, "II (01 TTHC)")]
    checked = check_counts(rows("-", "1.000001", "-", "1.000002"), headings)
    assert not any(row.problems for row in checked)


def test_a_heading_after_the_last_row_counts_nothing() -> None:
    assert check_counts(rows("1.000001"), [Heading(1, 1, "I (05 TTHC)")]) == rows("1.000001")
