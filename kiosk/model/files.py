"""Names of the files of a release."""

from __future__ import annotations

SHEETS_FILE = "niem-yet-A4.pdf"
"""A site's posting sheets."""
BOARD_FILE = "bang-chi-dan-A3.pdf"
"""A site's index board."""


def name_single_file(code: str) -> str:
    """A site's kiosk page as a single file."""
    return f"kiosk-{code}.html"
