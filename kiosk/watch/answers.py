"""Reads what the portal answered, or says why nothing can be concluded from it.

In comes one answer as it arrived; out goes a page of the list, the facts of one procedure, or a `PortalError` with
what was seen. The portal stands behind a wall that answers 200 with a challenge page to everything, so a status never
proves anything: only a body of the known shape does. Asking is left to `portal`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from kiosk.errors import PortalError
from kiosk.intake import limits
from kiosk.text import tidy

MOST_ON_A_PAGE = 200
"""What the interface gives at most at once."""
_MARKUP = re.compile(r"^\s*(?:<!doctype|<html|<head|<\?xml|<script|<!--)", re.IGNORECASE)
_CHALLENGE = re.compile(r"challenge|captcha|cloudflare|just a moment|verify you are|access denied|robot", re.IGNORECASE)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Half a character, which JSON can write and no file can hold unless the other half follows."""
_ITS_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


@dataclass(frozen=True, slots=True)
class PortalAnswer:
    """An answer as it arrived: status, media type, body in bytes; `asked` says in words for what it was asked."""

    asked: str
    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list: items as the portal gives them, the id to go on from, how many the whole list holds."""

    items: tuple[dict[str, Any], ...]
    last_id: str
    total: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The portal's ids of its items, in order."""
        return tuple(item["id"] for item in self.items)


def read_list_page(answer: PortalAnswer) -> ListPage:
    """The page that an answer holds. Raises `PortalError`."""
    facts = _read_facts(answer)
    if not isinstance(facts, dict):
        raise report_shape(answer, "không có phần «data»")
    items, total, last_id = facts.get("items"), facts.get("total"), facts.get("lastId")
    if not isinstance(items, list) or not all(_is_item(item) for item in items):
        raise report_shape(answer, "danh sách mục không đúng dạng")
    if isinstance(total, bool) or not isinstance(total, int) or total < 0:
        raise report_shape(answer, f"tổng số mục không phải số: {total!r}")
    if last_id is not None and not isinstance(last_id, str):
        raise report_shape(answer, "mốc để hỏi trang sau không đúng dạng")
    return ListPage(tuple(items), last_id or "", total)


def read_details(answer: PortalAnswer) -> dict[str, Any] | None:
    """What the portal knows of one id; None where it says in its own form that there is none. Raises `PortalError`."""
    facts = _read_facts(answer)
    if facts is None:
        return None
    if not isinstance(facts, dict) or not all(isinstance(facts.get(key), str) for key in ("id", "code", "name")):
        raise report_shape(answer, "chi tiết thủ tục không đúng dạng")
    return facts


def _is_item(item: object) -> bool:
    return (
        isinstance(item, dict)
        and all(isinstance(item.get(key), str) for key in ("id", "code", "name"))
        and _ITS_ID.fullmatch(item["id"]) is not None
    )


def _read_facts(answer: PortalAnswer) -> object:
    """The `data` of an answer in the portal's own envelope: `{code: "OK", data, message}`."""
    envelope = _read_json(answer)
    if not isinstance(envelope, dict) or "code" not in envelope or "data" not in envelope:
        raise report_shape(answer, "không phải dạng trả lời của Cổng")
    if envelope["code"] == "OK":
        return envelope["data"]
    if envelope["data"] is None and _says_not_there(envelope["code"], answer.status):
        return None
    raise report_shape(answer, f"Cổng báo «{tidy(str(envelope['code']))[:40]}»")


def _says_not_there(code: object, status: int) -> bool:
    return status == 404 or (isinstance(code, str) and "NOT_FOUND" in code.upper())


def _read_json(answer: PortalAnswer) -> object:
    try:
        text = answer.body.decode("utf-8")
    except UnicodeDecodeError:
        raise report_shape(answer, "không phải chữ UTF-8") from None
    if "html" in answer.media_type.lower() or _MARKUP.match(text):
        page_kind = "trang thử thách (chống truy cập tự động)" if _CHALLENGE.search(text) else "một trang web"
        raise report_shape(answer, f"{page_kind} thay cho dữ liệu")
    if text.count("{") + text.count("[") > limits.JSON_CONTAINERS or text.count(",") > limits.JSON_VALUES:
        raise report_shape(answer, "quá nhiều mục trong một câu trả lời")
    try:
        facts = json.loads(text, parse_constant=_refuse_constant)
        if _HALF.search(text):
            json.dumps(facts, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise report_shape(answer, "dữ liệu bị cắt hoặc hỏng") from None
    return facts


def _refuse_constant(text: str) -> None:
    """`NaN` and `Infinity` are no JSON (RFC 8259, 6)."""
    raise ValueError(text)


def report_shape(answer: PortalAnswer, seen: str) -> PortalError:
    """The error for an answer that is not what it must be: what was asked, what came."""
    begins = tidy(answer.body[:300].decode("utf-8", "replace"))[:80]
    return PortalError(
        f"Cổng không trả lời được như cần: {seen}",
        place=answer.asked,
        value=f"mã {answer.status}, {answer.media_type or 'không ghi loại'}: {begins}",
        way_out="chạy lại sau; nếu vẫn vậy thì Cổng đã đổi cách trả lời hoặc chặn máy này, chạy ở máy khác bằng "
        "kiosk sync --save",
    )
