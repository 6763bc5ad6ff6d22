"""The server process around the application: how long it waits for whom, and how many it serves at once.

An application comes in, settings of uvicorn go out. Uvicorn waits for ever for a client that never ends its request or
never reads its answer; the protocol here drops both. Bodies have their own limit in `messages`.
"""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_SECONDS = 10.0
"""In which the head of a request must have arrived, from the first byte that is waited for."""
ANSWER_SECONDS = 30.0
"""Without any progress of an answer, after which a client is dropped."""
HEAD_BYTES = 16_384
IDLE_SECONDS = 15
"""Between two requests of one client, which is then told good-bye."""
AT_ONCE = 400
"""Requests; so many more connections are told to come back, and beyond `CONNECTIONS` not even that."""
CONNECTIONS = 500
"""Descriptors: a process has 1,024 unless the system says otherwise."""


class _Patience:
    """A time after which a connection is dropped unless it is stopped before."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, seconds: float) -> None:
        """Begin to wait; what has begun goes on as it is."""
        if self._timer is None:
            # Closing would wait for the client to read what is left.
            self._timer = asyncio.get_running_loop().call_later(seconds, self._transport.abort)

    def end(self) -> None:
        """What was waited for is there."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with an end to patience: for the head of a request, and for the reader of an answer."""

    _head: _Patience
    _reader: _Patience

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is there: it has some seconds to say what it wants."""
        self._head, self._reader = _Patience(transport), _Patience(transport)
        door: socket.socket | None = transport.get_extra_info("socket")
        if door is not None and door.family in {socket.AF_INET, socket.AF_INET6}:
            # asyncio does so itself, but not for sockets of a door that was opened without a protocol's number: then
            # the second part of every answer waits 40 ms for the client to acknowledge the first (RFC 896, 1122).
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
        else:
            self._head.begin(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Something came: a whole head ends the waiting, less than that does not."""
        super().data_received(data)
        if self._is_answering():
            self._head.end()
        else:
            self._head.begin(HEAD_SECONDS)

    def on_response_complete(self) -> None:
        """An answer is out: the client has some time to read the end of it and to ask again, whatever else it sends."""
        super().on_response_complete()
        self._head.end()
        if not self._is_answering():
            self._head.begin(ANSWER_SECONDS)

    def pause_writing(self) -> None:
        """The client does not read as fast as we write."""
        super().pause_writing()
        self._reader.begin(ANSWER_SECONDS)

    def resume_writing(self) -> None:
        """The client reads."""
        super().resume_writing()
        self._reader.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._head.end()
        self._reader.end()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        """Whether a request is there that is not yet answered."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete


def make_server_settings(app: FastAPI) -> uvicorn.Config:
    """How `kiosk serve` runs the application."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        server_header=False,
        limit_concurrency=AT_ONCE,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=10,
    )
