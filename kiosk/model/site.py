"""The places where procedures are received and posted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SiteKind(StrEnum):
    """Kind of public service site: one of the 114 communes, or one of the city's own places."""

    COMMUNE = "commune"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Site:
    """A place where procedures are received and posted. Contacts are optional; empty means not known."""

    code: str
    kind: SiteKind
    name: str
    unit: str = ""
    address: str = ""
    hotline: str = ""
    email: str = ""
    hours: str = ""
    screen_inches: int | None = None
