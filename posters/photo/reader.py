"""Reading a photo in a process of its own, which is ended where it takes too long.

zxing-cpp 3.1.1 can wait for itself for ever, and a photo is a stranger's file: what unpacks it holds nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posters.errors import PhotoError
from posters.photo.seen import MOST_BYTES, SeenCode
from posters.photo.wall import PhotoSheet, SheetPlan, read_wall

SECONDS = 120.0
"""What a photo may take: ten times what one of 12 megapixels does."""


@dataclass(frozen=True, slots=True)
class PhotoLook:
    """What another process saw in a photo: its symbols, the size of the upright picture in pixels, and a copy of it for
    people without anything that the camera adds (JPEG)."""

    codes: tuple[SeenCode, ...]
    width: int
    height: int
    copy: bytes


def read_photo(content: bytes, plans: Sequence[SheetPlan], seconds: float = SECONDS) -> tuple[PhotoSheet, ...]:
    """The sheets in a photo. Raises `PhotoError` where it is none, or takes longer than `seconds`."""
    return read_wall(look_apart(content, seconds).codes, plans)


def look_apart(content: bytes, seconds: float = SECONDS) -> PhotoLook:
    """What is in a photo, read by another process. Raises `PhotoError`."""
    if len(content) > MOST_BYTES:
        way_out = f"gửi ảnh không quá {MOST_BYTES >> 20} MB"
        raise PhotoError("ảnh quá lớn", place="ảnh chụp", value=f"{len(content) >> 20} MB", way_out=way_out)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "posters.photo"]
    try:
        process = subprocess.run(  # noqa: S603 - our own module
            command, input=content, capture_output=True, timeout=seconds, check=False, env=environment
        )
        answer = json.loads(process.stdout)
    except subprocess.TimeoutExpired as error:
        way_out = "chụp lại gần hơn, ít tờ hơn trong một ảnh"
        raise PhotoError("đọc ảnh quá lâu nên đã dừng", place="ảnh chụp", way_out=way_out) from error
    except ValueError as error:
        raise PhotoError("đọc ảnh bị ngắt giữa chừng", place="ảnh chụp", way_out="chụp lại ảnh khác") from error
    if "error" in answer:
        message, value, way_out = answer["error"]
        raise PhotoError(message, place="ảnh chụp", value=value, way_out=way_out)
    codes = tuple(
        SeenCode(text, is_qr, ((a, b), (c, d), (e, f), (g, h)))
        for text, is_qr, a, b, c, d, e, f, g, h in answer["codes"]
    )
    width, height = answer["size"]
    return PhotoLook(codes, width, height, b64decode(answer["copy"]))


def answer_photo(content: bytes) -> str:
    """What the other process says of a photo, as JSON."""
    # Only this process unpacks pictures: whoever asks it loads no decoder.
    from posters.photo.decode import decode_picture  # noqa: PLC0415
    from posters.photo.picture import make_copy, open_picture, refuse_small  # noqa: PLC0415

    try:
        picture = open_picture(content)
        refuse_small(picture)
        codes = decode_picture(picture)
    except PhotoError as error:
        return json.dumps({"error": [error.message, error.value, error.way_out]})
    code_rows = [[c.text, c.is_qr, *(v for corner in c.corners for v in corner)] for c in codes]
    return json.dumps({"codes": code_rows, "size": picture.size, "copy": b64encode(make_copy(content)).decode()})
