"""The day is Vietnam's, wherever the machine stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from kiosk import clock


class Stopped(datetime):
    """A clock that shows one moment."""

    moment = datetime(2026, 11, 24, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Stopped:  # type: ignore[override]
        return cls.fromtimestamp(cls.moment.timestamp(), tz)


@pytest.mark.parametrize(
    ("moment", "day", "stamp"),
    [
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), date(2026, 12, 31), "2026-12-31T23:59:59+07:00"),
        (datetime(2026, 12, 31, 17, tzinfo=UTC), date(2027, 1, 1), "2027-01-01T00:00:00+07:00"),
    ],
)
def test_midnight_is_at_seventeen_in_greenwich(
    moment: datetime, day: date, stamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stopped, "moment", moment)
    monkeypatch.setattr(clock, "datetime", Stopped)
    assert clock.get_today() == day
    assert clock.stamp_now() == stamp


def test_there_is_no_summer_time() -> None:
    offsets = {clock.INDOCHINA.utcoffset(datetime(2026, month, 1)) for month in range(1, 13)}
    assert offsets == {timedelta(hours=7)}
