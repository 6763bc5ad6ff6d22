"""Numbers name what they come from, and 100 % is said of the whole alone."""

from __future__ import annotations

from kiosk.reports.sources import name_events, name_release, say_share


def test_events_are_drawn_together_each_once() -> None:
    assert name_events((7, 3, None, 5, 4, 9, 3)) == "sự kiện 3-5, 7, 9"
    assert name_events(()) == "không có sự kiện"
    assert name_release(None) == "chưa công bố bản nào"


def test_a_share_is_cut_and_never_rounded_up_to_the_whole() -> None:
    assert say_share(9_999, 10_000) == "99,9 %"
    assert say_share(3, 3) == "100 %"
    assert say_share(0, 0) == "không có gì để tính"
    assert say_share(1, 3) == "33,3 %"
