"""Finished pages in other inks: CMYK with 100 % K text and codes, greyscale, low ink.

Colour operators are replaced (ISO 32000-2 8.6.8); text and its order stay as they are.
"""

from __future__ import annotations

import re
import zlib
from enum import StrEnum
from functools import lru_cache
from typing import Any

import pikepdf
from PIL import Image, ImageChops, ImageMath

from posters import syntax
from posters.surface import COLOUR, FINE, Ink, number

ACCENT_CMYK = (1.0, 0.65, 0.0, 0.45)
"""The accent in process inks; 210 % in all, well below the 300 % that offset on uncoated paper bears."""


class Inks(StrEnum):
    """What is printed with: as drawn, process inks, black alone, black alone and sparingly."""

    COLOUR = "colour"
    CMYK = "cmyk"
    GREY = "grey"
    LOW = "low"


Components = tuple[float, ...]

_TOKEN = re.compile(
    rb"\((?:\\.|[^\\()])*\)|\bBT\b[^\n]*?\bET\b|(?<![\w.-])((?:-?[\d.]+\s+){1,4})(g|rg|k|G|RG|K)(?=\s|$)", re.DOTALL
)
_OPERANDS = {b"g": 1, b"rg": 3, b"k": 4, b"G": 1, b"RG": 3, b"K": 4}
_SYMBOL = re.compile(rb"(?:^\d+ \d+ \d+ 1 re\n?){21,}", re.MULTILINE)
"""The dark modules of a symbol as `qr.trace_path` writes them: horizontal runs, in modules."""
_SPARED = 0.04
"""Part of a module that low ink leaves white round a run: readers sample the middle of modules. With 0.06 zbar loses
half of the codes at 100 dpi, with 0.1 four in five at 150 dpi; with this both readers read all (`posters.hardship`)."""
_TONED = 0.36
"""Grey of a symbol in low ink: a printer's own economy mode, as far as it leaves edges whole."""
_SIZE = re.compile(rb"/\w+ ([\d.]+) Tf")


_LIGHTENED = frozenset(COLOUR[ink] for ink in (Ink.BAND_RED, Ink.BAND_GREEN, Ink.BAND_YELLOW, Ink.BAND_PINK))
"""Areas that bear black type: their number and pattern tell groups apart."""


def convert_colour(components: Components, inks: Inks) -> Components:
    """A colour in other inks: one component is grey, three are RGB, four CMYK, 0 to 1."""
    if inks is Inks.CMYK:
        return _convert_to_cmyk(components)
    grey = _convert_to_grey(components)
    if inks is Inks.LOW and components in _LIGHTENED:
        grey = 0.8
    elif inks is Inks.LOW and len(components) > 1:
        # Headings and rules: legible at half the ink as they are large; fine type is black (see `recolour_stream`).
        grey = max(grey, 0.5)
    elif inks is Inks.LOW and grey > 0.5:
        # Hairlines and the watermark; text in darker greys stays as legible as it is.
        grey = round(0.5 + grey / 2, 2)
    return (grey,)


def _convert_to_grey(components: Components) -> float:
    """Luminance as PDF defines it (ISO 32000-2 10.4.2.2)."""
    if len(components) == 1:
        return components[0]
    if len(components) == 3:
        r, g, b = components
        return round(0.3 * r + 0.59 * g + 0.11 * b, 2)
    c, m, y, k = components
    return round(1 - min(1.0, 0.3 * c + 0.59 * m + 0.11 * y + k), 2)


def _convert_to_cmyk(components: Components) -> Components:
    if len(components) == 4:
        return components
    if components == COLOUR[Ink.ACCENT]:
        return ACCENT_CMYK
    if len(components) == 1 or len(set(components)) == 1:
        return (0.0, 0.0, 0.0, round(1 - components[0], 2))
    k = 1 - max(components)
    return (*(round((1 - v - k) / (1 - k), 2) for v in components), round(k, 2))


def write_operator(components: Components, *, stroke: bool = False) -> bytes:
    """Setting a colour, as bytes."""
    name = {1: "g", 3: "rg", 4: "k"}[len(components)]
    return f"{' '.join(map(number, components))} {name.upper() if stroke else name}".encode("ascii")


