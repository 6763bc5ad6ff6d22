"""What the board says besides its index: three drawn steps, two codes, whom to write to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from posters import board, inspect, pdf
from posters.spec import Board, BoardField, BoardGroup, SiteHead, Wording
from tests.posters.products import flat, rings

GROUPS = (BoardGroup("Hộ tịch", (BoardField("Hộ tịch", 41, ("HT-01", "HT-02")),)),)
PLAIN = Board("A3", GROUPS, "https://niemyet.haiphong.gov.vn/sites/11824/", 12, date(2026, 11, 24))


def made(wanted: Board, head: SiteHead) -> bytes:
    return pdf.address_file(board.make_template(wanted, board.draw_board(wanted)), head)


@pytest.mark.parametrize("paper", board.PAPER)
def test_both_codes_read_and_nothing_touches_them(paper: str, head: SiteHead) -> None:
    wanted = replace(PLAIN, paper=paper, sample=True)
    content = made(wanted, head)
    assert [found.text for found in inspect.read_codes(content, 0)] == [PLAIN.kiosk_url, PLAIN.wording.feedback_url]
    assert all(darkest > 250 for _, darkest in rings(content, 0, board.draw_board(wanted)[0]))


def test_pictograms_are_no_codes(head: SiteHead) -> None:
    """At any resolution a reader finds the two codes and nothing that only looks like one."""
    content = made(PLAIN, head)
    for dpi in (72, 100, 200, 300):
        assert len(inspect.read_codes(content, 0, dpi)) == 2


def test_three_steps_are_drawn_and_written(head: SiteHead) -> None:
    said = flat(inspect.read_text(made(PLAIN, head), 0))
    assert all(flat(step) in said for step in PLAIN.wording.steps)
    picture = inspect.render(made(PLAIN, head), 0, 72)
    px = 72 / 25.4
    for left in (28, 100, 172):
        icon = picture.crop((round(left * px), round(38 * px), round((left + 34) * px), round(58 * px)))
        assert icon.getextrema()[0] < 100


def test_feedback_contacts_and_release_stand_in_the_foot(head: SiteHead) -> None:
    words = Wording(feedback_address="Văn phòng UBND thành phố, số 18 đường Hoàng Diệu, phường Hồng Bàng")
    said = flat(inspect.read_text(made(replace(PLAIN, wording=words), head), 0))
    for part in (
        words.feedback,
        words.feedback_url,
        words.feedback_address,
        "Tổng đài 18001096",
        words.antifraud,
        "niemyet.haiphong.gov.vn",
        head.address,
        head.hotline,
        head.hours,
        "Bản phát hành 12",
        "11824-BCD",
    ):
        assert flat(part) in said, part


def test_a_site_without_contacts_leaves_them_out() -> None:
    said = inspect.read_text(made(PLAIN, SiteHead("11824", "Trung tâm Phục vụ hành chính công")), 0)
    assert "·  ·" not in said
    assert "Trung tâm Phục vụ hành chính công" in said
