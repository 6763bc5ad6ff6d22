"""Nouns of the ledger of the walls: what is done with paper, what must hang, what hangs, what an order brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.model.placement import Seat


class PaperAct(StrEnum):
    """What a person did with a printed sheet at a site, or saw there."""

    HUNG = "hung"
    DOWN = "down"
    LOST = "lost"
    DAMAGED = "damaged"
    SEEN = "seen"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _ACTS[self]

    @property
    def removes(self) -> bool:
        """Whether the sheet no longer hangs afterwards."""
        return self in {PaperAct.DOWN, PaperAct.LOST}


_ACTS = {
    PaperAct.HUNG: "đã treo",
    PaperAct.DOWN: "đã gỡ",
    PaperAct.LOST: "bị mất",
    PaperAct.DAMAGED: "bị hỏng",
    PaperAct.SEEN: "kiểm tra thấy đang treo",
}


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """A procedure as a sheet prints it, and the decision behind it."""

    code: str
    name: str
    field: str
    payload: str
    until: date | None
    decision: str
    decided: date | None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class SheetRevision:
    """What one revision of a sheet is, for as long as anybody asks: `mark` is the id printed on it, `sheet` its label
    without the site's code, `release` and `released` the ones that it prints. What a site adds to it is not in it."""

    digest: str
    mark: str
    sheet: str
    product: str
    group: str
    release: int
    released: date
    seats: tuple[Seat, ...]
    cards: tuple[PrintedCard, ...]


@dataclass(frozen=True, slots=True)
class RequiredSheet:
    """A sheet that a site must hang by a release; `position` is its place in the order of the wall."""

    site: str
    sheet: str
    product: str
    group: str
    position: int
    revision: str
    release: int


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """What a person says of one sheet of one site. `revision` is "" where it is the one that hangs; `order`: the print
    order that brought it; `key`: the same key is the same event."""

    site: str
    sheet: str
    act: PaperAct
    day: date
    revision: str = ""
    order: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who says so, and on what ground: a person's name at this machine, the device, the evidence, a note."""

    by: str
    evidence: str = ""
    device: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetWord:
    """A sheet of a site as the ledger knows it on a day: what the last word of it was, and by which event. `revision`
    is "" where nothing hangs."""

    site: str
    sheet: str
    act: PaperAct
    revision: str
    day: date
    event: int
    checked: date | None

    @property
    def hangs(self) -> bool:
        """Whether it hangs, damaged or not."""
        return bool(self.revision) and not self.act.removes


class ParcelState(StrEnum):
    """How far an order has come at one site."""

    MADE = "made"
    SENT = "sent"
    DELIVERED = "delivered"
    HUNG = "hung"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _STATES[self]


_STATES = {
    ParcelState.MADE: "đã lập",
    ParcelState.SENT: "đã gửi in",
    ParcelState.DELIVERED: "đã giao",
    ParcelState.HUNG: "đã treo",
    ParcelState.CANCELLED: "đã hủy",
}


def find_open_state(sent: date | None, delivered: date | None) -> ParcelState:
    """How far a parcel has come of which something is still to hang."""
    return ParcelState.DELIVERED if delivered else ParcelState.SENT if sent else ParcelState.MADE


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A sheet that an order brings to a site, and why. `is_obsolete`: the live release asks for another revision."""

    site: str
    sheet: str
    product: str
    revision: str
    paper: str
    copies: int
    cause: str
    is_open: bool
    hung_event: int | None
    is_obsolete: bool


@dataclass(frozen=True, slots=True)
class OrderedParcel:
    """An order at one site: the code on its delivery note, days of sending and delivering, its lines."""

    site: str
    code: str
    sent: date | None
    delivered: date | None
    lines: tuple[OrderLine, ...]

    @property
    def state(self) -> ParcelState:
        """Of lines still open: as far as the parcel is; else hung where any hangs."""
        if any(line.is_open for line in self.lines) or not self.lines:
            return find_open_state(self.sent, self.delivered)
        return ParcelState.HUNG if any(line.hung_event for line in self.lines) else ParcelState.CANCELLED

    @property
    def cancelled(self) -> int:
        """How many of its sheets were cancelled."""
        return sum(not line.is_open and line.hung_event is None for line in self.lines)

    @property
    def label(self) -> str:
        """How far it is, as a person reads it: what was cancelled is not passed over."""
        is_partly = self.cancelled and self.state is not ParcelState.CANCELLED
        return f"{self.state.label}, hủy {self.cancelled} tờ" if is_partly else self.state.label


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A numbered order. `hang_from`: its sheets may not hang before that day. `options`: how it is printed."""

    number: int
    day: date
    release: int
    hang_from: date | None
    options: dict[str, object]
    event: int
    parcels: tuple[OrderedParcel, ...]

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """All lines, by site."""
        return tuple(line for parcel in self.parcels for line in parcel.lines)
