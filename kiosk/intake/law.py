"""Words of law that take a procedure off the boards, wherever they stand: headings, cells, comments, footnotes."""

from __future__ import annotations

import re

from kiosk.text import fold

_ENDING_WORD = re.compile(
    r"\bbai bo\b|\bhuy (?:bo|cong khai|cong bo)\b|\bbi thay the\b|\bhet hieu luc\b|\bthoi ap dung\b|\bngung\b"
    r"|\bkhong con (?:hieu luc|ap dung|thuc hien|cong khai)\b|\btam (?:thoi )?(?:dung|ngung|dinh chi|hoan)\b"
    r"|\bdinh chi\b|\bloai bo\b|\bcham dut\b|\bda xoa\b|\bkhong thuc hien\b|\bda thay the\b|\bra khoi danh muc\b"
    r"|\bdung (?:tiep nhan|cong khai)\b|\bkhong tiep nhan\b|\bxoa bo\b"
)


def speaks_of_ending(text: str) -> bool:
    """Whether a text has a word of law that takes something off the boards."""
    return _ENDING_WORD.search(fold(text)) is not None
