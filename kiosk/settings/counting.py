"""After how long, and how often, an opened or unopened code is somebody's task."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.settings.strict import Settings


class CountSettings(Settings):
    """What follows from how often printed codes are opened.

    `unopened_days`: counted days without an opening after which a sheet that hangs is told (0: never); `recent_days`:
    days looked back on for retired and unknown codes; `least`: openings in them from which a code is a task.
    """

    unopened_days: Annotated[int, Field(ge=0, le=365)] = 60
    recent_days: Annotated[int, Field(ge=1, le=365)] = 14
    least: Annotated[int, Field(ge=1, le=1_000_000)] = 3
