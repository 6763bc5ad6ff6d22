"""What is printed besides posting sheets and boards: plain facts, quoted as the source has them.

Empty text means "the source does not say", and is printed as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from posters.spec import Mark, MarkSeed, Wording

_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class BookletEntry:
    """A procedure in a booklet. `payload` is the whole address in the code, `host` the part printed in clear."""

    code: str
    name: str
    payload: str
    host: str
    time_legal: str = ""
    time_city: str = ""
    fee: str = ""
    place: str = ""
    decision: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookletField:
    """A field (lĩnh vực) of a booklet with its procedures in printed order."""

    name: str
    entries: tuple[BookletEntry, ...]


@dataclass(frozen=True, slots=True)
class BookletGroup:
    """A group of fields."""

    title: str
    fields: tuple[BookletField, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """A list booklet: shared by all sites that post the same list."""

    groups: tuple[BookletGroup, ...]
    release: int
    released: date
    sample: bool = False
    wording: Wording = _WORDING
    label: str = "DM"
    emblem: Mark | None = None
    seed: MarkSeed | None = None

    @property
    def entries(self) -> tuple[BookletEntry, ...]:
        """All procedures in printed order."""
        return tuple(e for g in self.groups for f in g.fields for e in f.entries)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One way to hand in, with time and fee as quoted."""

    name: str
    time: str = ""
    fee: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """The sheet of one procedure for the counter. `label` is its id without the site's code."""

    paper: str
    label: str
    code: str
    name: str
    payload: str
    host: str
    release: int
    released: date
    field: str = ""
    channels: tuple[ChannelFacts, ...] = ()
    time_legal: str = ""
    time_city: str = ""
    fee: str = ""
    place: str = ""
    dossier: tuple[str, ...] = ()
    result: str = ""
    decision: str = ""
    notes: tuple[str, ...] = ()
    sample: bool = False
    wording: Wording = _WORDING
    emblem: Mark | None = None
    seed: MarkSeed | None = None


@dataclass(frozen=True, slots=True)
class HungLabel:
    """A sheet on the wall: its label, the number of its group (0: none), and whether it is hung anew."""

    label: str
    group: int = 0
    anew: bool = True


@dataclass(frozen=True, slots=True)
class WallPlan:
    """The wall of a site on one paper, in order; `gone` are the sheets that are taken down."""

    paper: str
    sheets: tuple[HungLabel, ...]
    release: int
    released: date
    gone: tuple[str, ...] = ()
    sample: bool = False
    wording: Wording = _WORDING


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """A line to tick off: sheet id, what it holds, details (each its own paragraph), a figure at the end."""

    label: str
    what: str = ""
    details: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """A task: heading, lines, or a plain sentence where there is nothing to tick. `figures` heads the last column."""

    heading: str
    items: tuple[NoticeItem, ...] = ()
    plain: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A paper for the staff of one site, A4. `facts` are label and value; empty values are left out."""

    title: str
    label: str
    summary: str
    sections: tuple[NoticeSection, ...]
    release: int
    released: date
    facts: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()
    sample: bool = False
    wording: Wording = _WORDING
