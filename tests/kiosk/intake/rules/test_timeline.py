"""The versions of one code in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.intake.rules import timeline
from kiosk.model.catalogue import Ending, Procedure

DAY = date(2027, 3, 1)
BEFORE = DAY - timedelta(days=1)
OLD = Procedure("1.000001", "Thủ tục", field="Hộ tịch")
NEW = replace(OLD, fee="8.000 đồng")


def test_an_open_version_is_closed_by_the_next() -> None:
    later = replace(NEW, effective_from=DAY, decision="12/QĐ-UBND")
    closed, last = timeline.order_versions((later, OLD))
    assert (closed.effective_to, closed.ending, closed.ended_by) == (BEFORE, Ending.AMENDED, "12/QĐ-UBND")
    assert last == later
    assert timeline.find_version((closed, last), BEFORE) == closed
    assert timeline.find_version((closed, last), DAY) == last


def test_two_versions_at_once_are_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.000001"):
        timeline.order_versions((replace(OLD, effective_to=DAY), replace(NEW, effective_from=DAY)))


def test_an_empty_field_states_nothing() -> None:
    assert timeline.overlay_fields(OLD, Procedure("1.000001", "", fee="8.000 đồng")) == NEW


def test_an_amendment_keeps_the_words_that_say_the_same() -> None:
    amended = timeline.amend_version(OLD, Procedure("1.000001", "THỦ TỤC", field="hộ tịch", fee="8.000 đồng"))
    assert (amended.name, amended.field, amended.fee) == ("Thủ tục", "Hộ tịch", "8.000 đồng")


def test_what_interrupts_for_a_time_lets_the_former_come_back() -> None:
    until = DAY + timedelta(days=9)
    versions = timeline.state_from((OLD,), NEW, DAY, until, resume=True)
    assert [(p.fee, p.effective_from, p.effective_to) for p in versions] == [
        ("", None, BEFORE),
        ("8.000 đồng", DAY, until),
        ("", until + timedelta(days=1), None),
    ]


def test_a_repeal_is_not_undone_by_a_list() -> None:
    ended = timeline.end_version((OLD,), DAY, Ending.REPEALED, "9/QĐ-UBND")
    assert timeline.state_now(ended, NEW, DAY) == ended
    left = timeline.end_version((OLD,), DAY, Ending.LEFT)
    assert timeline.state_now(left, NEW, DAY) == (NEW,)


def test_what_is_repealed_before_it_begins_never_begins_but_a_list_of_today_says_nothing_of_it() -> None:
    later = (replace(OLD, effective_from=DAY),)
    assert timeline.end_version(later, BEFORE, Ending.REPEALED) == ()
    assert timeline.end_version(later, BEFORE, Ending.LEFT) == later
    assert timeline.end_version(later, DAY, Ending.REPEALED) == ()


def test_old_tombstones_go() -> None:
    ended = timeline.end_version((OLD,), DAY, Ending.REPEALED)
    assert timeline.prune_versions(ended, BEFORE, DAY) == ended
    assert timeline.prune_versions(ended, DAY, BEFORE) == ()
    amended = timeline.paint_fields((OLD,), NEW, DAY, None)
    assert timeline.prune_versions(amended, BEFORE, BEFORE) == amended
    assert timeline.prune_versions(amended, BEFORE, DAY) == amended[1:]
    paused = timeline.end_version((OLD,), DAY, Ending.SUSPENDED)
    assert timeline.prune_versions(paused, DAY, DAY) == paused
