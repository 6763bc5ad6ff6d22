"""Tries a new pattern of addresses on a sample, before a single sheet is printed with it.

In come the links that are printed now and the pattern; out go the sample, chosen by field and by age so that no corner
of the list is left out, and what was seen at each address. Nothing is changed or kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import LinkError
from kiosk.progress import Progress
from kiosk.settings.addresses import check_address
from kiosk.watch.checking import look_at_page
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink
from kiosk.watch.portal import AllowanceSpentError, Portal

_PLACE = "mẫu đường dẫn"


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What the pages of a sample showed; `sheets`: sheets at all sites that a switch would print again; `links`: links
    that it would change; `stopped`: why the sample was not finished."""

    pattern: str
    seen: tuple[tuple[PrintedLink, LinkFinding], ...]
    links: int
    sheets: int
    stopped: str = ""

    def count(self, state: LinkState) -> int:
        """How many of the sample came out so."""
        return sum(finding.state is state for _, finding in self.seen)

    @property
    def is_proven(self) -> bool:
        """Whether every address of a finished sample led where it must."""
        return bool(self.seen) and not self.stopped and self.count(LinkState.RIGHT) == len(self.seen)


def choose_sample(links: Iterable[PrintedLink], size: int) -> tuple[PrintedLink, ...]:
    """`size` links with an id, spread over fields in turn, in each over the releases since which they are printed.

    The order within is that of a digest: the same list gives the same sample, and no alphabet chooses.
    """
    fields: dict[str, list[PrintedLink]] = {}
    for link in links:
        if link.portal_id:
            fields.setdefault(link.field, []).append(link)
    queues = [_interleave_ages(fields[name]) for name in sorted(fields, key=lambda f: digest(f.encode()))]
    sample: list[PrintedLink] = []
    while queues and len(sample) < size:
        for queue in queues:
            sample.append(queue.pop(0))
        queues = [queue for queue in queues if queue]
    return tuple(sample[:size])


def _interleave_ages(links: Sequence[PrintedLink]) -> list[PrintedLink]:
    """The oldest and the newest in turn, then what lies between."""
    by_age = sorted(links, key=lambda k: (k.since, digest(k.url.encode())))
    return [by_age.pop(0 if n % 2 == 0 else -1) for n in range(len(by_age))]


def apply_pattern(link: PrintedLink, pattern: str, hosts: tuple[str, ...], watched: str = "") -> PrintedLink:
    """The link as the pattern would print it. `watched`: the address of the portal that is watched, where a pattern may
    be tried before its host is allowed on paper. Raises `LinkError` for a pattern without an id or a foreign host."""
    if "{uuid}" not in pattern and "{code}" not in pattern:
        raise LinkError(
            "mẫu không có chỗ cho mã định danh hay mã thủ tục",
            place=_PLACE,
            value=pattern,
            way_out="ghi {uuid} hoặc {code} vào mẫu, ví dụ https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{uuid}",
        )
    url = pattern.replace("{uuid}", link.portal_id).replace("{code}", link.code)
    if watched and url.startswith(f"{watched}/"):
        return replace(link, url=url)
    return replace(link, url=check_address(url, hosts, _PLACE).url)


def try_pattern(
    links: Sequence[PrintedLink],
    pattern: str,
    hosts: tuple[str, ...],
    size: int,
    sheets: int,
    portal: Portal,
    browser: Path | None,
    report: Progress,
) -> TrialResult:
    """Look at a sample. `sheets`: how many sheets a switch prints again. Raises `LinkError`."""
    entries = [link for link in links if link.portal_id]
    sample = [apply_pattern(link, pattern, hosts, portal.address) for link in choose_sample(entries, size)]
    findings: list[tuple[PrintedLink, LinkFinding]] = []
    for n, link in enumerate(sample, 1):
        try:
            findings.append((link, look_at_page(link, portal, browser)))
        except AllowanceSpentError as error:
            return TrialResult(pattern, tuple(findings), len(entries), sheets, str(error))
        report("Thử mẫu đường dẫn", n, len(sample))
    return TrialResult(pattern, tuple(findings), len(entries), sheets)
