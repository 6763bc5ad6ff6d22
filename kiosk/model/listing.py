"""What a site must post on one day, each procedure with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.model.catalogue import Procedure
from kiosk.model.site import Site


@dataclass(frozen=True, slots=True)
class Posted:
    """A procedure that a site must post, with the reason a person can check."""

    procedure: Procedure
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What one site must post on one day, in code order."""

    site: Site
    day: date
    posted: tuple[Posted, ...] = field(default=())
