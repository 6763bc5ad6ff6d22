"""Bytes that say the same for equal values, and the digest that names them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path


def digest(content: bytes) -> str:
    """sha256 in hexadecimal, the name of an object."""
    return hashlib.sha256(content).hexdigest()


def digest_file(path: Path) -> str:
    """`digest` of a file's content, without holding it. Raises `OSError`."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def dump_canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces, days as ISO 8601: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day).encode()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
