"""Walks the portal's list page by page and knows when it is whole.

In comes each page in its turn; out goes the walk so far. A list is whole only where every id came once and there are
exactly as many as the portal says at every page: anything else raises, because a partial list taken for a whole one
would end procedures that still exist. Nothing is asked or written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kiosk.errors import PortalError
from kiosk.watch.answers import ListPage

_WAY_OUT = "chạy lại kiosk sync, lệnh hỏi lại từ trang đầu; danh sách dở dang không được dùng"
_PLACE = "danh sách của Cổng"


@dataclass(frozen=True, slots=True)
class ListWalk:
    """The items that came, in order; the id from which to ask on; how many there must be (None before the first).

    `size`: items on the first page; `is_whole`: whether everything came.
    """

    items: tuple[dict[str, Any], ...] = ()
    last_id: str = ""
    total: int | None = None
    size: int = 0
    is_whole: bool = False
    asked_from: frozenset[str] = frozenset()


def take_page(walk: ListWalk, page: ListPage) -> ListWalk:
    """The walk with one page more. Raises `PortalError` where the pages contradict each other.

    Where the total is reached with a full page, one page more must bring nothing new: a total that is told too small
    would otherwise cut the list at the end of a page.
    """
    if not page.total:
        raise _report("Cổng trả lời danh sách trống", "0 mục")
    if walk.total is not None and page.total != walk.total:
        raise _report("tổng số mục đổi giữa chừng", f"{walk.total} rồi {page.total}")
    known_ids = {item["id"] for item in walk.items}
    if len(walk.items) == walk.total:
        if known_ids.issuperset(page.ids):
            return replace(walk, is_whole=True)
        raise _report("nhiều mục hơn tổng số Cổng ghi", f"hơn {walk.total}")
    twice = [i for n, i in enumerate(page.ids) if i in known_ids or i in page.ids[:n]]
    if twice:
        raise _report("một mục về hai lần", twice[0])
    items, asked_from = walk.items + page.items, walk.asked_from | {walk.last_id}
    if len(items) > page.total:
        raise _report("nhiều mục hơn tổng số Cổng ghi", f"{len(items)} trên {page.total}")
    size = walk.size or len(page.items)
    counted = len(items) == page.total
    if not counted and not page.items:
        raise _report("hết trang khi chưa đủ mục", f"{len(items)} trên {page.total}")
    if not counted and (not page.last_id or page.last_id in asked_from):
        raise _report("mốc để hỏi trang sau bị trống hoặc quay vòng", f"{page.last_id or 'trống'}, mới có {len(items)}")
    whole = counted and (len(page.items) < size or not page.last_id)
    return ListWalk(items, page.last_id, page.total, size, whole, asked_from)


def _report(message: str, value: str) -> PortalError:
    return PortalError(f"không đồng bộ được vì {message}", place=_PLACE, value=value, way_out=_WAY_OUT)
