"""The places where procedures are received and posted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

CODE_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
"""Code of a site, the unit's official one or the city's own: it names folders, stands in addresses and sheet ids."""
LONGEST_CODE = 16
_CODE = re.compile(CODE_PATTERN)


def is_site_code(text: str) -> bool:
    """Whether `text` may be the code of a site."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


def spell_codes(written: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Codes of sites as `known` spells them, each once, whether a person wrote capitals or not; one that is not known
    stays as it was written."""
    spelt = {code.upper(): code for code in known}
    return tuple(dict.fromkeys(spelt.get(code.strip().upper(), code.strip()) for code in written))


class SiteKind(StrEnum):
    """Kind of public service site. It decides which lists and rules apply, never what a site is called."""

    COMMUNE = "commune"
    CITY = "city"

    @property
    def label(self) -> str:
        """Its name inside a sentence."""
        return KINDS[self].label

    @property
    def words(self) -> tuple[str, ...]:
        """What files call it: folded, without «cấp»."""
        return KINDS[self].words


@dataclass(frozen=True, slots=True)
class KindNames:
    """What a kind is called: by us, and by the files that arrive."""

    label: str
    words: tuple[str, ...]


KINDS = {
    SiteKind.COMMUNE: KindNames("cấp xã", ("xa", "phuong", "dac khu")),
    # A province or a city under the central government, their centre and its branches (chi nhánh).
    SiteKind.CITY: KindNames("cấp tỉnh", ("thanh pho", "tp", "tinh")),
}
"""All kinds of site, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where procedures are received and posted. Contacts are optional; empty means not known. `paper` of its
    posting sheets: empty means what the settings say for its kind."""

    code: str
    kind: SiteKind
    name: str
    unit: str = ""
    address: str = ""
    hotline: str = ""
    email: str = ""
    hours: str = ""
    screen_inches: int | None = None
    paper: str = ""
