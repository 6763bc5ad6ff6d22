"""What a kiosk page is made from: one frozen value per site, and the part that sites share.

Nouns alone: choosing what a site lists is left to `site_pages`, drawing to `forms`, packing to `data_file`. `Content`
holds no word about a site, so sites whose listing is the same share one data file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.model.catalogue import Procedure
from kiosk.model.site import Site
from kiosk.settings.matters import NO_SAYINGS, Sayings
from kiosk.settings.tables import Group

DEFAULT_INCHES = 24
"""Diagonal assumed where neither the site nor the device says: the middle of the kiosks on the market."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file shared by all sites: name below `assets/` (carries the hash of the content) and bytes.

    `details`: of a data file alone, the addresses and what only the screen of one procedure shows. A page fetches it
    when the list can already be used; the addresses are a third of a city's bytes and do not compress.
    `index`: of a data file alone, codes and names of its list, for pages of the other level, which say where they are
    done.
    """

    name: str
    content: bytes
    details: bytes = b""
    index: bytes = b""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One version of a procedure on the page: group id, and address made elsewhere (`entry_link`: its own page on the
    portal, else the portal's search)."""

    procedure: Procedure
    group: str
    url: str
    entry_link: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A procedure that left the list: last version known (it says why), and the first day without it."""

    procedure: Procedure
    since: date


@dataclass(frozen=True, slots=True)
class Content:
    """What a page lists: groups in order, every version in force now or later, what left, everyday words, and what
    people call things here and elsewhere.

    `entries` carry their own from and to, so that dates act by themselves on a kiosk without a network. `unindexed`:
    codes of these, sorted, that every page of the other level lists itself and so never looks up in this list.
    """

    groups: tuple[Group, ...]
    entries: tuple[PageEntry, ...]
    gone: tuple[Gone, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sayings: Sayings = NO_SAYINGS
    unindexed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Where feedback goes (phản ánh, kiến nghị), and where a dossier is looked up."""

    feedback_url: str = "https://dichvucong.gov.vn/phan-anh-kien-nghi"
    hotline: str = "18001096"
    address: str = ""
    status_url: str = "https://dichvucong.gov.vn/tra-cuu-ho-so"


@dataclass(frozen=True, slots=True)
class OtherLevel:
    """Where the procedures of the other level are received, and the file with their codes and names.

    `sites`: name, address and hotline of each centre where they are few, else none: then it is the visitor's own.
    """

    index: Asset
    sites: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageInput:
    """Everything one site's page depends on.

    `release` and `released`: number and day of the release in which this page's content first appeared.
    `voices`: beginnings of the names of voices good enough to read aloud.
    `worker`: False makes a page whose service worker removes itself and its caches (the kill switch).
    """

    site: Site
    content: Content
    release: int
    released: date
    data_date: date | None = None
    sample: bool = False
    contact: Contact = Contact()
    publisher: str = ""
    worker: bool = True
    other: OtherLevel | None = None
    voices: tuple[str, ...] = ()
