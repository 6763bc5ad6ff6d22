"""Passwords and tokens: kept so that reading the database lets nobody in."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.office import passwords

GOOD = "bốn từ không liên quan"


def test_a_password_is_kept_as_argon2id_with_what_owasp_asks_for() -> None:
    record = passwords.hash_password(GOOD)
    assert record.startswith("$argon2id$")
    memory = int(record.split("m=")[1].split(",")[0])
    assert memory >= 19 * 1024
    assert GOOD not in record


def test_only_the_very_password_matches_and_nobody_has_the_empty_record() -> None:
    record = passwords.hash_password(GOOD)
    assert passwords.password_matches(record, GOOD)
    assert not passwords.password_matches(record, GOOD + " ")
    assert not passwords.password_matches(None, GOOD)
    assert not passwords.password_matches("damaged", GOOD)


@pytest.mark.parametrize("weak", ["ngắn", "a" * 20, "123456789012", "quantri-quantri-1", "x" * 300])
def test_a_weak_password_is_refused_with_a_way_out(weak: str) -> None:
    with pytest.raises(OfficeError) as refused:
        passwords.refuse_weak_password(weak, "quantri")
    assert refused.value.way_out


def test_a_good_one_is_taken() -> None:
    passwords.refuse_weak_password(GOOD, "quantri")


def test_tokens_differ_and_are_kept_as_digests() -> None:
    first, second = passwords.make_secret_token(), passwords.make_secret_token()
    assert first != second and len(first) >= 43
    assert passwords.hash_token(first) != first
