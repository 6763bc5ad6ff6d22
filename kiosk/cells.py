"""Spreadsheet cells: data is data, never a formula."""

from __future__ import annotations

_STARTERS = ("=", "+", "-", "@", "\t", "\r")


def guard_cell(text: str) -> str:
    """`text`, with an apostrophe before anything a spreadsheet would take for a formula (CWE-1236)."""
    return "'" + text if text.startswith(_STARTERS) else text
