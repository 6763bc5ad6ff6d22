"""The national portal: what its list said last, and printed links that only people can settle, one at a time on a
phone."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from kiosk.clock import seconds
from kiosk.errors import OfficeError
from kiosk.release import lifecycle
from kiosk.watch import drafting, link_book, printed, saved_run, sync
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkState, PrintedLink, propose_way_out
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, go_to, reading, show, writing

_SHOWN = 200


def show_links(visit: Visit) -> Response:
    """How many links are right, which are not and where they hang, how many wait for people; the last whole list."""
    here = visit.desk.here
    manifest = lifecycle.load_current(here.store)
    links = printed.load_printed_links(here.store)
    with reading(visit) as connection:
        standings = link_book.load_standings(connection)
    days, now = here.config.watch.recheck_days, seconds()
    newer = sync.load_ids_by_code(here.store.root / sync.FOLDER)
    bad = [
        (
            link,
            standing,
            printed.list_places(manifest, link.code),
            propose_way_out(link, standing.state, newer_id=newer.get(link.code, "")),
        )
        for link in links
        if manifest and (standing := standings.get(link.url, LinkStanding())).state in {LinkState.WRONG, LinkState.GONE}
    ]
    fresh = sum(standings.get(link.url, LinkStanding()).is_fresh(now, days) for link in links)
    values: dict[str, object] = {
        "total": len(links),
        "right": fresh - sum(1 for _, standing, _, _ in bad if standing.is_fresh(now, days)),
        "search": sum(not link.is_entry for link in links),
        "bad": bad[:_SHOWN],
        "bad_count": len(bad),
        "queue": len(_list_queue(visit, links, standings)),
        "days": days,
        "list": _describe_list(visit),
    }
    return show(visit, "portal_links.html", values)


def _describe_list(visit: Visit) -> dict[str, object] | None:
    root = visit.desk.here.store.root / sync.FOLDER
    runs = sync.list_runs(root)
    if not runs:
        return None
    run = saved_run.open_finished(runs[-1])
    return {"day": run.day, "changes": sync.compare_with_earlier(root) if len(runs) > 1 else None}


def _list_queue(
    visit: Visit, links: tuple[PrintedLink, ...], standings: Mapping[str, LinkStanding]
) -> tuple[PrintedLink, ...]:
    """The links that wait for a word of this person."""
    waiting = link_book.list_for_people(links, standings, seconds(), visit.desk.here.config.watch.recheck_days)
    own = visit.person.id
    return tuple(
        link for link in waiting if all(voice.person != own for voice in standings.get(link.url, LinkStanding()).voices)
    )


def show_next(visit: Visit) -> Response:
    """The next link that waits for this person."""
    with reading(visit) as connection:
        standings = link_book.load_standings(connection)
    queue = _list_queue(visit, printed.load_printed_links(visit.desk.here.store), standings)
    return show(visit, "portal_link.html", {"link": queue[0] if queue else None, "left": len(queue)})


def take_word(visit: Visit) -> Response:
    """What this person saw behind a link. Raises `OfficeError` for a link that is printed no more."""
    links = printed.load_printed_links(visit.desk.here.store)
    link = next((link for link in links if link.url == visit.text("url")), None)
    words = {"dung": LinkState.RIGHT, "sai": LinkState.WRONG, "khong-mo-duoc": LinkState.UNKNOWN}
    state = words.get(visit.text("thay"))
    if link is None or state is None:
        raise OfficeError(
            "đường dẫn này không còn in trên tờ nào hoặc chưa chọn thấy gì",
            place="xem đường dẫn",
            way_out="mở lại trang rồi chọn đúng, sai hoặc không mở được",
        )
    with writing(visit) as (connection, act):
        link_book.keep_word(connection, act, link, state)
    return go_to("/duong-dan/xem", "da-luu")


def make_draft(visit: Visit) -> Response:
    """The last whole list becomes a draft."""
    with writing(visit) as (connection, act):
        number = drafting.draft_last_list(visit.desk.here, connection, act)
    return go_to(f"/du-thao/{number}")


ROUTES = (
    PageRoute("GET", "/duong-dan", Permission.LOOK, show_links),
    PageRoute("GET", "/duong-dan/xem", Permission.PREPARE, show_next),
    PageRoute("POST", "/duong-dan/xem", Permission.PREPARE, take_word),
    PageRoute("POST", "/duong-dan/du-thao", Permission.PREPARE, make_draft),
)
