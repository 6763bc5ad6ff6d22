"""Headings that name nothing known: no kind, no level, no «Lĩnh vực …».

Such a heading is the name of a field written short («II. Đất đai»), or it says in words that nobody foresaw what
happens to the procedures below it («B. XÓA SỔ»). Which of the two, only a catalogue or a person can tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.intake.entry import HEADING, ask
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.model.question import KIND_WORDS, SKIP, TAKE, Topic
from kiosk.text import fold, tidy

_MOST_WORDS = 12
_ORDINALS = tuple(map(re.compile, (r"(?![IVX]\b)[A-ZĐ]", r"[IVX]+", r"\d{1,2}", r"\d{1,2}(?:\.\d{1,2})+")))
"""Letters, Roman numbers, numbers, outer ones first: so decisions are divided (decree 30/2020, annex I)."""
_ORDINAL = re.compile(r"([A-ZĐ]|[IVX]+|\d{1,2}(?:\.\d{1,2})*)\s*[.)/-]?\s+(?=\S)")
# Offices, groups, papers and places: they head rows and say nothing of their kind.
_FAMILIAR = re.compile(
    r"^(?:so|ban|bo|uy ban|ubnd|cong an|chi cuc|cuc|trung tam|ttphcc|phong|van phong|co quan|don vi|to chuc|chu tich"
    r"|nhom|phan|phu luc|danh muc|bieu|bang|muc|quyet dinh|cong hoa|doc lap|stt|ghi chu|luu y|noi nhan|tong|cong)\b"
    r"|\b(?:tthc|thu tuc hanh chinh|dia phuong|trung uong|kem theo|chuc nang|thanh pho|cap)\b"
    r"|\b(?:co hieu luc|(?:ap dung|thuc hien) (?:ke )?tu)\b|, ngay \d|^\W*$"
)


@dataclass(frozen=True, slots=True)
class StrangeHeading:
    """A heading in unknown words, without its ordinal; `rank` as `find_rank` says."""

    text: str
    rank: int


def find_rank(text: str) -> int:
    """How deep the ordinal of a heading stands, 0 outermost; the deepest rank where it has none."""
    match = _ORDINAL.match(tidy(text))
    ranks = (i for i, pattern in enumerate(_ORDINALS) if match and pattern.fullmatch(match[1]))
    return next(ranks, len(_ORDINALS))


def has_ordinal(text: str) -> bool:
    """Whether a heading begins with a letter or number of a division."""
    return find_rank(text) < len(_ORDINALS)


def is_strange(bare: str) -> bool:
    """Whether a heading without its ordinal, which names no kind, level or field, may be a field or an unknown kind."""
    folded = fold(bare)
    return len(folded) > 1 and len(folded.split()) <= _MOST_WORDS and _FAMILIAR.search(folded) is None


def ask_strange(source: Source, headings: tuple[StrangeHeading, ...]) -> tuple[Problem, ...]:
    """A question for each strange heading above a row.

    Whether it is the name of a field, the catalogue knows (`settle_questions`): then nobody is asked.
    """
    message = "không rõ đề mục này là tên lĩnh vực hay nói về loại thay đổi của các dòng dưới nó"
    answers = (TAKE, *KIND_WORDS, SKIP)
    return tuple(ask(source, HEADING, h.text, message, Topic.KIND, answers, h.text) for h in headings)
