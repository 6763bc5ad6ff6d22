"""Confirming: a person says which sheets of a site hang, or were taken down, and the record says so.

In come a site and labels of sheets; out goes what was recorded. The record itself is `posted`. Nothing is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.model.manifest import SheetEntry
from kiosk.office import posted
from kiosk.office.posted import TakenDown
from kiosk.release import lifecycle
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The sheets that were recorded as hanging, the number of the release that prints them, and what could not be done
    afterwards."""

    release: int
    sheets: tuple[SheetEntry, ...]
    shortfalls: tuple[Shortfall, ...] = ()


def confirm_hanging(store: Store, site_code: str, labels: Sequence[str] = ()) -> Confirmation:
    """Record that sheets (none named: all of the site) hang as the published release prints them.

    Raises `ReleaseError` for an unknown site or sheet, and for a site without sheets; then nothing is recorded.
    """
    with store.writing():
        manifest = lifecycle.choose_release(store, None)
        recorded = posted.confirm(store, manifest, site_code, labels)
    return Confirmation(manifest.number, recorded.sheets, recorded.shortfalls)


def confirm_taken_down(store: Store, site_code: str, labels: Sequence[str]) -> TakenDown:
    """Record that sheets no longer hang. Raises `ReleaseError` for a sheet not known to hang."""
    with store.writing():
        return posted.take_down(store, site_code, labels)
