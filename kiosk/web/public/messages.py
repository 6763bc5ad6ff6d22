"""The small messages that kiosks may post.

Bytes come in (`bodies`); a short answer goes out that repeats nothing of them. Keeping what was said is left to
`kiosk.office.news` and `kiosk.office.inbox`, how much is taken to `rates`. Only a declared kiosk is believed, by its
signature: that is looked at before anything is counted, so that strangers use up nothing of a kiosk's share.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from kiosk.errors import StoreError
from kiosk.model.site import CODE_PATTERN, LONGEST_CODE
from kiosk.signing import is_signed
from kiosk.text import fold
from kiosk.web.public.bodies import RefusedError, read_body, refuse_malformed

_LOG = logging.getLogger(__name__)
Code = Annotated[str, Field(pattern=CODE_PATTERN, max_length=LONGEST_CODE)]


class _Message(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Heartbeat(_Message):
    """A page that nobody declared says which release it shows and how many seconds ago it last heard of a newer one."""

    site: Code
    release: Annotated[int, Field(ge=0, le=10**9)]
    age: Annotated[int, Field(ge=0, le=10**9)] = 0


class SignedHeartbeat(_Message):
    """A declared kiosk says which release it shows. `counter` only grows; `signature`: as `kiosk.signing` makes it."""

    device: Annotated[int, Field(ge=1, lt=10**9)]
    site: Code
    release: Annotated[int, Field(ge=0, le=10**9)]
    counter: Annotated[int, Field(ge=1, lt=2**53)]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Miss(_Message):
    """A search without result: the text as typed (folded on arrival), how often, and where; pages of before this was
    asked do not say where."""

    q: Annotated[str, Field(min_length=2, max_length=80)]
    n: Annotated[int, Field(ge=1, le=1000)] = 1
    site: Code | None = None


Message = TypeVar("Message", bound=_Message)
router = APIRouter(prefix="/api")


@router.post("/heartbeat")
async def take_heartbeat(request: Request) -> Response:
    """A kiosk reports."""

    def keep(beat: Heartbeat) -> None:
        _admit(request, beat.site)
        request.app.state.news.heard(beat.site, beat.release, beat.age)

    return await _take(request, Heartbeat, keep)


@router.post("/device")
async def take_signed_heartbeat(request: Request) -> Response:
    """A declared kiosk reports."""

    def keep(beat: SignedHeartbeat) -> None:
        declared = request.app.state.devices.find(beat.device)
        facts = (beat.device, beat.site, beat.release, beat.counter)
        if declared is None or declared.site != beat.site or not is_signed(beat.signature, declared.key, *facts):
            raise RefusedError(403, "Không có kiosk nào được khai báo với khóa này ở điểm này.")
        if not request.app.state.device_rates.admit(str(beat.device)):
            raise RefusedError(429, "Gửi quá nhiều, chờ một giờ rồi gửi lại.")
        known_release = request.app.state.inbox.hear_device(declared, beat.release, beat.counter)
        if known_release is not None:
            # Whoever has the key goes on from here, even on a device that forgot how far it had counted.
            raise RefusedError(409, str(known_release))

    return await _take(request, SignedHeartbeat, keep)


@router.post("/misses")
async def take_miss(request: Request) -> Response:
    """A search found nothing."""

    def keep(miss: Miss) -> None:
        if not fold(miss.q):
            raise refuse_malformed()
        _admit(request, miss.site)
        request.app.state.news.missed(miss.site or "", miss.q, miss.n)

    return await _take(request, Miss, keep)


async def _take(request: Request, kind: type[Message], keep: Callable[[Message], None]) -> Response:
    try:
        # A page of another site cannot send this type without asking first (CORS), and this server never agrees.
        content = await read_body(request, "application/json", "Chỉ nhận nội dung dạng JSON.")
        await run_in_threadpool(_keep, content, kind, keep)
    except RefusedError as refused:
        return refused.answer()
    return Response(status_code=204)


def _keep(content: bytes, kind: type[Message], keep: Callable[[Message], None]) -> None:
    try:
        message = kind.model_validate_json(content)
    except ValidationError:
        raise refuse_malformed() from None
    try:
        keep(message)
    except (StoreError, sqlite3.Error, OSError) as error:
        _LOG.warning("message not kept: %s", error)
        raise RefusedError(503, "Máy chủ chưa ghi được tin này.") from None


def _admit(request: Request, site: str | None) -> None:
    """Raises where the published release has no such site, or enough was heard about it."""
    release = request.app.state.library.current()
    if release is None:
        raise RefusedError(503, "Chưa công bố bản nào.")
    if site is not None and site not in release.sites:
        raise RefusedError(404, "Không có điểm này.")
    if not request.app.state.rates.admit(site or ""):
        raise RefusedError(429, "Gửi quá nhiều, chờ một giờ rồi gửi lại.")
