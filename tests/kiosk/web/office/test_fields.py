"""Single fields of forms."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import OfficeError
from kiosk.web.office.fields import read_day


def test_a_day_is_read_and_what_is_none_is_told() -> None:
    assert read_day("2026-12-24") == date(2026, 12, 24) and read_day("") is None
    with pytest.raises(OfficeError, match="ngày không hợp lệ"):
        read_day("24/12/2026")
