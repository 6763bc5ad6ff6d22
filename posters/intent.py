"""The output intent of files for a print shop: its ICC profile, as PDF/X-4 wants it (ISO 15930-7, ISO 32000-2 14.11.5).

In comes the profile that the office got from its print shop; out goes the finished document with it. None is shipped.
What a conforming file must not hold within the bleed (links) is taken out, what it must say is said; conformity itself
is not claimed, since no validator of the whole standard checks it here.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

from posters.errors import DrawingError
from posters.inks import Inks

_LARGEST = 8_000_000
_HEAD, _ENTRY = 128, 12
_COMPONENTS = {b"CMYK": 4, b"GRAY": 1}
_WAY_OUT = (
    "xin nhà in tệp ICC của máy in (CMYK hoặc thang xám, loại output) rồi sửa khóa print_profile trong config.yaml"
)


@dataclass(frozen=True, slots=True)
class PrintProfile:
    """An ICC profile of a printing condition: its bytes, its name for people, and how many components it has."""

    content: bytes
    name: str
    components: int

    def suits(self, how: Inks) -> bool:
        """Whether a file in these inks is printed under it: process inks need a profile of four, grey is in both."""
        return how is not Inks.COLOUR and (how is not Inks.CMYK or self.components == 4)


def load_profile(content: bytes, place: str) -> PrintProfile:
    """Read a profile; `place` says for people where it came from. Raises `DrawingError` for anything but an output
    profile of process inks or grey (ICC.1:2022 7.2) that the colour library opens."""
    if len(content) > _LARGEST:
        raise _explain_refusal("hồ sơ màu của nhà in quá lớn", f"{len(content)} byte, nhiều nhất {_LARGEST}", place)
    if len(content) < _HEAD + 4 or content[36:40] != b"acsp":
        raise _explain_refusal("tệp không phải là hồ sơ màu ICC", content[:8].hex(" "), place)
    if struct.unpack_from(">I", content)[0] != len(content):
        raise _explain_refusal("hồ sơ màu ICC bị cắt hoặc bị nối thêm", f"{len(content)} byte", place)
    if content[12:16] != b"prtr":
        raise _explain_refusal("hồ sơ màu không phải của máy in", content[12:16].decode("latin-1").strip(), place)
    components = _COMPONENTS.get(content[16:20])
    if components is None:
        raise _explain_refusal(
            "hồ sơ màu không phải CMYK hay thang xám", content[16:20].decode("latin-1").strip(), place
        )
    _check_tags(content, place)
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(content))).strip()
    except (OSError, ImageCms.PyCMSError) as error:
        raise _explain_refusal("hồ sơ màu ICC bị hỏng", str(error)[:80], place) from error
    if not name:
        raise _explain_refusal("hồ sơ màu ICC không ghi tên", "", place)
    return PrintProfile(content, name, components)


def _check_tags(content: bytes, place: str) -> None:
    """Every tag lies inside the file, and those stand there without which nothing can be converted (8.5)."""
    (count,) = struct.unpack_from(">I", content, _HEAD)
    if _HEAD + 4 + count * _ENTRY > len(content):
        raise _explain_refusal("hồ sơ màu ICC bị hỏng", f"{count} mục", place)
    entries = [struct.unpack_from(">4sII", content, _HEAD + 4 + i * _ENTRY) for i in range(count)]
    beyond = [name for name, start, length in entries if start + length > len(content)]
    names = {name for name, _, _ in entries}
    curve = b"A2B0" if content[16:20] == b"CMYK" else b"kTRC"
    lacking = [
        name for name in (b"desc", b"wtpt", curve) if name not in names and not (name == b"kTRC" and b"A2B0" in names)
    ]
    if beyond or lacking:
        raise _explain_refusal("hồ sơ màu ICC bị hỏng", b", ".join(beyond or lacking).decode("latin-1"), place)


def write_intent(document: Pdf, profile: PrintProfile) -> None:
    """Say for which printing condition a document was prepared: the profile as destination, no links within the bleed,
    trapping not done."""
    stream = document.make_stream(profile.content, N=profile.components)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFX"),
        OutputConditionIdentifier=String(profile.name),
        Info=String(profile.name),
        RegistryName=String(""),
        DestOutputProfile=document.make_indirect(stream),
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])
    for page in document.pages:
        if "/Annots" in page.obj:
            del page.obj.Annots
    _forget_links(document)
    document.docinfo["/Trapped"] = Name("/False")


def _forget_links(document: Pdf) -> None:
    """A structure tree must not name links that are gone: what is imposed has none, what is not loses it."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in document.Root:
            del document.Root[key]


def _explain_refusal(message: str, value: str, place: str) -> DrawingError:
    return DrawingError(message, place=place, value=value, way_out=_WAY_OUT)
