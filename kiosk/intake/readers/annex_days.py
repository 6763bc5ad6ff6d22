"""Days in an annex: in cells of every form, in remarks, and in sentences about single rows («riêng thủ tục số 2 …»)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.intake import values
from kiosk.intake.codes import find_codes
from kiosk.text import fold, tidy

_SERIAL = re.compile(r"\d{5}(?:\.0)?")
_SERIALS = range(36_526, 73_051)  # 2000-01-01 to 2099-12-31, as spreadsheets count days
_EPOCH = date(1899, 12, 30)
_EXCEPT = re.compile(r"[\s;,.(]*\b(?:riêng|ngoại trừ|trừ)\b(?P<clause>.*)", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\b(?:số thứ tự|thứ tự|số|stt|tt)\s*:?\s*(\d{1,3}(?:\s*(?:,|;|và|-|–|đến)\s*(?:số\s*)?\d{1,3})*)", re.IGNORECASE
)
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|đến)\s*(?:số\s*)?(\d{1,3})")
_OF_DAYS = re.compile(r"\bhieu luc\b|\bap dung\b|\bthuc hien\b|\btu ngay\b")
# A remark about the change itself begins with its days; anything before them is what the days are said of.
_OF_ITSELF = re.compile(
    r"^\W*(?:(?:thu tuc nay|quyet dinh nay|noi dung nay|duoc|tam thoi|chi)\s+)*"
    r"(?:co hieu luc|hieu luc|ap dung|thuc hien|ke tu|tu|den|tam dung|tam ngung|(?:bi )?bai bo|het hieu luc|sua doi)\b"
)
_HOUR = r"\d{1,2}\s*(?:giờ|h)\s*\d{0,2}(?:\s*phút)?"
_DAY = r"(?:ngày\b|mùng\b|\d{1,2}\s*[/.-]|\d{4}-).{3,40}"
_FROM = re.compile(
    r"(?<!hết )(?:hiệu lực|áp dụng|thực hiện|thi hành)\b"
    rf"(?:[\s:,]|\b(?:là|thi hành|kể|từ|thời điểm|lúc|vào|bắt đầu)\b|{_HOUR})*(?<!\w)(?=({_DAY}))",
    re.IGNORECASE,
)
# «TTHC bị bãi bỏ từ ngày 01/01/2027»: the day of that section alone.
SINCE = re.compile(rf"\b(?:kể\s+)?từ\s+(?:{_HOUR}\s*,?\s*)?(?=({_DAY}))", re.IGNORECASE)
UNTIL = re.compile(r"đến\s+(?:hết\s+)?(ngày\b.{6,40}|\d{1,2}\s*[/.-].{3,20})", re.IGNORECASE)
# «có hiệu lực kể từ ngày ký», «có hiệu lực sau 10 ngày kể từ ngày ký», «ngay sau khi ký».
_SIGNING = re.compile(
    r"(?:\bhieu luc\b(?: thi hanh)?|^\W*)(?: ?\bsau (\d{1,3}) ngay,?)?"
    r"(?: ?ke)? ?(?:\btu (?:ngay|khi|thoi diem)|\bngay (?:sau )?khi) (?:duoc )?ky\b"
)
# «có hiệu lực từ tháng 7 năm 2027»: something is said of the day, in a form that is no day.
_UNREAD = re.compile(
    r"(?<!het )(?<!con )\bhieu luc\b(?: thi hanh)?(?:\s*:|(?: ke)? tu\b| sau\b| trong \d| ngay\b| khi\b| vao\b)"
    r"|\b(?:ap dung|thuc hien|thi hanh)(?: ke)? tu (?:ngay|thang|quy|dau|cuoi|giua|nam|khi|\d)"
)
# «01/7/2025 đối với cấp xã; 01/01/2026 đối với cấp tỉnh»: each day is said of some.
_APART = re.compile(r"(?:\d{1,2}\s*[/.-]\s*\d{2,4}|năm\s+\d{4})\s*,?\s*\(?\s*(?:đối với|cho|với)\b", re.IGNORECASE)
# The end of a day is the beginning of the next one: which of them is meant, the text must say.
_MIDNIGHT = re.compile(r"\b24\s*(?:giờ|h)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:tu|hieu luc|ap dung|thuc hien)\b.{0,16}?"
    r"\b(?:thang \d{1,2}|quy (?:[ivx]{1,3}|\d)|(?:dau|giua|cuoi) (?:nam|thang|quy)|nam 20\d\d|sau \d{1,3} ngay)\b"
)
_PLANNED = re.compile(r"\b(?:du kien|de nghi|de xuat|khoang)\b")
_OF_A_DOCUMENT = re.compile(r"\b(?:quyet dinh|qd|nghi dinh|nd|thong tu|tt|luat|nghi quyet|nq|van ban)\b")


@dataclass(frozen=True, slots=True)
class DayException:
    """Rows (by their number, or by code) that hold from another day than the rest."""

    numbers: frozenset[int]
    codes: frozenset[str]
    day: date


def read_day_cell(text: str) -> date | None:
    """The one day that a cell names, in any form that can be read without guessing; None where there is none or two."""
    plain = tidy(text)
    if _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS:
        return _EPOCH + timedelta(days=int(float(plain)))
    days = values.find_days(plain)
    return days[0] if len(days) == 1 and not _PLANNED.search(fold(plain)) else None


def split_exceptions(text: str) -> tuple[str, tuple[DayException, ...], bool]:
    """A sentence without its exceptions, those exceptions, and whether one could not be understood."""
    match = _EXCEPT.search(text)
    if match is None or not _OF_DAYS.search(fold(text)):
        return text, (), False
    exceptions: list[DayException] = []
    unclear = False
    for part in re.split(r"[;.]\s+", match["clause"]):
        clause = _EXCEPT.sub(lambda m: m["clause"], part)
        numbers, codes = _read_numbers(clause), frozenset(find_codes(clause))
        days = values.find_days(clause)
        if len(days) == 1 and (numbers or codes):
            exceptions.append(DayException(numbers, codes, days[0]))
        elif days or numbers or codes:
            unclear = True
    return text[: match.start()], tuple(exceptions), unclear or not exceptions


def _read_numbers(text: str) -> frozenset[int]:
    numbers: set[int] = set()
    for match in _NUMBERS.finditer(text):
        for first, last in _RANGE.findall(match[1]):
            numbers |= set(range(int(first), int(last) + 1))
        numbers |= {int(n) for n in re.findall(r"\d{1,3}", match[1])}
    return frozenset(numbers)


def is_of_itself(text: str) -> bool:
    """Whether the days in a remark are those of the change, not of a fee or a paper that it mentions."""
    return _OF_ITSELF.search(fold(text)) is not None


def names_day(text: str) -> bool:
    """Whether a text names any day."""
    return bool(values.find_days(text))


def names_document(text: str) -> bool:
    """Whether a text speaks of some decision, decree or law, whose days are not the row's."""
    return _OF_A_DOCUMENT.search(fold(text)) is not None


