"""Names of fields as paper shows them; on boards and in booklets each once, whatever its spellings.

In comes a field as the sources write it; out comes what a person reads, and what two spellings of one field share. The
catalogue keeps what the sources write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kiosk.text import take_letters, tidy

_INNER_CODE = re.compile(r"\s*\([A-ZĐ]+\d+(?:-[A-ZĐ]*\d+)*\)")
"""A number of the portal's own tables behind a name: «Giáo dục nghề nghiệp (G07-LĐ06)»."""


def make_field_key(name: str) -> str:
    """What all spellings of a field share: letters and digits, no part twice."""
    return ";".join(take_letters(part) for part in _split_name(name))


def show_field(spellings: Iterable[str]) -> str:
    """The most frequent spelling, of equals the one that sorts first; no part twice, and a capital at its beginning."""
    counted = Counter(spellings)
    most = min(counted, key=lambda name: (-counted[name], name))
    field = "; ".join(_split_name(most))
    return field[:1].upper() + field[1:]


def _split_name(name: str) -> tuple[str, ...]:
    """The parts between semicolons, each once."""
    parts = (tidy(part) for part in _INNER_CODE.sub("", name).split(";"))
    return tuple({take_letters(part): part for part in parts if part}.values())
