"""Codes are taken once."""

from __future__ import annotations

import pyotp
import pytest

from kiosk.clock import get_seconds
from kiosk.errors import SignInError
from kiosk.office import events, people, second_factor
from kiosk.office.database.engine import Database
from kiosk.office.people import Person, Role

NOW = get_seconds()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The time, which a test may move."""
    at = [NOW]
    monkeypatch.setattr(second_factor, "get_seconds", lambda: at[0])
    return at


@pytest.fixture
def secret() -> str:
    return second_factor.make_secret()


@pytest.fixture
def person(database: Database, clock: list[int], secret: str) -> Person:
    with database.writing() as connection:
        act = events.begin_act(None)
        added = people.add_person(connection, act, "lan", "Lan", Role.ADMIN, None)
        second_factor.set_factor(connection, act, added, secret, pyotp.TOTP(secret).at(NOW))
        return people.require_person(connection, added.id)


def take(database: Database, person: Person, code: str) -> bool:
    with database.writing() as connection:
        return second_factor.take_code(connection, person, code)


def test_a_code_that_set_it_up_or_was_used_is_not_taken_again(
    database: Database, person: Person, clock: list[int], secret: str
) -> None:
    assert person.has_factor
    assert not take(database, person, pyotp.TOTP(secret).at(NOW))
    clock[0] += 30
    fresh = pyotp.TOTP(secret).at(clock[0])
    assert take(database, person, f" {fresh[:3]} {fresh[3:]} ")
    assert not take(database, person, fresh)


def test_after_a_newer_code_an_older_one_is_not_taken(
    database: Database, person: Person, clock: list[int], secret: str
) -> None:
    clock[0] += 90
    totp = pyotp.TOTP(secret)
    assert take(database, person, totp.at(clock[0]))
    assert not take(database, person, totp.at(clock[0] - 30))


def test_a_clock_may_be_one_step_off_and_no_more(
    database: Database, person: Person, clock: list[int], secret: str
) -> None:
    clock[0] += 300
    totp = pyotp.TOTP(secret)
    assert not take(database, person, totp.at(clock[0] - 60))
    assert take(database, person, totp.at(clock[0] - 30))


def test_recovery_codes_work_once_each(database: Database, person: Person, clock: list[int], secret: str) -> None:
    clock[0] += 60
    with database.writing() as connection:
        codes = second_factor.set_factor(
            connection, events.begin_act(person.id), person, secret, pyotp.TOTP(secret).at(clock[0])
        )
        assert codes[0] not in str(connection.exec_driver_sql("SELECT * FROM recovery_code").all())
    assert len(set(codes)) == len(codes) == 10
    assert take(database, person, codes[3].upper())
    assert not take(database, person, codes[3])
    with database.reading() as connection:
        assert second_factor.count_recovery_codes(connection, person) == 9


def test_a_wrong_first_code_sets_nothing(database: Database, clock: list[int], secret: str) -> None:
    with database.writing() as connection:
        act = events.begin_act(None)
        added = people.add_person(connection, act, "lan", "Lan", Role.ADMIN, None)
        with pytest.raises(SignInError):
            second_factor.set_factor(connection, act, added, secret, "000000x")
        assert not people.require_person(connection, added.id).has_factor


def test_the_authenticator_is_told_whose_and_where(person: Person, secret: str) -> None:
    address = second_factor.make_authenticator_address(secret, person, "Sở A")
    assert address.startswith("otpauth://totp/") and secret in address and "lan" in address
