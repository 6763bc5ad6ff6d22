"""Columns that stand for one kind of change each, with marks below them: «Mới | Sửa đổi | Bãi bỏ», one of them ticked.

In comes a label, or a row with its columns; out go the kind that the label names, and the kinds that the row marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.intake import values
from kiosk.intake.grid import GridRow
from kiosk.model.statement import RowStatus
from kiosk.text import fold, split_words

_KINDS = {
    "is_new": (RowStatus.NEW, r"(?:ban hanh |cong bo )?moi(?: ban hanh)?"),
    "is_amended": (RowStatus.AMENDED, r"sua doi(?: bo sung)?|bo sung|sua doi bo sung thay the"),
    "is_replacing": (RowStatus.REPLACING, r"thay the"),
    "is_repealed": (RowStatus.REPEALED, r"(?:bi )?(?:bai bo|huy bo|thay the bai bo)(?: huy bo)?|het hieu luc"),
    "is_suspended": (RowStatus.SUSPENDED, r"(?:bi )?(?:tam dung|tam ngung|dinh chi)(?: thuc hien)?"),
    "is_unchanged": (RowStatus.PUBLISHED, r"giu nguyen|khong thay doi"),
}
_LABELS = {
    role: re.compile(rf"(?:cac )?(?:tthc |thu tuc(?: hanh chinh)? )?(?:duoc )?(?:{words})")
    for role, (_, words) in _KINDS.items()
}
_TICKS = frozenset((*values.TICKS, "co", "1", "*", "+"))


@dataclass(frozen=True, slots=True)
class KindMark:
    """A cell below the label of a kind. `plain`: it only marks; else it says something of its own."""

    status: RowStatus
    text: str
    plain: bool


def find_kind_column(label: str) -> str:
    """The role of a column whose label is a kind and nothing else, empty where it is none."""
    words = " ".join(split_words(label))
    return next((role for role, pattern in _LABELS.items() if pattern.fullmatch(words)), "")


def keep_kind_columns(columns: dict[str, int]) -> dict[str, int]:
    """The columns without a lone «Thay thế», «Bổ sung» or the like, which holds what replaces or is added: only several
    kinds side by side, or one that takes off the boards, are there to be marked."""
    kinds = _KINDS.keys() & columns.keys()
    if len(kinds) > 1 or kinds & {"is_repealed", "is_suspended"}:
        return columns
    return {role: column for role, column in columns.items() if role not in kinds}


def has_kind_columns(columns: Mapping[str, int]) -> bool:
    """Whether a table says the kind of every row by a mark: it has a column for more than one."""
    return len(_KINDS.keys() & columns.keys()) > 1


def find_marks(row: GridRow, columns: Mapping[str, int]) -> list[KindMark]:
    """What stands in a row below labels of kinds."""
    cells = ((status, row.text(columns[role])) for role, (status, _) in _KINDS.items() if role in columns)
    return [KindMark(status, text, fold(text) in _TICKS) for status, text in cells if values.is_marked(text)]
