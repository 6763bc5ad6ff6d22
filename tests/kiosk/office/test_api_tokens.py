"""Tokens of other systems: told once, kept as a digest, revocable."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.office import api_tokens, events
from kiosk.office.api_tokens import ReadingScope
from kiosk.office.database.schema import API_TOKEN
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace


def test_a_token_is_found_by_its_secret_until_it_is_revoked(here: Workplace) -> None:
    with here.database.writing() as connection:
        token, secret = api_tokens.make_token(connection, events.begin_act(3), " Cổng  tỉnh ", ["sites", "sites"])
        assert (token.label, token.scopes, token.created_by) == ("Cổng tỉnh", {ReadingScope.SITES}, 3)
        assert api_tokens.find_token(connection, secret) == token
        assert api_tokens.find_token(connection, secret + "x") is None
        api_tokens.revoke_token(connection, events.begin_act(3), token.id)
        api_tokens.revoke_token(connection, events.begin_act(3), token.id)
        assert api_tokens.find_token(connection, secret) is None
        assert [t.revoked_at is not None for t in api_tokens.list_tokens(connection)] == [True]
        kinds = [e.what for e in events.list_events(connection, 9)]
    assert kinds == [EventKind.TOKEN_REVOKED, EventKind.TOKEN_MADE]


def test_the_secret_stands_nowhere(here: Workplace) -> None:
    with here.database.writing() as connection:
        _, secret = api_tokens.make_token(connection, events.begin_act(3), "Cổng", ["sites"])
        rows = connection.execute(API_TOKEN.select()).all()
        log = events.list_events(connection, 9)
    assert secret not in repr(rows) and secret not in repr(log)


@pytest.mark.parametrize(("label", "scopes"), [("", ["sites"]), ("a" * 121, ["sites"]), ("a", []), ("a", ["x"])])
def test_a_token_without_name_or_subject_is_refused(here: Workplace, label: str, scopes: list[str]) -> None:
    with here.database.writing() as connection, pytest.raises(OfficeError, match=r"hệ thống|phần được đọc"):
        api_tokens.make_token(connection, events.begin_act(3), label, scopes)


def test_use_is_noted_at_most_once_an_hour(here: Workplace) -> None:
    with here.database.writing() as connection:
        token, _ = api_tokens.make_token(connection, events.begin_act(3), "Cổng", [s.value for s in ReadingScope])
        assert api_tokens.is_use_stale(token) and all(s.label for s in token.scopes)
        api_tokens.note_use(connection, token)
        assert not api_tokens.is_use_stale(api_tokens.require_token(connection, token.id))
        with pytest.raises(OfficeError, match="không có mã này"):
            api_tokens.require_token(connection, 99)
