"""Trying a new pattern: a sample from every corner, and no proof from a part of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import LinkError
from kiosk.progress import report_nothing
from kiosk.settings.config import Watch
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.links import LinkState, PrintedLink
from kiosk.watch.pattern_trial import apply_pattern, choose_sample, try_pattern
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, Whim
from tests.kiosk.watch.test_checking import links_of

HOSTS = ("dichvucong.gov.vn",)


def printed(n: int, field: str, since: int) -> PrintedLink:
    url = f"https://dichvucong.gov.vn/x/00000000-0000-0000-0000-{n:012d}"
    return PrintedLink(url, f"1.{n:06d}", "Tên", 1, since, is_entry=True, field=field)


def test_a_sample_has_every_field_and_old_and_new() -> None:
    links = [printed(n, f"Lĩnh vực {n % 5}", 1 + n // 20) for n in range(100)]
    sample = choose_sample(links, 10)
    assert len(sample) == len(set(sample)) == 10
    assert {link.field for link in sample} == {f"Lĩnh vực {n}" for n in range(5)}
    assert {link.since for link in sample} == {1, 5}
    assert choose_sample(links[::-1], 10) == sample
    assert len(choose_sample(links[:3], 10)) == 3


def test_a_pattern_is_checked_like_every_address_on_paper() -> None:
    link = printed(7, "", 1)
    assert apply_pattern(link, "https://dichvucong.gov.vn/tthc/{uuid}", HOSTS).url.endswith("000000000007")
    for pattern in ("https://dichvucong.gov.vn/tthc", "https://example.com/{uuid}", "http://dichvucong.gov.vn/{uuid}"):
        with pytest.raises(LinkError):
            apply_pattern(link, pattern, HOSTS)


def test_a_trial_proves_a_pattern_or_says_why_not(fake: FakePortal, talk: Portal) -> None:
    links = links_of(fake)

    def trial(path: str) -> tuple[bool, int]:
        result = try_pattern(links, fake.address + path, HOSTS, 5, 99, talk, None, report_nothing)
        assert (result.links, result.sheets) == (7, 99)
        return result.is_proven, result.count(LinkState.RIGHT)

    assert trial("/thu-tuc-hanh-chinh/{uuid}") == (True, 5)
    assert trial("/tthc/{code}") == (False, 0)
    fake.pattern = "/tthc/{code}"
    assert trial("/tthc/{code}") == (True, 5)
    fake.misbehave(Whim.CHALLENGE, 1)
    assert trial("/tthc/{code}") == (False, 4)


def test_a_sample_that_was_not_finished_proves_nothing(fake: FakePortal, tmp_path: Path) -> None:
    allowance = DailyAllowance(tmp_path, 2, lambda: date(2026, 11, 29))
    with Portal(Watch(portal=fake.address, contact="a@b.vn", pause_seconds=0), allowance) as talk:
        pattern = fake.address + "/thu-tuc-hanh-chinh/{uuid}"
        result = try_pattern(links_of(fake), pattern, HOSTS, 5, 0, talk, None, report_nothing)
    assert (result.count(LinkState.RIGHT), result.is_proven) == (2, False)
    assert result.stopped
