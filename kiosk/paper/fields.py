"""Names of fields as paper shows them; on boards and in booklets each once, whatever its spellings.

In comes a field as the sources write it; out comes what a person reads, and what two spellings of one field share. The
catalogue keeps what the sources write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kiosk.text import letters, tidy

_INNER_CODE = re.compile(r"\s*\([A-ZĐ]+\d+(?:-[A-ZĐ]*\d+)*\)")
"""A number of the portal's own tables behind a name: «Giáo dục nghề nghiệp (G07-LĐ06)»."""


def key_of_field(name: str) -> str:
    """What all spellings of a field share: letters and digits, no part twice."""
    return ";".join(letters(part) for part in _parts(name))


def show_field(spellings: Iterable[str]) -> str:
    """The most frequent spelling, of equals the one that sorts first; no part twice, and a capital at its beginning."""
    counted = Counter(spellings)
    most = min(counted, key=lambda name: (-counted[name], name))
    shown = "; ".join(_parts(most))
    return shown[:1].upper() + shown[1:]


def _parts(name: str) -> tuple[str, ...]:
    """The parts between semicolons, each once."""
    parts = (tidy(part) for part in _INNER_CODE.sub("", name).split(";"))
    return tuple({letters(part): part for part in parts if part}.values())
