"""Questions: what a file leaves open and only a person can settle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What of a change is in doubt."""

    KIND = "loại thay đổi"
    DAY = "ngày có hiệu lực"
    PLACE = "nơi tiếp nhận"
    SUBJECT = "thủ tục nào"
    NAME = "tên"
    CONFLICT = "mâu thuẫn"
    NUMBER = "số quyết định"


TAKE = "nhận"
SKIP = "bỏ"
"""Answers that take a row as it is read, or leave it out."""
KIND_WORDS = ("new", "amended", "replaced", "repealed", "suspended", "resumed")
"""Answers that name the kind of a change."""
PLACE_WORDS = ("commune", "city", "commune+city")
"""Answers that name the place of reception."""
DAY_ANSWER = "NGÀY"
"""Stands for any day, written 2027-03-01 or 01/03/2027."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its possible answers in the words that a person types; `wording` is a heading's or a sheet's text,
    where one answer holds for every row below it and is remembered."""

    topic: Topic
    answers: tuple[str, ...]
    wording: str = ""