def is_day_alone(text: str) -> bool:
    """Whether a cell holds a day and nothing else."""
    try:
        return values.read_day(text.partition("T")[0]) is not None
    except ValueError:
        return False


def names_vague_day(text: str) -> bool:
    """Whether a text says from when it holds in words that are no day («từ quý III», «áp dụng sau 45 ngày»)."""
    return not names_day(text) and _VAGUE.search(fold(text)) is not None


def count_from_signing(text: str) -> int | None:
    """Days from the signing to the taking effect, where a text counts so; working days are not counted out here."""
    match = _SIGNING.search(fold(text))
    return int(match[1] or 0) if match else None


@dataclass(frozen=True, slots=True)
class TakingEffect:
    """What a sentence says of the taking effect. `unread`: something in a form that is no day; `several`: two days, or
    one that may be the day before."""

    since: date | None = None
    until: date | None = None
    after_signing: int | None = None
    unread: bool = False
    several: bool = False


def read_taking_effect(text: str) -> TakingEffect:
    """The days of a sentence, from its words about the taking effect."""
    stated = dict.fromkeys(day for match in _FROM.finditer(text) if (day := values.find_first_day(match[1])))
    since = dict.fromkeys(day for match in SINCE.finditer(text) if (day := values.find_first_day(match[1])))
    until = UNTIL.search(text)
    after = count_from_signing(text)
    return TakingEffect(
        since=next(iter(stated), None),
        until=values.find_first_day(until[1]) if until else None,
        after_signing=after,
        unread=not stated and after is None and _UNREAD.search(fold(text)) is not None,
        several=len(stated | since if stated else stated) > 1
        or len(_APART.findall(text)) > 1
        or _MIDNIGHT.search(text) is not None,
    )


def read_remark_days(text: str) -> tuple[date | None, date | None]:
    """(from, until) that the remark beside a procedure names; of another document's days it says nothing."""
    if not text or names_document(text) or not is_of_itself(text):
        return None, None
    begins = _FROM.search(text) or SINCE.search(text)
    until = UNTIL.search(text)
    return values.find_first_day(begins[1]) if begins else None, values.find_first_day(until[1]) if until else None
