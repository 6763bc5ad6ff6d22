"""Refusing at its row what would stop every later build: characters that no face has, and names that fit no sheet.

In comes a row as it was read; out goes the same row, or one with a problem that names the field, the character and the
way out. What can be printed is decided by the drawing side (`posters.printable`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from operator import attrgetter

from kiosk.catalogue.diff import LABELS
from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.entry import CODE_COLUMN, report_error
from kiosk.intake.rows import Row
from kiosk.model.catalogue import Procedure
from kiosk.model.problem import Problem, Severity
from posters.printable import describe_character, find_unprintable, fits_card
from posters.spec import Card

_BLANK = Procedure("", "")
_NAMES = tuple(f.name for f in fields(Procedure) if f.name not in {"source", "levels", "received_at"})
# `effective_from` and the like are no text; what a field holds shows its default.
_PLAIN = attrgetter(*(name for name in _NAMES if type(getattr(_BLANK, name)) is str))
_LISTS = tuple(name for name in _NAMES if isinstance(getattr(_BLANK, name), tuple))
_LISTED = attrgetter(*_LISTS)
_LONGEST_NOTE = "Áp dụng đến hết ngày 44/44/4444"
"""What may be printed below a name one day, in the widest digit."""
_LONGEST_HOST = "dichvucong.mot-tinh-ten-rat-dai.gov.vn"
_LOST = "\ufffd"
_SHOWN = 80


def refuse_unprintable(row: Row) -> Row:
    """The row, with an error where a text of its procedure cannot be printed."""
    if row.procedure is None or any(p.severity is Severity.ERROR and not row.doubt for p in row.problems):
        return row
    problem = _find_problem(row, row.procedure)
    return row if problem is None else replace(row, doubt=None, problems=(*row.problems, problem))


def refuse_unprintable_decision(decision: str) -> None:
    """Raises `IntakeError` where the decision that a person names cannot be printed."""
    char = find_unprintable(decision)
    if char is not None:
        raise IntakeError(
            f"số quyết định có ký tự không in được {describe_character(char)}",
            place="--decision",
            value=decision[:_SHOWN],
            way_out="gõ lại số quyết định, ví dụ 3501/QĐ-UBND",
        )


def _find_problem(row: Row, p: Procedure) -> Problem | None:
    # One look at all of it, for nearly every row holds Vietnamese and nothing else.
    if find_unprintable("".join((*_PLAIN(p), *_list_items(p)))) is not None:
        for name, text in _list_texts(p):
            char = find_unprintable(text)
            if char is not None:
                return _report_unprintable(row, name, text, char)
    if len(p.field) > limits.FIELD_CHARACTERS:
        message = f"tên lĩnh vực dài {len(p.field)} ký tự, không thể là tên một lĩnh vực"
        return report_error(
            row.source, LABELS["field"], _shorten_text(p.field), message, "kiểm tra ô lĩnh vực, giữ lại đúng tên"
        )
    if not fits_card(Card(p.code, p.name, "", _LONGEST_HOST, p.field, (_LONGEST_NOTE,))):
        message = f"tên dài {len(p.name)} ký tự, không vừa chỗ lớn nhất trên một tờ niêm yết"
        way_out = "kiểm tra ô tên, giữ lại đúng tên thủ tục; tên không bao giờ bị cắt khi in"
        return report_error(row.source, LABELS["name"], _shorten_text(p.name), message, way_out)
    return None


def _list_items(p: Procedure) -> Iterator[str]:
    """The texts that stand in lists; most rows have none of them but the offices."""
    for name, texts in zip(_LISTS, _LISTED(p), strict=True):
        if not texts:
            continue
        if name == "channels":
            yield from (text for channel in p.channels for text in (channel.name, channel.time, channel.fee))
        else:
            yield from texts


def _report_unprintable(row: Row, name: str, text: str, char: str) -> Problem:
    loss = ": chữ mất khi chuyển mã, nửa ký tự hoặc ký tự rỗng" if char == _LOST else ""
    message = f"có ký tự không in được {describe_character(char)}{loss}"
    at = max(text.find(char) - _SHOWN // 2, 0)
    excerpt = ("…" if at else "") + _shorten_text(text[at:])
    way_out = "gõ lại chữ này bằng chữ tiếng Việt (Unicode dựng sẵn), hoặc xin lại tệp gốc"
    return report_error(row.source, LABELS.get(name, CODE_COLUMN), excerpt, message, way_out)


def _shorten_text(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _list_texts(p: Procedure) -> Iterator[tuple[str, str]]:
    """Field and text of all that a procedure says in words, in the order of its fields."""
    for name in _NAMES:
        value = getattr(p, name)
        if isinstance(value, str):
            yield name, value
        elif name == "channels":
            yield from ((name, text) for channel in p.channels for text in (channel.name, channel.time, channel.fee))
        elif isinstance(value, tuple):
            yield from ((name, text) for text in value)
