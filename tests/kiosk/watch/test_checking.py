"""Looking behind links at a portal that may do anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.office.database.engine import Database
from kiosk.progress import report_nothing
from kiosk.settings.config import Watch
from kiosk.watch import checking, link_book
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.links import LinkState, PrintedLink
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, Whim
from tests.kiosk.office.conftest import bare, config, database, store

__all__ = ["bare", "config", "database", "store"]


def links_of(fake: FakePortal) -> tuple[PrintedLink, ...]:
    """What a release of the portal's entries prints."""
    return tuple(
        PrintedLink(f"{fake.address}/thu-tuc-hanh-chinh/{e['id']}", e["code"], e["name"], 1, 1, is_entry=True)
        for e in fake.entries
    )


def states(fake: FakePortal, talk: Portal) -> set[LinkState]:
    return {checking.look_behind(link, talk, None).state for link in links_of(fake)[:2]}


def test_a_portal_that_behaves_proves_every_link(fake: FakePortal, talk: Portal, database: Database) -> None:
    done = checking.check_links(links_of(fake), talk, database, None, report_nothing)
    assert (len(done.checked), done.left, done.stopped) == (7, 0, "")
    assert {c.standing.state for c in done.checked} == {LinkState.RIGHT}


@pytest.mark.parametrize("whim", [w for w in Whim if w not in {Whim.HANG, Whim.TRICKLE, Whim.COME_LATER}])
def test_no_misbehaviour_makes_a_link_right(fake: FakePortal, talk: Portal, whim: Whim) -> None:
    """Lies about the list change nothing here; every other whim leaves the link unchecked."""
    fake.misbehave(whim)
    lists = {Whim.SHORT_TOTAL, Whim.LONG_TOTAL, Whim.MOVING_TOTAL, Whim.PAGE_TWICE, Whim.CIRCLE, Whim.EMPTY}
    assert states(fake, talk) == {LinkState.RIGHT if whim in lists else LinkState.UNKNOWN}


def test_links_that_moved_are_told(fake: FakePortal, talk: Portal) -> None:
    renamed, moved, closed, lost = links_of(fake)[:4]
    fake.entries[0] = {**fake.entries[0], "name": "Thủ tục cấp lại giấy phép"}
    fake.entries[1] = {**fake.entries[1], "code": "3.000001"}
    fake.entries[2] = {**fake.entries[2], "state": "DELETED"}
    del fake.entries[3]
    seen = [checking.look_behind(link, talk, None).state for link in (renamed, moved, closed, lost)]
    assert seen == [LinkState.UNKNOWN, LinkState.WRONG, LinkState.GONE, LinkState.GONE]


def test_what_was_seen_before_the_questions_ran_out_is_kept(
    fake: FakePortal, database: Database, tmp_path: Path
) -> None:
    allowance = DailyAllowance(tmp_path, 3, lambda: date(2026, 11, 29))
    with Portal(Watch(portal=fake.address, contact="a@b.vn", pause_seconds=0), allowance) as talk:
        done = checking.check_links(links_of(fake), talk, database, None, report_nothing)
    assert (len(done.checked), done.left) == (3, 4)
    assert "đủ 3 lượt" in done.stopped
    with database.reading() as connection:
        assert len(link_book.load_standings(connection)) == 3


def test_a_search_link_is_not_taken_for_an_entry(fake: FakePortal, talk: Portal) -> None:
    search = replace(links_of(fake)[0], is_entry=False)
    assert checking.look_behind(search, talk, None).state is LinkState.UNKNOWN
    assert not fake.asked


def test_a_page_is_judged_by_what_it_shows(fake: FakePortal, talk: Portal) -> None:
    first, second = links_of(fake)[:2]
    assert checking.look_at_page(first, talk, None).state is LinkState.RIGHT
    wrong = replace(first, url=second.url)
    assert checking.look_at_page(wrong, talk, None).state is LinkState.WRONG
    dead = replace(first, url=f"{fake.address}/p/home/x")
    finding = checking.look_at_page(dead, talk, None)
    assert finding.state is LinkState.UNKNOWN
    assert finding.evidence.startswith("mã 200")
    fake.misbehave(Whim.CHALLENGE)
    assert checking.look_at_page(first, talk, None).state is LinkState.UNKNOWN


def test_a_browser_is_asked_where_the_interface_is_blocked(
    fake: FakePortal, talk: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = links_of(fake)[0]
    monkeypatch.setattr(checking, "render_page", lambda _, url: f"Mã thủ tục {link.code}" if url == link.url else "")
    fake.misbehave(Whim.CHALLENGE, 1)
    assert checking.look_behind(link, talk, Path("chromium")).state is LinkState.RIGHT
