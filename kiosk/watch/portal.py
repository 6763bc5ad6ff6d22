"""Asks the portal, politely: one connection, a pause between questions, backing off where it asks for that.

In come settings and what counts the questions of a day; out go answers as they arrived, whatever they hold (`answers`
reads them). Raises `PortalError` where none came. The honest name and the contact address go with every question.
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import Protocol, Self

import httpx

from kiosk.clock import get_seconds, read_moment
from kiosk.errors import PortalError
from kiosk.intake import limits
from kiosk.settings.config import Watch
from kiosk.watch.answers import MOST_ON_A_PAGE, PortalAnswer

LIST = "/api/v1/submitting/formality/list-all-public-formality-by-citizen"
DETAILS = "/api/v1/configuring/formality/get-formality-by-citizen"
_TRIES = 4
_LONGEST_WAIT = 120.0
"""Seconds that a conversation waits where the server asks for it; who asks for more is asked no more."""
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LONGEST_ANSWER = 120.0
"""Seconds for one answer from beginning to end: what drips keeps within every other limit."""
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))


@cache
def _trust_authorities() -> ssl.SSLContext:
    """Whose certificates are believed; reading them all takes longer than a question."""
    return httpx.create_ssl_context()


class AllowanceSpentError(PortalError):
    """Today's questions are used up; tomorrow there are more."""


class AskedToWaitError(AllowanceSpentError):
    """The portal asks not to be asked for longer than a conversation lasts: as if today's questions were used up."""


class QuestionCount(Protocol):
    """Counts the questions of a day."""

    def spend(self) -> None:
        """Count one question. Raises `AllowanceSpentError` where today's are used up."""


class Portal:
    """One conversation with the portal; close it, or use it in a `with`."""

    def __init__(self, settings: Watch, allowance: QuestionCount, sleep: Callable[[float], None] = time.sleep) -> None:
        """Raises `PortalError` without a contact address."""
        if not settings.contact:
            raise PortalError(
                "chưa ghi địa chỉ liên hệ nên không hỏi Cổng",
                place="khóa watch.contact",
                way_out="ghi thư điện tử của người phụ trách vào config.yaml, khóa watch.contact",
            )
        self._settings, self._allowance, self._sleep = settings, allowance, sleep
        self._asked_before = False
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            headers={"User-Agent": f"kiosk-niem-yet (dong bo danh muc TTHC; lien he: {settings.contact})"},
            limits=httpx.Limits(max_connections=1),
            verify=_trust_authorities(),
            timeout=_TIMEOUT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._runner.run(self._client.aclose())
        finally:
            self._runner.close()

    @property
    def address(self) -> str:
        """Where the portal's interface is, without a slash at its end."""
        return self._settings.portal

    def ask_page(self, last_id: str) -> PortalAnswer:
        """The page of the list that follows `last_id` (empty: the first)."""
        body = {"limit": MOST_ON_A_PAGE, "lastId": last_id or None, "q": ""}
        return self._ask("danh sách thủ tục của Cổng", "POST", self._settings.portal + LIST, body)

    def ask_details(self, portal_id: str) -> PortalAnswer:
        """What the portal knows of one id."""
        return self._ask(f"chi tiết {portal_id}", "POST", self._settings.portal + DETAILS, {"id": portal_id})

    def open_page(self, url: str) -> PortalAnswer:
        """The page that stands at an address, as it is served (no script is run, no redirect followed)."""
        return self._ask(url, "GET", url, None)

    def wait_turn(self) -> None:
        """Let a question that somebody else asks (a browser) count as one of this conversation. Raises as it does."""
        self._pause(0.0)
        self._allowance.spend()

    def _ask(self, asked: str, method: str, url: str, body: object) -> PortalAnswer:
        wait = 0.0
        for attempt in range(_TRIES):
            self._pause(wait)
            self._allowance.spend()
            try:
                answer, wait = self._runner.run(self._send(asked, method, url, body))
            except (httpx.HTTPError, TimeoutError) as error:
                if attempt == _TRIES - 1:
                    raise _report_silence(asked, error) from error
                wait = 0.0
            else:
                if answer.status in _AGAIN and wait > _LONGEST_WAIT:
                    raise _report_wait(asked, answer.status, wait)
                if answer.status not in _AGAIN or attempt == _TRIES - 1:
                    return answer
            # Full jitter: many who were refused together must not come back together.
            wait = max(wait, random.uniform(0.5, 1.0) * (2**attempt) * max(self._settings.pause_seconds, 0.05))
        raise AssertionError("unreachable")

    def _pause(self, wait: float) -> None:
        if self._asked_before:
            self._sleep(max(wait, self._settings.pause_seconds))
        self._asked_before = True

    async def _send(self, asked: str, method: str, url: str, body: object) -> tuple[PortalAnswer, float]:
        """The answer, and how long the server asks to wait in seconds."""
        async with asyncio.timeout(_LONGEST_ANSWER):
            return await self._receive(asked, method, url, body)

    async def _receive(self, asked: str, method: str, url: str, body: object) -> tuple[PortalAnswer, float]:
        content = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"} if body is not None else {}
        async with self._client.stream(method, url, content=content, headers=headers) as response:
            parts, size = [], 0
            async for part in response.aiter_bytes():
                parts.append(part)
                size += len(part)
                if size > limits.FILE_BYTES:
                    raise PortalError(
                        "câu trả lời của Cổng quá lớn",
                        place=asked,
                        value=f"hơn {size >> 20} MB",
                        way_out="chạy lại sau",
                    )
            media_type = response.headers.get("content-type", "")
            answer = PortalAnswer(asked, response.status_code, media_type, b"".join(parts))
            return answer, _read_wait(response.headers.get("retry-after", ""))


def _read_wait(text: str) -> float:
    """Seconds of a Retry-After, a number or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - get_seconds())
    except (ValueError, OverflowError):
        return 0.0


def _report_wait(asked: str, status: int, wait: float) -> AskedToWaitError:
    return AskedToWaitError(
        f"Cổng đề nghị đến {read_moment(get_seconds() + int(wait)):%H:%M ngày %d/%m/%Y} mới hỏi lại",
        place=asked,
        value=f"mã {status}",
        way_out="chạy lại sau giờ ấy, việc đã làm được giữ lại",
    )


def _report_silence(asked: str, error: httpx.HTTPError | TimeoutError) -> PortalError:
    late = isinstance(error, httpx.TimeoutException | TimeoutError)
    return PortalError(
        "Cổng không trả lời kịp" if late else "không nối được với Cổng",
        place=asked,
        value=str(error)[:120] or type(error).__name__,
        way_out="kiểm tra đường ra mạng của máy này rồi chạy lại; máy không ra được mạng thì chạy kiosk sync --save ở "
        "máy khác",
    )
