"""Looks behind printed links: asks the interface first, a browser where one is set up, and keeps what was seen.

In come the links to look at in their order, a conversation with the portal, the office's database; out goes how each
stands afterwards. Each finding is kept before the next link is asked for, so that a break loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import PortalError
from kiosk.office import events
from kiosk.office.database.engine import Database
from kiosk.progress import Progress
from kiosk.watch import link_book
from kiosk.watch.answers import PortalAnswer, read_details
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink, judge_details, judge_page
from kiosk.watch.portal import AllowanceSpentError, Portal
from kiosk.watch.rendered import read_visible_text, render_page


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A link that was looked at, and how it stands now."""

    link: PrintedLink
    finding: LinkFinding
    standing: LinkStanding


@dataclass(frozen=True, slots=True)
class CheckRound:
    """What one round looked at; `stopped`: why it ended before all were looked at, empty where it did not; `page`: what
    pages under the printed pattern showed (`patterns`), None where none was looked at."""

    checked: tuple[CheckedLink, ...]
    left: int
    stopped: str = ""
    page: LinkFinding | None = None


def check_links(
    links: Iterable[PrintedLink], portal: Portal, database: Database, browser: Path | None, report: Progress
) -> CheckRound:
    """Look behind links in turn until they are done or today's questions are used up. Raises `StoreError`."""
    all_links = tuple(links)
    checked: list[CheckedLink] = []
    for n, link in enumerate(all_links, 1):
        try:
            finding = look_behind(link, portal, browser)
        except AllowanceSpentError as error:
            return CheckRound(tuple(checked), len(all_links) - len(checked), str(error))
        with database.writing() as connection:
            standing = link_book.keep_finding(connection, events.begin_act(None), link, finding)
        checked.append(CheckedLink(link, finding, standing))
        report("Kiểm tra đường dẫn", n, len(all_links))
    return CheckRound(tuple(checked), 0)


def look_behind(link: PrintedLink, portal: Portal, browser: Path | None) -> LinkFinding:
    """What stands behind one link. Raises `AllowanceSpentError`; every other silence is a finding."""
    finding = _ask_interface(link, portal) if link.portal_id else _search_only(link)
    if finding.state is not LinkState.UNKNOWN or browser is None:
        return finding
    rendered_finding = _look_at_rendered(link, portal, browser)
    return rendered_finding if rendered_finding.state is not LinkState.UNKNOWN else finding


def look_at_page(link: PrintedLink, portal: Portal, browser: Path | None) -> LinkFinding:
    """What the page at a link's address shows, whatever the interface knows. Raises `AllowanceSpentError`."""
    if browser is not None:
        return _look_at_rendered(link, portal, browser)
    try:
        answer = portal.open_page(link.url)
    except AllowanceSpentError:
        raise
    except PortalError as error:
        return _explain_unknown(error)
    return judge_served_page(link, answer)


def judge_served_page(link: PrintedLink, answer: PortalAnswer) -> LinkFinding:
    """As `judge_page`, of a page as it was served: its status alone says nothing but that there is no such page."""
    finding = judge_page(link, read_visible_text(answer.body))
    if finding.state is LinkState.UNKNOWN:
        return LinkFinding(finding.state, f"mã {answer.status}: {finding.evidence}")
    return finding


def _ask_interface(link: PrintedLink, portal: Portal) -> LinkFinding:
    try:
        return judge_details(link, read_details(portal.ask_details(link.portal_id)))
    except AllowanceSpentError:
        raise
    except PortalError as error:
        return _explain_unknown(error)


def _look_at_rendered(link: PrintedLink, portal: Portal, browser: Path) -> LinkFinding:
    portal.wait_turn()
    try:
        return judge_page(link, render_page(browser, link.url))
    except PortalError as error:
        return _explain_unknown(error)


def _search_only(link: PrintedLink) -> LinkFinding:
    return LinkFinding(LinkState.UNKNOWN, f"chỉ là đường dẫn tìm kiếm theo mã {link.code}, chưa có mã định danh")


def _explain_unknown(error: PortalError) -> LinkFinding:
    value = f" ({error.value})" if error.value else ""
    return LinkFinding(LinkState.UNKNOWN, f"{error.message}{value}"[:400])
