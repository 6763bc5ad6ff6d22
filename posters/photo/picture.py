"""A photo's bytes in, an upright grey picture out: bounded before anything is unpacked, without what cameras add."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from posters.errors import PhotoError
from posters.photo.seen import MOST_BYTES

MOST_PIXELS = 52_000_000
"""Of a photo: phones make 12 to 50 megapixels."""
LEAST_SIDE = 480
"""Pixels of the shorter side below which no sheet can be read: what messengers make of a photo is smaller."""
LONGEST_COPY, QUALITY = 2400, 80
"""Pixels of the longer side of the copy that people look at, and quality of its JPEG."""
_FORMATS = ("JPEG", "PNG", "WEBP")


def open_picture(content: bytes) -> Image.Image:
    """The picture, grey, turned as its EXIF says and without it. Raises `PhotoError` for anything but a photo within
    bounds."""
    if len(content) > MOST_BYTES:
        raise _explain_refusal("ảnh quá lớn", f"{len(content) >> 20} MB", f"gửi ảnh không quá {MOST_BYTES >> 20} MB")
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=_FORMATS) as photo:
            # Bounds are checked here, before pixels are unpacked.
            warnings.simplefilter("ignore")
            if photo.width * photo.height > MOST_PIXELS:
                size = f"{photo.width} x {photo.height}"
                raise _explain_refusal("ảnh có quá nhiều điểm ảnh", size, "chụp lại ở chế độ ảnh thường của điện thoại")
            grey = ImageOps.exif_transpose(photo).convert("L")
            # Pixels alone: a converted picture still holds where and with which camera it was taken.
            return Image.frombytes("L", grey.size, grey.tobytes())
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        # What the library says is no word for people, and names a place in memory.
        raise _explain_refusal(
            "không đọc được ảnh", "", "gửi ảnh chụp dạng JPEG, PNG hoặc WebP, còn nguyên vẹn"
        ) from error


def refuse_small(picture: Image.Image) -> None:
    """Raises `PhotoError` for a picture in which nothing could be read."""
    if min(picture.size) < LEAST_SIDE:
        way_out = "gửi ảnh gốc trong máy, không gửi ảnh đã thu nhỏ qua tin nhắn"
        raise _explain_refusal(
            "ảnh quá nhỏ, không đọc được mã nào", f"{picture.width} x {picture.height} điểm ảnh", way_out
        )


def make_copy(content: bytes) -> bytes:
    """A photo that `open_picture` has taken, for people: upright, in colour, of bounded size, pixels alone."""
    with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=_FORMATS) as photo:
        warnings.simplefilter("ignore")
        photo.draft("RGB", (LONGEST_COPY, LONGEST_COPY))
        upright = ImageOps.exif_transpose(photo).convert("RGB")
    upright.thumbnail((LONGEST_COPY, LONGEST_COPY), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _explain_refusal(message: str, value: str, way_out: str) -> PhotoError:
    return PhotoError(message, place="ảnh chụp", value=value, way_out=way_out)
