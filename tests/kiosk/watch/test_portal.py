"""Asking: an honest name, one question after another, backing off, an end to every silence."""

from __future__ import annotations

import socket
import time
from email.utils import formatdate

import httpx
import pytest

from kiosk.errors import PortalError
from kiosk.intake import limits
from kiosk.settings.config import Watch
from kiosk.watch import portal as portals
from kiosk.watch.answers import read_details, read_list_page
from kiosk.watch.portal import AskedToWaitError, Portal
from tests.fake_portal import FakePortal, Whim
from tests.kiosk.watch.conftest import Unbounded


def test_the_contact_address_goes_with_every_question(fake: FakePortal, talk: Portal) -> None:
    page = read_list_page(talk.ask_page(""))
    details = read_details(talk.ask_details(page.ids[0]))
    talk.open_page(fake.address + "/thu-tuc-hanh-chinh/x")
    assert details is not None
    assert details["code"] == "1.000001"
    assert len(fake.asked) == 3
    assert all("mot-cua@example.gov.vn" in agent for _, _, agent in fake.asked)


def test_nothing_is_asked_without_a_contact_address(fake: FakePortal) -> None:
    with pytest.raises(PortalError, match="chưa ghi địa chỉ liên hệ"):
        Portal(Watch(portal=fake.address), Unbounded())
    assert not fake.asked


def test_the_pace_is_kept_between_questions(talk: Portal, waits: list[float]) -> None:
    for _ in range(3):
        talk.ask_page("")
    assert waits == [1.5, 1.5]


@pytest.mark.parametrize("whim", [Whim.BUSY, Whim.BROKEN, Whim.DROP])
def test_a_busy_portal_is_asked_again_later_and_later(
    fake: FakePortal, talk: Portal, waits: list[float], whim: Whim
) -> None:
    fake.misbehave(whim, 3)
    assert read_list_page(talk.ask_page("")).total == 7
    assert len(fake.asked) == 4
    assert waits[0] < waits[1] + 1.5 < waits[2] + 3
    assert all(wait >= 1.5 for wait in waits)


def test_every_question_counts_those_asked_again_too(fake: FakePortal) -> None:
    allowance = Unbounded()
    fake.misbehave(Whim.BUSY, 2)
    with Portal(Watch(portal=fake.address, contact="a@b.vn"), allowance, lambda _: None) as talk:
        talk.ask_page("")
    assert allowance.count == len(fake.asked) == 3


def test_a_portal_that_stays_busy_is_given_up_with_its_answer(fake: FakePortal, talk: Portal) -> None:
    fake.misbehave(Whim.BUSY)
    assert talk.ask_page("").status == 429
    assert len(fake.asked) == 4


def test_a_silent_portal_is_told_apart_from_an_absent_one(
    fake: FakePortal, talk: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.misbehave(Whim.HANG)
    talk._client.timeout = httpx.Timeout(0.05)
    with pytest.raises(PortalError, match="không trả lời kịp"):
        talk.ask_page("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    alone = Portal(Watch(portal=nobody, contact="a@b.vn"), Unbounded(), lambda _: None)
    with alone, pytest.raises(PortalError, match="không nối được với Cổng"):
        alone.ask_page("")
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    fake.whims.clear()
    talk._client.timeout = httpx.Timeout(5)
    with pytest.raises(PortalError, match="quá lớn"):
        talk.ask_page("")


@pytest.mark.parametrize(
    ("text", "seconds"), [("7", 7), ("", 0), ("999999", 999999), ("soon", 0), ("²", 0), ("Wed, 21 Oct 2015", 0)]
)
def test_the_server_says_how_long_to_wait(text: str, seconds: float) -> None:
    assert portals._read_wait(text) == seconds
    in_an_hour = formatdate(time.time() + 3600, usegmt=True)
    assert 3590 < portals._read_wait(in_an_hour) < 3610


def test_a_server_that_asks_for_more_than_a_conversation_is_asked_no_more(
    fake: FakePortal, talk: Portal, waits: list[float]
) -> None:
    fake.misbehave(Whim.COME_LATER)
    with pytest.raises(AskedToWaitError, match=r"Cổng đề nghị đến \d\d:\d\d ngày"):
        talk.ask_page("")
    assert len(fake.asked) == 1
    assert not waits


def test_an_answer_that_drips_comes_to_an_end(fake: FakePortal, talk: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portals, "_LONGEST_ANSWER", 0.1)
    fake.misbehave(Whim.TRICKLE)
    with pytest.raises(PortalError, match="không trả lời kịp"):
        talk.ask_page("")
    assert len(fake.asked) == 4
