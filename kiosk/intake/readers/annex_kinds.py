"""What words say of the kind of a change: in headings, in names of sheets, in cells beside a procedure.

A wording names one kind, or none, or it cannot be settled: several kinds of which one takes procedures off the boards.
A citation of another decision («đã công bố tại Quyết định số …») says nothing of the kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.intake.law import mend_law, speaks_of_ending
from kiosk.model.statement import ENDING_STATUSES, RowStatus
from kiosk.text import fold

_LONGEST = 600
_FEW_WORDS = 3
_ENDED = r"(?:bai bo|huy bo|thay the|loai bo|dinh chi)"
_STATUSES = (
    (
        RowStatus.NEW,
        re.compile(r"\bban hanh moi\b|\bmoi ban hanh\b|\btthc moi\b|\bthu tuc hanh chinh moi\b|\bchuan hoa\b|^moi\b"),
    ),
    (RowStatus.AMENDED, re.compile(r"\bsua doi\b|\bbo sung\b|\bdinh chinh\b|\bsdbs\b|\bsd bs\b")),
    (RowStatus.REPLACING, re.compile(r"(?<!\bbi )\bthay the\b(?! (?:boi|bang)\b)")),
    (
        RowStatus.REPEALED,
        re.compile(
            r"\bbai bo\b|\bhuy (?:bo|cong khai|cong bo)\b|\bbi thay the\b|\bthay the (?:boi|bang)\b|\bhet hieu luc\b"
            r"|\bthoi (?:ap dung|thuc hien)\b"
            r"|\bkhong con (?:hieu luc|ap dung|thuc hien)\b|\bloai bo\b|\bcham dut\b|\b(?:khong|thoi) thuc hien nua\b"
        ),
    ),
    (
        RowStatus.SUSPENDED,
        re.compile(
            r"\btam (?:thoi )?(?:dung|ngung|hoan|dinh chi)\b|\bbi dinh chi\b|^dinh chi$"
            r"|\b(?:dinh chi|ngung|dung) (?:thuc hien|ap dung)\b"
        ),
    ),
    (
        RowStatus.RESUMED,
        re.compile(r"\b(?:tiep tuc|khoi phuc) (?:viec )?(?:thuc hien|ap dung)\b|\b(?:thuc hien|ap dung) tro lai\b"),
    ),
    (RowStatus.PUBLISHED, re.compile(r"\bgiu nguyen\b|\bkhong thay doi\b")),
)
_BOTH_ENDED = re.compile(rf"\bbi {_ENDED}(?:\s*(?:,|/|-|va|hoac)\s*(?:bi )?{_ENDED})+")
# «đã được công bố tại Quyết định số 100/QĐ-UBND ngày … của …», up to what is said of it.
_PROPOSED = re.compile(r"\b(?:de nghi|kien nghi|de xuat|du kien|du thao|se)\b")
# «không bãi bỏ»; «bãi bỏ một phần», «bãi bỏ quy định về phí»: not the procedure itself, or not at all.
_NOT_WHOLE = re.compile(
    rf"\b(?:khong|chua|chang) (?:bi |duoc |phai )?{_ENDED}\b"
    rf"|{_ENDED} (?:mot phan|mot so (?!thu tuc|tthc)|quy dinh|noi dung|thanh phan|phi|le phi|giay|cum tu|khoan|diem"
    r"|dieu)\b"
)
_CITED = re.compile(
    r"(?:\b(?:da|duoc|dang)\s+)*"
    r"(?:\b(?:cong bo|ban hanh(?: moi)?|sua doi|bo sung|thay the|quy dinh)\b[\s,]*(?:va\s+)?)*"
    r"\b(?:kem theo|theo|tai|trong|cua)\s+(?:cac\s+)?(?:quyet dinh|qd)\b.*?"
    r"(?=\s(?:bi|duoc|nay|het|tam|khong|thoi|ngung|bai bo|huy bo|loai)\b|$|[;()])"
)


@dataclass(frozen=True, slots=True)
class KindWording:
    """What a wording says of the kind. `unsettled`: it names several, of which one takes procedures off the boards."""

    status: RowStatus | None = None
    unsettled: bool = False


def read_kind(text: str) -> KindWording:
    """The kind that a wording names; PUBLISHED where it names several that all leave the procedure on the boards."""
    folded = _CITED.sub(" ", mend_law(fold(text[:_LONGEST])))
    if _BOTH_ENDED.search(folded):
        folded = _BOTH_ENDED.sub(" bai bo ", folded)
    statuses = [status for status, pattern in _STATUSES if pattern.search(folded)]
    if _NOT_WHOLE.search(folded):
        return KindWording(RowStatus.PUBLISHED if statuses else None, unsettled=True)
    if not statuses:
        return KindWording(unsettled=speaks_of_ending(text[:_LONGEST]) and _speaks_itself(folded))
    if len(statuses) == 1:
        return KindWording(statuses[0], unsettled=_PROPOSED.search(folded) is not None)
    # «sửa đổi, bổ sung, thay thế»: the code stands either way.
    if statuses == [RowStatus.AMENDED, RowStatus.REPLACING]:
        return KindWording(RowStatus.AMENDED)
    return KindWording(RowStatus.PUBLISHED, unsettled=bool(ENDING_STATUSES & set(statuses)))


def _speaks_itself(folded: str) -> bool:
    """Whether a word of ending stands outside of what is only cited."""
    return speaks_of_ending(folded) or len(folded.split()) <= _FEW_WORDS


# What may follow «thủ tục hành chính» in a title without saying what is done to the procedures.
_LIST_TITLE = re.compile(
    r"^(?:(?:danh muc|phu luc|cac|nhung|nhom|bang|tong hop|noi dung)\b[\s\w]{0,12}?)*?(?:thu tuc hanh chinh|tthc)\b"
    r"|^(?:danh muc |nhom )?(?:cac |nhung )?thu tuc (?=(?:da|bi|khong|chua|het|ngoai|can|phai|do|se|thoi) )"
)
_SAYS_NOTHING = re.compile(
    r"^\W*(?:$|[(\d:]|(?:thuoc|trong|cua|tai|tren|linh vuc|cap|ap dung|dung chung|noi bo|lien thong|phi dia gioi"
    r"|do (?:so|ban|bo|ubnd|uy ban|hdnd|chu tich|cong an|trung tam|ttphcc|cuc|chi cuc|phong|cap|nganh|trung uong|tinh"
    r"|thanh pho|dia phuong|co quan|don vi|to chuc|chinh phu|thu tuong|xa|phuong)|khong phu thuoc|dac thu|thuc hien"
    r"|tiep nhan|giai quyet|cong bo|cong khai|niem yet|dang|con|va|theo|ve|co"
    r"|toan trinh|mot phan|truc tuyen|hien hanh|nganh|o|khac|chung|rieng|kem theo|ban hanh|cung cap|thiet yeu"
    r"|dia phuong|phan cap|uy quyen|so|quoc gia|nhom|bao gom|gom|muc|duoc (?:cong bo|cong khai|tiep nhan|thuc hien"
    r"|giai quyet|giao|phan cap|uy quyen|luat giao|luat|niem yet|cung cap|chuan hoa|ban hanh))\b)"
)


def has_unknown_predicate(folded: str) -> bool:
    """Whether a title says something of its procedures that is no kind, no field and no place («TTHC chuyển về …»)."""
    title = _LIST_TITLE.match(folded)
    return title is not None and _SAYS_NOTHING.match(folded[title.end() :].strip()) is None


def drop_citations(folded: str) -> str:
    """A folded text without the decisions that it only mentions."""
    return _CITED.sub(" ", folded)
