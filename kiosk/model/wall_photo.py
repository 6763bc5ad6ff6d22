"""Nouns of photos of walls: what was read in one, and what that means for the sheets of a site."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Corners = tuple[float, float, float, float, float, float, float, float]
"""x and y of four corners in pixels, clockwise from the top left of the sheet."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as one photo shows it. `sheet` is its label without the site's code; `mark` the id on it, `head` that of
    the site's mark, "" where not read; `revision` what the site's own papers call it ("": none of theirs). `read`,
    `unread` and `foreign` are what its codes say; `closer`: the photo was taken from too far;
    `foreign_at`: where the foreign ones are."""

    sheet: str
    mark: str
    head: str
    revision: str
    corners: Corners
    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    closer: bool = False
    foreign_at: tuple[Corners, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """What was read in one photo: the digest of the copy that is kept, its size in pixels as read, its sheets."""

    photo: str
    width: int
    height: int
    sheets: tuple[ReadSheet, ...]


class SightingKind(StrEnum):
    """What a photo proposes to say of a sheet."""

    RIGHT = "right"
    OLD = "old"
    EARLY = "early"
    ELSEWHERE = "elsewhere"
    FOREIGN = "foreign"
    UNSEEN = "unseen"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _KINDS[self]


_KINDS = {
    SightingKind.RIGHT: "treo đúng",
    SightingKind.OLD: "tờ cũ",
    SightingKind.EARLY: "treo trước ngày",
    SightingKind.ELSEWHERE: "tờ của điểm khác",
    SightingKind.FOREIGN: "mã lạ",
    SightingKind.UNSEEN: "chưa thấy",
}


@dataclass(frozen=True, slots=True)
class SheetSighting:
    """What the photos of a wall propose for one sheet. `revision`: what hangs, as the ledger names it; `photos`: the
    digests of those that show it; `incidents`: a sentence for each code or sheet that is not ours; `note`: what to know
    or to do; `is_recorded`: the ledger says the same of the same day already; `owner`: the
    other site whose mark stands on it."""

    sheet: str
    kind: SightingKind
    mark: str = ""
    revision: str = ""
    photos: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    note: str = ""
    is_recorded: bool = False
    owner: str = ""

    @property
    def name(self) -> str:
        """How an answer names it: label, id, and the site of another's copy; two of them may hang beside each other."""
        return f"{self.sheet}@{self.mark}" + (f"@{self.owner}" if self.owner else "")


class SightingAnswer(StrEnum):
    """What a person says to a proposal."""

    ACCEPT = "accept"
    SKIP = "skip"
    HUNG = "hung"
    DAMAGED = "damaged"
    LOST = "lost"
    DOWN = "down"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _ANSWERS[self]


_ANSWERS = {
    SightingAnswer.ACCEPT: "theo máy đọc",
    SightingAnswer.SKIP: "chưa ghi gì",
    SightingAnswer.HUNG: "đang treo đúng tờ hiện hành",
    SightingAnswer.DAMAGED: "đang treo nhưng hỏng",
    SightingAnswer.LOST: "bị mất",
    SightingAnswer.DOWN: "đã gỡ",
}
