"""Settings as an old release recorded them.

Comes in: canonical JSON that some version of the program wrote. Goes out: `Config`, filled up so that today's code can
compare, count and reprint. Settings that exist no more are ignored; those that did not exist yet get the default of the
time. Addresses are not checked here: `links` refuses to make one that may not be printed, whoever recorded it. Live
settings are read by `config`, which ignores and fills nothing.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from kiosk.canonical import load_json
from kiosk.errors import ReleaseError
from kiosk.settings.config import Config

# What applied while these keys could be left out; in new settings it would name another city wrongly.
_DEFAULTS_THEN = {
    "city": "Hải Phòng",
    "publisher": "Ủy ban nhân dân thành phố Hải Phòng",
}
_LISTING_THEN = {"own_city": "Hải Phòng"}


def read_recorded_config(content: bytes) -> Config:
    """The settings that `content` records. Raises `ReleaseError` where it is no record of settings at all."""
    try:
        record: Any = load_json(content)
        listing = {**_LISTING_THEN, **record.get("listing", {})}
        return Config.model_validate({**_DEFAULTS_THEN, **record, "listing": listing}, extra="ignore")
    except (ValueError, AttributeError, TypeError, ValidationError) as error:
        raise ReleaseError(
            "không đọc được cấu hình ghi cùng bản phát hành",
            place="cấu hình đã ghi",
            value=str(error)[:200] if not isinstance(error, ValidationError) else _name_first_key(error),
            way_out="dùng phiên bản phần mềm đã dựng bản này, hoặc dựng và công bố bản mới bằng kiosk regenerate",
        ) from error


def _name_first_key(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"])
