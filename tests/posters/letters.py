"""Letters of a finished page as a reader places them, so that tests can say that none lies on another."""

from __future__ import annotations

import contextlib
import itertools
from typing import NamedTuple

import pypdfium2

from posters.text import PT


class Letter(NamedTuple):
    """A letter's own box in mm from the page's upper left corner, marks included."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float


def read_letters(content: bytes) -> list[Letter]:
    """The letters of the first page."""
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        page = document[0]
        text, high = page.get_textpage(), page.get_height()
        found = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
        letters = [Letter(c, x * PT, (high - above) * PT, x2 * PT, (high - y) * PT) for c, (x, y, x2, above) in found]
        return [box for box in letters if box.sign.strip()]


def find_touching(letters: list[Letter]) -> list[str]:
    """Pairs of letters that lie on each other, each with where it begins."""
    ordered = sorted(letters, key=lambda box: box.left)
    return [
        f"{a.sign} {b.sign} ({a.left:.1f}, {a.top:.1f})"
        for i, a in enumerate(ordered)
        for b in itertools.takewhile(lambda b, right=a.right: b.left < right - 0.05, ordered[i + 1 :])  # type: ignore[misc]
        if min(a.bottom, b.bottom) - max(a.top, b.top) > 0.05
    ]
