"""Bytes that say the same for equal values, and the digest that names them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any


def digest(content: bytes) -> str:
    """sha256 in hexadecimal, the name of an object."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path) -> str:
    """`digest` of a file's content, without holding it. Raises `OSError`."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def dump_canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces, days as ISO 8601: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_write_day).encode()


def load_json(content: bytes) -> Any:
    """What JSON in UTF-8 says. Raises `ValueError` for anything else, also where it is nested deeper than it can be
    read, and where a text in it holds half a character, which could be written nowhere."""
    try:
        value = json.loads(content.decode())
    except RecursionError:
        raise ValueError("nested too deep") from None
    if b"\\u" in content:
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _write_day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
