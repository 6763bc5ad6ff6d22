"""The format number of a record: of which shape is what a program wrote into the workspace, perhaps years ago.

Every record is a JSON object with a key `format`. Records of the time before these numbers have none: that is format 0.
A reader names the format it writes itself and reads all up to that one; a record of a newer format is refused, because
a program cannot know what a later one meant. What the shape is, and how an older one is read, is left to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.canonical import dump_canonical
from kiosk.errors import StoreError

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class _FormatOnly:
    format: int = 0


@cache
def _make_adapter() -> TypeAdapter[_FormatOnly]:
    return TypeAdapter(_FormatOnly)


def read_format(content: bytes) -> int:
    """The format of a record; 0 also for what is no record at all, which its reader must find damaged."""
    try:
        return _make_adapter().validate_json(content).format
    except ValidationError:
        return 0


def refuse_newer(content: bytes, known: int, place: str) -> None:
    """Raises `StoreError` for a record of a newer format than `known`, which is at `place`."""
    refuse_newer_number(read_format(content), known, place)


def refuse_newer_number(number: int, known: int, place: str) -> None:
    """As `refuse_newer`, where the format is kept outside of the record."""
    if number > known:
        raise StoreError(
            "tệp này do phiên bản mới hơn của chương trình ghi nên phiên bản đang chạy không đọc được",
            place=place,
            value=f"dạng {number}, chương trình này đọc đến dạng {known}",
            way_out="cài lại phiên bản mới hơn; nếu phải dùng phiên bản này thì khôi phục thư mục làm việc "
            "từ bản sao lưu trước khi nâng cấp",
        )


def number_record(facts: Mapping[str, object], number: int) -> dict[str, object]:
    """The facts of a record with its format."""
    return {"format": number, **facts}


def dump_record(adapter: TypeAdapter[Facts], number: int, facts: Facts, *, exclude_defaults: bool = False) -> bytes:
    """A record of format `number` as bytes, the same for the same facts."""
    plain = adapter.dump_python(facts, mode="json", exclude_defaults=exclude_defaults)
    return dump_canonical(number_record(plain, number))


def load_record(adapter: TypeAdapter[Facts], known: int, content: bytes, place: str) -> Facts:
    """Read a record of any format up to `known`; `place` names it for people. Raises `StoreError` for a newer one,
    pydantic's `ValidationError` for what is none."""
    refuse_newer(content, known, place)
    return adapter.validate_json(content)
