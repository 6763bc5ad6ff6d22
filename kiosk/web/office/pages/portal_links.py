"""The national portal: what its list said last, and printed links that only people can settle, one at a time on a
phone."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.office.published import load_published
from kiosk.watch import drafting, link_book, outcome, printed, sync, views
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkState, PrintedLink, propose_way_out
from kiosk.watch.outcome import ListedEntry
from kiosk.watch.views import LinkView, ListView
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show

_SHOWN = 200


def show_links(visit: Visit) -> Response:
    """How many links are right, which are not and where they hang, what is not known; what changed at the portal."""
    here = visit.desk.here
    live = load_published(here.store)
    with begin_reading(visit) as connection:
        links = views.view_links(here, connection)
        listed = views.view_list(here, connection)
    newer = outcome.load_ids_by_code(here.store.root / sync.FOLDER) if links and links.bad else {}
    bad = [
        (
            link,
            standing,
            printed.list_places(live.manifest, link.code),
            propose_way_out(link, standing.state, newer_id=newer.get(link.code, "")),
        )
        for link, standing in (links.bad if links else ())
        if live
    ]
    values: dict[str, object] = {
        "links": links,
        "search": sum(not link.is_entry for link in links.links) if links else 0,
        "bad": bad[:_SHOWN],
        "bad_count": len(bad),
        "queue": len(_list_queue(visit, links)) if links else 0,
        "days": here.config.watch.recheck_days,
        "contact": here.config.watch.contact,
        "list": listed,
        "age": listed.count_days(get_today()) if listed else 0,
        "old": here.config.watch.list_days,
        "parts": _list_changes(listed, links) if listed else (),
    }
    return show(visit, "portal_links.html", values)


def _list_changes(listed: ListView, links: LinkView | None) -> tuple[tuple[str, tuple[ListedEntry, ...]], ...]:
    """What changed in the portal's list, in parts with their titles; what is posted comes first in each."""
    posted = links.codes if links else frozenset()
    changes = listed.changes
    parts = (("Mới", changes.fresh), ("Đổi", changes.changed), ("Không còn", changes.gone))
    return tuple((name, tuple(sorted(part, key=lambda e: (e.code not in posted, e.code)))) for name, part in parts)


def _list_queue(visit: Visit, links: LinkView) -> tuple[PrintedLink, ...]:
    """The links that wait for a word of this person: what no program could check, then pages under a pattern that no
    program saw right."""
    own = visit.person.id

    def has_said(link: PrintedLink) -> bool:
        return any(voice.person == own for voice in links.standings.get(link.url, LinkStanding()).voices)

    pages = () if links.pattern is None or has_said(links.pattern[0]) else links.pages
    return tuple(link for link in dict.fromkeys((*links.for_people, *pages)) if not has_said(link))


def show_next(visit: Visit) -> Response:
    """The next link that waits for this person."""
    with begin_reading(visit) as connection:
        links = views.view_links(visit.desk.here, connection)
    queue = _list_queue(visit, links) if links else ()
    link = queue[0] if queue else None
    tried_link = links.standings.get(link.url, LinkStanding()) if links and link else None
    return show(visit, "portal_link.html", {"link": link, "left": len(queue), "tried": tried_link})


def take_word(visit: Visit) -> Response:
    """What this person saw behind a link. Raises `OfficeError` for a link that is printed no more."""
    words = {"dung": LinkState.RIGHT, "sai": LinkState.WRONG, "khong-mo-duoc": LinkState.UNKNOWN}
    state = words.get(visit.text("thay"))
    with begin_reading(visit) as connection:
        links = views.view_links(visit.desk.here, connection)
    link = next((link for link in links.links if link.url == visit.text("url")), None) if links else None
    if links is None or link is None or state is None:
        raise OfficeError(
            "đường dẫn này không còn in trên tờ nào hoặc chưa chọn thấy gì",
            place="xem đường dẫn",
            way_out="mở lại trang rồi chọn đúng, sai hoặc không mở được",
        )
    with begin_writing(visit) as (connection, act):
        if state is LinkState.RIGHT and links.pattern and link in links.pages:
            link_book.keep_word(connection, act, links.pattern[0], state)
        if state is not LinkState.RIGHT or link not in links.right:
            link_book.keep_word(connection, act, link, state)
    return go_to("/duong-dan/xem", "da-luu")


def make_draft(visit: Visit) -> Response:
    """The last whole list becomes a draft."""
    with begin_writing(visit) as (connection, act):
        number = drafting.draft_last_list(visit.desk.here, connection, act)
    return go_to(f"/du-thao/{number}")


ROUTES = (
    PageRoute("GET", "/duong-dan", Permission.LOOK, show_links),
    PageRoute("GET", "/duong-dan/xem", Permission.PREPARE, show_next),
    PageRoute("POST", "/duong-dan/xem", Permission.PREPARE, take_word),
    PageRoute("POST", "/duong-dan/du-thao", Permission.PREPARE, make_draft),
)
