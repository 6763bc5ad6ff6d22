"""The one comparison of sheets: what hangs at a site against what shall hang there.

In come the sheets of both sides as facts (`SheetFacts`), from a release, from a layout that is only planned, or from
the record of confirmed sheets; out comes one `SheetChange` for each sheet of either side. Why a procedure changed, and
how to say so to a person, is left to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.model.manifest import Manifest, SheetEntry, name_revision
from kiosk.model.placement import PlacedSheet, Seat
from kiosk.paper.plan import Layout


class SheetAction(StrEnum):
    """What the staff of a site do with a sheet."""

    PRINT = "in"
    TAKE_DOWN = "gỡ"
    KEEP = "giữ"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet as one side of a comparison: label (without the site's code), id of its group, revision of all that is
    printed on it at the site, the release that it prints, and who sits in its cells; None where the release that placed
    them is no longer known."""

    label: str
    group: str
    revision: str
    release: int
    seats: tuple[Seat, ...] | None


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What happens to one sheet, and which procedures (by code, sorted) cause it.

    `came` are new to the site, `joined` stood on another sheet of it, `left` leave this sheet, `shifted` stand in other
    cells of it, `changed` print something else. `fresh`: no sheet of this label hung before. `reworded`: every cell is
    as before, but what is printed around the cells is not. `unexplained`: the sheet changes, and what stood on it is no
    longer known. `release` is the one that the sheet prints; of a sheet that is taken down, the one it printed.
    """

    label: str
    group: str
    release: int
    action: SheetAction
    came: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    shifted: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fresh: bool = False
    reworded: bool = False
    unexplained: bool = False


def list_sheets_of_layout(layout: Layout, head: str) -> tuple[SheetFacts, ...]:
    """The sheets of a planned layout at a site whose own part is `head`, in the order of its file."""
    return _join_seats(layout.sheets, layout.placement.sheets, head)


def list_sheets_of_site(manifest: Manifest | None, site_code: str) -> tuple[SheetFacts, ...]:
    """The sheets that a release hangs at a site, in the order of its file; none where it does not know the site."""
    site = manifest.site(site_code) if manifest else None
    if manifest is None or site is None:
        return ()
    return _join_seats(manifest.layouts[site.layout], manifest.placements[site.layout].sheets, site.head)


def _join_seats(entries: Iterable[SheetEntry], placed: Iterable[PlacedSheet], head: str) -> tuple[SheetFacts, ...]:
    seats = {(sheet.group, sheet.number): sheet.cells for sheet in placed}
    return tuple(
        SheetFacts(e.label, e.group, name_revision(e, head), e.release, seats[e.group, e.number]) for e in entries
    )


def compare_sheets(before: Iterable[SheetFacts], after: Iterable[SheetFacts]) -> tuple[SheetChange, ...]:
    """What happens to each sheet of one site, if `before` hangs and `after` shall hang.

    A sheet stays exactly where label and revision do. First come the sheets of `after` in their order, then those that
    are taken down in the order of `before`.
    """
    old = {sheet.label: sheet for sheet in before}
    new = {sheet.label: sheet for sheet in after}
    hanging = frozenset(seat.code for sheet in old.values() for seat in sheet.seats or ())
    changes = [_change(old.get(label), sheet, hanging) for label, sheet in new.items()]
    changes += [_describe_taken_down(sheet) for label, sheet in old.items() if label not in new]
    return tuple(changes)


def _describe_taken_down(sheet: SheetFacts) -> SheetChange:
    left_codes = tuple(sorted(seat.code for seat in sheet.seats or ()))
    unknown = sheet.seats is None
    return SheetChange(
        sheet.label, sheet.group, sheet.release, SheetAction.TAKE_DOWN, left=left_codes, unexplained=unknown
    )


def _change(old: SheetFacts | None, new: SheetFacts, hanging: frozenset[str]) -> SheetChange:
    """A sheet of the new side; `hanging`: all procedures known to hang at the site."""
    name = (new.label, new.group, new.release)
    if old is not None and old.revision == new.revision:
        return SheetChange(*name, SheetAction.KEEP)
    if (old is not None and old.seats is None) or new.seats is None:
        return SheetChange(*name, SheetAction.PRINT, fresh=old is None, unexplained=True)
    was = _map_seats(old.seats if old and old.seats else ())
    now = _map_seats(new.seats)
    entered = sorted(now.keys() - was.keys())
    both = sorted(now.keys() & was.keys())
    return SheetChange(
        *name,
        SheetAction.PRINT,
        came=tuple(code for code in entered if code not in hanging),
        joined=tuple(code for code in entered if code in hanging),
        left=tuple(sorted(was.keys() - now.keys())),
        shifted=tuple(code for code in both if _find_cells(was[code]) != _find_cells(now[code])),
        changed=tuple(code for code in both if was[code].face != now[code].face),
        fresh=old is None,
        reworded=old is not None and was == now,
    )


def _map_seats(seats: Iterable[Seat]) -> Mapping[str, Seat]:
    return {seat.code: seat for seat in seats}


def _find_cells(seat: Seat) -> tuple[int, int]:
    return seat.slot, seat.span
