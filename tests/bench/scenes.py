"""Photos of walls as a phone takes them: pure functions over grey pictures, everything that varies from one seed.

A camera of 12 megapixels (26 mm equivalent), held upright or across, looks at a wall of sheets that fills most of the
frame, turned by so many degrees; blur is said as the width in millimetres
on the paper that a point has at half its height, noise in per cent of white.
Same seed, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, cos, hypot, radians, sin, sqrt
from random import Random
from statistics import NormalDist

from PIL import Image, ImageChops, ImageDraw, ImageFilter

LONG, SHORT = 4000, 3000
FOCAL = 2889.0
"""26 mm equivalent (36 mm wide) on 4,000 pixels."""
FILLED = 0.86
"""Share of the frame that the wall takes, in the tighter direction."""
GAP = 14.0
"""Between sheets, in mm."""
WALL, PAPER, TONER = 186, 232, 34
"""Grey of wall, paper and print under even light."""


@dataclass(frozen=True, slots=True)
class Light:
    """How a photo is taken: degrees that the wall is turned, width of a point at half its height in mm on the paper,
    standard deviation of the noise in per cent of white, quality of the JPEG, the light that is left in a shadow (1:
    none), how wide its edge is in mm, and the share of each sheet that glares."""

    name: str
    degrees: float
    blur: float
    noise: float
    quality: int
    shade: float = 1.0
    edge: float = 0.0
    glare: float = 0.0


GOOD = Light("good", 10, 0.10, 1, 90)
TYPICAL = Light("typical", 20, 0.25, 2, 80, shade=0.65, edge=60)
BAD = Light("bad", 30, 0.45, 4, 70, shade=0.45, edge=2, glare=0.1)

_HALF_HEIGHT = 2.355
"""Width of a normal curve at half its height over its standard deviation."""
Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo as bytes, and where the corners of each sheet are in it (from the top left, clockwise)."""

    jpeg: bytes
    corners: tuple[tuple[Point, Point, Point, Point], ...]


def resolution(count: int) -> float:
    """Pixels a mm that sheets are best drawn with for a photo of `count` A4 sheets: a little more than it shows."""
    wall = _wall(count, (210.0, 297.0))
    return 1.25 * FILLED * min(a / b for a, b in zip(_frame(wall), wall, strict=True))


def photograph(sheets: Sequence[Image.Image], size: tuple[float, float], light: Light, seed: int) -> Scene:
    """A photo of `sheets`, grey pictures of paper of `size` mm, hung row by row."""
    random = Random(f"{seed} {light.name} {len(sheets)}")
    scale = sheets[0].width / size[0]
    wall, places = _hung(sheets, size, scale)
    if light.glare:
        for left, top in places:
            _glare(wall, random, (left, top, left + size[0], top + size[1]), scale, light.glare)
    if light.shade < 1:
        wall = _shaded(wall, random, light.shade, light.edge * scale)
    view = _view(random, light.degrees, (wall.width / scale, wall.height / scale))
    return _exposed(wall, scale, view, light, random, _corners(view, places, size))


def _grid(count: int) -> tuple[int, int]:
    """Columns and rows of a wall of A4 sheets: as square as can be."""
    columns = ceil(sqrt(count))
    return columns, ceil(count / columns)


def _frame(wall: tuple[float, float]) -> tuple[int, int]:
    """The camera held as the wall is: upright or across."""
    return (LONG, SHORT) if wall[0] > wall[1] else (SHORT, LONG)


def _wall(count: int, size: tuple[float, float]) -> tuple[float, float]:
    columns, rows = _grid(count)
    return columns * (size[0] + GAP) + GAP, rows * (size[1] + GAP) + GAP


