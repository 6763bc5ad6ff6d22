"""Which file of which release answers a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.release import lifecycle
from kiosk.web.public.library import Library
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

ASSET = "assets/app-{:012x}.js"


def content_of(store: Store, library: Library, path: str) -> bytes | None:
    release = library.current()
    assert release is not None
    file = library.find(release, path)
    return store.get(file.sha256) if file else None


def test_nothing_is_current_before_the_first_release(store: Store) -> None:
    assert Library(store).current() is None


def test_a_folder_answers_with_its_page(store: Store) -> None:
    publish(store, {"index.html": b"a", "sites/11824/index.html": b"b"})
    library = Library(store)
    assert [content_of(store, library, p) for p in ("", "sites/11824/", "sites/11824", "sites/")] == [
        b"a",
        b"b",
        None,
        None,
    ]
    release = library.current()
    assert release is not None
    assert release.has_folder("sites/11824")
    assert not release.has_folder("sites")


def test_only_names_that_hold_a_digest_are_immutable(store: Store) -> None:
    publish(store, {"index.html": b"a", ASSET.format(1): b"1"})
    library = Library(store)
    release = library.current()
    assert release is not None
    page, asset = library.find(release, ""), library.find(release, ASSET.format(1))
    assert page is not None and asset is not None
    assert (page.immutable, page.sha256) == (False, digest(b"a"))
    assert asset.immutable


def test_three_earlier_releases_still_answer_for_what_is_named_by_its_content(store: Store) -> None:
    for number in range(1, 6):
        publish(store, {"index.html": bytes([number]), ASSET.format(number): b"%d" % number, "old.html": b"x"})
    publish(store, {"index.html": b"new"})
    library = Library(store)
    assert [content_of(store, library, ASSET.format(n)) for n in range(1, 6)] == [None, None, b"3", b"4", b"5"]
    assert content_of(store, library, "old.html") is None


def test_a_rollback_answers_at_the_next_question(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    publish(store, {"index.html": b"2"})
    library = Library(store)
    assert content_of(store, library, "") == b"2"
    lifecycle.publish_earlier(store, None)
    assert content_of(store, library, "") == b"1"


def manifest_path(store: Store) -> Path:
    return store.tree(1) / "manifest.json"


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_a_cut_list_of_files_is_told_until_it_is_whole_again(store: Store, length: int) -> None:
    publish(store, {"index.html": b"1"})
    library, place = Library(store), manifest_path(store)
    whole = place.read_bytes()
    for _ in range(2):
        place.write_bytes(whole[:length])
        with pytest.raises(StoreError, match="bản đang công bố"):
            library.current()
        place.write_bytes(whole)
        assert content_of(store, library, "") == b"1"


def test_a_list_that_points_to_another_page_is_not_what_was_published(store: Store) -> None:
    publish(store, {"a/index.html": b"a", "b/index.html": b"b"})
    place = manifest_path(store)
    other = place.read_bytes().replace(digest(b"a").encode(), digest(b"b").encode())
    for loaded_before in (False, True):
        library = Library(store)
        if loaded_before:
            assert library.current() is not None
        whole = place.read_bytes()
        place.write_bytes(other)
        with pytest.raises(StoreError, match="khác với bản đã kiểm tra"):
            library.current()
        place.write_bytes(whole)


def test_one_damaged_record_of_what_was_published_is_no_reason_to_close(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    verdict, log = store.root / "verified/1.json", store.root / "history.jsonl"
    for damaged in (b"", b"{", verdict.read_bytes().replace(b'"manifest":"', b'"manifest":"0')):
        verdict.write_bytes(damaged)
        assert content_of(store, Library(store), "") == b"1"
    log.unlink()
    verdict.unlink()
    assert content_of(store, Library(store), "") == b"1"  # a backup brought neither


def test_torn_lines_of_the_log_are_passed_over(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    (store.root / "verified/1.json").unlink()
    with (store.root / "history.jsonl").open("ab") as log:
        log.write(b'\n{"published": \n\xff\n[]\n{"published": "x", "digest": 1}\n')
    assert content_of(store, Library(store), "") == b"1"


def test_a_lost_pointer_is_told_apart_from_a_beginning(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    library, pointer = Library(store), store.root / "current"
    pointer.unlink()
    with pytest.raises(StoreError, match="không chỉ đến bản phát hành nào"):
        library.current()
    pointer.write_text("1")
    with pytest.raises(StoreError):
        library.current()
    pointer.unlink()
    pointer.symlink_to("releases/7")
    with pytest.raises(StoreError, match="releases/7/manifest"):
        library.current()
    pointer.unlink()
    pointer.symlink_to("releases/1")
    assert content_of(store, library, "") == b"1"


def test_a_damaged_earlier_release_offers_nothing(store: Store) -> None:
    publish(store, {"index.html": b"1", ASSET.format(1): b"1"})
    publish(store, {"index.html": b"2"})
    manifest_path(store).write_bytes(b"{")
    assert content_of(store, Library(store), ASSET.format(1)) is None
