"""What leaves: the scope of each snapshot, the posting lists, and the guard against losing too much at once.

A snapshot speaks for what it covers: one promulgating agency, one level, both, or everything. A `--commune` or
`--city` file speaks for that posting list; a procedure leaves with it only where every kind of site has its list
and no list or file holds it any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import shorten

from kiosk.errors import IntakeError
from kiosk.intake.rows import FileKind, Mode, Reading
from kiosk.intake.rules.merge import fold_scope
from kiosk.model.catalogue import Level, PostingList, Procedure

# An agency's export holds a stray entry of another one (1 of 339 in a real file of Bộ Công an).
_DOMINANT = 0.95
_MOST_ROWS = 0.5
_EXPORTS = frozenset((FileKind.PORTAL_XLSX, FileKind.PORTAL_LIST))
_EMPTIED = 0.5
_MOST_LOST = 0.02
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What a snapshot covers; nothing named: no such limit."""

    agencies: frozenset[str] = frozenset()
    level: Level | None = None
    fields: frozenset[str] = frozenset()

    def covers(self, p: Procedure) -> bool:
        """Whether the snapshot would hold `p` if it still stood. One of two levels is not the level."""
        return (
            (not self.agencies or fold_scope(p.promulgator) in self.agencies)
            and (self.level is None or p.levels == (self.level,))
            and (not self.fields or fold_scope(p.field) in self.fields)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the catalogue that an import replaces: what it is, what was in it, what is lost from it."""

    name: str
    size: int
    lost: tuple[str, ...]

    @property
    def share(self) -> float:
        """Lost share, 0 to 1."""
        return len(self.lost) / self.size if self.size else 0.0


def find_scope(reading: Reading) -> Scope:
    """What a snapshot covers, from what its rows have in common."""
    procedures = reading.procedures
    if reading.kind is FileKind.CODE_LIST or not procedures:
        return Scope()
    agencies = _find_agencies(procedures)
    levels = {p.levels for p in procedures}
    only = next(iter(levels)) if len(levels) == 1 else ()
    level = only[0] if len(only) == 1 else None
    if reading.kind is FileKind.COMMUNE_EXPORT:
        level = Level.COMMUNE
    fields = frozenset(fold_scope(p.field) for p in procedures) if reading.kind in _EXPORTS else frozenset()
    return Scope(agencies, level, frozenset() if "" in fields else fields)


def _find_agencies(procedures: tuple[Procedure, ...]) -> frozenset[str]:
    """The agencies that a list is of: one of them, perhaps spelled in several ways, has most of its rows."""
    counts = Counter(fold_scope(p.promulgator) for p in procedures)
    agency, count = counts.most_common(1)[0]
    if not agency:
        return frozenset()
    spelled = {name for name in counts if name and (name.startswith(agency) or agency.startswith(name))}
    whole = count >= _MOST_ROWS * len(procedures)
    names = spelled | {name for name, n in counts.items() if name and n > (1 - _DOMINANT) * len(procedures)}
    return (
        frozenset(names)
        if whole and sum(counts[name] for name in names) >= _DOMINANT * len(procedures)
        else frozenset()
    )


def select_snapshots(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings whose gaps mean something."""
    return tuple(r for r in readings if r.mode is Mode.SNAPSHOT)


def find_spoken(readings: Iterable[Reading]) -> tuple[frozenset[str], frozenset[str]]:
    """Codes and folded names that some row speaks of, refused rows included: a doubt is no departure."""
    codes: set[str] = set()
    names: set[str] = set()
    for reading in readings:
        for row in reading.rows:
            if row.procedure is not None:
                codes.add(row.procedure.code)
                if row.refused and row.procedure.name:
                    names.add(fold_scope(row.procedure.name))
    return frozenset(codes), frozenset(names)


def find_doubted(readings: Iterable[Reading]) -> frozenset[str]:
    """Codes of refused rows: a list may still mean them."""
    return frozenset(row.procedure.code for r in readings for row in r.rows if row.refused and row.procedure)


def find_missing(
    in_force: Mapping[str, Procedure],
    scopes: Iterable[tuple[str, Scope]],
    spoken: tuple[frozenset[str], frozenset[str]],
) -> tuple[Part, ...]:
    """For each snapshot the codes that it covers and no file holds."""
    codes, names = spoken
    gone_entries = {c: p for c, p in in_force.items() if c not in codes and fold_scope(p.name) not in names}
    return tuple(
        Part(
            name,
            sum(covering.covers(p) for p in in_force.values()),
            tuple(c for c, p in gone_entries.items() if covering.covers(p)),
        )
        for name, covering in scopes
    )


def find_unlisted(
    before: Iterable[PostingList], after: Iterable[PostingList], doubts: frozenset[str]
) -> tuple[Part, ...]:
    """For each list, the codes that are no longer on it and that no row leaves in doubt."""
    now = {x.kind: {*x.codes, *doubts} for x in after}
    return tuple(
        Part(
            f"danh sách {x.kind.label}",
            len(x.codes),
            tuple(sorted({*x.codes} - now.get(x.kind, set()))),
        )
        for x in before
    )


def refuse_losses(parts: Iterable[Part], names: Mapping[str, str]) -> None:
    """Refuse an import that loses more than 2 % of a part that it replaces. Raises `IntakeError`."""
    for part in sorted(parts, key=lambda p: (-p.share, p.name)):
        if part.share > _MOST_LOST:
            examples = "; ".join(
                f"{code} {shorten(names.get(code, ''), 80, placeholder=' …')}" for code in part.lost[:_EXAMPLES]
            )
            percent = f"{100 * part.share:.1f}".replace(".", ",")
            loss = f"{part.name} mất {len(part.lost)} trong {part.size} thủ tục ({percent} %)"
            emptied = part.share > _EMPTIED
            raise IntakeError(
                f"nhập các tệp này thì {loss}, quá 2 %",
                place="nhập danh mục",
                value=f"ví dụ: {examples}",
                way_out="nhập đúng tệp đầy đủ; tệp chỉ là một phần của danh mục thì thêm --as change"
                if emptied
                else "kiểm tra tệp có đủ không; nếu đúng là đã bỏ từng ấy thủ tục thì thêm --allow-drop",
            )
