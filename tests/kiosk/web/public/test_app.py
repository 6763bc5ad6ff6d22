"""Serving: one immutable release per request, ETags from content, old assets for pages already open."""

from __future__ import annotations

import os

import pytest
from fastapi.testclient import TestClient

from kiosk.canonical import digest
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish

OLD, NEW = "assets/app-0123456789ab.js", "assets/app-ba9876543210.js"


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
    lifecycle.publish_earlier(store, None)
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


def test_a_method_that_nothing_takes_is_refused_in_a_word(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    for method, path in (("PUT", "/"), ("DELETE", "/index.html"), ("POST", "/nothing"), ("PATCH", "/api/heartbeat")):
        answer = client.request(method, path)
        assert (answer.status_code, answer.text) == (405, "Máy chủ không nhận yêu cầu này."), path
    assert client.get("/api/heartbeat").status_code == 404


def damage(store: Store, kind: str, content: bytes) -> None:
    """Do to an object what disks and people do."""
    place = store.object_path(digest(content))
    place.chmod(0o644)
    match kind:
        case "flipped":
            place.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        case "cut":
            place.write_bytes(content[:-1])
        case "grown":
            place.write_bytes(content + b"x")
        case "zeroed":
            place.write_bytes(bytes(len(content)))
        case "emptied":
            place.write_bytes(b"")
        case "kept times":
            facts = place.stat()
            place.write_bytes(content[::-1])
            os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        case "replaced":
            place.unlink()
            place.write_bytes(content[::-1])
        case "linked":
            place.unlink()
            place.symlink_to("/etc/passwd")
        case "folder":
            place.unlink()
            place.mkdir()
        case "pipe":
            place.unlink()
            os.mkfifo(place)
        case "removed":
            place.unlink()


KINDS = (
    "flipped",
    "cut",
    "grown",
    "zeroed",
    "emptied",
    "kept times",
    "replaced",
    "linked",
    "folder",
    "pipe",
    "removed",
)


@pytest.mark.parametrize("used_before", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_object_is_never_sent(
    store: Store, client: TestClient, caplog: pytest.LogCaptureFixture, kind: str, used_before: bool
) -> None:
    page, sheet, well = b"<p>trang</p>" * 9, b"%PDF-" + bytes(range(200)), b"<p>khac</p>"
    publish(store, {"index.html": page, "a.pdf": sheet, "well.html": well})
    if used_before:
        assert (client.get("/").content, client.get("/a.pdf").content) == (page, sheet)
    damage(store, kind, page)
    damage(store, kind, sheet)
    for path in ("/", "/a.pdf"):
        for method, headers in (
            ("GET", {}),
            ("HEAD", {}),
            ("GET", {"If-None-Match": "*"}),
            ("GET", {"Range": "bytes=0-3"}),
        ):
            answer = client.request(method, path, headers=headers)
            assert answer.status_code == 503
            assert answer.headers["cache-control"] == "no-store"
            assert method == "HEAD" or "không khớp với bản đã kiểm tra" in answer.text
    assert client.get("/well.html").content == well
    told = [line for line in caplog.messages if digest(page) in line]
    assert len(told) == 1  # the same is told once a minute
    assert {one.path for one in client.app.state.news.damaged()} == {"index.html", "a.pdf"}  # type: ignore[attr-defined]


def test_a_mended_object_is_sent_again(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"<p>1</p>"})
    damage(store, "flipped", b"<p>1</p>")
    assert client.get("/").status_code == 503
    store.object_path(digest(b"<p>1</p>")).write_bytes(b"<p>1</p>")
    assert client.get("/").content == b"<p>1</p>"


def test_what_cannot_be_written_down_is_still_not_sent(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    damage(store, "removed", b"1")
    (store.root / "news.sqlite").mkdir()
    assert client.get("/").status_code == 503


def test_a_lost_pointer_and_a_cut_list_close_the_page_with_a_sentence(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    manifest = store.tree(1) / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[: len(whole) // 2])
    for path in ("/", "/nothing", "/healthz"):
        assert client.get(path).status_code == 503
    assert "tạm thời không mở được" in client.get("/").text
    manifest.write_bytes(whole)
    assert client.get("/").content == b"1"
    (store.root / "current").unlink()
    assert "tạm thời không mở được" in client.get("/").text
    (store.root / "current").symlink_to("releases/1")
    assert client.get("/").content == b"1"
