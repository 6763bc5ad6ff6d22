"""The cache gives back what was put in, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.workspace.cache import Cache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[Cache]:
    with closing(Cache(path)) as opened:
        yield opened


def test_what_is_put_in_comes_out_and_the_last_word_counts(cache: Cache) -> None:
    cache.put_many({"a": b"1", "b": b""})
    cache.put_many({"a": b"2"})
    assert cache.get_many(["a", "b", "c", "a"]) == {"a": b"2", "b": b""}


def test_a_damaged_value_counts_as_unknown(cache: Cache, path: Path) -> None:
    cache.put_many({"a": b"1", "b": b"2"})
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE item SET value = ? WHERE key = 'a'", (b"9",))
    assert cache.get_many(["a", "b"]) == {"b": b"2"}


def test_everything_but_what_is_named_is_forgotten(cache: Cache) -> None:
    cache.put_many(dict.fromkeys("abcd", b"x"))
    assert cache.keep_only(iter(["a", "d", "z"])) == 2
    assert cache.get_many("abcd").keys() == {"a", "d"}


def test_a_damaged_file_is_started_afresh(path: Path) -> None:
    path.write_bytes(b"this is no database, and long enough to be looked at as one" * 100)
    with closing(Cache(path)) as cache:
        assert cache.get_many(["a"]) == {}
        cache.put_many({"a": b"1"})
    with closing(Cache(path)) as cache:
        assert cache.get_many(["a"]) == {"a": b"1"}


def test_a_cache_that_cannot_be_opened_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").mkdir()
    with pytest.raises(StoreError, match="không phải tệp thường"):
        Cache(tmp_path / "cache.sqlite")
    os.mkfifo(tmp_path / "pipe.sqlite")
    with pytest.raises(StoreError, match="không phải tệp thường"):
        Cache(tmp_path / "pipe.sqlite")
