"""Looks at links have a table of their own, also in a database of the first form."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from kiosk.office.database.migrating import open_database
from kiosk.office.database.migrations.versions import link_checks
from kiosk.office.database.schema import LINK_CHECK


def test_the_table_is_there_and_empty(tmp_path: Path) -> None:
    with open_database(tmp_path).reading() as connection:
        assert connection.execute(select(func.count()).select_from(LINK_CHECK)).scalar_one() == 0


def test_there_is_no_way_back() -> None:
    with pytest.raises(NotImplementedError, match="backup"):
        link_checks.downgrade()
