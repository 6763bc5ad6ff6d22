"""How a file is sent: what it is, how long it keeps, and in which coding."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable

import brotli
import pytest
from fastapi import Request, Response
from fastapi.testclient import TestClient

from kiosk.errors import StoreError
from kiosk.pages.squeezing import SUFFIX, squeeze
from kiosk.web.public import answer
from kiosk.web.public.answer import PackedTexts
from kiosk.web.public.library import ServedFile
from kiosk.web.public.objects import PIECE, ObjectShelf
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

Send = Callable[[Request, ServedFile], Response]
TEXT = b"<p>" + b"ab" * 900 + b"</p>"


def request(method: str = "GET", **headers: str) -> Request:
    """A request with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": method, "path": "/", "headers": raw})


@pytest.fixture
def shelf(store: Store) -> ObjectShelf:
    store.prepare()
    return ObjectShelf(store)


def file(store: Store, content: bytes, path: str = "index.html", *, immutable: bool = False) -> ServedFile:
    store.prepare()
    return ServedFile(path, store.put(content), len(content), immutable)


@pytest.fixture
def page(store: Store) -> ServedFile:
    return file(store, TEXT)


@pytest.fixture
def send_file(shelf: ObjectShelf) -> Send:
    packed = PackedTexts()
    return lambda asked, sent: answer.send_file(asked, sent, shelf, packed)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("sites/11824/index.html", "text/html; charset=utf-8"),
        ("assets/a.js", "text/javascript; charset=utf-8"),
        ("details.json", "application/json"),
        ("a.woff2", "font/woff2"),
        ("a.pdf", "application/pdf"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_a_name_says_what_a_file_is(store: Store, send_file: Send, path: str, media_type: str) -> None:
    assert send_file(request(), file(store, TEXT, path)).headers["content-type"] == media_type


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
def test_text_comes_in_the_best_coding_that_is_taken(
    page: ServedFile, send_file: Send, accepted: str, coding: str
) -> None:
    answer = send_file(request(accept_encoding=accepted), page)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert answer.headers.get("content-encoding", "") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert unpack(bytes(answer.body)) == TEXT


LIST = b'{"words": "' + "Thủ tục đăng ký khai sinh ".encode() * 40 + b'"}'


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, deflate, br", "br"), ("gzip, deflate", ""), ("br;q=0, gzip", ""), ("", "")]
)
def test_a_squeezed_list_comes_as_its_document_in_brotli_or_as_it_lies_there(
    store: Store, send_file: Send, accepted: str, coding: str
) -> None:
    squeezed = squeeze(LIST)
    sent = send_file(request(accept_encoding=accepted), file(store, squeezed, f"assets/data.{SUFFIX}", immutable=True))
    assert (sent.headers.get("content-encoding", ""), sent.headers["vary"]) == (coding, "Accept-Encoding")
    body = bytes(sent.body)
    assert (brotli.decompress(body) == LIST) if coding else (body == squeezed)


def test_the_list_of_an_earlier_release_comes_as_it_lies_there(store: Store, send_file: Send) -> None:
    """Its page's worker compares it with one digest."""
    squeezed = squeeze(LIST)
    sent = send_file(request(accept_encoding="br"), file(store, squeezed, "assets/data.lzma"))
    assert bytes(sent.body) == squeezed and "content-encoding" not in sent.headers


def test_a_list_that_cannot_be_opened_is_not_sent(store: Store, send_file: Send) -> None:
    with pytest.raises(StoreError, match=r"data\.squeezed"):
        send_file(request(accept_encoding="br"), file(store, b"\x01 no list", f"data.{SUFFIX}"))


def test_what_a_browser_has_is_not_sent_again(page: ServedFile, send_file: Send) -> None:
    tag = send_file(request(), page).headers["etag"]
    for known in (tag, f'"x", {tag}', "*"):
        answer = send_file(request(if_none_match=known), page)
        assert (answer.status_code, answer.body) == (304, b"")
    assert send_file(request(if_none_match='W/"other"'), page).status_code == 200


def test_what_is_named_by_its_content_is_never_asked_for_again(page: ServedFile, send_file: Send) -> None:
    fixed = ServedFile("assets/a.js", page.sha256, page.size, immutable=True)
    headers = send_file(request(if_none_match="*"), fixed).headers
    assert "immutable" in headers["cache-control"]
    assert "etag" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept_encoding": "gzip"},
        {"accept_encoding": "br"},
        {"range": "bytes=0-3"},
        {"if_none_match": "*"},
    ],
)
@pytest.mark.parametrize("path", ["index.html", "a.pdf", "a.woff2"])
def test_what_was_sent_once_is_not_sent_after_it_was_damaged(
    store: Store, send_file: Send, headers: dict[str, str], path: str
) -> None:
    sent = file(store, TEXT, path)
    assert send_file(request(**headers), sent).status_code in (200, 206, 304)
    place = store.object_path(sent.sha256)
    place.chmod(0o644)
    place.write_bytes(TEXT.swapcase())
    for method in ("GET", "HEAD"):
        with pytest.raises(StoreError, match="không gửi đi"):
            send_file(request(method, **headers), sent)
    place.write_bytes(TEXT)
    assert send_file(request(**headers), sent).status_code in (200, 206, 304)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=2-99999999", 206, slice(2, None)),
        (f"bytes={PIECE - 2}-{PIECE + 1}", 206, slice(PIECE - 2, PIECE + 2)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=9-4", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("lines=0-3", 200, slice(None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
def test_ranges_are_what_was_asked_for(store: Store, client: TestClient, asked: str, status: int, part: slice) -> None:
    content = bytes(range(256)) * (2 * PIECE // 256) + b"end"
    publish(store, {"a.pdf": content})
    got = client.get("/a.pdf", headers={"Range": asked})
    assert (got.status_code, got.content) == (status, content[part])
    assert int(got.headers["content-length"]) == len(got.content)
    if status == 206:
        start, stop, _ = part.indices(len(content))
        assert got.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(content)}"
    assert client.get("/a.pdf", headers={"Range": asked, "If-Range": '"x"'}).status_code == 200
    assert client.head("/a.pdf", headers={"Range": asked}).headers["content-length"] == str(len(content))


def test_packed_texts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "_KEPT_BYTES", 5_000)
    packed = PackedTexts()
    texts = {str(n): random.Random(n).randbytes(1_500) for n in range(9)}
    for sha256, content in texts.items():
        packed.pack(sha256, "gzip", content)
        packed.get("0", "gzip")
    kept = [sha256 for sha256 in texts if packed.get(sha256, "gzip")]
    assert kept == ["0", "7", "8"]
