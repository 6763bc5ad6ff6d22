"""`kiosk token`: systems let in and shut out from the shell."""

from __future__ import annotations

from pathlib import Path

from tests.kiosk.commands import Office


def test_a_token_is_made_listed_and_revoked(tmp_path: Path, root: Path) -> None:
    office = Office.in_folder(tmp_path, root)
    secret = office.ok("token", "add", "Cổng tỉnh", "--scope", "sites", "--scope", "coverage").splitlines()[-1]
    assert len(secret) > 40
    listed = office.ok("token", "list")
    assert "Cổng tỉnh" in listed and "coverage, sites" in listed and secret not in listed
    assert "Đã thu hồi mã số 1" in office.ok("token", "revoke", "1")
    assert "đã thu hồi" in office.ok("token", "list")
    assert "không có mã này" in office.refused("token", "revoke", "9")
    assert office.run("token", "add", "x", "--scope", "tat-ca").returncode == 2
