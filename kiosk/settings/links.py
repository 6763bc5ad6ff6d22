"""The only maker of addresses: where a code leads, checked against the allowed hosts.

The entry page is the portal's own canonical link and needs the portal id (a UUID that cannot be derived
from the code); without one the search link is the fallback, and the two are counted apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from kiosk.errors import LinkError
from kiosk.model.catalogue import Procedure
from kiosk.settings.config import Config, LinkSettings

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# After the host a path, query or fragment of printable ASCII but the backslash, which browsers take for a slash.
_PLAIN = re.compile(r"https://([a-z0-9.-]+)(?:[/?#][!-\[\]-~]*)?")


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


def checked(url: str, hosts: tuple[str, ...], place: str = "links") -> str:
    """The host of `url` if it may be printed. Raises `LinkError`.

    Attacks kept out: another scheme, user info (`https://dichvucong.gov.vn@evil.example`), ports, look-alike
    suffixes (`evildichvucong.gov.vn`), non-ASCII look-alikes, blanks and control characters.
    """
    host = _plain_host(url)
    allowed = any(host == h or host.endswith("." + h) for h in hosts)
    if not allowed:
        raise LinkError(
            "địa chỉ không thuộc các máy chủ được phép in",
            place=place,
            value=url[:200],
            way_out=f"chỉ dùng https và các máy chủ trong links.hosts của config.yaml ({', '.join(hosts)})",
        )
    return host


def _plain_host(url: str) -> str:
    """The host of an https address of printable ASCII without user info or port, else empty."""
    found = _PLAIN.fullmatch(url)
    return found[1] if found else ""


def link(procedure: Procedure, settings: LinkSettings) -> Link:
    """The address of `procedure`: its entry page where the portal id is known, else the search by code."""
    if procedure.portal_id:
        if not _UUID.fullmatch(procedure.portal_id):
            raise LinkError(
                "mã định danh trên cổng không phải UUID",
                place=f"thủ tục {procedure.code}",
                value=procedure.portal_id,
                way_out="sửa cột portal_id trong danh mục hoặc để trống",
            )
        url, kind = settings.entry.replace("{uuid}", procedure.portal_id), LinkKind.ENTRY
    else:
        url, kind = settings.search.replace("{code}", quote(procedure.code, safe=".")), LinkKind.SEARCH
    return Link(url, checked(url, settings.hosts), kind)


def kiosk_url(code: str, config: Config) -> str:
    """The site's own page where a public address is configured, else the portal's search."""
    base = config.public_url.rstrip("/")
    return f"{base}/sites/{code}/" if base else config.links.search.partition("?")[0]
