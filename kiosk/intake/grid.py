"""A table as it stands in a file: text cells in numbered rows, whatever the container was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.text import tidy


@dataclass(frozen=True, slots=True)
class GridRow:
    """One non-empty row. `number` as a person counts it (1-based); `numeric` are columns typed as numbers,
    `links` the addresses behind cells, `struck` columns with struck-through letters.

    Cells keep their line ends. A cell merged downwards stands in every row it covers; one merged to the
    right stands in its first column only.
    """

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()
    links: Mapping[int, str] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()

    def text(self, column: int) -> str:
        """The tidied text of a column, empty where the row is shorter."""
        return tidy(self.cells[column]) if 0 <= column < len(self.cells) else ""

    def raw(self, column: int) -> str:
        """The text of a column with its line ends."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    def filled(self) -> tuple[tuple[int, str], ...]:
        """(column, tidied text) of every cell that says something."""
        return tuple((i, text) for i, cell in enumerate(self.cells) if (text := tidy(cell)))


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something in a sheet that its reader does not see, at a row: the finding, and what was done about it."""

    row: int
    value: str
    message: str
    rule: str


@dataclass(frozen=True, slots=True)
class TextGrid:
    """A sheet or table: its rows, and the paragraphs that stood before it (documents only).

    `notes`: what a person who looks at the file would not see. `document`: the tables around it are one text with it.
    `separated`: its cells were cut at separators, so that a row may have more of them than it should.
    """

    name: str
    rows: tuple[GridRow, ...]
    before: tuple[str, ...] = ()
    notes: tuple[Unseen, ...] = ()
    document: bool = False
    separated: bool = False


def write_letter(column: int) -> str:
    """The letter a spreadsheet shows over a 0-based column (0 is A, 26 is AA)."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_letter(name: str) -> int | None:
    """The 0-based column of a letter (A, b, AA), or None where it is no column letter."""
    name = name.strip().upper()
    if not (name.isascii() and name.isalpha() and len(name) <= 3):
        return None
    number = 0
    for c in name:
        number = number * 26 + ord(c) - ord("A") + 1
    return number - 1
