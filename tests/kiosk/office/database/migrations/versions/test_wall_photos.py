"""Photos of walls have a table of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office.database.ledger_tables import WALL_PHOTO
from kiosk.office.database.migrating import open_database
from kiosk.office.database.migrations.versions import wall_photos


def test_a_fresh_database_knows_no_photo(tmp_path: Path) -> None:
    with open_database(tmp_path).reading() as connection:
        assert connection.execute(WALL_PHOTO.select()).all() == []


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        wall_photos.downgrade()
