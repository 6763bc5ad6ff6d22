"""Symbols in a photo: the union of what zxing-cpp reads from it plain, enlarged, and in sharpened tiles.

Small symbols need enlarging, soft ones sharpening, and near neighbours tiles; no way reads all that the others read.
"""

from __future__ import annotations

from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageFilter

from posters.photo.seen import SeenCode

TILE, OVERLAP = 900, 260
"""Sides of a tile and of what neighbours share, in pixels: a symbol of 260 pixels lies whole in one of them."""
_SOFT = ImageFilter.GaussianBlur(1.0)
_SHARP = ImageFilter.UnsharpMask(2.5, 400, 0)
"""Noise is softened first: sharpening alone would raise it above the edges."""


def decode_picture(picture: Image.Image) -> tuple[SeenCode, ...]:
    """Every symbol once for each place where it stands, in no order that means anything."""
    # Made here: what a module holds of this library at the end of the program is told on the terminal as a leak.
    formats = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.DataMatrix))
    codes: list[SeenCode] = []
    for part, left, top, scale in _list_views(picture):
        for barcode in zxingcpp.read_barcodes(
            part, formats=formats, try_invert=False, text_mode=zxingcpp.TextMode.Plain
        ):
            code = _locate_code(barcode, left, top, scale)
            if not any(_is_same(code, other) for other in codes):
                codes.append(code)
    return tuple(codes)


def _list_views(picture: Image.Image) -> Iterator[tuple[Image.Image, int, int, int]]:
    """Pictures to read, each with where its corner is in the photo and how much it is enlarged."""
    yield picture, 0, 0, 1
    tiles = [
        (x, y, min(x + TILE, picture.width), min(y + TILE, picture.height))
        for y in range(0, max(1, picture.height - OVERLAP), TILE - OVERLAP)
        for x in range(0, max(1, picture.width - OVERLAP), TILE - OVERLAP)
    ]
    for box in tiles:
        tile = picture.crop(box)
        for view in (tile, tile.filter(_SOFT).filter(_SHARP)):
            yield view.resize((view.width * 2, view.height * 2), Image.Resampling.BICUBIC), box[0], box[1], 2


def _locate_code(barcode: zxingcpp.Barcode, left: int, top: int, scale: int) -> SeenCode:
    p = barcode.position
    first, second, third, fourth = (
        (left + corner.x / scale, top + corner.y / scale)
        for corner in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    )
    is_qr = barcode.format != zxingcpp.BarcodeFormat.DataMatrix
    return SeenCode(barcode.text, is_qr, (first, second, third, fourth))


def _is_same(code: SeenCode, other: SeenCode) -> bool:
    (x, y), (u, v) = code.middle, other.middle
    side = abs(code.corners[0][0] - code.corners[2][0]) + abs(code.corners[0][1] - code.corners[2][1])
    return code.text == other.text and abs(x - u) + abs(y - v) < side / 2
