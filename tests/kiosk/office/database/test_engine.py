"""Transactions: whole or not at all, one writer, readers see one state."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.errors import OfficeError, StoreError
from kiosk.office.database.engine import FILE, Database
from kiosk.office.database.migrating import open_database
from kiosk.office.database.schema import CHOICE, SESSION


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path)


def test_what_fails_in_the_middle_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as connection:
            connection.execute(insert(CHOICE).values(name="a", value="1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.reading() as connection:
        assert connection.execute(select(CHOICE)).all() == []


def test_two_writers_that_read_first_both_get_their_turn(database: Database) -> None:
    """A transaction that begins by reading would fail at once when it writes (SQLITE_BUSY_SNAPSHOT)."""
    with database.writing() as connection:
        connection.execute(insert(CHOICE).values(name="n", value="0"))

    def add_one() -> None:
        for _ in range(20):
            with database.writing() as connection:
                value = int(connection.execute(select(CHOICE.c.value)).scalar_one())
                connection.execute(CHOICE.update().values(value=str(value + 1)))

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(select(CHOICE.c.value)).scalar_one() == "80"


def test_a_reader_is_not_disturbed_by_a_writer(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(CHOICE).values(name="n", value="0"))
    with database.reading() as reader, database.writing() as writer:
        assert reader.execute(select(CHOICE.c.value)).scalar_one() == "0"
        writer.execute(CHOICE.update().values(value="1"))
        assert reader.execute(select(CHOICE.c.value)).scalar_one() == "0"


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    row = {"person": 9, "token_hash": "x", "full": True, "address": "", "agent": "", "created_at": 0, "seen_at": 0}
    with pytest.raises(StoreError) as refused, database.writing() as connection:
        connection.execute(insert(SESSION).values(row))
    assert isinstance(refused.value.__cause__, IntegrityError)


def test_a_damaged_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 500)
    with pytest.raises(StoreError, match="cơ sở dữ liệu"), Database(tmp_path / FILE).reading():
        pass


def test_a_number_that_nothing_can_have_is_refused_in_words(database: Database) -> None:
    with pytest.raises(OfficeError, match="quá lớn"), database.reading() as connection:
        connection.execute(select(SESSION).where(SESSION.c.id == 10**30))
