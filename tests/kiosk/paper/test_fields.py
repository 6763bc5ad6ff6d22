"""A field stands on a board once, whatever its spellings, and says nothing twice."""

from __future__ import annotations

import pytest

from kiosk.paper.fields import make_field_key, show_field


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Thi đua, khen thưởng", "Thi đua – Khen thưởng"),
        ("Nông nghiệp; Nông nghiệp", "Nông nghiệp"),
        ("Giáo dục nghề nghiệp (G07-LĐ06)", "Giáo dục nghề nghiệp"),
        ("Thuỷ lợi", "Thủy lợi"),
    ],
)
def test_spellings_of_one_field_share_a_key(first: str, second: str) -> None:
    assert make_field_key(first) == make_field_key(second)


def test_other_fields_do_not() -> None:
    assert make_field_key("Điện") != make_field_key("Điện lực")
    assert make_field_key("Đất đai; Môi trường") != make_field_key("Đất đai")


def test_the_most_frequent_spelling_is_shown_with_a_capital_and_no_part_twice() -> None:
    assert (
        show_field(["thi đua - khen thưởng", "Thi đua, khen thưởng", "Thi đua, khen thưởng"]) == "Thi đua, khen thưởng"
    )
    assert show_field(["bảo vệ quyền lợi người tiêu dùng"]) == "Bảo vệ quyền lợi người tiêu dùng"
    assert show_field(["Nông nghiệp; Nông nghiệp"]) == "Nông nghiệp"
    assert show_field(["Giáo dục nghề nghiệp (G07-LĐ06)"]) == "Giáo dục nghề nghiệp"
    assert show_field([""]) == ""
