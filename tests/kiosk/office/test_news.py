"""What the server learns: the last word of each kiosk, searches without result, damage; all bounded, and mended."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.office import message_file, news
from kiosk.office.message_file import is_damage
from kiosk.office.news import DamagedObject, News


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.sqlite"


@pytest.fixture
def box(path: Path) -> News:
    return News(path)


def test_the_last_word_of_a_site_counts(box: News) -> None:
    box.heard("11824", 3, 0)
    box.heard("10507", 2, 60)
    box.heard("11824", 4, 5)
    assert [row[:3] for row in box.kiosks()] == [("10507", 2, 60), ("11824", 4, 5)]


def test_searches_are_counted_as_they_sound_and_the_most_frequent_come_first(box: News) -> None:
    box.missed("11824", "Khai Tử", 1)
    box.missed("11824", "khai tu", 2)
    box.missed("11824", "hộ chiếu", 1)
    assert box.misses() == (("khai tu", 3), ("ho chieu", 1))
    assert box.misses(1) == (("khai tu", 3),)


def test_what_is_missed_at_many_sites_comes_before_what_one_site_repeats(box: News) -> None:
    box.missed("11824", "quảng cáo", 1000)
    for site in ("10507", "10888"):
        box.missed(site, "sổ đỏ", 1)
    assert box.misses() == (("so do", 2), ("quang cao", 1000))


def test_nothing_is_made_by_looking(box: News, path: Path) -> None:
    assert (box.kiosks(), box.misses(), box.damaged()) == ((), (), ())
    assert list(path.parent.iterdir()) == []


def test_a_stranger_cannot_fill_the_disk(box: News, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, most in (("_MOST_MISSES", 3), ("_MOST_KIOSKS", 2), ("_MOST_DAMAGED", 2)):
        monkeypatch.setattr(news, limit, most)
    for n in range(9):
        box.missed("11824", f"tìm {n}" + "x" * 500, n)
        box.heard(str(n), 1, 0)
        box.found_damaged("a.pdf", f"{n:064x}")
    assert [count for _, count in box.misses()] == [8, 7, 6]
    assert max(len(text) for text, _ in box.misses()) <= 80
    assert (len(box.kiosks()), len(box.damaged())) == (2, 2)


def test_a_flood_about_one_site_leaves_the_misses_of_others(box: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_MOST_MISSES", 5)
    box.missed("10507", "sổ đỏ", 1)
    box.missed("", "giấy khai sinh", 1)
    for n in range(40):
        box.missed("11824", f"bịa {n}", 1000)
    texts = [text for text, _ in box.misses(100)]
    assert {"so do", "giay khai sinh"} <= set(texts)
    assert len(texts) == 7


def test_a_count_stays_a_number_that_can_be_added(box: News, path: Path) -> None:
    box.missed("11824", "sổ đỏ", 1)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE unfound SET count = 9223372036854775807")
    box.missed("11824", "sổ đỏ", 1000)
    assert box.misses() == (("so do", 10**9),)


def test_damage_is_kept_by_object(box: News) -> None:
    box.found_damaged("a.pdf", "a" * 64)
    box.found_damaged("b.pdf", "a" * 64)
    box.found_damaged("c.pdf", "../../etc/passwd")
    ((path, sha256),) = [(one.path, one.sha256) for one in box.damaged()]
    assert (path, sha256) == ("b.pdf", "a" * 64)
    assert isinstance(box.damaged()[0], DamagedObject)


def filled(path: Path) -> bytes:
    """A file of many pages, and its bytes."""
    box = News(path)
    box.heard("11824", 3, 0)
    with closing(sqlite3.connect(path)) as db, db:
        rows = ((str(site), f"{text} " + "x" * 60, text) for site in range(40) for text in range(20))
        db.executemany("INSERT INTO unfound VALUES (?, ?, ?)", rows)
    return path.read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return filled(tmp_path_factory.mktemp("whole") / "news.sqlite")


@given(start=st.integers(0, 99), length=st.integers(1, 9_000), byte=st.integers(0, 255), cut=st.booleans())
def test_damage_anywhere_is_told_or_harmless_and_heals_at_the_next_message(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, start: int, length: int, byte: int, cut: bool
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "news.sqlite"
    at = len(whole) * start // 100
    path.write_bytes(whole[:at] if cut else (whole[:at] + bytes([byte]) * length + whole[at + length :])[: len(whole)])
    for look in (News(path).kiosks, News(path).misses, News(path).damaged):
        try:
            look()
        except sqlite3.Error as error:
            assert is_damage(error)
    box = News(path)
    box.heard("10507", 4, 0)
    box.missed("10507", "sổ đỏ", 1)
    assert ("10507", 4, 0) in [row[:3] for row in box.kiosks()]
    assert ("so do", 1) in box.misses(10_000)


def test_damage_under_a_running_server_is_mended_though_no_write_comes_by(
    box: News, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_CHECK_EVERY", 5)
    content = filled(path)
    box.heard("11824", 3, 0)
    path.write_bytes(content[: len(content) // 2] + bytes(4096) + content[len(content) // 2 + 4096 :])
    for _ in range(5):
        box.heard("11824", 3, 0)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    assert [row[:3] for row in box.kiosks()] == [("11824", 3, 0)]


def test_an_older_file_is_taken_over_and_a_later_one_started_afresh(box: News, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE kiosk (site TEXT PRIMARY KEY, release INTEGER, age INTEGER, at TEXT)")
        db.execute("CREATE TABLE miss (text TEXT PRIMARY KEY, count INTEGER)")
        db.execute("INSERT INTO miss VALUES ('so do', 7)")
    assert box.misses() == ()
    box.missed("11824", "sổ đỏ", 2)
    assert box.misses() == (("so do", 9),)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(sqlite3.DatabaseError):
        box.misses()
    box.missed("11824", "sổ đỏ", 2)
    assert box.misses() == (("so do", 2),)


def test_a_file_that_another_program_holds_is_not_thrown_away(
    box: News, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_file, "WAIT", 0.05)
    box.heard("11824", 3, 0)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            box.heard("11824", 4, 0)
    assert [row[:3] for row in box.kiosks()] == [("11824", 3, 0)]


@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("elsewhere")])
def test_what_is_no_file_is_neither_waited_for_nor_followed(box: News, path: Path, put: Callable[[Path], None]) -> None:
    put(path)
    for ask in (box.kiosks, box.misses, box.damaged, lambda: box.heard("11824", 3, 0)):
        with pytest.raises(OSError, match="không phải tệp thường"):
            ask()
    assert os.path.lexists(path) and not path.with_name("elsewhere").exists()
