"""Judges whether a printed address leads to the procedure that it is printed for.

In come what is printed and what was seen behind it: the portal's details of the id, or the text of the page. Out goes a
verdict with its evidence. A page or an answer that shows neither the right nor another procedure proves nothing: then
the link could not be checked. Asking and keeping are left to `checking` and `link_book`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.text import are_same, fold, tidy

_CLOSED = frozenset(("CLOSED", "DELETED", "EXPIRED", "INACTIVE", "DEACTIVATED", "REMOVED", "CANCELLED", "ARCHIVED"))
_LIVE = frozenset(("", "ACTIVE", "UPDATED", "PUBLISHED"))
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?![\d])")
_ID_IN_URL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LEAST_NAME = 12
"""Letters that a name must have to prove anything in the text of a page."""


class LinkState(StrEnum):
    """What is known of a printed link."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Its name for people."""
        return {
            LinkState.RIGHT: "đúng",
            LinkState.WRONG: "sai thủ tục",
            LinkState.GONE: "đã đóng hoặc không còn",
            LinkState.UNKNOWN: "chưa kiểm tra được",
        }[self]


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """An address in codes on sheets: the procedure for which it stands, on how many sheets at all sites it is printed,
    since which release, and whether it leads to the entry (else to a list of search results)."""

    url: str
    code: str
    name: str
    sheets: int
    since: int
    is_entry: bool
    asked_most: bool = False
    field: str = ""

    @property
    def portal_id(self) -> str:
        """The portal's id in the address, empty where there is none."""
        match = _ID_IN_URL.search(self.url)
        return match[0] if match and self.is_entry else ""


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """A verdict and what was seen."""

    state: LinkState
    evidence: str


def judge_details(link: PrintedLink, details: Mapping[str, Any] | None) -> LinkFinding:
    """What the portal's own facts of the id say about a link."""
    if details is None:
        return LinkFinding(LinkState.GONE, "Cổng trả lời không có mục này")
    code, name, state = (tidy(str(details.get(key) or "")) for key in ("code", "name", "state"))
    if details.get("id") != link.portal_id:
        return LinkFinding(LinkState.UNKNOWN, "Cổng trả lời về một mục khác với mục được hỏi")
    if code != link.code:
        return LinkFinding(LinkState.WRONG, f"Cổng ghi {code or 'không mã'}: {name}"[:300])
    if state.upper() in _CLOSED:
        return LinkFinding(LinkState.GONE, f"Cổng ghi trạng thái {state}")
    if state.upper() not in _LIVE:
        return LinkFinding(LinkState.UNKNOWN, f"Cổng ghi trạng thái lạ: {state}"[:100])
    if not are_same(_drop_prefix(name), _drop_prefix(link.name)):
        return LinkFinding(LinkState.UNKNOWN, f"đúng mã nhưng tên khác: {name}"[:300])
    return LinkFinding(LinkState.RIGHT, f"Cổng ghi {code}: {name}"[:300])


def judge_page(link: PrintedLink, text: str) -> LinkFinding:
    """What the visible text of a page says about a link."""
    codes = set(_CODE.findall(text))
    if link.code in codes:
        others = "" if len(codes) == 1 else f" (cùng {len(codes) - 1} mã khác)"
        return LinkFinding(LinkState.RIGHT, f"trang hiện mã {link.code}{others}")
    name = fold(_drop_prefix(link.name))
    if len(name) >= _LEAST_NAME and name in fold(text):
        return LinkFinding(LinkState.RIGHT, "trang hiện đúng tên thủ tục")
    if len(codes) == 1 and link.is_entry:
        return LinkFinding(LinkState.WRONG, f"trang hiện mã {next(iter(codes))}")
    page_words = tidy(text)[:80]
    return LinkFinding(LinkState.UNKNOWN, f"trang không hiện mã hay tên: {page_words}" if page_words else "trang trống")


def _drop_prefix(name: str) -> str:
    """A name without the words «Thủ tục», which sources put before it or not."""
    words = name.split()
    return " ".join(words[2:]) if [fold(w) for w in words[:2]] == ["thu", "tuc"] else name


def propose_way_out(link: PrintedLink, state: LinkState, *, newer_id: str = "") -> str:
    """What can be done about a link that does not lead where it says."""
    if newer_id and newer_id != link.portal_id:
        return f"nhập danh sách mới của Cổng: mã định danh nay là {newer_id}"
    if state is LinkState.GONE:
        return (
            "thủ tục bị bãi bỏ thì nhập quyết định bãi bỏ; còn áp dụng thì tìm mã định danh mới trong danh sách mới "
            "của Cổng, chưa có thì bỏ mã định danh để dùng đường dẫn tìm kiếm"
        )
    return (
        "tìm mã định danh đúng trong danh sách mới của Cổng rồi nhập; chưa có thì bỏ mã định danh để dùng đường dẫn "
        "tìm kiếm"
    )
