"""Words that a person gives as a reason: one line that every log, page and terminal shows as it is.

Text comes in, the same text tidied goes out, or a refusal that names the character. What a person did not see cannot be
what a person meant: a control character may clear a screen, and a mark that turns the direction of text hides a number.
"""

from __future__ import annotations

import unicodedata

from kiosk.errors import ReleaseError
from kiosk.text import find_hidden, tidy

_LONGEST = 500


def check_words(text: str, option: str, *, needed: bool = True) -> str:
    """`text` tidied. Raises `ReleaseError` where it holds what cannot be seen or is too long, or is `needed` and
    empty."""
    at = find_hidden(text)
    if at is not None:
        c = text[at]
        raise ReleaseError(
            "có ký tự điều khiển hoặc ký tự ẩn, không nhận",
            place=f"{option}, ký tự thứ {at + 1}",
            value=f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip(),
            way_out="gõ lại nội dung này trên một dòng, không dán từ nơi khác",
        )
    words = tidy(text)
    if needed and not words:
        raise ReleaseError("chưa ghi nội dung", place=option, way_out=f"ghi sau {option} một câu ngắn")
    if len(words) > _LONGEST:
        raise ReleaseError(f"dài {len(words)} ký tự, nhiều nhất {_LONGEST}", place=option, way_out="viết ngắn lại")
    return words
