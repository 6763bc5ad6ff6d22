"""What is held is told, and who cannot be known to have heard of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.office.news import News
from kiosk.release import lifecycle
from kiosk.release.hold import Held, HeldDecision, Hold, write_hold
from kiosk.reports.holds import HoldStanding, list_lines, look_at_hold
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare, say

DECISION = HeldDecision("3501/QĐ-UBND", date(2026, 11, 29), "chờ sửa", "2026-11-29T08:00:00+07:00", "", 1)


def test_nothing_held_is_nothing_told(office_store: Store) -> None:
    assert look_at_hold(office_store, lifecycle.load_current(office_store)) == HoldStanding()
    assert list_lines(HoldStanding()) == []


def test_a_kiosk_that_has_not_said_so_is_named(office_store: Store) -> None:
    write_hold(office_store, Hold(decisions=(DECISION,)), {})
    (standing,) = look_at_hold(office_store, lifecycle.load_current(office_store)).decisions
    assert standing.unknown == ("10507", "10888", "10903", "HP-E")
    for site, release in (("10888", 1), ("10903", 0)):
        number, _ = declare(office_store, site)
        say(office_store, number, release)
    News(office_store.root / "news.sqlite").heard("10507", 1, 0)
    lines = "\n".join(list_lines(look_at_hold(office_store, lifecycle.load_current(office_store))))
    assert "Chưa rõ kiosk của 3 điểm đã nhận trang không có thay đổi này chưa: 10507, 10903, HP-E." in lines
    assert "kiosk export" in lines


def test_a_site_whose_page_did_not_change_is_not_named(office_store: Store) -> None:
    write_hold(office_store, Hold(decisions=(replace(DECISION, release=2),)), {})
    assert lifecycle.choose_release(office_store, None).number == 1
    assert look_at_hold(office_store, lifecycle.load_current(office_store)).decisions[0].unknown == ()


def test_pages_that_still_carry_it_are_told(office_store: Store) -> None:
    hold = Hold(Held("chờ ý kiến"), (replace(DECISION, release=None),))
    write_hold(office_store, hold, {})
    first, second, third = list_lines(look_at_hold(office_store, lifecycle.load_current(office_store)))
    assert first.startswith("ĐANG TẠM DỪNG CÔNG BỐ: chờ ý kiến.")
    assert second.startswith("ĐANG GIỮ LẠI QUYẾT ĐỊNH 3501/QĐ-UBND: chờ sửa")
    assert "chạy kiosk regenerate" in third


def test_what_cannot_be_read_is_not_ended_by_resuming() -> None:
    """A damaged record keeps publishing back; `kiosk resume` cannot read it either."""
    (line,) = list_lines(HoldStanding("chưa biết vì chỗ hỏng", is_known=False))
    assert "kiosk doctor" in line and "kiosk resume" not in line
