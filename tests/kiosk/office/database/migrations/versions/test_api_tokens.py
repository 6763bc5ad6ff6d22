"""Tokens of other systems have a table of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office.database.migrating import open_database
from kiosk.office.database.migrations.versions import api_tokens
from kiosk.office.database.schema import API_TOKEN


def test_a_fresh_database_knows_no_token(tmp_path: Path) -> None:
    with open_database(tmp_path).reading() as connection:
        assert connection.execute(API_TOKEN.select()).all() == []


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        api_tokens.downgrade()
