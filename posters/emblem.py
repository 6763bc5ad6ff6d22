"""The emblem that an office supplies (PNG or SVG), as pixels ready to stand on its sheets. None is shipped."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from posters import svg, syntax
from posters.errors import DrawingError
from posters.spec import Mark
from posters.syntax import Writer

HEIGHT = 460
"""Most pixels in height: 600 dpi where the emblem is largest, 19.5 mm on an A3 board."""
WIDTH = 2 * HEIGHT
HEAVY = 120_000
"""Bytes above which an emblem is made coarser: a commune's sheets are to stay light enough to be sent around."""
_COARSER = (1.0, 0.75, 0.5)
"""The coarsest is 370 dpi on A4."""
_LARGEST_FILE = 5_000_000
_MOST_PIXELS = 36_000_000
_FLATTEST = 5.0
_PNG = b"\x89PNG\r\n\x1a\n"
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_WAY_OUT = "lưu lại biểu trưng thành một tệp PNG hoặc SVG bình thường, hoặc bỏ khóa emblem trong config.yaml"


@dataclass(frozen=True, slots=True)
class Emblem:
    """A picture: digest of the supplied file, width by height, size in pixels, deflated samples of eight bits (three
    components, or one if it is grey) and of its opacity (empty: opaque everywhere)."""

    digest: str
    ratio: float
    width: int
    height: int
    grey: bool
    samples: bytes
    opacity: bytes

    @property
    def mark(self) -> Mark:
        """What placing it needs to know."""
        return Mark(self.digest, self.ratio)

    def embed(self, writer: Writer) -> int:
        """Write it as an image XObject with its soft mask (ISO 32000-2 8.9.5, 11.6.5.2); returns its number."""
        mask = b""
        if self.opacity:
            mask = b"/SMask %d 0 R" % writer.add(syntax.write_stream(self.opacity, self._write_facts(grey=True)))
        return writer.add(syntax.write_stream(self.samples, self._write_facts(grey=self.grey) + mask))

    def _write_facts(self, *, grey: bool) -> bytes:
        return b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter/FlateDecode" % (
            self.width,
            self.height,
            b"DeviceGray" if grey else b"DeviceRGB",
        )


@lru_cache(maxsize=2)
def load(content: bytes, place: str) -> Emblem:
    """Read the file that an office supplied; `place` says for people where it came from.

    Raises `DrawingError` for anything but a still PNG or an SVG of shapes alone, for too many pixels, a shape more
    than five times as long as wide, or a picture in which nothing can be seen.
    """
    if len(content) > _LARGEST_FILE:
        raise _explain_refusal("tệp biểu trưng quá lớn", f"{len(content)} byte, nhiều nhất {_LARGEST_FILE}", place)
    picture = _read_png(content, place) if content.startswith(_PNG) else _read_svg(content, place)
    if picture.getchannel("A").getbbox() is None:
        raise _explain_refusal("biểu trưng trong suốt hoàn toàn, không có gì để in", "", place)
    ratio = picture.width / picture.height
    if not 1 / _FLATTEST <= ratio <= _FLATTEST:
        raise _explain_refusal("biểu trưng quá dài", f"{picture.width} x {picture.height} điểm ảnh", place)
    digest = hashlib.sha256(content).hexdigest()
    for share in _COARSER:
        picture.thumbnail((WIDTH * share, HEIGHT * share), Image.Resampling.LANCZOS)
        emblem = _make_emblem(picture, round(ratio, 4), digest)
        if len(emblem.samples) + len(emblem.opacity) <= HEAVY:
            break
    return emblem


def _make_emblem(picture: Image.Image, ratio: float, digest: str) -> Emblem:
    """`picture` is RGBA."""
    opacity = picture.getchannel("A")
    # What cannot be seen is white: it costs no bytes, and a printer that ignores masks shows paper.
    white = Image.new("RGB", picture.size, (255, 255, 255))
    flattened = Image.composite(picture.convert("RGB"), white, opacity.point(lambda v: 255 if v else 0))
    red, green, blue = (band.tobytes() for band in flattened.split())
    grey = red == green == blue
    return Emblem(
        digest=digest,
        ratio=ratio,
        width=picture.width,
        height=picture.height,
        grey=grey,
        samples=syntax.deflate(red if grey else flattened.tobytes()),
        opacity=b"" if opacity.getextrema() == (255, 255) else syntax.deflate(opacity.tobytes()),
    )


def _read_png(content: bytes, place: str) -> Image.Image:
    """The pixels of a PNG (ISO/IEC 15948) as RGBA; its size is checked before anything is unpacked."""
    try:
        wide, high = struct.unpack_from(">II", content, 16)
        if wide * high > _MOST_PIXELS:
            raise _explain_refusal("biểu trưng có quá nhiều điểm ảnh", f"{wide} x {high}", place)
        with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
            if getattr(opened, "is_animated", False):
                raise _explain_refusal("biểu trưng là ảnh động", "", place)
            if opened.mode not in _MODES:
                raise _explain_refusal("biểu trưng dùng kiểu màu không in được", opened.mode, place)
            return opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as error:
        raise _explain_refusal("tệp PNG của biểu trưng bị hỏng", str(error)[:80], place) from error


def _read_svg(content: bytes, place: str) -> Image.Image:
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head != b"<":
        raise _explain_refusal("biểu trưng không phải là PNG hay SVG", content[:8].hex(" "), place)
    return _read_png(svg.render(content, place, (WIDTH, HEIGHT)), place)


def _explain_refusal(message: str, value: str, place: str) -> DrawingError:
    return DrawingError(message, place=place, value=value, way_out=_WAY_OUT)
