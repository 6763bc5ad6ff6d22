"""What a person must know about one place in an input."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.canonical import digest, dump_canonical
from kiosk.model.catalogue import Source
from kiosk.model.question import Question


class Severity(StrEnum):
    """What a Problem does to its row: refuse it, hold it back until a person answers, or take it and say so."""

    ERROR = "lỗi"
    QUESTION = "câu hỏi"
    WARNING = "cảnh báo"
    REPAIR = "đề nghị sửa"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must know about one place in an input.

    ERROR: the row did not become a procedure. QUESTION: it is held back until a person gives one of the answers of
    `question`. WARNING: it became one, and `rule` says what decided.
    REPAIR: a proposed correction (`value` -> `proposal`) that waits for acceptance (`--accept-repairs`).
    """

    source: Source
    column: str
    value: str
    message: str
    way_out: str
    severity: Severity = Severity.ERROR
    proposal: str = ""
    rule: str = ""
    question: Question | None = None

    @property
    def key(self) -> str:
        """What names this problem in a person's answer: the same words about the same place."""
        place = (self.source.file, self.source.sheet, self.source.row, self.column)
        return digest(dump_canonical((*place, self.value, self.message, self.severity.value, self.proposal)))[:32]

    def __str__(self) -> str:
        quoted = f" (giá trị: «{self.value}»)" if self.value else ""
        return f"{self.source}, cột {self.column}: {self.message}{quoted}. Cách xử lý: {self.way_out}."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that nobody has answered yet: whose row, of which file (sha256) and code.

    `derived`: it follows from what else is known of the code, and may vanish with the next statement about it.
    """

    problem: Problem
    origin: str
    code: str
    derived: bool = False
