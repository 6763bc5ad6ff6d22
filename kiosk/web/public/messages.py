"""The two small messages that kiosks may post.

Bytes come in, counted while they arrive; a short answer goes out that repeats nothing of them. Keeping what was said is
left to `kiosk.office.news`, how much is taken to `rates`.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from kiosk.errors import StoreError
from kiosk.model.site import CODE_PATTERN, LONGEST_CODE
from kiosk.text import fold

_LOG = logging.getLogger(__name__)
LARGEST = 8_000
"""Bytes of a body; the largest that a kiosk sends has some 300."""
SECONDS = 10.0
"""In which a body must have arrived."""

Code = Annotated[str, Field(pattern=CODE_PATTERN, max_length=LONGEST_CODE)]


class _Message(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Heartbeat(_Message):
    """A kiosk says which release it shows and how many seconds ago it last heard of a newer one."""

    site: Code
    release: Annotated[int, Field(ge=0, le=10**9)]
    age: Annotated[int, Field(ge=0, le=10**9)] = 0


class Miss(_Message):
    """A search without result: the text as typed (folded on arrival), how often, and where; pages of before this was
    asked do not say where."""

    q: Annotated[str, Field(min_length=2, max_length=80)]
    n: Annotated[int, Field(ge=1, le=1000)] = 1
    site: Code | None = None


Message = TypeVar("Message", bound=_Message)
router = APIRouter(prefix="/api")


class _RefusedError(Exception):
    """A message is not taken: the status to answer and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@router.post("/heartbeat")
async def take_heartbeat(request: Request) -> Response:
    """A kiosk reports."""

    def keep(beat: Heartbeat) -> None:
        _admit(request, beat.site)
        request.app.state.news.heard(beat.site, beat.release, beat.age)

    return await _take(request, Heartbeat, keep)


@router.post("/misses")
async def take_miss(request: Request) -> Response:
    """A search found nothing."""

    def keep(miss: Miss) -> None:
        if not fold(miss.q):
            raise _malformed()
        _admit(request, miss.site)
        request.app.state.news.missed(miss.site or "", miss.q, miss.n)

    return await _take(request, Miss, keep)


async def _take(request: Request, kind: type[Message], keep: Callable[[Message], None]) -> Response:
    try:
        content = await _read_body(request)
        await run_in_threadpool(_keep, content, kind, keep)
    except _RefusedError as refused:
        # What is left of a body that was not read to its end is not waited for.
        headers = {"Connection": "close", "Cache-Control": "no-store"}
        return PlainTextResponse(refused.sentence, refused.status, headers)
    return Response(status_code=204)


async def _read_body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        # A page of another site cannot send this type without asking first (CORS), and this server never agrees.
        raise _RefusedError(415, "Chỉ nhận nội dung dạng JSON.")
    content = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                content += part
                if len(content) > LARGEST:
                    raise _RefusedError(413, "Nội dung gửi đến quá dài.")
    except TimeoutError:
        raise _RefusedError(408, "Nội dung gửi đến quá chậm.") from None
    except ClientDisconnect:
        raise _malformed() from None
    return bytes(content)


def _keep(content: bytes, kind: type[Message], keep: Callable[[Message], None]) -> None:
    try:
        message = kind.model_validate_json(content)
    except ValidationError:
        raise _malformed() from None
    try:
        keep(message)
    except (StoreError, sqlite3.Error, OSError) as error:
        _LOG.warning("news.sqlite: %s", error)
        raise _RefusedError(503, "Máy chủ chưa ghi được tin này.") from None


def _admit(request: Request, site: str | None) -> None:
    """Raises where the published release has no such site, or enough was heard about it."""
    release = request.app.state.library.current()
    if release is None:
        raise _RefusedError(503, "Chưa công bố bản nào.")
    if site is not None and site not in release.sites:
        raise _RefusedError(404, "Không có điểm này.")
    if not request.app.state.rates.admit(site or ""):
        raise _RefusedError(429, "Gửi quá nhiều, chờ một giờ rồi gửi lại.")


def _malformed() -> _RefusedError:
    return _RefusedError(422, "Nội dung gửi đến không đúng dạng.")
