"""Reading codes under bad conditions: what a phone sees of a finished page, by two readers that share no code.

The conditions are pure functions over grey pictures; noise comes from a fixed seed, so the same page gives the same
result on every machine. A reader that is not installed is named in the result: it never counts as having read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageFilter

from posters import inspect

Decode = Callable[[Image.Image, float], frozenset[str]]
"""Texts of the QR codes in a picture of so many dpi."""


@dataclass(frozen=True, slots=True)
class CodeReader:
    """A decoder by name; `load` gives None where its library is not installed, `remedy` says how to get it."""

    name: str
    load: Callable[[], Decode | None]
    remedy: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A hard condition by name: dpi at which the page is rendered, dpi of what the camera sees of it, and what is done
    to the rendered page."""

    name: str
    dpi: float
    seen: float
    change: Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one reader read from one page under one condition."""

    condition: str
    reader: str
    texts: frozenset[str]


_WINDOW_MM, _STEP_MM = 64, 25
"""A part of a page that a person points at, and from one to the next: a code of a sheet with its quiet zone (38.1 mm)
lies whole in one of them, and few neighbours with it."""


def _read_with_zxing(picture: Image.Image, dpi: float) -> frozenset[str]:
    return frozenset(code.text for code in inspect.read(picture, dpi))


@cache
def _load_zbar() -> Decode | None:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 - it loads libzbar, which a machine may lack
    except ImportError:
        return None

    def decode(picture: Image.Image, dpi: float) -> frozenset[str]:
        return frozenset(
            code.data.decode("utf-8", "replace")
            for window in _cut_windows(picture, round(_WINDOW_MM * dpi / 25.4), round(_STEP_MM * dpi / 25.4))
            for code in pyzbar.decode(window, symbols=[pyzbar.ZBarSymbol.QRCODE])
        )

    return decode


def _cut_windows(picture: Image.Image, side: int, step: int) -> Iterator[Image.Image]:
    """The whole picture, then overlapping squares as a person points at a part of a sheet. On a page of twelve codes
    zbar takes finder patterns of neighbours together and misses about one code in a hundred that it reads alone."""
    yield picture
    for top in range(0, max(picture.height - side + step, 1), step):
        for left in range(0, max(picture.width - side + step, 1), step):
            yield picture.crop((left, top, min(left + side, picture.width), min(top + side, picture.height)))


READERS = (
    CodeReader("zxing-cpp", lambda: _read_with_zxing, "pip install zxing-cpp"),
    CodeReader("zbar", _load_zbar, "apt install libzbar0"),
)
"""Two decoders that share no code with each other nor with the encoder."""


# Trials.


@dataclass(frozen=True, slots=True)
class Endured:
    """What reading a page under every condition has shown: how many times a code was to be read, and one Vietnamese
    sentence for every time it was not; and for what must never be: a text that is not expected, a reader that is not
    installed."""

    tried: int
    unread: tuple[str, ...]
    wrong: tuple[str, ...]


def endure(pdf: bytes, page: int, expected: tuple[str, ...], marks: frozenset[str] = frozenset()) -> Endured:
    """Read page `page` (0-based), which carries `expected`, under every condition with every reader. `marks` are finer
    codes that stand there too and need not be read.

    Raises `ReadBackError` for a broken file or a page that is not there.
    """
    tried_count, unread, wrong = 0, [], list(name_absent_readers(READERS))
    for trial in run_trials(pdf, page, READERS):
        codes = tuple(dict.fromkeys(expected))
        tried_count += len(codes)
        unread += [
            f"{trial.reader} không đọc được mã {text} trong điều kiện {trial.condition}"
            for text in codes
            if text not in trial.texts
        ]
        wrong += [
            f"{trial.reader} đọc ra {text}, không có trên tờ này, trong điều kiện {trial.condition}"
            for text in sorted(trial.texts.difference(expected, marks))
        ]
    return Endured(tried_count, tuple(unread), tuple(wrong))


def name_absent_readers(readers: tuple[CodeReader, ...] = READERS) -> tuple[str, ...]:
    """One sentence for every reader that is not installed, with the way out."""
    return tuple(
        f"chưa kiểm tra được bằng {reader.name}: máy này thiếu thư viện của trình đọc ({reader.remedy})"
        for reader in readers
        if reader.load() is None
    )


def run_trials(pdf: bytes, page: int, readers: tuple[CodeReader, ...] = READERS) -> Iterator[Trial]:
    """What every installed reader reads under every one of `CONDITIONS`. Raises `ReadBackError`."""
    rendered: dict[float, Image.Image] = {}
    for condition in CONDITIONS:
        if condition.dpi not in rendered:
            rendered[condition.dpi] = inspect.render(pdf, page, condition.dpi)
        picture = condition.change(rendered[condition.dpi])
        for reader in readers:
            decode = reader.load()
            if decode is not None:
                yield Trial(condition.name, reader.name, decode(picture, condition.seen))


# Conditions. Pictures are grey, 0 black to 255 white.

BLUR_MM = 0.25
"""Standard deviation of the blur of a camera out of focus: 0.3 of a module of a sheet's code."""
DISTANCE_MM = 500
"""From the lens to the middle of the sheet."""
FOCAL_PX = 2889
"""A phone's main camera: 26 mm equivalent (36 mm wide) on 4,000 pixels. At 500 mm it sees 147 dpi."""
PITCH, YAW = 20, 15
"""Degrees by which the sheet is turned away: held too low, and from the side."""
MARGIN = 0.15
"""What the photograph shows round the sheet, as a share of its sides."""
TONER_LOST = 0.1
"""Share of the printed area that stayed white."""
SOFT_MM = 0.12
"""Standard deviation of what paper and a lens in focus soften."""
PAPER, TONER = 235, 40
"""Grey of office paper and of worn black toner, 0 to 255."""

