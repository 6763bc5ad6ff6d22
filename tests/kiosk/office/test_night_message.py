"""The message is for people, and one that does not go out is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kiosk.office import night_message
from kiosk.office.nights import NightRun, StepOutcome
from kiosk.settings.config import Config
from kiosk.settings.night import NightSettings

RUN = NightRun(
    date(2026, 12, 1), (StepOutcome("Công bố", "Đã công bố bản 3.", True), StepOutcome("Sao lưu", "hết chỗ", False))
)


@contextmanager
def serving_in_thread(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[index, misc]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MailHandler(socketserver.StreamRequestHandler):
    """Speaks just enough of a mail server's words."""

    letters: list[bytes] = []  # noqa: RUF012 - one server, one list

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 yes\r\n")
            if word == b"QUIT":
                return


class HookHandler(BaseHTTPRequestHandler):
    """Keeps what is posted; refuses what stands behind /no."""

    bodies: list[bytes] = []  # noqa: RUF012 - as above

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(403 if self.path == "/no" else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def settled(config: Config, **night: object) -> Config:
    return config.model_copy(update={"night": NightSettings.model_validate(night)})


def test_the_message_says_what_failed_first_and_every_task_with_its_command(config: Config) -> None:
    tasks = tuple((f"việc {n}", f"kiosk x {n}") for n in range(25))
    text = night_message.write_message(config, RUN, tasks)
    assert text.splitlines()[0] == "Niêm yết Hải Phòng, đêm 01/12/2026: 1 việc KHÔNG XONG"
    assert "Công bố: xong. Đã công bố bản 3." in text and "Sao lưu: KHÔNG XONG. hết chỗ" in text
    assert "- việc 0. Lệnh làm tiếp: kiosk x 0" in text and "- … và 5 việc nữa: kiosk today" in text


def test_nothing_is_sent_where_nothing_is_set(config: Config) -> None:
    assert night_message.send_message(config, "a", "b") == ()


def test_a_letter_arrives_in_vietnamese(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailHandler, "letters", [])
    with serving_in_thread(socketserver.TCPServer(("127.0.0.1", 0), MailHandler)) as port:
        mail = {"to": ["vp@example.vn"], "sender": "kiosk@example.vn", "host": "127.0.0.1", "port": port}
        (step,) = night_message.send_message(settled(config, mail=mail), "Đêm qua", "Mọi việc đã xong")
    assert step == StepOutcome("Gửi thư", "Đã gửi vp@example.vn.", True)
    assert b"To: vp@example.vn" in MailHandler.letters[0]


def test_a_web_address_gets_the_text_and_its_refusal_is_told_without_its_secret(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HookHandler, "bodies", [])
    with serving_in_thread(HTTPServer(("127.0.0.1", 0), HookHandler)) as port:
        address = f"http://127.0.0.1:{port}"
        (sent,) = night_message.send_message(settled(config, webhook=f"{address}/bi-mat"), "a", "Đêm qua")
        (refused,) = night_message.send_message(settled(config, webhook=f"{address}/no"), "a", "b")
    assert sent.is_done and b'"text"' in HookHandler.bodies[0]
    assert not refused.is_done and "mã 403" in refused.sentence
    (unreached,) = night_message.send_message(settled(config, webhook=f"{address}/bi-mat"), "a", "b")
    assert not unreached.is_done and "bi-mat" not in unreached.sentence and "night.webhook" in unreached.sentence


def test_a_mail_server_that_is_not_there_is_told(config: Config) -> None:
    mail = {"to": ["vp@example.vn"], "sender": "kiosk@example.vn", "host": "127.0.0.1", "port": 1}
    (step,) = night_message.send_message(settled(config, mail=mail), "a", "b")
    assert not step.is_done and "127.0.0.1:1" in step.sentence
