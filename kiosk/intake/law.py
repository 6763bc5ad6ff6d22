"""Words of law that take a procedure off the boards, wherever they stand: headings, cells, comments, footnotes.

In comes any text; out goes whether it speaks of an ending. What kind of ending it is, and whether anything follows from
it, is left to the readers: here a word that may end a procedure is enough.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kiosk.text import fold, tidy

_DOING = r"(?:tiep nhan|cong khai|thuc hien|ap dung|giai quyet|cung cap|niem yet)"
_ENDING_WORD = re.compile(
    r"\bbai bo\b|(?<!tieu )(?<!chi )(?<!phat )\bhuy\b(?! (?:dong|hieu|chuong))|\b(?:bi|da) thay\b"
    r"|\bthay (?:the )?(?:boi|bang) (?!chung chi|giay|van ban|ban )|\bhet (?:hieu luc|hl)\b|\bngung\b|\bkhong con\b"
    r"|\bthoi (?:ap dung|thuc hien|tiep nhan|cong khai)\b|\btam (?:thoi )?(?:dung|ngung|dinh chi|hoan)\b"
    r"|\bdinh chi\b|\bloai (?:bo|ra)\b|\bcham dut\b|\bda xoa\b|\bkhong (?:thuc hien|tiep nhan)\b|\bxoa bo\b"
    rf"|\bcat bo\b|\b(?:loai|dua|rut|go|bo) (?:ra )?khoi\b|\bra khoi danh muc\b|\bdung {_DOING}\b"
    r"|\bbi cat giam\b|\bvo hieu\b|\bgo bo\b|\bkhong thuoc (?:tham quyen|danh muc|pham vi|dien)\b"
    r"|\b(?:da|bi|de nghi) (?:bo|xoa|loai|go|dung|thu hoi)\b|\b(?:bo|xoa|thu hoi) (?:cac )?(?:thu tuc|tthc)\b"
    r"|\bbo (?:roi|di|han|luon)\b|\b(?:duoc|bi|da) (?:long ghep|gop|nhap vao|sap nhap|hop nhat)\b"
    r"|\b(?:long ghep|gop|nhap|sap nhap|hop nhat) (?:chung )?(?:vao|voi|thanh) (?:thu tuc|tthc|ma|\d)"
    # As portals and other people's tables write it.
    r"|\b(?:abolish|repeal|delet|remov|cancel|suspend|expir|revok|discontinu|withdraw|obsolet|inactiv)\w{0,4}\b"
)
# Alone in a cell, a heading or the name of a sheet they say that something ends; within a sentence they mean anything.
# Marks count («Bộ» is a ministry); a text without any mark may be either.
_ALONE = frozenset(
    (
        "dừng", "bỏ", "thôi", "bb", "xóa", "xoá", "thu hồi", "hủy", "huỷ", "loại", "ngừng", "ngưng", "đình chỉ", "cắt",
        "gỡ", "cắt giảm", "x bỏ", "hết", "hết hạn", "hhl", "kết thúc", "hoãn thực hiện", "abolished", "deleted",
        "removed", "repealed", "expired", "cancelled", "dung", "bo", "xoa", "huy", "ngung", "thu hoi", "het han",
    )
)  # fmt: skip
_TORN = tuple(
    (re.compile(r"\b" + r" ?".join(words.replace(" ", "")) + r"\b"), words)
    for words in (
        "bai bo", "huy bo", "thay the", "tam dung", "tam ngung", "dinh chi", "het hieu luc", "sua doi", "bo sung",
        "ban hanh moi",
    )
)  # fmt: skip
_HYPHENS = re.compile(r"(?<=[a-z])\s?[-–_]\s?(?=[a-z])")


def mend_law(folded: str) -> str:
    """The words of law in a folded text, put together where a conversion tore them apart («b ai b o», «bai-bo»)."""
    folded = _HYPHENS.sub(" ", folded)
    for pattern, words in _TORN:
        folded = pattern.sub(words, folded)
    return folded


@lru_cache(maxsize=4096)
def speaks_of_ending(text: str) -> bool:
    """Whether a text has a word of law that takes something off the boards."""
    folded = fold(text)
    return _ENDING_WORD.search(mend_law(folded)) is not None or tidy(text).lower().strip(" .,;:!()[]") in _ALONE
