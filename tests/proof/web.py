"""The public side as the network sees it: a `kiosk serve` of its own, and raw requests to it.

Comes in: a folder. Goes out: `Answer`s. Addresses are sent byte for byte as given: no client tidies them.
"""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.proof.injector import Injector, kill_group


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in lower case) and body. Status 0: the connection was closed without an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """A server that runs."""

    port: int
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        """One request with this path."""
        return self.send(f"GET {path} HTTP/1.1".encode("latin-1", "backslashreplace"), headers)

    def post(self, path: str, body: bytes, **headers: str) -> Answer:
        """A message as kiosks send it."""
        given = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
        return self.send(f"POST {path} HTTP/1.1".encode(), given, body)

    def send(self, line: bytes, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """A request with exactly this first line."""
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as door:
            try:
                door.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n" + head.encode("latin-1") + b"\r\n")
                door.sendall(body)
            except OSError:
                pass  # it was refused while it came in: the answer says why
            try:
                answer = http.client.HTTPResponse(door)
                answer.begin()
                return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            except (http.client.HTTPException, OSError):
                return Answer(0, {}, b"")

    def logged(self) -> str:
        """What the server has written for its administrator."""
        return self.log.read_text(encoding="utf-8", errors="backslashreplace")


class ServerDownError(Exception):
    """The server did not come up; holds what it has printed."""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def serving(injector: Injector, folder: Path) -> Iterator[Site]:
    """A server over `folder` while the body runs. Raises `ServerDownError` where it does not come up."""
    site = Site(free_port(), injector.scratch / "background-err")
    server = injector.start(folder, ("serve", "--port", str(site.port)))
    try:
        for _ in range(250):
            if "Lỗi" in site.logged():
                raise ServerDownError(site.logged())
            try:
                socket.create_connection(("127.0.0.1", site.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise ServerDownError(site.logged())
        yield site
    finally:
        kill_group(server)
