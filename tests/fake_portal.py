"""A national portal that answers over real HTTP on the loopback address, and misbehaves as it is told.

    python -m tests.fake_portal --port 9000 --list data/tthc-mau.csv --misbehave challenge

It plays a list of entries by pages and details by id as the real one does (POST, 201, `{code, data, message}`), and
shows pages of entries under `pattern`. Entries can be added, lost, renamed and moved while it runs.
"""

from __future__ import annotations

import argparse
import csv
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import StrEnum
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

PAGE = 200
CHALLENGE = b"<!doctype html><title>Just a moment...</title><script>challenge()</script><p>Checking your browser</p>"
HALF_LETTER = (
    b'{"code":"OK","data":{"items":[{"id":"019d2bfd","code":"1.000001","name":"x\\ud800"}],"total":1,"lastId":null}}'
)
NO_MORE: Mapping[str, str] = MappingProxyType({})


class Whim(StrEnum):
    """What the portal does instead of answering as it should."""

    CHALLENGE = "challenge"
    HANG = "hang"
    SHORT_TOTAL = "short-total"
    LONG_TOTAL = "long-total"
    MOVING_TOTAL = "moving-total"
    PAGE_TWICE = "page-twice"
    CIRCLE = "circle"
    CUT = "cut"
    OTHER_SHAPE = "other-shape"
    BUSY = "busy"
    BROKEN = "broken"
    ERROR_CODE = "error-code"
    OTHER_ENTRY = "other-entry"
    DROP = "drop"
    EMPTY = "empty"
    HALF_LETTER = "half-letter"
    TRICKLE = "trickle"
    COME_LATER = "come-later"
    LOOP = "loop"


