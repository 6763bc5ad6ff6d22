"""Words of law that take a procedure off the boards, wherever they stand: headings, cells, comments, footnotes."""

from __future__ import annotations

import re

from kiosk.text import fold

_ENDING_WORD = re.compile(
    r"\bbai bo\b|(?<!tieu )\bhuy\b|\b(?:bi|da) thay the\b|\bduoc thay the (?:boi|bang)\b|\bhet hieu luc\b|\bngung\b"
    r"|\bkhong con\b|\bthoi (?:ap dung|thuc hien|tiep nhan|cong khai)\b|\btam (?:thoi )?(?:dung|ngung|dinh chi|hoan)\b"
    r"|\bdinh chi\b|\bloai bo\b|\bcham dut\b|\bda xoa\b|\bkhong (?:thuc hien|tiep nhan)\b|\bxoa bo\b|\bcat bo\b"
    r"|\b(?:loai|dua|rut) (?:ra )?khoi\b|\bra khoi danh muc\b|\bdung (?:tiep nhan|cong khai|thuc hien|ap dung)\b"
    r"|\bbi cat giam\b"
)
_TORN = tuple(
    (re.compile(r"\b" + r" ?".join(words.replace(" ", "")) + r"\b"), words)
    for words in (
        "bai bo", "huy bo", "thay the", "tam dung", "tam ngung", "dinh chi", "het hieu luc", "sua doi", "bo sung",
        "ban hanh moi",
    )
)  # fmt: skip


def mend_law(folded: str) -> str:
    """The words of law in a folded text, put together where a conversion tore them apart («b ai b o»)."""
    for pattern, words in _TORN:
        folded = pattern.sub(words, folded)
    return folded


def speaks_of_ending(text: str) -> bool:
    """Whether a text has a word of law that takes something off the boards."""
    return _ENDING_WORD.search(mend_law(fold(text))) is not None
