"""Columns of a table by what stands in them, where no known label names them: codes, portal links, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from kiosk.intake import values
from kiosk.intake.codes import Shape, find_codes, find_in_name, looks_like_code, read_code
from kiosk.intake.grid import GridRow
from kiosk.text import split_words

_CODES = frozenset((Shape.GOOD, Shape.AGENCY))
_LABEL = 150
_CODING = re.compile(r"^ma\b(?!.*\bten\b)")
_NAMING = re.compile(r"\bten|\bthu tuc\b|\btthc\b|\bdich vu cong\b|^noi dung|^tieu ?de\b|(?:name|title)\b")


def find_code_column(rows: Sequence[GridRow]) -> int | None:
    """The one column in which most of `rows` hold a whole code; None where no column or several do."""
    counts = Counter(column for row in rows for column in _find_code_cells(row))
    ranked = counts.most_common(2)
    if not ranked or 2 * ranked[0][1] < sum(len(row.filled()) > 1 for row in rows):
        return None
    return ranked[0][0] if len(ranked) == 1 or 4 * ranked[1][1] < ranked[0][1] else None


def _find_code_cells(row: GridRow) -> Iterable[int]:
    # Digits first: reading a code is dear, and most cells are words.
    return (i for i, text in row.filled() if text[:1].isdigit() and read_code(text).shape in _CODES)


def find_header_above(rows: Sequence[GridRow], column: int) -> int | None:
    """The index of the last row with a label above the first code of `column`; None where there is none."""
    first = next(i for i, row in enumerate(rows) if column in _find_code_cells(row))
    labelled = (i for i in range(first - 1, -1, -1) if may_be_header(rows[i]) and rows[i].text(column))
    return next(labelled, None)


def may_be_header(row: GridRow) -> bool:
    """Whether a row can be a header: two labels at least, none of them long, numbered or holding a code."""
    texts = [text for _, text in row.filled()]
    return len(texts) > 1 and all(
        len(text) <= _LABEL and not text.strip("().").isdigit() and not find_codes(text) and not looks_like_code(text)
        for text in texts
    )


def find_name_column(labels: Mapping[int, str], taken: Collection[int]) -> int | None:
    """The column whose label speaks of a name or a procedure; «tên …» before the others."""
    free = {column: " ".join(split_words(label)) for column, label in labels.items() if column not in taken}
    naming = [column for column, label in free.items() if _NAMING.search(label) and not _CODING.match(label)]
    return min(naming, key=lambda column: (not free[column].startswith("ten"), column), default=None)


def have_coded_names(rows: Sequence[GridRow], column: int) -> bool:
    """Whether most names of a column carry their own code: «1.000234 - Tên», «Tên (1.000234)»."""
    names = [text for row in rows if (text := row.text(column))]
    return 2 * sum(bool(find_in_name(name)[0]) for name in names) > len(names)


def find_link_column(rows: Sequence[GridRow], columns: Iterable[int]) -> int | None:
    """The first of `columns` in which an address with a portal id stands, as text or behind the cell."""
    return next((column for column in columns if any(_leads(row, column) for row in rows)), None)


def _leads(row: GridRow, column: int) -> bool:
    address = f"{row.raw(column)} {row.links.get(column, '')}"
    return "://" in address and bool(values.read_portal_id(address))
