"""How the application's own CSV writes a cell: lists, channels, escapes, and the guard against formulas.

Lists join with ` | `; `\\|` and `\\\\` stand for the characters themselves. Channels read
`trực tiếp: 5 ngày làm việc; phí 8.000 đồng || trực tuyến: …`. A cell that a spreadsheet would run as a
formula (OWASP, CSV injection) is written with an apostrophe in front, which reading takes away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.model.catalogue import Channel
from kiosk.text import tidy

_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_DOUBLE_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|\|")
_COLON = re.compile(r"(?<!\\)((?:\\\\)*):")
_FEE = re.compile(r"(?<!\\)((?:\\\\)*);\s*phí ")
_BEFORE_FEE = re.compile(r";(?=\s*phí )")
_ESCAPED = re.compile(r"\\([\\|:;p])")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(text: str) -> str:
    """`text` so that a spreadsheet shows it instead of computing it."""
    return "'" + text if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def join(items: Iterable[str]) -> str:
    """A list as one cell."""
    return " | ".join(_escape(item, r"\|") for item in items)


def split(text: str) -> tuple[str, ...]:
    """The items of a cell: joined by bars, or one a line."""
    if not text:
        return ()
    parts = (part for line in text.splitlines() for part in _cut(_BAR, line))
    return tuple(item for part in parts if (item := _unescape(tidy(part))))


def join_channels(channels: Iterable[Channel]) -> str:
    """Channels as one cell."""
    return " || ".join(map(_write_channel, channels))


def split_channels(text: str) -> tuple[Channel, ...]:
    """The channels of a cell."""
    return tuple(_read_channel(part) for part in _cut(_DOUBLE_BAR, text) if tidy(part))


def _cut(pattern: re.Pattern[str], text: str) -> list[str]:
    """Split where `pattern` matches unescaped; its first group (paired backslashes) stays on the left."""
    parts: list[str] = []
    start = 0
    for match in pattern.finditer(text):
        parts.append(text[start : match.end(1)])
        start = match.end()
    return [*parts, text[start:]]


def _escape(text: str, characters: str) -> str:
    return "".join("\\" + c if c in characters else c for c in text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _write_channel(c: Channel) -> str:
    time = _BEFORE_FEE.sub(r"\\;", _escape(c.time, r"\|"))
    if time.startswith("phí "):
        time = "\\" + time
    name, fee = _escape(c.name, r"\|:"), _escape(c.fee, r"\|")
    if not c.fee:
        return f"{name}: {time}" if time else name
    return f"{name}: {time}; phí {fee}" if time else f"{name}: phí {fee}"


def _read_channel(text: str) -> Channel:
    name, *rest = _cut(_COLON, text)
    quoted = tidy(text[len(name) + 1 :]) if rest else ""
    time, fee = "", ""
    if quoted.startswith("phí "):
        fee = quoted[4:]
    elif match := _FEE.search(quoted):
        time, fee = quoted[: match.end(1)], quoted[match.end() :]
    else:
        time = quoted
    return Channel(_unescape(tidy(name)), _unescape(tidy(time)), _unescape(tidy(fee)))
