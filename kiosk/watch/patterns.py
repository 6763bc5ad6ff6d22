"""Whether pages still stand where printed addresses lead: the pattern of the addresses, apart from the ids in them.

The portal's interface says whose an id is, and nothing of the page that a camera opens: after a change of the pattern
every id is still right, and every printed code is dead. So each round looks at some pages themselves. In come printed
links; out goes what was seen of their pattern, which is kept like a link of its own (`link_book`). Only a page that
shows its code or name proves anything; all else leaves what was known to grow old.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.canonical import digest
from kiosk.watch.checking import look_at_page
from kiosk.watch.link_book import LinkStanding
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink
from kiosk.watch.portal import Portal

SAMPLE = 3
"""Pages that are looked at in a round, until one shows its procedure; links that people are asked to open."""
DOUBT_DAYS = 3
"""Since a page was last seen right, after which looks in vain are told: one night of challenges is no change."""
_DAY = 86_400
_CODE = "mẫu"
"""Under which looks at a pattern are kept, in the place of a procedure's code."""


def find_pattern(links: Iterable[PrintedLink]) -> PrintedLink | None:
    """The pattern of the entries that are printed most, as a link of its own; None where no entry is printed."""
    entries = [link for link in links if link.portal_id]
    patterns = Counter(_make_pattern(link) for link in entries)
    if not patterns:
        return None
    url = min(patterns, key=lambda p: (-patterns[p], p))
    of_it = [link for link in entries if _make_pattern(link) == url]
    return PrintedLink(url, _CODE, url, len(of_it), min(link.since for link in of_it), is_entry=False)


def _make_pattern(link: PrintedLink) -> str:
    return link.url.replace(link.portal_id, "{uuid}")


def choose_pages(links: Iterable[PrintedLink], pattern: PrintedLink, today: date) -> tuple[PrintedLink, ...]:
    """The links whose pages are looked at today: others each day, so that one that is gone says little."""
    of_it = [link for link in links if link.portal_id and _make_pattern(link) == pattern.url]
    return tuple(sorted(of_it, key=lambda k: digest(f"{today} {k.url}".encode()))[:SAMPLE])


def stand_at(link: PrintedLink, watched: str, hosts: tuple[str, ...]) -> PrintedLink:
    """The link at the portal that is watched: as it is printed, unless `watched` is a stand-in whose host no printed
    address may have; then its path there, so that nobody else's portal is asked."""
    host = urlsplit(watched).hostname or ""
    if any(host == allowed or host.endswith(f".{allowed}") for allowed in hosts):
        return link
    return replace(link, url=watched + urlsplit(link.url)._replace(scheme="", netloc="").geturl())


def look_at_pattern(pages: Iterable[PrintedLink], portal: Portal, browser: Path | None) -> LinkFinding:
    """What some pages show: right where one shows its procedure. Raises `AllowanceSpentError`."""
    finding = LinkFinding(LinkState.UNKNOWN, "không có trang nào để xem")
    for link in pages:
        finding = look_at_page(link, portal, browser)
        if finding.state is LinkState.RIGHT:
            return replace(finding, evidence=f"trang của {link.code}: {finding.evidence}")
    return LinkFinding(LinkState.UNKNOWN, finding.evidence)


def describe_pattern(pattern: PrintedLink, standing: LinkStanding, now: int, days: int) -> str:
    """What is known of the pages under a printed pattern, in a sentence."""
    if standing.day is None:
        return f"Chưa lần nào thấy trang theo mẫu {pattern.url} hiện đúng thủ tục."
    sentence = f"Trang theo mẫu {pattern.url} được thấy hiện đúng thủ tục ngày {standing.day:%d/%m/%Y}"
    return f"{sentence}, từ đó xem lại không thấy nữa." if is_doubtful(standing, now, days) else f"{sentence}."


def is_doubtful(standing: LinkStanding, now: int, days: int) -> bool:
    """Whether people must be asked: pages were never seen right, not for `days`, or looks since then were in vain."""
    if standing.at is None or not standing.is_fresh(now, days):
        return True
    return standing.tried_at is not None and standing.tried_at - standing.at >= DOUBT_DAYS * _DAY
