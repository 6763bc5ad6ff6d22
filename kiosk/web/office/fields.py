"""Single fields that a form or an address sends, as values."""

from __future__ import annotations

from datetime import date

from kiosk.errors import OfficeError


def read_day(text: str) -> date | None:
    """A day as browsers send it, None for an empty field. Raises `OfficeError`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise OfficeError(
            "ngày không hợp lệ", place="biểu mẫu", value=text[:40], way_out="chọn ngày trong lịch"
        ) from None
