"""What follows from many looks at one link."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from kiosk.errors import OfficeError
from kiosk.office import events
from kiosk.office.database.engine import Database
from kiosk.office.database.schema import LINK_CHECK
from kiosk.office.events import Act
from kiosk.watch import link_book
from kiosk.watch.link_book import LinkCheck, LinkStanding, derive_standing
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink
from tests.kiosk.office.conftest import bare, config, database, store

__all__ = ["bare", "config", "database", "store"]

DAY = 86_400
RIGHT, WRONG, UNKNOWN, GONE = LinkState.RIGHT, LinkState.WRONG, LinkState.UNKNOWN, LinkState.GONE


def link(code: str = "1.000001", sheets: int = 1, *, asked: bool = False) -> PrintedLink:
    return PrintedLink(f"https://dichvucong.gov.vn/{code}", code, "Tên", sheets, 1, is_entry=True, asked_most=asked)


def look(state: LinkState, at: int, person: int | None = None) -> LinkCheck:
    return LinkCheck("u", "c", state, "thấy", at, person)


def test_the_programs_last_verdict_holds() -> None:
    assert derive_standing([look(RIGHT, 1), look(WRONG, 2)]).state is WRONG
    assert derive_standing([look(WRONG, 1), look(RIGHT, 2)]).state is RIGHT


def test_what_could_not_be_checked_makes_nothing_right_and_nothing_wrong() -> None:
    assert derive_standing([look(UNKNOWN, 1)]).state is UNKNOWN
    standing = derive_standing([look(RIGHT, 0), look(UNKNOWN, 40 * DAY)])
    assert (standing.state, standing.at, standing.tried_at) == (RIGHT, 0, 40 * DAY)
    assert not standing.is_fresh(40 * DAY, 30)


def test_two_different_people_settle_a_doubt_and_one_does_not() -> None:
    assert derive_standing([look(UNKNOWN, 1), look(RIGHT, 2, 7)]).state is UNKNOWN
    assert derive_standing([look(UNKNOWN, 1), look(RIGHT, 2, 7), look(RIGHT, 3, 7)]).state is UNKNOWN
    assert derive_standing([look(UNKNOWN, 1), look(RIGHT, 2, 7), look(WRONG, 3, 8)]).state is UNKNOWN
    assert derive_standing([look(UNKNOWN, 1), look(RIGHT, 2, 7), look(RIGHT, 3, 8)]).state is RIGHT
    assert derive_standing([look(UNKNOWN, 1), look(WRONG, 2, 7), look(RIGHT, 3, 8), look(RIGHT, 4, 7)]).state is RIGHT
    assert derive_standing([look(UNKNOWN, 1, 7), look(UNKNOWN, 1, 8)]).state is UNKNOWN


@given(st.lists(st.tuples(st.sampled_from(LinkState), st.sampled_from([None, 1, 2, 3])), max_size=12))
def test_right_is_never_said_without_a_proof(looks: list[tuple[LinkState, int | None]]) -> None:
    checks = [look(state, at, person) for at, (state, person) in enumerate(looks)]
    if derive_standing(checks).state is RIGHT:
        people = {c.person for c in checks if c.state is RIGHT}
        assert None in people or len(people) > 1


def test_looks_are_kept_and_a_change_is_an_event(database: Database) -> None:
    with database.writing() as connection:
        link_book.keep_finding(connection, Act("a", None, 10), link(), LinkFinding(RIGHT, "đúng"))
        link_book.keep_finding(connection, Act("b", None, 20), link(), LinkFinding(RIGHT, "đúng"))
        link_book.keep_finding(connection, Act("c", None, 30), link(), LinkFinding(GONE, "mất"))
    with database.reading() as connection:
        assert link_book.load_standings(connection)[link().url].state is GONE
        changes = [(e.before, e.at) for e in events.list_events(connection, 9, subject="link/1.000001")]
    assert changes == [({"state": "right"}, 30), ({"state": "unknown"}, 10)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(LinkState), st.sampled_from([None, None, 1, 2]))))
def test_what_was_before_the_last_verdict_says_no_more(
    database: Database, looks: list[tuple[int, LinkState, int | None]]
) -> None:
    """The table read from the last verdict on gives what the whole of it would."""
    with database.writing() as connection:
        connection.execute(delete(LINK_CHECK))
        whole: dict[str, list[LinkCheck]] = {}
        for at, (n, state, person) in enumerate(looks, 1):
            one = link(f"1.{n:06d}")
            link_book.keep_finding(connection, Act("a", person, at), one, LinkFinding(state, "thấy"))
            whole.setdefault(one.url, []).append(LinkCheck(one.url, one.code, state, "thấy", at, person))
        expected = {url: derive_standing(checks) for url, checks in whole.items()}
        assert link_book.load_standings(connection) == expected
        assert all(link_book.load_standing(connection, url) == standing for url, standing in expected.items())


def test_a_word_needs_a_person(database: Database) -> None:
    with database.writing() as connection:
        with pytest.raises(OfficeError, match="chưa rõ ai"):
            link_book.keep_word(connection, Act("a", None, 10), link(), RIGHT)
        link_book.keep_word(connection, Act("a", 1, 10), link(), RIGHT)
        assert link_book.keep_word(connection, Act("b", 2, 11), link(), RIGHT).state is RIGHT


def test_the_most_pressing_links_come_first() -> None:
    new, hot, wide, old = link("1.1"), link("1.2", asked=True), link("1.3", 90), link("1.4", 116)
    fresh, tried = link("1.5"), link("1.6")
    now = 100 * DAY
    standings = {
        old.url: LinkStanding(RIGHT, "", now - 50 * DAY, now - 50 * DAY),
        fresh.url: LinkStanding(RIGHT, "", now - DAY, now - DAY),
        tried.url: LinkStanding(UNKNOWN, "", None, now - 100),
    }
    ordered = link_book.order_links([old, new, fresh, tried, wide, hot], standings, now, 30)
    assert ordered == (hot, wide, new, old)


def test_people_are_asked_about_what_was_looked_at_in_vain() -> None:
    never, vain, doubted, right = link("1.1"), link("1.2"), link("1.3", 9), link("1.4")
    standings = {
        vain.url: LinkStanding(UNKNOWN, "", None, 5),
        doubted.url: LinkStanding(RIGHT, "", 5, 5, (look(WRONG, 6, 3),)),
        right.url: LinkStanding(RIGHT, "", 5, 5),
    }
    assert link_book.list_for_people([never, vain, doubted, right], standings, 10, 30) == (doubted, vain)
