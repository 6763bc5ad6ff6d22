"""All sites at once: how many sheets hang, are to be printed and taken down, whom to call.

In comes the workspace, out go one line for each site. Nothing is changed. One site in full is left to `site_wall`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.model.manifest import Manifest, name_revision
from kiosk.model.site import Site
from kiosk.office import posted
from kiosk.office.posted import Hanging
from kiosk.office.published import require_published
from kiosk.text import fold
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class WallCount:
    """A site in one line: how many sheets, how many confirmed, to print and to take down; `coming`: those that do not
    hang and that an open order brings."""

    site: Site
    sheets: int
    confirmed: int
    to_print: int
    to_take_down: int
    coming: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the wall is as it must be."""
        return not (self.to_print or self.coming or self.to_take_down)


class WallFilter(StrEnum):
    """Which sites a list shows, as it stands in the address."""

    ALL = ""
    TO_PRINT = "in"
    COMING = "cho"
    TO_TAKE_DOWN = "go"
    WHOLE = "xong"
    NO_CONTACT = "lien-he"


def count_walls(store: Store, coming: Collection[tuple[str, str, str]] = frozenset()) -> tuple[WallCount, ...]:
    """Every published site in one line, in the order of the table. `coming`: site, sheet and revision of what open
    orders bring. Raises `ReleaseError` before the first release."""
    release = require_published(store)
    hanging = posted.load_hanging(store)
    return tuple(_count_wall(release.manifest, site, hanging.get(site.code, {}), coming) for site in release.sites)


def _count_wall(
    manifest: Manifest, site: Site, hung: Mapping[str, Hanging], coming: Collection[tuple[str, str, str]]
) -> WallCount:
    entry = manifest.site(site.code)
    asked_revisions = {s.label: name_revision(s, entry.head) for s in manifest.sheets(entry)} if entry else {}
    lacking = [
        (site.code, label, revision)
        for label, revision in asked_revisions.items()
        if label not in hung or hung[label].revision != revision
    ]
    brought = sum(sheet in coming for sheet in lacking)
    confirmed, to_print = len(asked_revisions) - len(lacking), len(lacking) - brought
    return WallCount(
        site, len(asked_revisions), confirmed, to_print, len(hung.keys() - asked_revisions.keys()), brought
    )


def choose_walls(counts: Sequence[WallCount], words: str, chosen: WallFilter) -> tuple[WallCount, ...]:
    """The sites whose code or name holds all the words, and which the filter lets through."""
    parts = fold(words).split()
    return tuple(
        w for w in counts if _passes(w, chosen) and all(p in fold(f"{w.site.code} {w.site.name}") for p in parts)
    )


def _passes(wall: WallCount, chosen: WallFilter) -> bool:
    return {
        WallFilter.ALL: True,
        WallFilter.TO_PRINT: wall.to_print > 0,
        WallFilter.COMING: wall.coming > 0,
        WallFilter.TO_TAKE_DOWN: wall.to_take_down > 0,
        WallFilter.WHOLE: wall.is_whole,
        WallFilter.NO_CONTACT: bool(list_missing_contacts(wall.site)),
    }[chosen]


def list_missing_contacts(site: Site) -> tuple[str, ...]:
    """What citizens and the office need to reach a site and nobody has filled in."""
    contacts = {"địa chỉ": site.address, "điện thoại": site.hotline, "giờ làm việc": site.hours}
    return tuple(label for label, value in contacts.items() if not value)


@dataclass(frozen=True, slots=True)
class SearchLinked:
    """A procedure whose code leads to a search only, and how many sites post it."""

    code: str
    name: str
    sites: int


def list_search_links(store: Store) -> tuple[SearchLinked, ...]:
    """The posted procedures without an address of their own, by code. Raises `ReleaseError` where none is published."""
    release = require_published(store)
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for each in release.listings:
        for entry in each.posted:
            if not entry.procedure.portal_id:
                names[entry.procedure.code] = entry.procedure.name
                counts[entry.procedure.code] += 1
    return tuple(SearchLinked(code, names[code], counts[code]) for code in sorted(names))