@dataclass
class FakePortal:
    """What the portal holds, how it behaves, and what it was asked."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    whims: dict[Whim, int] = field(default_factory=dict)
    pattern: str = "/thu-tuc-hanh-chinh/{uuid}"
    page_size: int = PAGE
    asked: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    address: str = ""

    def misbehave(self, whim: Whim, times: int = 1_000_000) -> None:
        """Follow a whim at the next so many questions."""
        self.whims[whim] = times

    def follows(self, whim: Whim) -> bool:
        """Whether a whim is to be followed now; each time counts."""
        left = self.whims.get(whim, 0)
        self.whims[whim] = max(0, left - 1)
        return left > 0

    def page(self, last_id: str) -> dict[str, Any]:
        """A page of the list that follows an id, with every lie that was asked for."""
        ids = [entry["id"] for entry in self.entries]
        start = ids.index(last_id) + 1 if last_id in ids else 0
        if last_id and self.follows(Whim.PAGE_TWICE):
            start = 0
        part = self.entries[start : start + self.page_size]
        total = len(self.entries)
        total += self.follows(Whim.LONG_TOTAL) - self.follows(Whim.SHORT_TOTAL)
        total += bool(last_id) and self.follows(Whim.MOVING_TOTAL)
        last = part[-1]["id"] if part else None
        if self.follows(Whim.EMPTY):
            return {"items": [], "total": 0, "lastId": None}
        return {"items": part, "total": total, "lastId": ids[0] if self.follows(Whim.CIRCLE) and part else last}

    def details(self, portal_id: str) -> dict[str, Any] | None:
        """What is known of an id."""
        known = {entry["id"]: entry for entry in self.entries}
        if self.follows(Whim.OTHER_ENTRY):
            return next((entry for other, entry in known.items() if other != portal_id), None)
        entry = known.get(portal_id)
        return entry and {**entry, "executionMethods": [], "executionCases": []}


def make_entry(n: int, code: str = "", name: str = "", portal_id: str = "", **facts: object) -> dict[str, Any]:
    """An entry as the list shows it."""
    return {
        "id": portal_id or str(UUID(int=(0x019D << 112) | n)),
        "code": code or f"1.{n:06d}",
        "name": name or f"Thủ tục cấp giấy xác nhận số {n}",
        "categories": ["Hộ tịch"],
        "departments": ["Ủy ban nhân dân cấp xã"],
        "departmentPromulgate": "Bộ Tư pháp",
        "formalityTargetType": [],
        "state": "ACTIVE",
        "type": "STANDARD",
        **facts,
    }


def load_entries(table: Path) -> list[dict[str, Any]]:
    """The entries with an id of a table in the application's own form."""
    lines = [line for line in table.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    # A procedure whose next version has been decided stands there twice.
    rows = {row["portal_id"]: row for row in csv.DictReader(lines) if row.get("portal_id")}.values()
    return [
        make_entry(n, row["code"], row["name"], row["portal_id"], categories=[row.get("field", "")])
        for n, row in enumerate(rows)
    ]


class PortalHandler(BaseHTTPRequestHandler):
    """Answers one connection for `portal`, which `serving` sets."""

    portal: FakePortal
    protocol_version = "HTTP/1.1"
    # Head and body go out apart: without this each answer waits 40 ms for the client to acknowledge the head.
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.portal.asked.append((self.path, body, self.headers["User-Agent"]))
        if self.misbehaves():
            return
        if self.path.endswith("list-all-public-formality-by-citizen"):
            self.answer(201, self.portal.page(body.get("lastId") or ""))
        else:
            details = self.portal.details(body["id"])
            self.answer(201 if details else 404, details, "OK" if details else "NOT_FOUND")

    def do_GET(self) -> None:
        self.portal.asked.append((self.path, {}, self.headers["User-Agent"]))
        if self.misbehaves():
            return
        shown = [
            e for e in self.portal.entries if self.path == self.portal.pattern.format(uuid=e["id"], code=e["code"])
        ]
        # Like the real one: status 200 and a page, whatever was asked for.
        text = "".join(f"<h1>{escape(e['name'])}</h1><p>Mã thủ tục: {e['code']}</p>" for e in shown)
        self.send(200, "text/html; charset=utf-8", f"<!doctype html><title>Cổng</title><main>{text}</main>".encode())

    def misbehaves(self) -> bool:
        if self.portal.follows(Whim.HANG):
            time.sleep(0.5)
            self.close_connection = True
            return True
        if self.portal.follows(Whim.DROP):
            self.close_connection = True
            return True
        if self.portal.follows(Whim.TRICKLE):
            self.trickle()
            return True
        if self.portal.follows(Whim.COME_LATER):
            tomorrow = formatdate(time.time() + 86_400, usegmt=True)
            self.send(429, "text/plain", b"come back", {"Retry-After": tomorrow})
            return True
        if self.portal.follows(Whim.LOOP):
            self.send(302, "text/html", b"", {"Location": self.path, "Set-Cookie": "seen=1"})
            return True
        spoilt = {
            Whim.CHALLENGE: (200, "text/html", CHALLENGE),
            Whim.CUT: (201, "application/json", b'{"code":"OK","data":{"items":[{"id"'),
            Whim.OTHER_SHAPE: (201, "application/json", b'{"result":[]}'),
            Whim.BUSY: (429, "text/plain", b"slow down"),
            Whim.BROKEN: (503, "text/html", b"<html>503</html>"),
            Whim.HALF_LETTER: (201, "application/json", HALF_LETTER),
            Whim.ERROR_CODE: (201, "application/json", b'{"code":"INTERNAL","data":null,"message":"x"}'),
        }
        for whim, answer in spoilt.items():
            if self.portal.follows(whim):
                self.send(*answer)
                return True
        return False

    def answer(self, status: int, data: object, code: str = "OK") -> None:
        text = json.dumps({"code": code, "data": data, "message": ""}, ensure_ascii=False)
        self.send(status, "application/json; charset=utf-8", text.encode())

    def trickle(self) -> None:
        """A letter now and then, for as long as anybody listens."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n")
            for _ in range(200):
                self.wfile.write(b" ")
                time.sleep(0.02)

    def send(self, status: int, media_type: str, content: bytes, more: Mapping[str, str] = NO_MORE) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(portal: FakePortal, port: int = 0) -> Iterator[FakePortal]:
    """Answer on the loopback address until the end."""
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (PortalHandler,), {"portal": portal}))
    server.daemon_threads = True
    portal.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Play the portal until Ctrl+C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--list", type=Path, default=Path("data/tthc-mau.csv"))
    parser.add_argument("--misbehave", choices=[whim.value for whim in Whim], action="append", default=[])
    parser.add_argument("--pattern", default="/thu-tuc-hanh-chinh/{uuid}")
    words = parser.parse_args()
    portal = FakePortal(load_entries(words.list), {Whim(w): 1_000_000 for w in words.misbehave}, words.pattern)
    with serving(portal, words.port):
        print(f"{portal.address}: {len(portal.entries)} entries")
        threading.Event().wait()


if __name__ == "__main__":
    main()
