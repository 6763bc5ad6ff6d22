"""A report on paper as plain facts: what it is about, tables with their sentences and bars."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from posters.spec import SiteHead, Wording


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: heading, how wide it is against the others, and whether it holds figures (set to the right)."""

    heading: str
    width: int
    figures: bool = False


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar: what it shows, the part that is filled, the whole, and the figure beside it."""

    label: str
    part: int
    whole: int
    figure: str


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A part of a report: heading, a sentence, bars, and rows; `none` is what stands where there are no rows."""

    title: str
    note: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[ShareBar, ...] = ()
    none: str = "Không có."


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report: title, id, who issues it (`site`), label and value of what it is about, its parts, closing lines, and
    the release that it names. `foot` stands at the foot of every page."""

    title: str
    label: str
    site: SiteHead
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]
    closing: tuple[str, ...]
    release: int
    released: date
    foot: str
    sample: bool = False
    wording: Wording = field(default_factory=Wording)
