"""What the headings of an annex say they hold («I. LĨNH VỰC HỘ TỊCH (05 TTHC)»), against what was found below them.

A table cut off at a page, or a row read as something else, shows here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.intake.entry import HEADING, report_warning
from kiosk.intake.readers.annex_headings import find_doubt, read_stated_count
from kiosk.intake.rows import Row


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the index of the row it stands at (or before), how deep it stands (0: no section), its text."""

    at: int
    depth: int
    text: str


def check_counts(rows: tuple[Row, ...], headings: Sequence[Heading]) -> tuple[Row, ...]:
    """`rows` with a warning at every heading in doubt, or whose count is not the one of the procedures below it."""
    sections = [h for h in headings if h.depth]
    checked = list(rows)
    for heading in headings:
        message, rule = find_doubt(heading.text)
        if message and heading.at < len(rows):
            row = checked[heading.at]
            problem = report_warning(row.source, HEADING, heading.text[:200], message, rule)
            checked[heading.at] = replace(row, problems=(*row.problems, problem))
    for index, heading in enumerate(sections):
        stated = read_stated_count(heading.text)
        if stated is None or heading.at >= len(rows):
            continue
        # A section ends where one of its own or of an outer kind begins.
        end = next((h.at for h in sections[index + 1 :] if h.depth <= heading.depth), len(rows))
        count = _count_procedures(rows[heading.at : end])
        if count != stated:
            checked[heading.at] = _add_count_problem(checked[heading.at], heading.text, stated, count)
    return tuple(checked)


def _count_procedures(rows: Sequence[Row]) -> int:
    """How many procedures rows speak of: cases of one code count once, a row without a code for itself."""
    return len({row.procedure.code or row.source for row in rows if row.procedure is not None})


def _add_count_problem(row: Row, text: str, stated: int, count: int) -> Row:
    message = f"đề mục ghi {stated} thủ tục nhưng bên dưới có {count}"
    problem = report_warning(row.source, HEADING, text[:200], message, "các dòng được nhận đúng như trong bảng")
    return replace(row, problems=(*row.problems, problem))
