"""When a release has passed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.verdict import LEAST_READ, SiteCoverage, Verdict

WHOLE = SiteCoverage("10507", 2, 2, 2, 1, 1)
GOOD = Verdict("digest", 1, 1, 2, 3, (), (WHOLE,))


def test_nothing_wrong_passes_and_any_gap_or_problem_does_not() -> None:
    assert GOOD.passed
    assert GOOD.hard_share == 1
    assert not replace(GOOD, problems=("tệp lạ",)).passed
    assert not replace(GOOD, sites=(WHOLE, replace(WHOLE, gaps=("thiếu",)))).passed


@given(st.integers(1, 20_000), st.data())
def test_enough_must_be_read_under_bad_conditions(tried: int, data: st.DataObject) -> None:
    unread = data.draw(st.integers(0, min(tried, 40)))
    verdict = replace(GOOD, hard_tried=tried, hard_unread=("x",) * unread)
    assert verdict.passed == ((tried - unread) / tried >= LEAST_READ)
