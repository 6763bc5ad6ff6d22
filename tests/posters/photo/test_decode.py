"""Symbols are read once for each place, where they stand."""

from __future__ import annotations

import subprocess
import sys

from PIL import Image

from posters import marks, qr
from posters.photo.decode import OVERLAP, TILE, decode_picture


def _drawn(symbol: bytes, module: int) -> Image.Image:
    size, path = qr.split_symbol(symbol).size, qr.split_symbol(symbol).whole
    picture = Image.new("L", (size, size), 255)
    for run in path.splitlines():
        x, y, length = map(int, run.split()[:3])
        picture.paste(0, (x, y, x + length, y + 1))
    return picture.resize((size * module, size * module), Image.Resampling.NEAREST)


def test_a_symbol_in_several_tiles_is_one_and_two_alike_are_two() -> None:
    photo = Image.new("L", (1700, 1000), 255)
    code = _drawn(marks.make_qr_symbol("HT-03"), 5)
    across = TILE - OVERLAP // 2 - code.width // 2
    for at in ((across, 100), (200, 700)):
        photo.paste(code, at)
    photo.paste(_drawn(marks.make_data_matrix("11824"), 6), (1200, 500))
    codes = decode_picture(photo)
    assert sorted((code.text, code.is_qr) for code in codes) == [("11824", False), ("HT-03", True), ("HT-03", True)]
    first = min((code for code in codes if code.is_qr), key=lambda code: code.corners[0][1])
    assert abs(first.corners[0][0] - across) < 4
    assert abs(first.corners[0][1] - 100) < 4


def test_a_small_soft_symbol_is_read_from_an_enlarged_tile() -> None:
    photo = Image.new("L", (700, 700), 255)
    code = _drawn(marks.make_qr_symbol("HT-03"), 8)
    small = code.resize((code.width * 2 // 8, code.height * 2 // 8), Image.Resampling.BILINEAR)
    photo.paste(small, (300, 300))
    assert [code.text for code in decode_picture(photo)] == ["HT-03"]


def test_nothing_of_the_library_is_held_when_the_program_ends() -> None:
    """It would tell people of leaks, in English, after every command that had loaded it."""
    words = "import atexit, gc, posters.photo.decode, posters.inspect; atexit.register(gc.freeze)"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert done.stderr == ""
