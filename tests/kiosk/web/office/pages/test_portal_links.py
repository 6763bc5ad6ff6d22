"""Links that only people can settle, and the portal's list as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from kiosk.clock import get_today
from kiosk.office import events
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.progress import report_nothing
from kiosk.settings import config as settings
from kiosk.watch import link_book, patterns, printed, upkeep
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink
from kiosk.web.office.app import create_office
from kiosk.workspace.store import Store
from tests.fake_portal import FakePortal, make_entry, serving
from tests.kiosk.commands import Office
from tests.kiosk.watch.test_upkeep import watching
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(office: Office) -> Iterator[Workplace]:
    """A published office."""
    store = Store(office.folder / "var")
    database = open_database(store.root)
    yield Workplace(store, settings.load(office.folder / "config.yaml"), database)
    database.close()


@pytest.fixture
def app(here: Workplace) -> FastAPI:
    """Its pages."""
    return create_office(here)


def doubt(here: Workplace, state: LinkState) -> PrintedLink:
    """The first link, looked at by the program."""
    link = printed.load_printed_links(here.store)[0]
    with here.database.writing() as connection:
        link_book.keep_finding(connection, events.begin_act(None), link, LinkFinding(state, "trang thử thách"))
    return link


def test_two_people_settle_what_no_program_could(here: Workplace, desk: Sit) -> None:
    link = doubt(here, LinkState.UNKNOWN)
    editor, admin = desk(Role.EDITOR), desk(Role.ADMIN)
    page = editor.get("/duong-dan/xem").text
    assert link.code in page
    assert link.url in page
    assert editor.post("/duong-dan/xem", url=link.url, thay="dung").status_code == 303
    assert "Không còn đường dẫn nào chờ bạn xem" in editor.get("/duong-dan/xem").text
    assert "<b>0 trên" in admin.get("/duong-dan").text
    admin.post("/duong-dan/xem", url=link.url, thay="dung")
    assert "<b>1 trên" in admin.get("/duong-dan").text


def test_two_people_see_pages_that_no_program_sees(here: Workplace, desk: Sit) -> None:
    """Ids are right, and no page under the printed pattern was seen: people open a few."""
    links = printed.load_printed_links(here.store)
    pattern = patterns.find_pattern(links)
    assert pattern is not None
    with here.database.writing() as connection:
        act = events.begin_act(None)
        for link in links:
            state = LinkState.RIGHT if link.portal_id else LinkState.UNKNOWN
            link_book.keep_finding(connection, act, link, LinkFinding(state, "thấy"))
        link_book.keep_finding(connection, act, pattern, LinkFinding(LinkState.UNKNOWN, "trang trống"))
    editor, admin = desk(Role.EDITOR), desk(Role.ADMIN)
    assert "Chưa lần nào thấy trang theo mẫu" in editor.get("/duong-dan").text
    pages = patterns.choose_pages(links, pattern, get_today())
    for person in (editor, admin):
        assert person.post("/duong-dan/xem", url=pages[0].url, thay="dung").status_code == 303
    assert "theo mẫu" not in editor.get("/duong-dan").text
    with here.database.reading() as connection:
        standings = link_book.load_standings(connection)
    assert standings[pattern.url].state is LinkState.RIGHT
    assert standings[pages[0].url].voices == (), "what the program proved waits for nobody"


def test_the_list_is_told_with_what_changed(here: Workplace, desk: Sit) -> None:
    link = printed.load_printed_links(here.store)[0]
    with serving(FakePortal([make_entry(1, link.code, link.name), make_entry(2)])) as fake:
        config = watching(here.config, fake)
        upkeep.sync_workspace(here.store, config, report_nothing)
        fake.entries[0] = {**fake.entries[0], "name": "Thủ tục đã đổi <b>tên"}
        fake.entries.append(make_entry(50))
        upkeep.sync_workspace(here.store, config, report_nothing)
    editor = desk(Role.EDITOR)
    page = editor.get("/duong-dan").text
    assert "So với lần đồng bộ trước: 1 mới, 1 đổi, 0 không còn" in page
    assert f"đang niêm yết</b> {link.code} Thủ tục đã đổi &lt;b&gt;tên" in page
    draft = editor.post("/duong-dan/du-thao").headers["location"]
    page = editor.get("/duong-dan").text
    assert f'đã ở <a href="{draft}">' in page
    assert 'action="/duong-dan/du-thao"' not in page, "a list is drafted once"


def test_a_wrong_link_is_listed_with_where_it_hangs(here: Workplace, desk: Sit) -> None:
    link = doubt(here, LinkState.GONE)
    page = desk(Role.READER).get("/duong-dan").text
    assert "đã đóng hoặc không còn" in page
    assert link.code in page
    assert "bãi bỏ" in page


@pytest.mark.parametrize(("url", "word"), [("https://example.com/", "dung"), ("", "dung"), (None, "hack")])
def test_only_printed_links_take_a_word(here: Workplace, desk: Sit, url: str | None, word: str) -> None:
    link = doubt(here, LinkState.UNKNOWN)
    answer = desk(Role.EDITOR).post("/duong-dan/xem", url=link.url if url is None else url, thay=word)
    assert answer.status_code == 409
    with here.database.reading() as connection:
        assert not link_book.load_standing(connection, link.url).voices


def test_without_a_list_there_is_no_draft(desk: Sit) -> None:
    answer = desk(Role.EDITOR).post("/duong-dan/du-thao")
    assert answer.status_code == 409
    assert "kiosk sync" in answer.text
    assert "kiosk sync" in desk(Role.READER).get("/duong-dan").text
