"""The body of a small message, counted while it arrives.

A request and the one type that its body may have come in, bytes go out, or the refusal to answer with. What the bytes
say is left to `messages` and `wall_reports`.
"""

from __future__ import annotations

import asyncio

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from starlette.requests import ClientDisconnect

LARGEST = 8_000
"""Bytes of a body; the largest that a kiosk sends has some 300."""
SECONDS = 10.0
"""In which a body must have arrived."""


class RefusedError(Exception):
    """A message is not taken: the status to answer and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence

    def answer(self) -> Response:
        """What the sender is told."""
        # What is left of a body that was not read to its end is not waited for.
        headers = {"Connection": "close", "Cache-Control": "no-store"}
        return PlainTextResponse(self.sentence, self.status, headers)


def refuse_malformed() -> RefusedError:
    """For what is not of the form that was asked for."""
    return RefusedError(422, "Nội dung gửi đến không đúng dạng.")


async def read_body(request: Request, media_type: str, refusal: str) -> bytes:
    """The body of a request of this type. Raises `RefusedError`, with the sentence `refusal` for another type."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise RefusedError(415, refusal)
    content = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                content += part
                if len(content) > LARGEST:
                    raise RefusedError(413, "Nội dung gửi đến quá dài.")
    except TimeoutError:
        raise RefusedError(408, "Nội dung gửi đến quá chậm.") from None
    except ClientDisconnect:
        raise refuse_malformed() from None
    return bytes(content)
