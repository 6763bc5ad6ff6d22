"""A file of messages: one writer at a time, begun afresh where it is damaged, never where it is only held."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.office import message_file
from kiosk.office.message_file import MessageFile, is_damage


class WordFile(MessageFile):
    """Words; what is damaged is put aside."""

    number = 2

    def prepare(self, db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE IF NOT EXISTS word (text TEXT)")

    def begin_writing(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")

    def give_up(self) -> None:
        self._path.replace(self._path.with_suffix(".damaged"))

    def keep(self, text: str) -> None:
        self.write(lambda db: db.execute("INSERT INTO word VALUES (?)", (text,)).rowcount)

    def words(self) -> list[str]:
        return [text for (text,) in self.read("SELECT text FROM word ORDER BY rowid")]


@pytest.fixture
def words(tmp_path: Path) -> WordFile:
    return WordFile(tmp_path / "folder" / "words.sqlite")


def test_looking_makes_nothing_and_the_first_word_makes_the_file(words: WordFile, tmp_path: Path) -> None:
    assert words.words() == [] and list(tmp_path.iterdir()) == []
    words.keep("a")
    words.keep("b")
    assert words.words() == ["a", "b"]


def test_work_that_fails_leaves_nothing(words: WordFile) -> None:
    words.keep("a")

    def fail(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO word VALUES ('b')")
        raise LookupError

    with pytest.raises(LookupError):
        words.write(fail)
    words.keep("c")
    assert words.words() == ["a", "c"]


@pytest.mark.parametrize("newer", [False, True])
def test_a_damaged_file_and_one_of_a_later_format_are_given_up(words: WordFile, tmp_path: Path, newer: bool) -> None:
    words.keep("a")
    path = tmp_path / "folder" / "words.sqlite"
    if newer:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("PRAGMA user_version=3")
    else:
        path.write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        words.words()
    assert is_damage(caught.value)
    words.keep("b")
    assert words.words() == ["b"] and path.with_suffix(".damaged").exists()


def test_an_earlier_format_is_brought_to_this_one(words: WordFile, tmp_path: Path) -> None:
    words.keep("a")
    with closing(sqlite3.connect(tmp_path / "folder" / "words.sqlite")) as db, db:
        db.execute("PRAGMA user_version=1")
    assert words.words() == []
    words.keep("b")
    assert words.words() == ["a", "b"]


def test_a_file_that_is_held_is_not_given_up(words: WordFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_file, "WAIT", 0.05)
    words.keep("a")
    path = tmp_path / "folder" / "words.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            words.keep("b")
    assert not is_damage(caught.value)
    assert words.words() == ["a"] and not path.with_suffix(".damaged").exists()
