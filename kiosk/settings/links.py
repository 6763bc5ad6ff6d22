"""The only maker of addresses for codes and pages.

Comes in: a procedure, a printed sheet or the code of a site, and the settings. Goes out: the address that is printed or
linked, checked against the allowed hosts once more. The entry page is the portal's own canonical link and needs the
portal id (a UUID that cannot be derived from the code); without one the search link is the fallback, and the two are
counted apart. How an address is parsed is left to `addresses`, what an address is answered with to `web.public`.

Two short addresses stand at the root of the public host, in upper case, so that a code takes few modules. They are on
paper for years, and their grammar never changes (docs/formats.md):

    /T/<label>-<revision><check letter>     a printed sheet, as `posters.marks` names it
    /P/<code>                               a procedure
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote, urlsplit

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.model.site import SiteKind
from kiosk.settings.addresses import check_address, check_public_address
from kiosk.settings.config import Config, LinkMode, LinkSettings
from posters import marks
from posters.marks import PrintedId

SHEETS, PROCEDURES = "T", "P"
"""First parts of the two short addresses."""
LONGEST_SHORT = 60
"""Characters of what follows them."""
ON_DEMAND = ("DM", "TT-")
"""Beginnings of the names of what is printed on demand: no release lists it, and no wall must have it."""

_SHORT_CODE = re.compile(r"[0-9A-Z]+(?:[.-][0-9A-Z]+)*")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class LinkKind(StrEnum):
    """Entry page of a procedure, the list of search results for its code, or the city's own address of it."""

    ENTRY = "entry"
    SEARCH = "search"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be printed, and the host in clear to print beside it."""

    url: str
    host: str
    kind: LinkKind


def make_link(procedure: Procedure, settings: LinkSettings) -> Link:
    """The address of `procedure`: its entry page where the portal id is known, else the search by code.

    Raises `LinkError`.
    """
    place = f"thủ tục {procedure.code}"
    if procedure.portal_id:
        if not _UUID.fullmatch(procedure.portal_id):
            raise LinkError(
                "mã định danh trên cổng không phải UUID",
                place=place,
                value=procedure.portal_id,
                way_out="sửa cột portal_id trong danh mục hoặc để trống",
            )
        url, kind = settings.entry.replace("{uuid}", procedure.portal_id), LinkKind.ENTRY
    else:
        url, kind = settings.search.replace("{code}", quote(procedure.code, safe=".")), LinkKind.SEARCH
    address = check_address(url, settings.hosts, place)
    return Link(address.url, address.host, kind)


def make_printed_link(procedure: Procedure, config: Config, kind: SiteKind) -> Link:
    """The address that codes at sites of a kind carry: the portal's, or the city's own where it was chosen.

    A code that has no short form (a suffix of another office's) keeps the portal's. Raises `LinkError`.
    """
    if config.links.mode_of(kind) is LinkMode.OWN and (own := make_procedure_address(procedure.code, config)):
        return Link(own, urlsplit(config.public_url).hostname or "", LinkKind.OWN)
    return make_link(procedure, config.links)


def make_kiosk_url(code: str, config: Config) -> str:
    """The site's own page where a public address is configured, else the page of the portal's search.

    Raises `LinkError`: settings recorded with an old release are not checked when they are read.
    """
    if config.public_url:
        base = check_public_address(config.public_url, config.links.hosts, "khóa public_url")
        return f"{base}/sites/{code}/"
    before = re.split(r"[?#]", config.links.search.partition("{code}")[0], maxsplit=1)
    # Where the code is part of the path, the page above it.
    page = before[0] if len(before) > 1 else before[0].rpartition("/")[0] + "/"
    return check_address(page, config.links.hosts, "khóa links.search").url


def make_device_url(code: str, token: str, config: Config) -> str:
    """The address that brings a device's key to the page of its site, "" where no public address is set. What follows
    the hash never travels."""
    return f"{make_kiosk_url(code, config)}#may={token}" if config.public_url else ""


def identify_sheet(label: str, revision: str, release: int, released: date) -> PrintedId:
    """The id that a sheet's mark bears: its label without the site's code, and a revision of all that its body prints,
    the release and the day included. `revision` is the digest of the other facts. Raises `DrawingError`."""
    return marks.identify(marks.SHEET, marks.name_label(label), name_edition(revision, release, released).encode())


def name_edition(revision: str, release: int, released: date) -> str:
    """All that a body prints, as what its mark grows from."""
    return f"{revision}:{release}:{released:%Y%m%d}"


def make_sheet_payload(printed: PrintedId, config: Config) -> str:
    """What the QR of a sheet says: its short address where a public one is configured, else the id alone.

    Raises `LinkError`.
    """
    return make_sheet_root(config) + str(printed)


def make_sheet_root(config: Config) -> str:
    """What stands before the id of a sheet in its QR; empty where no public address is configured. Raises
    `LinkError`."""
    return f"{_make_root(config)}/{SHEETS}/" if config.public_url else ""


def make_procedure_address(code: str, config: Config) -> str:
    """The short address of a procedure; empty where no public address is configured, or where `code` has other
    characters than capitals, digits, single dots and hyphens. Raises `LinkError`."""
    fits = _SHORT_CODE.fullmatch(code) and len(code) <= LONGEST_SHORT
    return f"{_make_root(config)}/{PROCEDURES}/{code}" if config.public_url and fits else ""


def _make_root(config: Config) -> str:
    """The public address up to its host, in upper case: host names know no difference (RFC 3986, 3.2.2)."""
    base = check_public_address(config.public_url, config.links.hosts, "khóa public_url")
    return "/".join(base.split("/")[:3]).upper()


def read_sheet_path(path: str) -> PrintedId | None:
    """The id of a sheet in a path behind /T/, exactly as it is printed; None where it is none."""
    printed = marks.read_id(marks.SHEET, path) if len(path) <= LONGEST_SHORT else None
    return printed if str(printed) == path else None


def read_procedure_path(path: str) -> str:
    """The code of a procedure in a path behind /P/, exactly as it is printed; empty where it is none."""
    return path if len(path) <= LONGEST_SHORT and _SHORT_CODE.fullmatch(path) else ""
