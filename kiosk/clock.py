"""Today in Vietnam. Only the command line and the web ask; nothing that makes an artefact may import this."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone

INDOCHINA = timezone(timedelta(hours=7))
"""Vietnam has one zone and no summer time, so no time zone database is needed."""


def get_today() -> date:
    """The calendar day in Vietnam, whatever the machine's own zone is."""
    return datetime.now(UTC).astimezone(INDOCHINA).date()


def stamp_now() -> str:
    """Now, to the second, for logs (never for an artefact)."""
    return datetime.now(UTC).astimezone(INDOCHINA).isoformat(timespec="seconds")


def get_seconds() -> int:
    """Now, in seconds since 1970, as the office's database keeps it (never for an artefact)."""
    return int(time.time())


def read_moment(at: int) -> datetime:
    """A time that `get_seconds` gave, on a clock in Vietnam."""
    return datetime.fromtimestamp(at, INDOCHINA)
