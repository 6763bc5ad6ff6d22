"""A body is counted while it arrives; what is refused is told in a sentence."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import Request
from starlette.requests import ClientDisconnect

from kiosk.web.public import bodies
from kiosk.web.public.bodies import LARGEST, RefusedError, read_body


def asked(*parts: bytes, kind: str = "text/x") -> Request:
    """A request whose body comes in these parts."""
    left = list(parts)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}
    return Request(scope, receive)


def read(request: Request) -> bytes:
    return asyncio.run(read_body(request, "text/x", "Chỉ nhận text/x."))


def status_of(request: Request) -> int:
    with pytest.raises(RefusedError) as refusal:
        read(request)
    answer = refusal.value.answer()
    assert answer.headers["connection"] == "close" and answer.body.decode() == refusal.value.sentence
    return answer.status_code


def test_parts_become_one() -> None:
    assert read(asked(b"a", b"", b"b")) == b"ab"
    assert len(read(asked(b"x" * LARGEST))) == LARGEST


def test_what_is_too_long_or_of_another_type_is_not_read_on() -> None:
    assert status_of(asked(b"x" * LARGEST, b"x", b"never read")) == 413
    assert status_of(asked(b"x", kind="application/json")) == 415


def test_who_is_slow_or_leaves_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def leave() -> dict[str, object]:
        raise ClientDisconnect

    async def sleep() -> dict[str, object]:
        await asyncio.sleep(5)
        return {}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"text/x")]}
    assert status_of(Request(scope, leave)) == 422
    monkeypatch.setattr(bodies, "SECONDS", 0.01)
    assert status_of(Request(scope, sleep)) == 408
