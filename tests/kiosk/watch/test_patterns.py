"""Pages under the printed addresses, apart from the ids in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.clock import get_seconds, get_today
from kiosk.office import events
from kiosk.office.database.engine import Database
from kiosk.watch import link_book, patterns
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkState, PrintedLink
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, Whim
from tests.kiosk.office.conftest import bare, config, database, store

__all__ = ["bare", "config", "database", "store"]
DAY = 86_400


@pytest.fixture
def links(fake: FakePortal) -> tuple[PrintedLink, ...]:
    """What a city prints of the fake portal's entries."""
    return tuple(
        PrintedLink(f"{fake.address}/thu-tuc-hanh-chinh/{e['id']}", e["code"], e["name"], 2, 1, is_entry=True)
        for e in fake.entries
    )


def test_the_pattern_of_most_entries_is_the_one_that_is_watched(links: tuple[PrintedLink, ...]) -> None:
    pattern = patterns.find_pattern(links)
    assert pattern is not None
    assert pattern.url.endswith("/thu-tuc-hanh-chinh/{uuid}")
    assert pattern.sheets == 7
    other = replace(links[0], url=links[0].url.replace("thu-tuc-hanh-chinh", "cu"))
    again = patterns.find_pattern((other, *links[1:]))
    assert again is not None
    assert (again.url, again.sheets) == (pattern.url, 6)
    assert patterns.find_pattern((replace(links[0], is_entry=False),)) is None


def test_other_pages_are_looked_at_each_day(links: tuple[PrintedLink, ...]) -> None:
    pattern = patterns.find_pattern(links)
    assert pattern is not None
    today = get_today()
    days = [patterns.choose_pages(links, pattern, today + timedelta(n)) for n in range(8)]
    assert all(len(pages) == patterns.SAMPLE for pages in days)
    assert len(set(days)) > 4
    assert patterns.choose_pages(links, pattern, today) == days[0]


def test_one_page_that_shows_its_code_is_enough_and_nothing_else_is(
    links: tuple[PrintedLink, ...], fake: FakePortal, talk: Portal
) -> None:
    gone = fake.entries.pop(0)
    assert links[0].code == gone["code"]
    seen = patterns.look_at_pattern(links[:2], talk, None)
    assert seen.state is LinkState.RIGHT
    assert links[1].code in seen.evidence
    assert patterns.look_at_pattern(links[:1], talk, None).state is LinkState.UNKNOWN
    assert patterns.look_at_pattern((), talk, None).state is LinkState.UNKNOWN
    fake.misbehave(Whim.CHALLENGE, 3)
    assert patterns.look_at_pattern(links[:3], talk, None).state is LinkState.UNKNOWN
    fake.pattern = "/moi/{uuid}"
    changed = patterns.look_at_pattern(links[1:4], talk, None)
    assert (changed.state, "trang trống" in changed.evidence or "không hiện" in changed.evidence) == (
        LinkState.UNKNOWN,
        True,
    )


@pytest.mark.parametrize(
    ("watched", "asked"),
    [
        ("https://dichvucong.gov.vn", "https://vpcp.dichvucong.gov.vn/a/b?c=1"),
        ("https://x.dichvucong.gov.vn", "https://vpcp.dichvucong.gov.vn/a/b?c=1"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/a/b?c=1"),
        ("https://evildichvucong.gov.vn", "https://evildichvucong.gov.vn/a/b?c=1"),
    ],
)
def test_a_stand_in_is_asked_for_its_own_pages_alone(watched: str, asked: str) -> None:
    link = PrintedLink("https://vpcp.dichvucong.gov.vn/a/b?c=1", "1.000001", "Tên", 1, 1, is_entry=True)
    assert patterns.stand_at(link, watched, ("dichvucong.gov.vn",)).url == asked


@pytest.mark.parametrize(
    ("at", "tried", "doubtful"),
    [(None, None, True), (None, 5, True), (20, 20, False), (20, 22, False), (20, 23, True), (0, 29, True)],
)
def test_people_are_asked_where_no_page_was_seen_for_some_days(
    at: int | None, tried: int | None, doubtful: bool
) -> None:
    standing = LinkStanding(
        LinkState.UNKNOWN if at is None else LinkState.RIGHT,
        "",
        None if at is None else at * DAY,
        None if tried is None else tried * DAY,
    )
    assert patterns.is_doubtful(standing, 30 * DAY - 1, 30) is doubtful
    if at == 20:
        assert patterns.is_doubtful(standing, 51 * DAY, 30)


def test_what_is_known_is_a_sentence(links: tuple[PrintedLink, ...], database: Database, talk: Portal) -> None:
    pattern = patterns.find_pattern(links)
    assert pattern is not None
    now = get_seconds()
    assert "Chưa lần nào" in patterns.describe_pattern(pattern, LinkStanding(), now, 30)
    with database.writing() as connection:
        finding = patterns.look_at_pattern(links, talk, None)
        standing = link_book.keep_finding(connection, events.begin_act(None), pattern, finding)
    assert f"{get_today():%d/%m/%Y}." in patterns.describe_pattern(pattern, standing, now, 30)
    assert "không thấy nữa" in patterns.describe_pattern(pattern, standing, now + 31 * DAY, 30)
