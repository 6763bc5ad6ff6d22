"""Serving: one immutable release per request, ETags from content, old assets for pages already open."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kiosk.canonical import digest
from kiosk.release import lifecycle
from kiosk.web.public.app import create
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish

OLD, NEW = "assets/app-0123456789ab.js", "assets/app-ba9876543210.js"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(create(store))


def test_before_the_first_release_the_page_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert "kiosk regenerate" in answer.text
    assert client.get("/healthz").status_code == 503


def test_files_are_sent_with_the_etag_of_their_content(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"<p>a</p>", "sites/11824/index.html": b"<p>b</p>"})
    answer = client.get("/")
    assert answer.text == "<p>a</p>"
    assert answer.headers["etag"] == f'W/"{digest(b"<p>a</p>")}"'
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/sites/11824/").text == "<p>b</p>"
    assert client.get("/sites/11824", follow_redirects=False).headers["location"] == "/sites/11824/"
    assert client.head("/").status_code == 200


def test_text_is_packed_for_who_unpacks_it_and_nothing_else_is(store: Store, client: TestClient) -> None:
    page, sheet = b"<p>" + b"ab" * 900 + b"</p>", b"%PDF-1.7 " + b"0" * 900
    publish(store, {"index.html": page, "a.pdf": sheet, "x.woff2": b"wOF2" + b"0" * 900})
    # Over plain http a browser takes gzip at most, over https brotli too.
    for accepted, coding in (
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
    ):
        packed = client.get("/", headers={"Accept-Encoding": accepted})
        assert (packed.headers["content-encoding"], packed.headers["vary"]) == (coding, "Accept-Encoding")
        assert packed.content == page and int(packed.headers["content-length"]) < 100
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == page
    assert plain.headers["etag"] == packed.headers["etag"]
    assert "content-encoding" not in client.get("/x.woff2").headers
    part = client.get("/a.pdf", headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.content) == (206, b"%PDF-1.7")


def test_hashed_assets_never_change_and_stay_readable_after_a_change(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1", OLD: b"old"})
    publish(store, {"index.html": b"2", NEW: b"new"})
    answer = client.get("/" + OLD)
    assert (answer.content, answer.headers["content-type"]) == (b"old", "text/javascript; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]
    # A first load counts every byte, and nobody asks whether such a file changed.
    assert "etag" not in answer.headers


def test_a_rollback_is_seen_at_the_next_request(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    publish(store, {"index.html": b"2"})
    assert client.get("/").content == b"2"
    lifecycle.rollback(store, None)
    assert client.get("/").content == b"1"


def test_a_built_release_is_invisible_until_it_is_published(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    plant(store, {"index.html": b"2"})
    assert client.get("/").content == b"1"
    assert client.get("/healthz").json() == {"release": 1}


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/manifest.json",
        "/../lock",
        "/%2e%2e/last-number",
        "/sites//",
        "/assets/none-0123456789.js",
    ],
)
def test_nothing_but_the_release_is_served(store: Store, client: TestClient, path: str) -> None:
    publish(store, {"index.html": b"1"})
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text


def test_every_answer_forbids_sniffing_and_framing(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    for path in ("/", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_kiosks_report_what_they_show(store: Store, client: TestClient) -> None:
    assert client.post("/api/heartbeat", json={"site": "11824", "release": 3, "age": 60}).status_code == 204
    assert client.post("/api/heartbeat", json={"site": "11824", "release": 4}).status_code == 204
    ((site, number, _, _),) = client.app.state.news.kiosks()  # type: ignore[attr-defined]
    assert (site, number) == ("11824", 4)
    for code in ("../etc", "a/b", "-a", "a-", "a--b", "xã", "", "a\n", "a" * 17):
        assert client.post("/api/heartbeat", json={"site": code, "release": 3}).status_code == 422


def test_a_search_without_result_is_counted_folded_and_nothing_else(store: Store, client: TestClient) -> None:
    for text, count in (("Sổ Đỏ", 1), ("so do", 2)):
        assert client.post("/api/misses", json={"q": text, "n": count}).status_code == 204
    assert client.app.state.news.misses() == (("so do", 3),)  # type: ignore[attr-defined]
    assert client.post("/api/misses", json={"q": "x" * 200}).status_code == 422