@lru_cache(maxsize=1024)
def recolour_stream(content: bytes, inks: Inks) -> bytes:
    """A deflated content stream in other inks, deflated. Streams that many files share are done once."""
    fill: Components = (0.0,)
    black = write_operator(convert_colour((0.0,), inks))

    def replace_token(token: re.Match[bytes]) -> bytes:
        nonlocal fill
        if token[2] is None:
            fine = token[0].startswith(b"BT") and len(fill) > 1 and inks is not Inks.GREY and _is_fine(token[0])
            return black + b"\n" + token[0] + b"\n" + write_operator(convert_colour(fill, inks)) if fine else token[0]
        values = token[1].split()
        count = _OPERANDS[token[2]]
        colour = tuple(map(float, values[-count:]))
        if token[2].islower():
            fill = colour
        rest = b"".join(v + b" " for v in values[:-count])
        return rest + write_operator(convert_colour(colour, inks), stroke=token[2].isupper())

    # Nothing is set yet when a stream begins: black is DeviceGray by default (8.6.8), which CMYK must say.
    plain = _TOKEN.sub(replace_token, zlib.decompress(content))
    if inks is Inks.LOW:
        plain = _SYMBOL.sub(_spare_edges, plain)
    return syntax.deflate(black + b"\n" + write_operator(convert_colour((0.0,), inks), stroke=True) + b"\n" + plain)


def _spare_edges(symbol: re.Match[bytes]) -> bytes:
    """A symbol's horizontal runs with white round each: readers look for finder patterns along rows, so that slits
    must not cut a row. The grey holds as far as the symbol's own graphics state."""
    runs = (line.split()[:3] for line in symbol[0].splitlines())
    parts = ((int(x) + _SPARED / 2, int(y) + _SPARED / 2, int(length) - _SPARED, 1 - _SPARED) for x, y, length in runs)
    toned = write_operator((_TONED,)) + b"\n"
    return toned + b"".join(" ".join(map(number, part)).encode("ascii") + b" re\n" for part in parts)


def _is_fine(text: bytes) -> bool:
    sizes = [float(size) for size in _SIZE.findall(text)]
    return bool(sizes) and max(sizes) < FINE


def recolour_file(document: pikepdf.Pdf, inks: Inks) -> None:
    """Every page of a document in other inks, pictures and vector emblems included."""
    if inks is Inks.COLOUR:
        return
    recoloured: set[tuple[int, int]] = set()
    for obj in document.objects:
        if not isinstance(obj, pikepdf.Stream):
            continue
        if obj.get("/Subtype") == "/Image":
            _recolour_picture(obj, inks)
        elif obj.get("/Subtype") == "/Form":
            _rewrite(obj, inks)
    for page in document.pages:
        contents = page.obj.Contents
        for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if part.objgen not in recoloured:
                recoloured.add(part.objgen)
                _rewrite(part, inks)


def _rewrite(stream: pikepdf.Object, inks: Inks) -> None:
    raw = stream.read_raw_bytes()
    packed = raw if stream.get("/Filter") == "/FlateDecode" else syntax.deflate(stream.read_bytes())
    stream.write(recolour_stream(packed, inks), filter=pikepdf.Name.FlateDecode)


_MODES: dict[Inks, tuple[str, str]] = {
    Inks.CMYK: ("CMYK", "/DeviceCMYK"),
    Inks.GREY: ("L", "/DeviceGray"),
    Inks.LOW: ("L", "/DeviceGray"),
}


def _recolour_picture(stream: pikepdf.Stream, inks: Inks) -> None:
    """An image in other inks; masks have no colour and stay."""
    if stream.get("/ImageMask", False) or stream.get("/ColorSpace") == "/DeviceGray":
        return
    mode, space = _MODES[inks]
    plain: Image.Image = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    image = _separate_inks(plain) if inks is Inks.CMYK else plain.convert(mode)
    stream.write(syntax.deflate(image.tobytes()), filter=pikepdf.Name.FlateDecode)
    stream["/ColorSpace"] = pikepdf.Name(space)
    stream["/BitsPerComponent"] = 8


def _separate_inks(plain: Image.Image) -> Image.Image:
    """Process inks as `_convert_to_cmyk` makes them, point by point: no point bears more than two inks and black."""
    inverse = [ImageChops.invert(band) for band in plain.split()]
    black = ImageChops.darker(ImageChops.darker(inverse[0], inverse[1]), inverse[2])

    def take_rest(values: dict[str, Any]) -> Any:
        # Where all is black, Pillow's division by nothing gives nothing.
        return values["convert"]((values["band"] - values["black"]) * 255 / (255 - values["black"]), "L")

    return Image.merge("CMYK", [*(ImageMath.lambda_eval(take_rest, band=b, black=black) for b in inverse), black])
