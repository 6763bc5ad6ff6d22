"""Names of files are safe in addresses and on sticks, and no two sites share one."""

from __future__ import annotations

import re

from kiosk.model.files import BOARD_FILE, SHEETS_FILE, name_single_file


def test_names_need_no_escape_anywhere() -> None:
    for name in (SHEETS_FILE, BOARD_FILE, name_single_file("11824"), name_single_file("HP-E")):
        assert re.fullmatch(r"[A-Za-z0-9-]+\.(pdf|html)", name), name


def test_a_single_file_is_named_for_its_site() -> None:
    assert name_single_file("11824") == "kiosk-11824.html"
    assert len({name_single_file(code) for code in ("10888", "10903", "HP-E")}) == 3
