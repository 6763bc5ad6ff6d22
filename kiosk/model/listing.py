"""What a site must post on one day, each procedure with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from pydantic import TypeAdapter

from kiosk.canonical import digest
from kiosk.model.catalogue import Procedure
from kiosk.model.site import Site


@dataclass(frozen=True, slots=True)
class Posted:
    """A procedure that a site must post, with the reason a person can check."""

    procedure: Procedure
    reason: str


@cache
def _make_adapter() -> TypeAdapter[tuple[Posted, ...]]:
    return TypeAdapter(tuple[Posted, ...])


class PostedList(tuple[Posted, ...]):
    """What is posted, in code order. All sites of a kind without own rules share one, and with it the digest."""

    @cached_property
    def digest(self) -> str:
        """sha256 of everything said of every procedure: the name under which work for equal lists is done once."""
        return digest(_make_adapter().dump_json(tuple(self), exclude_defaults=True))


@dataclass(frozen=True, slots=True)
class Listing:
    """What one site must post on one day."""

    site: Site
    day: date
    posted: PostedList
