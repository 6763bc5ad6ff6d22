"""The cells of one row of an annex: what they say of the procedure, and the codes that it replaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.intake import values
from kiosk.intake.codes import find_codes
from kiosk.intake.grid import GridRow
from kiosk.intake.readers.annex_days import read_remark_days
from kiosk.intake.readers.annex_headings import Section, lower_heading
from kiosk.intake.readers.own_form import split
from kiosk.model.catalogue import Level, Online
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus
from kiosk.text import fold, tidy

_QUOTED = ("time_legal", "time_city", "fee", "legal_basis", "promulgator")
# A centre, and what follows up to the next one.
_CENTRE = re.compile(
    r"(?:hanh chinh cong|pvhcc|\bhcc|\bmot cua|\bubnd|uy ban nhan dan)\b"
    r"(?P<whose>(?:(?!hanh chinh cong|pvhcc|\bhcc|\bmot cua|\bubnd|uy ban nhan dan).)*)"
)
# Whose it is stands right behind it («thành phố …, xã, phường»); a ward in its address does not count.
_KINDS = re.compile(
    r"(?:[\s,;/&+-]|\b\d{1,3}\b|\b(?:va|hoac|hay|cac|cua|cap|xa|phuong|dac khu)\b"
    r"|\b(?:thanh pho|tp|tinh)\b\.?(?:\s+[a-z]+\s+[a-z]+(?=\s*[,;/]|\s+(?:va|hoac)\b))?)*"
)
_WHOSE = {kind: re.compile(rf"\b(?:{'|'.join(kind.words)})\b") for kind in SiteKind}


def read_facts(row: GridRow, columns: Mapping[str, int], section: Section, since: date | None = None) -> dict[str, Any]:
    """The fields of a procedure that a row states under its headings; `since`: the day that the row itself names."""
    cell = {role: row.text(column) for role, column in columns.items()}
    stated: dict[str, Any] = {name: cell[name] for name in _QUOTED if cell.get(name)}
    stated["field"] = lower_heading(cell.get("field", "")) or section.field
    stated["executing"] = split(row.raw(columns["executing"])) if "executing" in columns else ()
    stated["levels"] = _read_levels(cell.get("levels", "")) or read_marked_levels(cell) or section.levels
    stated["received_at"] = _read_places(cell)
    place = cell.get("place", "")
    stated["place"] = "" if fold(place) in values.TICKS else place
    stated["online"] = _read_online(cell)
    stated["decision"] = section.decision or cell.get("published_by", "")
    stated["decision_date"] = section.decision_date
    begins, ends = read_remark_days(cell.get("note", ""))
    stated["effective_from"] = since or begins or section.since or section.effective
    stated["effective_to"] = ends or section.until
    stated["internal"] = section.internal
    return stated


def read_marked_levels(cell: Mapping[str, str]) -> tuple[Level, ...]:
    """Ticks in the two columns «Cấp tỉnh», «Cấp xã»."""
    places = (("at_province_level", Level.PROVINCE), ("at_commune_level", Level.COMMUNE))
    return tuple(level for name, level in places if values.is_marked(cell.get(name, "")))


def _read_levels(text: str) -> tuple[Level, ...]:
    try:
        return values.read_levels(text)
    except ValueError:
        return ()


def _read_places(cell: Mapping[str, str]) -> tuple[SiteKind, ...]:
    """Marks in the two columns of the place of reception, or the centres named in a single one."""
    places: set[SiteKind] = set()
    if values.is_marked(cell.get("at_commune", "")):
        places.add(SiteKind.COMMUNE)
    if values.is_marked(cell.get("at_city", "")):
        places.add(SiteKind.CITY)
    place = _mend(fold(cell.get("place", "")))
    if _KINDS.fullmatch(place):
        places |= {kind for kind, pattern in _WHOSE.items() if pattern.search(place)}
    for centre in _CENTRE.finditer(place):
        kinds = _KINDS.match(centre["whose"])
        receiver = kinds[0] if kinds else ""
        places |= {kind for kind, pattern in _WHOSE.items() if pattern.search(receiver)}
    return tuple(kind for kind in SiteKind if kind in places)


def _mend(folded: str) -> str:
    """The words that name a centre, put together where a conversion tore them apart («thanh ph o», «x a»)."""
    for pattern, word in _TORN:
        folded = pattern.sub(word, folded)
    return folded


_TORN = tuple(
    (re.compile(r"\b" + r" ?".join(word.replace(" ", "")) + r"\b"), word)
    for word in ("hanh chinh cong", "thanh pho", "phuong", "dac khu", "cap xa", "cap tinh", "mot cua", "pvhcc")
)


def _read_online(cell: Mapping[str, str]) -> Online:
    if values.is_marked(cell.get("online_full", "")):
        return Online.FULL
    if values.is_marked(cell.get("online_partial", "")):
        return Online.PARTIAL
    try:
        return values.read_online(cell.get("online", ""))
    except ValueError:
        return Online.UNKNOWN


def find_replaced_codes(row: GridRow, columns: Mapping[str, int], status: RowStatus, code: str) -> tuple[str, ...]:
    """Codes that this row's procedure replaces: their own column, or the remark of a replacing row."""
    text = row.text(columns.get("replaces_code", -1))
    if status is RowStatus.REPLACING:
        text += " " + row.text(columns.get("note", -1)) + " " + row.text(columns.get("replaces_name", -1))
    return tuple(dict.fromkeys(other for other in find_codes(tidy(text)) if other != code))
