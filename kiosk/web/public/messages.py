"""The two small messages that kiosks may post."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from kiosk.model.site import CODE_PATTERN, LONGEST_CODE


class Heartbeat(BaseModel):
    """A kiosk says which release it shows and how many seconds ago it last heard of a newer one."""

    site: Annotated[str, Field(pattern=CODE_PATTERN, max_length=LONGEST_CODE)]
    release: Annotated[int, Field(ge=0, le=10**9)]
    age: Annotated[int, Field(ge=0, le=10**9)] = 0


class Miss(BaseModel):
    """A search without result: the text as typed (folded on arrival) and how often."""

    q: Annotated[str, Field(min_length=2, max_length=80)]
    n: Annotated[int, Field(ge=1, le=1000)] = 1


router = APIRouter(prefix="/api")


@router.post("/heartbeat", status_code=204)
def heartbeat(beat: Heartbeat, request: Request) -> Response:
    """A kiosk reports."""
    request.app.state.news.heard(beat.site, beat.release, beat.age)
    return Response(status_code=204)


@router.post("/misses", status_code=204)
def misses(miss: Miss, request: Request) -> Response:
    """A search found nothing."""
    request.app.state.news.missed(miss.q, miss.n)
    return Response(status_code=204)
