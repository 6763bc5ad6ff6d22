"""What reading a file gives: rows, each a procedure, a heading or a problem, and how they add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.statement import RowStatus


class FileKind(StrEnum):
    """Kinds of file; the value is what `--kind` takes."""

    TABLE = "csv"
    PORTAL_DETAIL = "portal-detail"
    COMMUNE_EXPORT = "commune-export"
    PORTAL_XLSX = "portal-xlsx"
    PORTAL_LIST = "portal-list"
    ANNEX = "annex"
    CODE_LIST = "code-list"

    @property
    def description(self) -> str:
        """The kind in the words of an office."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {
    FileKind.TABLE: "bảng danh mục (CSV hoặc Excel)",
    FileKind.PORTAL_DETAIL: "chi tiết thủ tục từ Cổng Dịch vụ công (JSON)",
    FileKind.COMMUNE_EXPORT: "bản xuất thủ tục cấp xã (TTHC2-CAPXA)",
    FileKind.PORTAL_XLSX: "bản xuất Excel của Cổng Dịch vụ công (Danh sách TTHC)",
    FileKind.PORTAL_LIST: "trang danh sách từ Cổng Dịch vụ công (JSON)",
    FileKind.ANNEX: "phụ lục quyết định công bố",
    FileKind.CODE_LIST: "danh sách mã thủ tục",
}


class Mode(StrEnum):
    """Whether what a file lacks has left (snapshot), or only what it names changes."""

    SNAPSHOT = "snapshot"
    CHANGE = "change"


class Doubt(StrEnum):
    """Why a row's code cannot be taken as it is written; `rules.repairs` settles it with what is known
    elsewhere."""

    LOST_ZEROS = "mã bị mất số 0"
    COMMA = "mã ghi dấu phẩy"
    MALFORMED = "mã sai dạng"
    NO_CODE = "không có mã"


@dataclass(frozen=True, slots=True)
class Row:
    """One input row. `procedure` is what it says (None: a heading); `written` the code as it stands there.

    `reasons`: the cells and headings that said its kind and its day; `answers`: what a person said of it.
    `doubt` holds the row back until it is settled; `case` is its text where the row is one case of a code.
    """

    source: Source
    procedure: Procedure | None = None
    written: str = ""
    status: RowStatus = RowStatus.PUBLISHED
    doubt: Doubt | None = None
    case: str = ""
    replaces: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    reasons: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the row did not become a procedure (so far)."""
        # Nearly every row has no problem, and is asked this many times.
        return self.doubt is not None or (
            bool(self.problems) and any(p.severity is Severity.ERROR for p in self.problems)
        )

    @property
    def held(self) -> bool:
        """Whether the row waits for a person's answer."""
        return bool(self.problems) and not self.refused and any(p.severity is Severity.QUESTION for p in self.problems)

    @property
    def taken(self) -> bool:
        """Whether the row became a procedure, or a part of one."""
        return self.procedure is not None and not self.refused and not self.held


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of a file: every one became a procedure (or a case of one), a heading, a question or a problem."""

    file: str
    rows: int
    procedures: int
    headings: int
    problems: int
    questions: int = 0

    def __post_init__(self) -> None:
        if self.rows != self.procedures + self.headings + self.problems + self.questions:
            raise AssertionError(f"{self.file}: rows do not add up: {self}")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about a file: mode, kind, and columns (`code` -> `B`). None: found by content."""

    mode: Mode | None = None
    kind: FileKind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read. `entries`: the rows with the cases of a code joined into one; `notes` belong to no row.

    `complete`: the file states every field, so what it leaves empty is empty (a catalogue's own export).
    `dated`: the day that the file names as its own.
    """

    file: str
    sha256: str
    kind: FileKind
    mode: Mode
    rows: tuple[Row, ...]
    entries: tuple[Row, ...]
    notes: tuple[Problem, ...] = ()
    sample: bool = False
    complete: bool = False
    dated: date | None = None

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """What the file says, one per code (and period)."""
        return tuple(e.procedure for e in self.entries if e.taken and e.procedure is not None)

    @property
    def headings(self) -> int:
        """Rows recognised as titles, headers, sections, numbering or signatures."""
        return self.tally.headings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything a person must know, in file order."""
        return tuple(p for row in self.rows for p in row.problems) + self.notes

    @property
    def tally(self) -> Tally:
        """How the rows add up."""
        return count_rows(self.file, self.rows)


def count_rows(file: str, rows: tuple[Row, ...]) -> Tally:
    """Count what became of each row. Raises `AssertionError` where one is unaccounted for."""
    refused = sum(row.refused for row in rows)
    return Tally(
        file=file,
        rows=len(rows),
        procedures=sum(row.taken for row in rows),
        headings=sum(row.procedure is None and not row.refused and not row.held for row in rows),
        problems=refused,
        questions=sum(row.held for row in rows),
    )
