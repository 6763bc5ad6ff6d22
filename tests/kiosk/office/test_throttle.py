"""Limits that stop guessing and shut out no one who works there."""

from __future__ import annotations

import pytest

from kiosk.clock import get_seconds
from kiosk.errors import SignInError, StoreError
from kiosk.office import throttle
from kiosk.office.database.engine import Database


def fail(database: Database, name: str, address: str, times: int) -> int:
    """How many of so many attempts are looked at."""
    looked = 0
    for _ in range(times):
        try:
            with database.writing() as connection:
                throttle.count_attempt(connection, name, address)
                looked += 1
        except SignInError:
            pass
    return looked


def test_one_account_from_one_address_has_five(database: Database) -> None:
    assert fail(database, "lan", "10.0.0.1", 9) == throttle.MOST_OF_PAIR
    assert fail(database, "LAN ", "10.0.0.1", 1) == 0


def test_an_account_guessed_from_many_addresses_is_bounded(database: Database) -> None:
    assert sum(fail(database, "lan", f"10.0.{n}.1", 3) for n in range(20)) == throttle.MOST_OF_ACCOUNT


def test_many_accounts_guessed_from_one_address_are_bounded(database: Database) -> None:
    assert sum(fail(database, f"u{n}", "10.0.0.1", 1) for n in range(150)) == throttle.MOST_OF_ADDRESS


def test_a_commune_behind_one_address_is_not_shut_out_by_one_of_its_own(database: Database) -> None:
    with database.writing() as connection:
        throttle.count_attempt(connection, "hoa", "10.0.0.1")
        throttle.forget_attempts(connection, "hoa", "10.0.0.1")
    assert sum(fail(database, f"u{n}", "10.0.0.1", 1) for n in range(150)) == throttle.MOST_OF_ADDRESS
    assert fail(database, "hoa", "10.0.0.1", 1) == 1


def test_a_stranger_shuts_nobody_out_of_the_desk_where_they_work(database: Database) -> None:
    with database.writing() as connection:
        throttle.count_attempt(connection, "hoa", "10.0.0.1")
        throttle.forget_attempts(connection, "hoa", "10.0.0.1")
    for n in range(20):
        fail(database, "hoa", f"192.0.2.{n}", 5)
    assert fail(database, "hoa", "10.0.0.1", 1) == 1


def test_attempts_are_forgotten_with_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(database, "lan", "10.0.0.1", 9)
    later = get_seconds() + throttle.WINDOW + 1
    monkeypatch.setattr(throttle, "get_seconds", lambda: later)
    assert fail(database, "lan", "10.0.0.1", 1) == 1


def test_the_refusal_says_how_long_to_wait(database: Database) -> None:
    fail(database, "lan", "10.0.0.1", 5)
    with pytest.raises(SignInError) as refused, database.writing() as connection:
        throttle.count_attempt(connection, "lan", "10.0.0.1")
    assert "chờ 15 phút" in refused.value.way_out


def test_without_its_table_nobody_gets_in(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE attempt")
    with pytest.raises(StoreError), database.writing() as connection:
        throttle.count_attempt(connection, "lan", "10.0.0.1")


def test_a_whole_network_of_the_new_protocol_is_one_address() -> None:
    assert throttle.find_network("2001:db8::1") == throttle.find_network("2001:db8::ffff:2")
    assert throttle.find_network("10.0.0.1") != throttle.find_network("10.0.0.2")
    assert throttle.find_network("testclient") == "testclient"
