"""The server process over real sockets: slow, countless and greedy clients."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn

from kiosk.web.public import bodies, server
from kiosk.web.public.app import create_app
from kiosk.web.public.server import make_server_settings
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

PAGE = b"<p>trang</p>"
LARGE = b"%PDF-" + bytes(24 << 20)


@contextmanager
def serving(store: Store) -> Iterator[tuple[str, int]]:
    """The address of a running server."""
    running = uvicorn.Server(make_server_settings(create_app(store)))
    door = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[door])), daemon=True)
    thread.start()
    try:
        yield door.getsockname()
    finally:
        running.should_exit = True
        running.force_exit = True
        thread.join(20)
        door.close()


@pytest.fixture
def published(store: Store) -> Store:
    publish(store, {"index.html": PAGE, "a.pdf": LARGE}, sites=("11824",))
    return store


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules with shorter times."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(server, "ANSWER_SECONDS", 0.8)
    monkeypatch.setattr(bodies, "SECONDS", 0.4)


def read_to_end(client: socket.socket) -> bytes:
    """What comes until the server closes; cutting is closing too."""
    client.settimeout(20)
    content = bytearray()
    try:
        while part := client.recv(1 << 16):
            content += part
    except ConnectionError:
        pass
    return bytes(content)


def ask(address: tuple[str, int], request: bytes) -> bytes:
    with closing(socket.create_connection(address, timeout=20)) as client:
        client.sendall(request)
        return read_to_end(client)


GET = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def is_well(address: tuple[str, int]) -> bool:
    return ask(address, GET).endswith(PAGE)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        GET.replace(b"close", b"keep-alive") + b"GET /a.pdf HTT",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
    ],
)
def test_a_client_that_never_ends_its_request_is_dropped(published: Store, start: bytes) -> None:
    with serving(published) as address, closing(socket.create_connection(address, timeout=20)) as client:
        client.sendall(start)
        stopped = threading.Event()

        def trickle() -> None:
            while not stopped.wait(0.1):
                try:
                    client.send(b"a")
                except OSError:
                    return

        sender = threading.Thread(target=trickle)
        sender.start()
        read_to_end(client)  # ends only where the server ends it
        stopped.set()
        sender.join()
        assert is_well(address)


def test_a_half_sent_message_is_given_up(published: Store) -> None:
    head = b"POST /api/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n"
    with serving(published) as address:
        assert ask(address, head + b'{"site"').startswith(b"HTTP/1.1 408 ")
        assert is_well(address)


def test_a_client_that_does_not_read_is_dropped(published: Store) -> None:
    with serving(published) as address, closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(address)
        client.sendall(b"GET /a.pdf HTTP/1.1\r\nHost: x\r\n\r\n")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                client.send(b"\r")
            except OSError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("still there")
        assert is_well(address)


def test_a_body_of_60_mb_is_neither_kept_nor_read_to_its_end(published: Store) -> None:
    head = (
        b"POST /api/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with serving(published) as address:
        assert is_well(address)
        before, sent = resident(), 0
        with closing(socket.create_connection(address, timeout=20)) as client:
            client.sendall(head)
            try:
                for _ in range(960):
                    client.sendall(chunk)
                    sent += 1
            except OSError:
                pass
            assert resident() - before < 8 << 20
        assert sent < 960
        assert is_well(address)


def resident() -> int:
    """Memory of this process, in which the server runs too, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def test_a_large_file_goes_out_piece_by_piece(published: Store) -> None:
    with serving(published) as address:
        assert is_well(address)
        before = resident()
        with closing(socket.create_connection(address, timeout=20)) as client:
            client.sendall(b"GET /a.pdf HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            size = 0
            while part := client.recv(1 << 16):
                size += len(part)
        assert size > len(LARGE)
        assert resident() - before < 8 << 20


def test_no_answer_waits_for_an_acknowledgement(published: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    delays: list[int] = []
    made = server.PatientProtocol.connection_made

    def connection_made(self: server.PatientProtocol, transport: asyncio.Transport) -> None:
        made(self, transport)
        door = transport.get_extra_info("socket")
        delays.append(door.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(server.PatientProtocol, "connection_made", connection_made)
    with serving(published) as address:
        assert is_well(address)
    assert delays == [1]


def test_too_many_clients_are_told_to_come_back(published: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "AT_ONCE", 10)
    monkeypatch.setattr(server, "CONNECTIONS", 15)
    monkeypatch.setattr(server, "HEAD_SECONDS", 30.0)
    with serving(published) as address:
        crowd = [socket.create_connection(address, timeout=20) for _ in range(12)]
        try:
            assert ask(address, GET).startswith(b"HTTP/1.1 503 ")
            crowd += [socket.create_connection(address, timeout=20) for _ in range(8)]
            assert read_to_end(crowd[-1]) == b""
        finally:
            for client in crowd:
                client.close()
        time.sleep(0.2)
        assert is_well(address)


def test_many_clients_at_once_get_right_pages_while_others_flood(published: Store) -> None:
    beat = (
        b"POST /api/heartbeat HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
        b'Content-Length: 29\r\n\r\n{"site":"11824","release":12}'
    )
    answers: list[bytes] = []
    with serving(published) as address:
        workers = [
            threading.Thread(target=lambda r=request: answers.extend(ask(address, r) for _ in range(20)))
            for request in (GET, beat) * 8
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    pages = [answer for answer in answers if answer.endswith(PAGE)]
    beats = [answer for answer in answers if answer.startswith((b"HTTP/1.1 204", b"HTTP/1.1 429", b"HTTP/1.1 503"))]
    assert (len(pages), len(beats)) == (160, 160)
    assert any(answer.startswith(b"HTTP/1.1 204") for answer in beats)


@pytest.mark.parametrize("start", [b"\x16\x03\x01", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"A" * 40_000])
def test_what_is_no_request_is_answered_or_dropped(published: Store, start: bytes) -> None:
    with serving(published) as address:
        assert ask(address, start)[:13] in (b"HTTP/1.1 400 ", b"")
        assert is_well(address)
