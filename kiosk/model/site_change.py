"""Nouns of the life of a site: renamed, moved, merged into another, closed, opened; each with its day and decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class SiteChangeKind(StrEnum):
    """What happens to a site."""

    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    CLOSED = "closed"
    OPENED = "opened"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _LABELS[self]

    @property
    def ends(self) -> bool:
        """Whether the site no longer exists afterwards."""
        return self in {SiteChangeKind.MERGED, SiteChangeKind.CLOSED}


_LABELS = {
    SiteChangeKind.RENAMED: "đổi tên",
    SiteChangeKind.MOVED: "chuyển chỗ, đổi liên hệ",
    SiteChangeKind.MERGED: "nhập vào điểm khác",
    SiteChangeKind.CLOSED: "ngừng hoạt động",
    SiteChangeKind.OPENED: "mở mới",
}


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A change of one site from `day` on, by a decision. `values`: what its row says then, by column; `into`: the site
    that takes over, where it is merged."""

    kind: SiteChangeKind
    site: str
    day: date
    decision: str
    values: Mapping[str, str] = field(default_factory=dict)
    into: str = ""
