"""The nouns. Frozen, typed, without behaviour that reads or writes anything.

Dates are calendar days in Vietnam; a period is closed on both sides (`effective_to` is the last day
in force). Text is NFC with single spaces (see `kiosk.text`), codes are text and never numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.model.site import SiteKind


class Level(StrEnum):
    """Level of government that settles a procedure (cấp thực hiện)."""

    MINISTRY = "bộ"
    PROVINCE = "tỉnh"
    COMMUNE = "xã"
    OTHER = "khác"


class Ending(StrEnum):
    """Why a version of a procedure is no longer in force after `effective_to`."""

    NONE = ""
    REPEALED = "bãi bỏ"
    REPLACED = "thay thế"
    AMENDED = "sửa đổi"
    SUSPENDED = "tạm dừng"
    LEFT = "rời danh mục"


class Online(StrEnum):
    """How far a procedure can be done online (mức độ dịch vụ công trực tuyến)."""

    UNKNOWN = ""
    FULL = "toàn trình"
    PARTIAL = "một phần"
    NONE = "không"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact was read: file name (no folder), sheet or table, row as a person counts it (1-based)."""

    file: str
    row: int
    sheet: str = ""

    def __str__(self) -> str:
        sheet = f", bảng «{self.sheet}»" if self.sheet else ""
        return f"{self.file}{sheet}, dòng {self.row}"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to hand in (trực tiếp, trực tuyến, bưu chính) with time and fee **as quoted** by the source."""

    name: str
    time: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of an administrative procedure (thủ tục hành chính), valid in one period.

    Empty text means "the source does not say". Several versions of one code may stand in a catalogue
    as long as their periods do not overlap.
    """

    code: str
    name: str
    field: str = ""
    promulgator: str = ""
    executing: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    portal_id: str = ""
    decision: str = ""
    decision_date: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    ending: Ending = Ending.NONE
    ended_by: str = ""
    replaced_by: tuple[str, ...] = ()
    received_at: tuple[SiteKind, ...] = ()
    internal: bool = False
    online: Online = Online.UNKNOWN
    time_legal: str = ""
    time_city: str = ""
    fee: str = ""
    place: str = ""
    legal_basis: str = ""
    channels: tuple[Channel, ...] = ()
    dossier: tuple[str, ...] = ()
    result: str = ""
    audience: str = ""
    everyday: str = ""
    keywords: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    common: bool = False
    source: Source | None = None

    def in_force(self, day: date) -> bool:
        """Whether this version holds on `day`."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class DecidedPlace:
    """A place of reception stated by a decision signed after a posting list: from `since` on it outranks the list."""

    code: str
    since: date
    decision: str


@dataclass(frozen=True, slots=True)
class PostingList:
    """An explicit list of what one kind of site posts, as a file named with `--commune` or `--city` says.

    `dated`: the day of the list, None where it was taken before such days were recorded. `decided`: codes about which
    a decision signed later says where they are received.
    """

    kind: SiteKind
    codes: tuple[str, ...]
    origin: str
    dated: date | None = None
    decided: tuple[DecidedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions of all procedures, sorted by code and period, and the explicit posting lists.

    `sample` marks demonstration data: everything made from it says so and must not be posted.
    `data_date` is the day the facts were taken or took effect, newest input wins.
    """

    procedures: tuple[Procedure, ...] = ()
    lists: tuple[PostingList, ...] = ()
    sample: bool = False
    data_date: date | None = None

    def on(self, day: date) -> dict[str, Procedure]:
        """The version of each code in force on `day`, by code, in code order."""
        return {p.code: p for p in self.procedures if p.in_force(day)}

    def suspended(self, day: date) -> dict[str, Procedure]:
        """By code the last version of each procedure that is suspended on `day`: off the boards, not gone."""
        last = {p.code: p for p in self.procedures if p.effective_to is not None and p.effective_to < day}
        current = self.on(day)
        return {c: p for c, p in last.items() if p.ending is Ending.SUSPENDED and c not in current}

    def boundaries(self) -> Iterator[date]:
        """Every day on which some version begins, or the first day on which it no longer holds."""
        for p in self.procedures:
            if p.effective_from is not None:
                yield p.effective_from
            if p.effective_to is not None:
                yield date.fromordinal(p.effective_to.toordinal() + 1)
