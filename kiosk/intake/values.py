"""Cell texts to values: dates, levels, kinds of site, flags, portal ids. Wrong ones raise `ValueError`."""

from __future__ import annotations

import re
from datetime import date

from kiosk.model.catalogue import Ending, Level, Online
from kiosk.model.site import SiteKind
from kiosk.text import fold, tidy

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
# A year of two digits is of this century: offices write «01/07/27».
_VIETNAMESE = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?![\d/])")
_SPOKEN = re.compile(r"(?:ng[àa]y\s+)?(?<!\d)(\d{1,2})\s+th[áa]ng\s+(\d{1,2})\s+n[ăa]m\s+(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?![\d/-])")
_ANY_DATE = re.compile(rf"{_SPOKEN.pattern}|{_VIETNAMESE.pattern}|{_YEAR_FIRST.pattern}", re.IGNORECASE)
# A day outside is a slip of the keyboard («20226») or a spreadsheet's zero (1900-01-00), never a decision's.
_YEARS = range(1945, 2100)
_LAST_DAY = 31
_LEVEL_SPLIT = re.compile(r"[+|/,;&\n]|\bvà\b")

_LEVELS = {
    "bo": Level.MINISTRY,
    "trung uong": Level.MINISTRY,
    "tinh": Level.PROVINCE,
    "thanh pho": Level.PROVINCE,
    "xa": Level.COMMUNE,
    "phuong": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
    "khac": Level.OTHER,
    "co quan khac": Level.OTHER,
    "nganh doc": Level.OTHER,
}
# Levels that no longer exist (Law on local government of 2025, from 1/7/2025) but still stand in old lists.
_ABOLISHED = frozenset(("huyen", "quan", "thi xa", "quan huyen"))
_SITES = {word: kind for kind in SiteKind for word in (kind.value, *kind.words)}
TICKS = frozenset(("x", "v", "✓", "☑", "✔", "☒", "\uf0fe", "\uf0fc", "\uf052", "\uf0fd"))
"""Marks as offices type them; the last four are ticks of the font Wingdings, stored as private characters."""
_YES = {"co", "true", "1", "yes", *TICKS}
_NO = {"", "khong", "ko", "false", "0", "no", "-", "–", "—", "/", "…", "...", "☐", "\uf0a8", "\uf06f", "\uf0a3"}
_COMMUNE_OFFICE = re.compile(r"\b(?:ubnd|uy ban nhan dan)\b.*\b(?:cap xa|xa, phuong|xa|phuong)\b|\bcong an cap xa\b")


def read_day(text: str) -> date | None:
    """A calendar day: 2027-03-01, 01/03/2027, «ngày 01 tháng 3 năm 2027»; None where empty."""
    text = tidy(text)
    if not text:
        return None
    if match := _ISO.fullmatch(text):
        return _make_likely_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _VIETNAMESE.fullmatch(text) or _SPOKEN.fullmatch(text):
        return _make_likely_day(int(match[3]), int(match[2]), int(match[1]))
    raise ValueError(text)


def _make_likely_day(year: int, month: int, day_: int) -> date:
    year = year + 2000 if year < 100 else year
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day_)


def find_first_day(text: str) -> date | None:
    """The first day named in running text, None where there is none that exists."""
    match = _ANY_DATE.search(text)
    return _read_match(match) if match else None


def find_days(text: str) -> tuple[date, ...]:
    """Every day named in running text, in order, each once."""
    days = (_read_match(match) for match in _ANY_DATE.finditer(text))
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _read_match(match: re.Match[str]) -> date | None:
    """The day of a match, None where no such day exists."""
    first, month, last = (int(g) for g in match.groups() if g)
    try:
        return _make_likely_day(first, month, last) if first > _LAST_DAY else _make_likely_day(last, month, first)
    except ValueError:
        return None


def read_levels(text: str) -> tuple[Level, ...]:
    """Levels in a fixed order, from «tỉnh+xã», «bộ/khác+tỉnh», «Cấp Xã, Cấp Tỉnh»."""
    levels: set[Level] = set()
    for part in _LEVEL_SPLIT.split(text):
        name = fold(part).removeprefix("cap ").strip()
        if name in _ABOLISHED or not name:
            continue
        if name not in _LEVELS:
            raise ValueError(tidy(part))
        levels.add(_LEVELS[name])
    return tuple(level for level in Level if level in levels)


def read_sites(text: str) -> tuple[SiteKind, ...]:
    """Kinds of site in a fixed order, from «commune | city» or «xã, thành phố»."""
    kinds: set[SiteKind] = set()
    for part in _LEVEL_SPLIT.split(text):
        name = fold(part).removeprefix("cap ").strip()
        if name and name not in _SITES:
            raise ValueError(tidy(part))
        if name:
            kinds.add(_SITES[name])
    return tuple(kind for kind in SiteKind if kind in kinds)


def read_flag(text: str) -> bool:
    """Yes or no, from «x», «có», «true», «1» and their opposites."""
    name = fold(text)
    if name in _YES:
        return True
    if name in _NO:
        return False
    raise ValueError(tidy(text))


def is_marked(text: str) -> bool:
    """Whether a cell of marks is ticked: anything but a written no."""
    name = fold(text)
    return name not in _NO and not name.startswith("khong ")


def read_online(text: str) -> Online:
    """The online level named in a cell."""
    name = fold(text)
    if not name:
        return Online.UNKNOWN
    if "toan trinh" in name:
        return Online.FULL
    if "mot phan" in name:
        return Online.PARTIAL
    if name.startswith("khong") or "cung cap thong tin" in name:
        return Online.NONE
    raise ValueError(tidy(text))


def read_ending(text: str) -> Ending:
    """Why a version ended; the words of `Ending`."""
    name = fold(text)
    return next(e for e in Ending if fold(e.value) == name) if name in _ENDINGS else _refuse_unknown(text)


_ENDINGS = {fold(e.value) for e in Ending}


def _refuse_unknown(text: str) -> Ending:
    raise ValueError(tidy(text))


def read_portal_id(text: str) -> str:
    """The UUID in a cell or in a link, lower case; empty where there is none."""
    ids = _UUID.findall(text.lower())
    return ids[-1] if ids else ""


def guess_levels(names: tuple[str, ...]) -> tuple[Level, ...]:
    """COMMUNE where a commune's committee or police executes: a first guess where no level is stated."""
    return (Level.COMMUNE,) if any(_COMMUNE_OFFICE.search(fold(name)) for name in names) else ()
