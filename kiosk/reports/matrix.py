"""The matrix of sites: three answers for each, by shape and fill, always in the order of the table.

In comes the coverage; out go tiles. Published, confirmed as hanging and shown by the declared kiosks stand beside each
other, and none speaks for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.model.device import ScreenState
from kiosk.reports.coverage import Report, SiteRow

_CENTRE = "Trung tâm Phục vụ hành chính công "


class Light(StrEnum):
    """An answer, by the shape that stands for it."""

    GOOD = "●"
    PARTLY = "◐"
    BAD = "▲"
    UNKNOWN = "○"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Tile:
    """One site: code, short name, three answers each with its words."""

    code: str
    name: str
    published: tuple[Light, str]
    hanging: tuple[Light, str]
    kiosk: tuple[Light, str]

    @property
    def lights(self) -> tuple[tuple[Light, str], ...]:
        """The three, in their order."""
        return self.published, self.hanging, self.kiosk


def make_tiles(report: Report) -> tuple[Tile, ...]:
    """A tile for each site, in the order of the report."""
    return tuple(
        Tile(s.code, s.name.removeprefix(_CENTRE), _judge_published(s), _judge_hanging(s), _judge_kiosks(s))
        for s in report.sites
    )


def _judge_published(site: SiteRow) -> tuple[Light, str]:
    if site.gaps:
        return Light.BAD, f"đã công bố thiếu {len(site.gaps)} chỗ"
    return Light.GOOD, "đã công bố đủ"


def _judge_hanging(site: SiteRow) -> tuple[Light, str]:
    words = f"đã xác nhận treo {site.sheets_confirmed}/{site.sheets} tờ"
    if site.sheets_confirmed == site.sheets:
        if site.is_wall_whole:
            return Light.GOOD, words
        return Light.PARTLY, f"{words}, còn bảng chỉ dẫn hoặc tờ quá hạn kiểm tra"
    return (Light.PARTLY if site.sheets_confirmed else Light.UNKNOWN), words


def _judge_kiosks(site: SiteRow) -> tuple[Light, str]:
    if not site.kiosks:
        absent = (Light.NONE, "khai báo không có kiosk")
        return absent if site.without_kiosk else (Light.UNKNOWN, "chưa khai báo kiosk")
    words = f"{site.kiosks_current}/{site.kiosks} kiosk hiện đúng bản"
    if site.is_screen_whole:
        return Light.GOOD, words
    causes = dict.fromkeys(ScreenState(gap.state).label for gap in site.screen_gaps)
    return (Light.PARTLY if site.kiosks_current else Light.BAD), f"{words}, còn lại {' hoặc '.join(causes)}"


def rank_worst(report: Report, most: int) -> tuple[SiteRow, ...]:
    """The sites that need somebody first: gaps in what is published, then sheets that do not hang."""
    lacking = [s for s in report.sites if s.gaps or s.sheets_confirmed < s.sheets or not s.is_wall_whole]
    return tuple(sorted(lacking, key=lambda s: (-len(s.gaps), s.sheets_confirmed - s.sheets, s.code))[:most])
