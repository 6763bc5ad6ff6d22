"""`kiosk user`: the way in from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.commands import Office


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    return Office.in_folder(tmp_path, root)


def test_a_person_is_added_listed_and_reset(bare: Office) -> None:
    added = bare.ok("user", "add", "lan", "--label", "Nguyễn Thị Lan", "--role", "approver")
    assert "http://127.0.0.1:8001/dat-mat-khau/" in added
    assert "Nguyễn Thị Lan" in bare.ok("user", "list")
    assert bare.ok("user", "reset", "lan") != added


def test_what_cannot_be_is_refused_in_words(bare: Office) -> None:
    assert "không khớp" in bare.refused("user", "add", "lan", "--role", "staff")
    assert "không có người dùng này" in bare.refused("user", "reset", "lan")
