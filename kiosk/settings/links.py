"""The only maker of addresses for codes and pages.

Comes in: a procedure or the code of a site, and the settings. Goes out: the address that is printed or linked,
checked against the allowed hosts once more. The entry page is the portal's own canonical link and needs the portal id
(a UUID that cannot be derived from the code); without one the search link is the fallback, and the two are counted
apart. How an address is parsed is left to `addresses`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.settings.addresses import check_address, check_public_address
from kiosk.settings.config import Config, LinkSettings

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class LinkKind(StrEnum):
    """Entry page of a procedure, or the list of search results for its code."""

    ENTRY = "entry"
    SEARCH = "search"


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
