"""A database that was there and is gone is not one that never was."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.office.database.standing import is_lost, refuse_lost


@pytest.mark.parametrize(
    ("database", "witness", "lost"),
    [(None, None, False), (b"", None, False), (None, b"", True), (b"", b"x", True), (b"SQLite", b"x", False)],
)
def test_the_table_of_printed_ids_is_the_witness(
    tmp_path: Path, database: bytes | None, witness: bytes | None, lost: bool
) -> None:
    for name, content in (("office.sqlite", database), ("marks.sqlite", witness)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
    assert is_lost(tmp_path / "office.sqlite") is lost
    if lost:
        with pytest.raises(StoreError, match="mất sổ theo dõi"):
            refuse_lost(tmp_path / "office.sqlite")
    else:
        refuse_lost(tmp_path / "office.sqlite")
