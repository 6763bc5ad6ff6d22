"""The print shop's profile: taken only where it is one, said in the file as ISO 15930-7 wants it."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from posters import intent, pdf, press, single
from posters.errors import DrawingError
from posters.inks import Inks
from posters.press import Finish, Imposition
from posters.spec import Card, MarkSeed, SiteHead
from tests.posters.products import codes
from tests.posters.products import single as sheet

LINK = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-867c-72db-b6a7-dcbd8c763807"
PLACE = "config.yaml, khóa print_profile"
GHOSTSCRIPT = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


def profile(space: bytes = b"CMYK", kind: bytes = b"prtr", leave_out: bytes = b"") -> bytes:
    """A profile with the tags that are asked for and nothing in them (ICC.1:2022 7.2, 7.3)."""
    name = b"May in thu nghiem"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + bytes(1 + 8 + 3 + 67)
    white = b"XYZ \0\0\0\0" + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    curve = b"mft1\0\0\0\0" + bytes(40)
    tags = {b"desc": described, b"wtpt": white, (b"A2B0" if space == b"CMYK" else b"kTRC"): curve}
    tags.pop(leave_out, None)
    start, table, data = 128 + 4 + 12 * len(tags), b"", b""
    for tag, content in tags.items():
        table += struct.pack(">4sII", tag, start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = start + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"test", 0x02400000, kind, space, b"Lab ") + bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


@pytest.fixture(scope="module")
def plain() -> bytes:
    card = Card("1.000080", "Đăng ký khai sinh", LINK, "dichvucong.gov.vn", "Hộ tịch")
    sheets = [replace(sheet(card), seed=MarkSeed("x"), label=f"TT-{i}") for i in (1, 2)]
    return pdf.address_file(single.make_template(sheets, codes([LINK])), SiteHead("10507", "Trung tâm"))


def test_an_output_profile_is_taken_with_its_name() -> None:
    taken = intent.load_profile(profile(), PLACE)
    assert (taken.name, taken.components) == ("May in thu nghiem", 4)
    assert [how for how in Inks if taken.suits(how)] == [Inks.CMYK, Inks.GREY, Inks.LOW]
    grey = intent.load_profile(profile(b"GRAY"), PLACE)
    assert [how for how in Inks if grey.suits(how)] == [Inks.GREY, Inks.LOW]


@pytest.mark.skipif(not GHOSTSCRIPT.exists(), reason="Ghostscript's profiles are not installed")
def test_a_profile_of_another_maker_is_taken() -> None:
    assert intent.load_profile(GHOSTSCRIPT.read_bytes(), PLACE).components == 4


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "không phải là hồ sơ màu ICC"),
        (b"%PDF-1.7" + bytes(200), "không phải là hồ sơ màu ICC"),
        (profile()[:-4], "bị cắt"),
        (profile() + b"\0", "nối thêm"),
        (profile(kind=b"mntr"), "không phải của máy in"),
        (profile(space=b"RGB "), "không phải CMYK hay thang xám"),
        (profile(leave_out=b"A2B0"), "bị hỏng"),
        (profile(leave_out=b"desc"), "bị hỏng"),
        (profile()[:132] + b"desc" + struct.pack(">II", 10**6, 99) + profile()[144:], "bị hỏng"),
        (bytes(9_000_000), "quá lớn"),
    ],
)
def test_what_is_no_output_profile_is_refused_with_a_way_out(content: bytes, cause: str) -> None:
    with pytest.raises(DrawingError, match=cause) as caught:
        intent.load_profile(content, PLACE)
    assert caught.value.place == PLACE
    assert "print_profile" in caught.value.way_out


@pytest.mark.parametrize("imposition", [Imposition.NONE, Imposition.TWO_UP])
def test_a_file_in_process_inks_says_its_printing_condition(plain: bytes, imposition: Imposition) -> None:
    """What ISO 15930-7 (PDF/X-4) asks for as far as it is checked here: an output intent (ISO 32000-2 14.11.5) with the
    destination's profile embedded, trimmed pages, trapping told, no links within the bleed, faces embedded, no RGB."""
    taken = intent.load_profile(profile(), PLACE)
    how = Finish(Inks.CMYK, 3.0, True, imposition, slug="x", profile=taken)
    with pikepdf.open(io.BytesIO(press.finish(plain, how))) as document:
        (said,) = document.Root.OutputIntents
        assert (said.Type, said.S) == ("/OutputIntent", "/GTS_PDFX")
        assert str(said.OutputConditionIdentifier) == str(said.Info) == taken.name
        assert said.DestOutputProfile.N == 4
        assert said.DestOutputProfile.read_bytes() == taken.content
        assert document.docinfo["/Trapped"] == "/False"
        assert "/ID" in document.trailer
        for page in document.pages:
            assert "/Annots" not in page.obj
            trim, bleed, media = (
                [float(v) for v in box] for box in (page.obj.TrimBox, page.obj.BleedBox, page.obj.MediaBox)
            )
            assert media[0] <= bleed[0] <= trim[0] and trim[2] <= bleed[2] <= media[2]
        assert "/StructTreeRoot" not in document.Root, "it would name links that are gone"
        faces = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert faces and all("/FontFile2" in face for face in faces)
        drawn = [
            o.read_bytes() for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"
        ]
        assert not any(line.endswith((b" rg", b" RG")) for each in drawn for line in each.splitlines())


def test_a_file_in_colours_of_a_screen_bears_none(plain: bytes) -> None:
    how = Finish(Inks.COLOUR, 3.0, True, profile=intent.load_profile(profile(), PLACE))
    with pikepdf.open(io.BytesIO(press.finish(plain, how))) as document:
        assert "/OutputIntents" not in document.Root
        assert "/Annots" in document.pages[0].obj


def test_the_same_profile_gives_the_same_bytes(plain: bytes) -> None:
    how = Finish(Inks.CMYK, profile=intent.load_profile(profile(), PLACE))
    assert press.finish(plain, how) == press.finish(plain, how)
