"""Who only looks writes nothing, and still sees what is known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.workspace.onlooker import Onlooker, open_untouched
from kiosk.workspace.store import Store


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in [folder, *folder.rglob("*")]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with closing(Store(tmp_path / "var").cache()) as cache:
        cache.put_many({"known": b"1"})
    return tmp_path / "var"


def test_what_is_known_is_read_and_what_is_fresh_stays_in_memory(root: Path) -> None:
    before = listing(root)
    onlooker = Onlooker(root)
    onlooker.prepare()
    with closing(onlooker.cache()) as cache:
        cache.put_many({"fresh": b"2"})
        assert cache.get_many(["known", "fresh", "lost", "known"]) == {"known": b"1", "fresh": b"2"}
    with closing(onlooker.cache()) as cache:
        assert cache.get_many(["fresh"]) == {"fresh": b"2"}
    assert listing(root) == before
    with closing(Store(root).cache()) as cache:
        assert cache.get_many(["fresh"]) == {}


def test_no_folder_and_no_cache_are_made(tmp_path: Path) -> None:
    onlooker = Onlooker(tmp_path / "var")
    onlooker.prepare()
    with closing(onlooker.cache()) as cache:
        assert cache.get_many(["known"]) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_cache_is_neither_believed_nor_removed(root: Path) -> None:
    (root / "cache.sqlite").write_bytes(b"no database at all" * 100)
    before = listing(root)
    with closing(Onlooker(root).cache()) as cache:
        cache.put_many({"fresh": b"2"})
        assert cache.get_many(["known", "fresh"]) == {"fresh": b"2"}
    assert listing(root) == before


def test_a_value_that_fails_its_sum_is_unknown(root: Path) -> None:
    with closing(sqlite3.connect(root / "cache.sqlite")) as db, db:
        db.execute("UPDATE item SET value = x'32'")
    with closing(Onlooker(root).cache()) as cache:
        assert cache.get_many(["known"]) == {}


def test_an_untouched_database_cannot_be_written(root: Path) -> None:
    with (
        closing(open_untouched(root / "cache.sqlite")) as db,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        db.execute("DELETE FROM item")
    with pytest.raises(sqlite3.Error):
        open_untouched(root / "lost.sqlite").execute("SELECT 1 FROM item")
