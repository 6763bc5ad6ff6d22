"""A table of a report as plain values, before it becomes a page of a workbook, lines of a file or a part of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from posters.printable import find_unprintable
from posters.text import clean

Cell = str | int


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report: key for machines, heading, what it says in a sentence, columns with widths in characters,
    rows. `bars`: label, part and whole of each bar of its chart, none where it has no chart."""

    key: str
    title: str
    note: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: tuple[tuple[str, int, int], ...] = ()


def say_day(day: date | None) -> str:
    """A day as people write it, "" for none."""
    return f"{day:%d/%m/%Y}" if day else ""


def make_printable(text: str) -> str:
    """`text` with every character that no face of ours has told by its number: people type what they like, and one of
    them must not keep a whole report from being printed."""
    text = clean(text)
    char = find_unprintable(text)
    while char is not None:
        text = text.replace(char, f"[U+{ord(char):04X}]")
        char = find_unprintable(text)
    return text
