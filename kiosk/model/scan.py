"""How often printed codes were opened: a day, what was opened, what it was on that day, how often. Nothing else is
known, and nothing of who opened it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class ScanKind(StrEnum):
    """What a short address names."""

    SHEET = "sheet"
    PROCEDURE = "procedure"

    @property
    def label(self) -> str:
        """Its name for people."""
        return "Tờ" if self is ScanKind.SHEET else "Thủ tục"


class ScanState(StrEnum):
    """What was opened, on the day on which it was: in force, no longer in force, printed for a day to come, printed on
    demand, in no list that is at hand (`UNCLEAR`: the table of marks is not whole), never printed by this office, or
    not to be read at all."""

    LIVE = "live"
    RETIRED = "retired"
    COMING = "coming"
    ON_DEMAND = "on-demand"
    UNCLEAR = "unclear"
    FOREIGN = "foreign"
    UNREAD = "unread"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]

    @property
    def is_strange(self) -> bool:
        """Whether names of this kind come from outside, so that only so many of them are kept."""
        return self in {ScanState.ON_DEMAND, ScanState.UNCLEAR, ScanState.FOREIGN, ScanState.UNREAD}


_LABELS = {
    ScanState.LIVE: "đang có hiệu lực",
    ScanState.RETIRED: "đã thôi dùng",
    ScanState.COMING: "chưa đến ngày treo",
    ScanState.ON_DEMAND: "in theo yêu cầu",
    ScanState.UNCLEAR: "không có trong bản đang công bố",
    ScanState.FOREIGN: "không phải mã của cơ quan",
    ScanState.UNREAD: "không đọc được",
}


class ScanKey(NamedTuple):
    """What is counted together. `name`: the id of a sheet or the code of a procedure; empty where it was not kept."""

    day: date
    kind: ScanKind
    state: ScanState
    name: str


@dataclass(frozen=True, slots=True)
class ScanCount:
    """How often something was opened on a day."""

    key: ScanKey
    count: int
