"""Names of the files of a release."""

from __future__ import annotations


def name_sheets_file(paper: str) -> str:
    """A site's posting sheets on `paper`."""
    return f"niem-yet-{paper}.pdf"


SHEETS_FILE = name_sheets_file("A4")
"""A site's posting sheets where nothing chose another paper."""
BOARD_FILE = "bang-chi-dan-A3.pdf"
"""A site's index board."""


def name_single_file(code: str) -> str:
    """A site's kiosk page as a single file."""
    return f"kiosk-{code}.html"
