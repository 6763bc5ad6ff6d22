"""What a person must know about one place in an input."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.canonical import digest, dump_canonical
from kiosk.model.catalogue import Source


class Severity(StrEnum):
    """What a Problem does to its row: refuse it, or take it and say so."""

    ERROR = "lỗi"
    WARNING = "cảnh báo"
    REPAIR = "đề nghị sửa"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must know about one place in an input.

    ERROR: the row did not become a procedure. WARNING: it did, and `rule` says what decided.
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

    @property
    def key(self) -> str:
        """What names this problem in a person's answer: the same words about the same place."""
        place = (self.source.file, self.source.sheet, self.source.row, self.column)
        return digest(dump_canonical((*place, self.value, self.message, self.severity.value, self.proposal)))[:32]

    def __str__(self) -> str:
        quoted = f" (giá trị: «{self.value}»)" if self.value else ""
        return f"{self.source}, cột {self.column}: {self.message}{quoted}. Cách xử lý: {self.way_out}."
