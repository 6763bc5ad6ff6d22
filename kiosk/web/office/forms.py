"""Forms: they come from our own pages, are of bounded size, and carry a token.

In comes a request, out goes its form or a refusal. Nothing here looks at a session: a request from another site is
refused before anybody asks who sends it. `Sec-Fetch-Site` is what browsers say themselves; over plain http they say
`Origin` alone.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

SAFE = frozenset({"GET", "HEAD"})
TOKEN = "form_token"  # noqa: S105 - the name of a field
MOST_FORM = 256 * 1024
_MOST_FIELDS, _MOST_FILES = 2_000, 20


def refuse_foreign(request: Request, own_address: str) -> None:
    """Raises `HTTPException` (403) for a request that changes something and does not come from one of our pages."""
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        is_ours = fetch_site == "same-origin"
    else:
        origins = {own_address, f"{request.url.scheme}://{request.headers.get('host', '')}"}
        is_ours = request.headers.get("origin") in origins
    if not is_ours:
        raise HTTPException(403, "Yêu cầu này không đến từ trang của phòng làm việc.")


def make_token(key: str, cookie: str) -> str:
    """The token for forms of the browser that holds this cookie."""
    return hmac.new(key.encode(), cookie.encode(), sha256).hexdigest()


def refuse_wrong_token(form: FormData, key: str, cookie: str | None) -> None:
    """Raises `HTTPException` (403) where the form does not carry the token of this browser."""
    token = form.get(TOKEN)
    if not (
        cookie and isinstance(token, str) and hmac.compare_digest(token.encode(), make_token(key, cookie).encode())
    ):
        raise HTTPException(403, "Biểu mẫu đã cũ. Mở lại trang rồi làm lại.")


async def read_form(request: Request, most: int) -> FormData:
    """The form of a request, counted while it arrives. Raises `HTTPException` (413, 400)."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise _refuse_too_big(most)
    counted = _CountedBody(request.receive, most)
    form = Request(request.scope, counted.receive)
    try:
        return await form.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=MOST_FORM)
    except (MultiPartException, HTTPException) as error:
        if counted.is_over:
            raise _refuse_too_big(most) from error
        raise HTTPException(400, "Biểu mẫu không đọc được. Tải lại trang rồi làm lại.") from error


class _CountedBody:
    """What arrives, counted. The parser's own limits do not count files (starlette, pull request 2718)."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    @property
    def is_over(self) -> bool:
        """Whether more came than may come."""
        return self._left < 0

    async def receive(self) -> Message:
        """The next part. Raises the one error after which the parser closes the files it has begun."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.is_over:
            raise MultiPartException("too much")
        return message


def _refuse_too_big(most: int) -> HTTPException:
    return HTTPException(413, f"Dữ liệu gửi lên quá lớn, nhiều nhất {most // 1_000_000 or 1} MB mỗi lần.")
