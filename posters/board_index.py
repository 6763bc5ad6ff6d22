"""The index of a board as rows in columns. Pure: measures and places, draws nothing; nothing is cut.

In come groups and matters, a type size and the width of a column; out come rows with their lines, and the rows of every
column. Which size is taken and where the columns stand is left to `board`. Lengths are millimetres, sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from posters.fonts import Face
from posters.spec import BoardGroup, BoardMatter
from posters.text import PT, break_lines, clean, find_leading, measure_width

LEADING = 1.27
"""Line distance over type size at least: under 1.25 the marks of two lines touch."""
HEAD = 1.14
"""Size of a heading over that of what it heads."""
_NUMBERED = re.compile(r"(.*?)([-·]?)(\d+)")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A piece of the index that is not split: lines of text `step` mm apart from `inset` on, sheets at the right that
    end on the last line, lines of `examples` below, in type of `size` and `small` points. It takes `height` mm, of
    which `above` before the text; one that heads keeps with the next, and stands as `again` where its group goes on in
    another column."""

    lines: tuple[str, ...]
    sheets: tuple[str, ...]
    size: float
    step: float
    above: float
    height: float
    heads: bool = False
    number: str = ""
    inset: float = 0.0
    examples: tuple[str, ...] = ()
    small: float = 0.0
    again: IndexRow | None = None

    @property
    def face(self) -> Face:
        """The face of its text."""
        return Face.BOLD if self.heads else Face.REGULAR


def join_labels(labels: Sequence[str]) -> str:
    """Labels with runs drawn together: HT-01, HT-02, HT-03, HT-07 is «HT 01–03, 07», 7-1, 7-2 is «7·1–2». A blank or a
    dot stands for the hyphen, which would look like the dash of a run."""
    parts = []
    for (prefix, mark), same in groupby(map(_split_label, labels), key=lambda part: part[:2]):
        ranges = []
        for _, run in groupby(enumerate(number for _, _, number in same), key=_find_offset):
            ends = [number for _, number in run]
            ranges.append(ends[0] if len(ends) == 1 else f"{ends[0]}–{ends[-1]}")
        parts.append(prefix + mark + ", ".join(ranges))
    return ", ".join(parts)


def _split_label(label: str) -> tuple[str, str, str]:
    """Prefix, what is shown between it and the number, and the number; a label of another form is all number."""
    match = _NUMBERED.fullmatch(label)
    if match is None or not match[1]:
        return "", "", label
    return match[1], "·" if match[1].isdigit() else " ", match[3]


def _find_offset(numbered: tuple[int, str]) -> object:
    """The same for neighbours in a run."""
    place, number = numbered
    return int(number) - place if number.isdigit() else number


def list_rows(groups: Sequence[BoardGroup], size: float, room: float) -> Iterator[IndexRow]:
    """Every group as a heading with its sheets, and its fields with theirs."""
    for group in groups:
        again = _make_heading(replace(group, title=f"{group.title} (tiếp)", fields=()), size, room)
        yield replace(_make_heading(group, size, room), again=again)
        for field in group.fields:
            yield _make_row(field.name, join_labels(field.sheets), size, room, above=0.32)


def _make_heading(group: BoardGroup, size: float, room: float) -> IndexRow:
    return _make_row(
        group.title, join_labels(group.sheets), size * HEAD, room, above=1.0, heads=True, number=group.number
    )


def list_matters(matters: Sequence[BoardMatter], size: float, room: float) -> tuple[IndexRow, ...]:
    """Every matter with its one sheet."""
    return tuple(_make_row(m.name, join_labels((m.sheet,)), size, room, above=0.34) for m in matters)


def list_overview(
    groups: Sequence[BoardGroup], size: float, room: float, most: int, least: float
) -> tuple[IndexRow, ...]:
    """Every group with its sheets, and below it at most `most` lines of what people come for, in type of `least` points
    or more."""
    rows = []
    small = max(size / 1.3, least)
    for group in groups:
        row = _make_row(group.title, join_labels(group.sheets), size, room, above=0.4, heads=True, number=group.number)
        examples = _take_examples(group.examples or tuple(f.name for f in group.fields), small, room - row.inset, most)
        more = (len(examples) * find_leading(examples, Face.REGULAR, LEADING) + 0.1) * small * PT if examples else 0.0
        rows.append(replace(row, examples=examples, small=small, height=row.height + more))
    return tuple(rows)


def _take_examples(texts: Sequence[str], size: float, room: float, most: int) -> tuple[str, ...]:
    """As many of `texts` as make at most `most` lines; none of them in part."""
    lines: tuple[str, ...] = ()
    for count in range(1, len(texts) + 1):
        longer = break_lines(clean(", ".join(texts[:count])), Face.REGULAR, size, room)
        if len(longer) > most:
            break
        lines = longer
    return lines


def _make_row(
    text: str, sheets: str, size: float, room: float, *, above: float, heads: bool = False, number: int = 0
) -> IndexRow:
    face, em = Face.BOLD if heads else Face.REGULAR, size * PT
    number_text = str(number) if number else ""
    inset = measure_width("00", Face.BOLD, size) + 0.45 * em if number else 0.0
    ends = break_lines(sheets, Face.BOLD, size, max(room * 0.5, 6 * em)) if sheets else ()
    taken_width = max((measure_width(line, Face.BOLD, size) for line in ends), default=-em) + em
    lines = break_lines(clean(text) or "–", face, size, room - inset - taken_width)
    step = find_leading((*lines, *ends), face, LEADING) * em
    below = 0.06
    height = max(len(lines), len(ends)) * step + (above + below) * em
    return IndexRow(lines, ends, size, step, above * em, height, heads, number_text, inset)


def fill_columns(rows: Sequence[IndexRow], heights: Sequence[float]) -> list[list[IndexRow]] | None:
    """Rows from top to bottom in columns of these heights, the last height for all beyond; a heading never ends a
    column, and stands again over what goes on in the next. None where a row is taller than a column."""
    columns: list[list[IndexRow]] = [[]]
    used_height, again = 0.0, None
    for i, row in enumerate(rows):
        again = row.again or again
        needed_height = row.height + (rows[i + 1].height if row.heads and i + 1 < len(rows) else 0)
        if columns[-1] and used_height + needed_height > _find_height(heights, len(columns)):
            columns.append([])
            used_height = 0.0
            if again is not None and not row.heads:
                columns[-1].append(again)
                used_height = again.height
        columns[-1].append(row)
        used_height += row.height
        if used_height > _find_height(heights, len(columns)):
            return None
    return columns


def _find_height(heights: Sequence[float], number: int) -> float:
    return heights[min(number, len(heights)) - 1]
