"""How a file is sent: what it is, how long it keeps, and in which coding."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from fastapi import Request

from kiosk.web.public.answer import send_file
from kiosk.web.public.library import ServedFile

TEXT = b"<p>" + b"ab" * 900 + b"</p>"


def request(**headers: str) -> Request:
    """A request with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


@pytest.fixture
def page(tmp_path: Path) -> ServedFile:
    (tmp_path / "page").write_bytes(TEXT)
    return ServedFile(tmp_path / "page", "ab" * 32, immutable=False)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("sites/11824/", "text/html; charset=utf-8"),
        ("assets/a.js", "text/javascript; charset=utf-8"),
        ("details.json", "application/json"),
        ("a.woff2", "font/woff2"),
        ("a.pdf", "application/pdf"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_a_name_says_what_a_file_is(page: ServedFile, path: str, media_type: str) -> None:
    assert send_file(request(), path, page).headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0", ""),
        ("zstd", ""),
        ("", ""),
    ],
)
def test_text_comes_in_the_best_coding_that_is_taken(page: ServedFile, accepted: str, coding: str) -> None:
    answer = send_file(request(accept_encoding=accepted), "", page)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert answer.headers.get("content-encoding", "") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert unpack(bytes(answer.body)) == TEXT


def test_what_a_browser_has_is_not_sent_again(page: ServedFile) -> None:
    tag = send_file(request(), "", page).headers["etag"]
    for known in (tag, f'"x", {tag}', "*"):
        answer = send_file(request(if_none_match=known), "", page)
        assert (answer.status_code, answer.body) == (304, b"")
    assert send_file(request(if_none_match='W/"other"'), "", page).status_code == 200


def test_what_is_named_by_its_content_is_never_asked_for_again(page: ServedFile) -> None:
    fixed = ServedFile(page.path, page.sha256, immutable=True)
    headers = send_file(request(if_none_match="*"), "assets/a.js", fixed).headers
    assert "immutable" in headers["cache-control"]
    assert "etag" not in headers
