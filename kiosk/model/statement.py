"""Statements: what a decision, a list or a person says of one procedure, from when, signed when, read where.

A catalogue is what follows from the statements (`kiosk.intake.rules.derivation`): on a day, each field has the value of
the statement signed last among those that hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.model.catalogue import Catalogue, Procedure, Source


class RowStatus(StrEnum):
    """What a statement does to its procedure. The last ones are said by lists and people, never by an annex."""

    PUBLISHED = "công bố"
    NEW = "ban hành mới"
    AMENDED = "sửa đổi, bổ sung"
    REPLACING = "thay thế"
    REPEALED = "bãi bỏ"
    SUSPENDED = "tạm dừng"
    RESUMED = "tiếp tục thực hiện"
    REPLACED = "bị thay thế"
    ANNULLED = "hủy bỏ quyết định"
    LISTED = "danh sách"
    LEFT = "rời danh mục"
    EDITED = "ghi tay"


ENDING_STATUSES = frozenset((RowStatus.REPEALED, RowStatus.SUSPENDED, RowStatus.REPLACED))
"""After these a procedure is no longer received."""
LIST_STATUSES = frozenset((RowStatus.LISTED, RowStatus.LEFT))
"""What a list says: how things are on its day, which is no decision."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one row says of one procedure.

    `stated`: the fields, as a procedure in which an empty field states nothing (a list may state several periods).
    `dated`: the day of signing, or the day of a list; where `assumed`, the file names none and it is the day of the
    import. `holds`/`until`: first and last day, None: no such limit. `whole`: an empty field is meant to be empty.
    `origin`: sha256 of the file; `reasons`: what said the kind and the day; `answers`: what a person said of the row;
    `cleared`: fields that a person emptied by hand, which no file can do.
    """

    code: str
    status: RowStatus
    stated: tuple[Procedure, ...]
    dated: date
    assumed: bool = False
    holds: date | None = None
    until: date | None = None
    decision: str = ""
    replaced_by: tuple[str, ...] = ()
    whole: bool = False
    origin: str = ""
    reasons: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """Where it was read."""
        return next((p.source for p in self.stated if p.source is not None), Source("", 0))

    @property
    def ends(self) -> bool:
        """Whether it takes its procedure off the boards."""
        return self.status in ENDING_STATUSES

    @property
    def identity(self) -> tuple[str, Source, str]:
        """What is equal where one row was imported twice."""
        return self.origin, self.source, self.code


_SEVERAL = 2


def order_statements(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """By day of signing, whatever order they were imported in; a row that was imported twice counts once.

    On one day lists come before decisions: a list never overrules what was signed on its day. Files that name no day
    and were imported on one day stand in the order of their import (`statements` has the earlier imports first).
    """
    if len(statements) < _SEVERAL:
        return statements
    distinct = {s.identity: s for s in statements}
    ranked = enumerate(distinct.values(), 1)
    return tuple(s for _, s in sorted(ranked, key=lambda pair: _order(pair[1], pair[0] if pair[1].assumed else 0)))


def _order(s: Statement, place: int) -> tuple[date, int, date, str, int, Source, str]:
    rank = {RowStatus.LISTED: 0, RowStatus.LEFT: 1, RowStatus.EDITED: 3}.get(s.status, 2)
    return s.dated, rank, s.holds or date.min, s.decision, place, s.source, s.status


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier imports said, and the catalogue of the time before statements were kept."""

    ground: Catalogue
    statements: tuple[Statement, ...] = ()
