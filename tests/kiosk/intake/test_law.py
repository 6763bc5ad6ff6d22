"""Words of law that end something, whole or torn apart by a conversion."""

from __future__ import annotations

import pytest

from kiosk.intake.law import mend_law, speaks_of_ending


@pytest.mark.parametrize(
    "text",
    ["BỊ BÃI BỎ, THAY THẾ", "tạm thời dừng thực hiện", "b ãi b ỏ", "hết hiệu lực từ 01/02/2027", "không tiếp nhận nữa"],
)
def test_a_word_of_ending_is_seen_wherever_it_stands(text: str) -> None:
    assert speaks_of_ending(text)


@pytest.mark.parametrize("text", ["SỬA ĐỔI, BỔ SUNG", "tiêu hủy tang vật", "Thực hiện liên thông", ""])
def test_what_ends_nothing_is_left_alone(text: str) -> None:
    assert not speaks_of_ending(text)


def test_torn_words_are_put_together() -> None:
    assert mend_law("thu tuc b ai bo va s ua do i") == "thu tuc bai bo va sua doi"
