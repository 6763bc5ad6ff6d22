"""Which file of which release answers a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.release import lifecycle
from kiosk.web.public.library import Library
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

ASSET = "assets/app-{:012x}.js"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


def content_of(library: Library, path: str) -> bytes | None:
    release = library.current()
    assert release is not None
    file = library.find(release, path)
    return file.path.read_bytes() if file else None


def test_nothing_is_current_before_the_first_release(store: Store) -> None:
    assert Library(store).current() is None


def test_a_folder_answers_with_its_page(store: Store) -> None:
    publish(store, {"index.html": b"a", "sites/11824/index.html": b"b"})
    library = Library(store)
    assert [content_of(library, p) for p in ("", "sites/11824/", "sites/11824", "sites/")] == [b"a", b"b", None, None]
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
    assert [content_of(library, ASSET.format(n)) for n in range(1, 6)] == [None, None, b"3", b"4", b"5"]
    assert content_of(library, "old.html") is None


def test_a_rollback_answers_at_the_next_question(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    publish(store, {"index.html": b"2"})
    library = Library(store)
    assert content_of(library, "") == b"2"
    lifecycle.rollback(store, None)
    assert content_of(library, "") == b"1"


def test_a_file_that_is_gone_from_the_disk_is_not_answered(store: Store) -> None:
    publish(store, {"index.html": b"1"})
    store.object_path(digest(b"1")).unlink()
    assert content_of(Library(store), "") is None
