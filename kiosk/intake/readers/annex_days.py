"""Days in an annex: in cells of every form, in remarks, and in sentences about single rows («riêng thủ tục số 2 …»)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.intake import values
from kiosk.intake.codes import find_codes
from kiosk.text import fold, tidy

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
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
    days = {date(*map(int, match.groups())) for match in _ISO.finditer(plain) if _exists(*map(int, match.groups()))}
    days |= set(values.find_days(plain))
    return days.pop() if len(days) == 1 else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def split_exceptions(text: str) -> tuple[str, tuple[DayException, ...], bool]:
    """A sentence without its exceptions, those exceptions, and whether one could not be understood."""
    match = _EXCEPT.search(text)
    if match is None or not _OF_DAYS.search(fold(text)):
        return text, (), False
    exceptions: list[DayException] = []
    unclear = False
    for part in re.split(r"[;.]\s+", match["clause"]):
        clause = _EXCEPT.sub(lambda m: m["clause"], part)
        numbers, codes = _numbers(clause), frozenset(find_codes(clause))
        days = values.find_days(clause)
        if len(days) == 1 and (numbers or codes):
            exceptions.append(DayException(numbers, codes, days[0]))
        elif days or numbers or codes:
            unclear = True
    return text[: match.start()], tuple(exceptions), unclear or not exceptions


def _numbers(text: str) -> frozenset[int]:
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
    return bool(values.find_days(text)) or _ISO.search(text) is not None