_PX = 150 / 25.4
"""Pixels a mm of the pictures that a camera makes here."""


def leave_unchanged(picture: Image.Image) -> Image.Image:
    """The page as rendered in grey."""
    return picture


def blur(picture: Image.Image) -> Image.Image:
    """What a camera out of focus by `BLUR_MM` sees of a page of 150 dpi."""
    return picture.filter(ImageFilter.GaussianBlur(BLUR_MM * _PX))


def photograph(picture: Image.Image) -> Image.Image:
    """What a phone sees of a page of 150 dpi from `DISTANCE_MM`, turned by `PITCH` and `YAW`: a pinhole camera."""
    size_shown = (round(picture.width * (1 + 2 * MARGIN)), round(picture.height * (1 + 2 * MARGIN)))
    return picture.transform(
        size_shown,
        Image.Transform.PERSPECTIVE,
        _find_pinhole_view(picture.size, size_shown),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )


def wear(picture: Image.Image) -> Image.Image:
    """What a camera of 150 dpi sees of a page of 300 dpi, printed with `TONER_LOST` of the toner missing in specks
    of one pixel and more (two dots of a 600 dpi printer), on paper that is not white."""
    worn = ImageChops.lighter(picture, _draw_specks(picture.size))
    printed = worn.point([TONER + v * (PAPER - TONER) // 255 for v in range(256)])
    return printed.filter(ImageFilter.GaussianBlur(SOFT_MM * 2 * _PX)).reduce(2)


CONDITIONS = (
    Condition("thang xám 150 dpi", 150, 150, leave_unchanged),
    Condition("thang xám 100 dpi", 100, 100, leave_unchanged),
    Condition("nhòe nét", 150, 150, blur),
    Condition("chụp nghiêng bằng điện thoại từ 50 cm", 150, 147, photograph),
    Condition("bản in mất 10 % mực", 300, 150, wear),
)


@cache
def _find_pinhole_view(size: tuple[int, int], shown: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight coefficients (output pixel to input pixel) of the view of a page with `_PX` pixels a mm.

    A page point X, Y (mm from the middle) is seen at M (X, Y, 1) with M = (right, down, middle): the page's turned
    axes and its centre `DISTANCE_MM` away, as columns. The inverse of M leads from the ray of a pixel to the page.
    """
    a, b = radians(PITCH), radians(YAW)
    right = (cos(b), 0.0, -sin(b))
    down = (sin(a) * sin(b), cos(a), sin(a) * cos(b))
    x, y, w = _invert_matrix((right, down, (0.0, 0.0, float(DISTANCE_MM))))
    to_page = (_scale_row(x, w, size[0]), _scale_row(y, w, size[1]), w)
    rows = [_apply_to_ray(row, *shown) for row in to_page]
    return tuple(value / rows[2][2] for row in rows for value in row)[:8]


_MatrixRow = tuple[float, float, float]


def _invert_matrix(columns: tuple[_MatrixRow, _MatrixRow, _MatrixRow]) -> tuple[_MatrixRow, _MatrixRow, _MatrixRow]:
    """The inverse of a matrix given by its columns, as rows, up to a common factor."""
    a, b, c = columns
    return _cross_rows(b, c), _cross_rows(c, a), _cross_rows(a, b)


def _cross_rows(a: _MatrixRow, b: _MatrixRow) -> _MatrixRow:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _scale_row(row: _MatrixRow, w: _MatrixRow, side: int) -> _MatrixRow:
    """Millimetres from the middle to input pixels, in homogeneous coordinates."""
    return (row[0] * _PX + w[0] * side / 2, row[1] * _PX + w[1] * side / 2, row[2] * _PX + w[2] * side / 2)


def _apply_to_ray(row: _MatrixRow, width: int, height: int) -> _MatrixRow:
    """`row` applied to the ray of output pixel u, v, which is ((u - width/2) / f, (v - height/2) / f, 1)."""
    return (
        row[0] / FOCAL_PX,
        row[1] / FOCAL_PX,
        row[2] - (row[0] * width + row[1] * height) / 2 / FOCAL_PX,
    )


@cache
def _draw_specks(size: tuple[int, int]) -> Image.Image:
    """White where toner is lost, black elsewhere, for a picture of 300 dpi: each pixel of noise with a fixed seed is
    lost or not, so that specks of one, two and more pixels arise."""
    noise = Image.frombytes("L", size, Random(18004).randbytes(size[0] * size[1]))
    return noise.point([255 if value < round(256 * TONER_LOST) else 0 for value in range(256)])
