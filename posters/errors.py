"""The one tree of errors: each names the place, the value and the way out, in Vietnamese."""

from __future__ import annotations


class PostingError(Exception):
    """Base of every error that a person may see.

    `place` says where (file and row, site and sheet, setting), `value` what was found there,
    `way_out` what to do. All three are shown; `value` may be empty.
    """

    def __init__(self, message: str, *, place: str = "", value: str = "", way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.value = value
        self.way_out = way_out

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        value = f" (giá trị: «{self.value}»)" if self.value else ""
        return f"{head}{value}." + (f" Cách xử lý: {self.way_out}." if self.way_out else "")


class DrawingError(PostingError):
    """Something cannot be drawn as promised (a name that does not fit, an unknown paper size)."""


class MissingGlyphError(DrawingError):
    """A character has no glyph in the embedded faces."""


class ReadBackError(PostingError):
    """A finished page does not read back as what it should carry."""


class PhotoError(PostingError):
    """A photo cannot be read: not one, beyond the bounds, or its reading had to be ended."""