def _hung(
    sheets: Sequence[Image.Image], size: tuple[float, float], scale: float
) -> tuple[Image.Image, list[tuple[float, float]]]:
    """The wall, and where the upper left corners of the sheets are on it in mm."""
    columns, _ = _grid(len(sheets))
    wide, high = _wall(len(sheets), size)
    wall = Image.new("L", (round(wide * scale), round(high * scale)), WALL)
    places = []
    printed = [TONER + v * (PAPER - TONER) // 255 for v in range(256)]
    for i, sheet in enumerate(sheets):
        row, column = divmod(i, columns)
        at = (GAP + column * (size[0] + GAP), GAP + row * (size[1] + GAP))
        wall.paste(sheet.point(printed), (round(at[0] * scale), round(at[1] * scale)))
        places.append(at)
    return wall, places


def _glare(
    wall: Image.Image, random: Random, box: tuple[float, float, float, float], scale: float, share: float
) -> None:
    """Blind a sheet with an ellipse of `share` of its area."""
    wide, high = box[2] - box[0], box[3] - box[1]
    ratio = random.uniform(0.5, 2)
    a = sqrt(share * wide * high / 3.1416 * ratio)
    b = a / ratio
    x, y = random.uniform(box[0] + a, box[2] - a), random.uniform(box[1] + b, box[3] - b)
    region = tuple(round(v * scale) for v in (x - a * 1.3, y - b * 1.3, x + a * 1.3, y + b * 1.3))
    part = wall.crop(region)
    light = Image.new("L", part.size, 0)
    edge = (0.3 / 2.6 * part.width, 0.3 / 2.6 * part.height)
    ImageDraw.Draw(light).ellipse((edge[0], edge[1], part.width - edge[0], part.height - edge[1]), fill=255)
    wall.paste(ImageChops.add(part, light.filter(ImageFilter.GaussianBlur(3 * scale))), region[:2])


def _shaded(wall: Image.Image, random: Random, left: float, edge: float) -> Image.Image:
    """A shadow over a half of the wall, with an edge so many pixels wide."""
    small = 8
    mask = Image.new("L", (wall.width // small + 1, wall.height // small + 1), 255)
    angle, far = random.uniform(0, 6.2832), hypot(*mask.size)
    x, y = mask.width * random.uniform(0.35, 0.65), mask.height * random.uniform(0.35, 0.65)
    along, out = (cos(angle) * far, sin(angle) * far), (-sin(angle) * far, cos(angle) * far)
    ends = [(x - along[0], y - along[1]), (x + along[0], y + along[1])]
    beyond = [(ex + out[0], ey + out[1]) for ex, ey in reversed(ends)]
    ImageDraw.Draw(mask).polygon([*ends, *beyond], fill=round(255 * left))
    mask = mask.filter(ImageFilter.GaussianBlur(max(0.5, edge / 2 / small)))
    return ImageChops.multiply(wall, mask.resize(wall.size, Image.Resampling.BILINEAR))


def _view(random: Random, degrees: float, wall: tuple[float, float]) -> Matrix:
    """From the wall (mm from its middle, homogeneous) to pixels: turned about an axis in the wall that lies anywhere,
    and by up to 3 degrees about the line of sight."""
    axis, roll, tilt = random.uniform(0, 6.2832), radians(random.uniform(-3, 3)), radians(degrees)
    c, s, one = cos(tilt), sin(tilt), 1 - cos(tilt)
    ux, uy = cos(axis), sin(axis)
    turned = ((c + ux * ux * one, ux * uy * one), (ux * uy * one, c + uy * uy * one), (-uy * s, ux * s))
    rolled = (
        tuple(cos(roll) * a - sin(roll) * b for a, b in zip(turned[0], turned[1], strict=True)),
        tuple(sin(roll) * a + cos(roll) * b for a, b in zip(turned[0], turned[1], strict=True)),
        turned[2],
    )
    corners = [(x * wall[0] / 2, y * wall[1] / 2) for x in (-1, 1) for y in (-1, 1)]
    frame, distance = _frame(wall), 200.0
    while True:
        view = tuple(
            (*(v * f for v in row), f * d)
            for row, f, d in zip(rolled, (FOCAL, FOCAL, 1.0), (0, 0, distance), strict=True)
        )
        seen = [seen_at(view, *corner) for corner in corners]
        edges = [(min(values), max(values)) for values in zip(*seen, strict=True)]
        if all(high - low < FILLED * side for (low, high), side in zip(edges, frame, strict=True)):
            break
        distance *= 1.005
    # The wall is in the middle of the frame, as whoever takes the photo puts it.
    middle = [(side - low - high) / 2 for (low, high), side in zip(edges, frame, strict=True)]
    first, second = (
        tuple(a + m * d for a, d in zip(row, view[2], strict=True)) for row, m in zip(view[:2], middle, strict=True)
    )
    return (first, second, view[2])  # type: ignore[return-value]


def seen_at(view: Matrix, x: float, y: float) -> Point:
    """Where a point of the wall is in the photo."""
    u, v, w = (row[0] * x + row[1] * y + row[2] for row in view)
    return u / w, v / w


def _corners(
    view: Matrix, places: Sequence[tuple[float, float]], size: tuple[float, float]
) -> tuple[tuple[Point, Point, Point, Point], ...]:
    wide, high = max(x for x, _ in places) + size[0] + GAP, max(y for _, y in places) + size[1] + GAP
    quads = []
    for x, y in places:
        left, top = x - wide / 2, y - high / 2
        box = ((left, top), (left + size[0], top), (left + size[0], top + size[1]), (left, top + size[1]))
        quads.append(tuple(seen_at(view, *corner) for corner in box))
    return tuple(quads)  # type: ignore[arg-type]


def _exposed(
    wall: Image.Image,
    scale: float,
    view: Matrix,
    light: Light,
    random: Random,
    corners: tuple[tuple[Point, Point, Point, Point], ...],
) -> Scene:
    """The wall through lens, sensor and JPEG."""
    inverse = _inverse(view)
    half = (wall.width / 2, wall.height / 2)
    rows = [tuple(scale * a + h * w for a, w in zip(inverse[i], inverse[2], strict=True)) for i, h in enumerate(half)]
    coefficients = [v / inverse[2][2] for row in (*rows, inverse[2]) for v in row][:8]
    photo = wall.transform(
        _frame(wall.size), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=WALL
    )
    photo = photo.filter(ImageFilter.GaussianBlur(light.blur / _HALF_HEIGHT * FOCAL / view[2][2]))
    noise = Image.frombytes("L", photo.size, random.randbytes(LONG * SHORT)).point(_gaussian(light.noise))
    out = io.BytesIO()
    ImageChops.add(photo, noise, 1, -128).save(out, "JPEG", quality=light.quality)
    return Scene(out.getvalue(), corners)


@cache
def _gaussian(percent: float) -> list[int]:
    """Even bytes to bytes spread normally about 128."""
    spread = NormalDist(128, percent * 2.55)
    return [max(0, min(255, round(spread.inv_cdf((i + 0.5) / 256)))) for i in range(256)]


def _inverse(m: Matrix) -> Matrix:
    """Up to a factor."""
    (a, b, c), (d, e, f), (g, h, i) = m
    return (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
