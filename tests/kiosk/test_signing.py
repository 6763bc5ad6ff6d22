"""What kiosks prove themselves with: tokens that notice a slip, signatures, return codes."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import signing
from kiosk.signing import ReturnCode
from posters.marks import LETTERS

KEY = "ABCDEFGHJKLMNPQRSTUV"
keys = st.text(LETTERS, min_size=20, max_size=20)


@given(st.integers(1, 10**9 - 1), keys)
def test_a_token_is_read_however_it_is_written(number: int, key: str) -> None:
    token = signing.write_token(number, key)
    assert signing.read_token(token) == (number, key)
    assert signing.read_token(f"  {token.lower().replace('-', ' - ')} ") == (number, key)


@pytest.mark.parametrize("at", [0, 2, 9, -1])
def test_a_wrong_letter_is_noticed(at: int) -> None:
    letters = list(signing.write_token(7, KEY))
    letters[at] = "3" if letters[at] != "3" else "4"
    assert signing.read_token("".join(letters)) is None


@pytest.mark.parametrize("text", ["", "7", "7-ABCD", "0-" + KEY, "٧-" + KEY, signing.write_token(7, KEY) + "2"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert signing.read_token(text) is None


def test_a_signature_holds_for_exactly_what_was_said() -> None:
    facts = (7, "11824", 3, 1700)
    own = hmac.new(KEY.encode(), b"heartbeat\n7\n11824\n3\n1700", sha256).hexdigest()
    assert signing.sign_heartbeat(KEY, *facts) == own
    assert signing.is_signed(own, KEY, *facts)
    for other in ((8, "11824", 3, 1700), (7, "11825", 3, 1700), (7, "11824", 4, 1700), (7, "11824", 3, 1701)):
        assert not signing.is_signed(own, KEY, *other)
    assert not signing.is_signed(own, KEY[::-1], *facts)


@given(st.integers(0, 10**9), st.one_of(st.just(""), keys))
def test_a_return_code_names_its_release(release: int, key: str) -> None:
    code = signing.make_return_code("11824", release, key)
    read = signing.read_return_code(code.lower().replace("-", " "))
    assert read == ReturnCode(release, code[-5:])
    assert signing.make_return_code("11825", release, key)[-5:] != code[-5:]


@pytest.mark.parametrize("text", ["", "2E", "ABCDE", "0O-ABCDE", "AB-ABCD1", "A" * 20])
def test_what_is_no_return_code_is_none(text: str) -> None:
    assert signing.read_return_code(text) is None
