"""What an open task of the office is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One thing to do: a word for machines, the sentence, how many things it is about, since when (where known), and
    the next command."""

    kind: str
    sentence: str
    count: int
    next: str
    since: date | None = None
