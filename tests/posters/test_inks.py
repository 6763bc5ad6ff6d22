"""Other inks: only colours change, text and codes are 100 % K, and sparing ink costs no readability."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image, ImageStat

from posters import bands, inks, inspect, pdf, press, qr, sheets
from posters.inks import Inks
from posters.press import Finish
from posters.spec import Sheet, SiteHead
from posters.surface import COLOUR
from tests.posters.conftest import Pack, card
from tests.posters.products import hardships

SETTING = {"g", "rg", "k", "G", "RG", "K"}


@pytest.fixture(scope="module")
def plain(pack: Pack, draw: Callable[[Sheet], sheets.Body], head: SiteHead) -> bytes:
    """Two sheets, one of them a sample with its watermark."""
    wanted = [card(f"Thủ tục số {i}", i, notes=("Áp dụng đến hết ngày 28/02/2027",)) for i in range(12)]
    made = [*pack(wanted), *pack(wanted, sample=True)]
    return pdf.address_file(pdf.make_template([draw(sheet) for sheet in made]), head)


def colours(content: bytes) -> set[tuple[str, tuple[float, ...]]]:
    """Every colour that a file sets."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return {
            (str(done.operator), tuple(float(v) for v in done.operands))
            for page in document.pages
            for done in pikepdf.parse_content_stream(page)
            if str(done.operator) in SETTING
        }


def test_process_inks_print_nothing_else(plain: bytes) -> None:
    found = colours(press.finish(plain, Finish(Inks.CMYK)))
    assert {operator for operator, _ in found} == {"k", "K"}
    assert ("k", (0.0, 0.0, 0.0, 1.0)) in found
    band = inks.convert_colour(COLOUR[bands.find_ink(7)], Inks.CMYK)
    assert {c for _, c in found if c[:3] != (0.0, 0.0, 0.0)} == {inks.ACCENT_CMYK, band}


def test_text_and_codes_are_black_alone(plain: bytes) -> None:
    """Every letter below 12 pt and every module prints from one plate."""
    coloured = {inks.ACCENT_CMYK, inks.convert_colour(COLOUR[bands.find_ink(7)], Inks.CMYK)}
    with pikepdf.open(io.BytesIO(press.finish(plain, Finish(Inks.CMYK)))) as document:
        for page in document.pages:
            fill: tuple[float, ...] = (0.0,)
            size = 0.0
            for done in pikepdf.parse_content_stream(page):
                operator = str(done.operator)
                if operator == "k":
                    fill = tuple(float(v) for v in done.operands)
                elif operator == "Tf":
                    size = float(done.operands[1])
                elif (operator in ("Tj", "TJ") and size < 12) or operator == "f":
                    assert fill[:3] == (0.0, 0.0, 0.0) or (operator == "f" and fill in coloured), (size, fill)


@pytest.mark.parametrize("kind", [Inks.GREY, Inks.LOW])
def test_one_ink_is_grey_alone(kind: Inks, plain: bytes) -> None:
    assert {operator for operator, _ in colours(press.finish(plain, Finish(kind)))} <= {"g", "G"}


@pytest.mark.parametrize("kind", list(Inks))
def test_text_stays_what_it_is(kind: Inks, plain: bytes) -> None:
    made = press.finish(plain, Finish(kind))
    assert [inspect.read_text(made, i) for i in (0, 1)] == [inspect.read_text(plain, i) for i in (0, 1)]


def test_low_ink_spares_ink_and_still_reads_under_hard_conditions(plain: bytes) -> None:
    low = press.finish(plain, Finish(Inks.LOW))
    used = [255 - ImageStat.Stat(inspect.render(content, 1, 100)).mean[0] for content in (plain, low)]
    assert used[1] < 0.75 * used[0]
    expected = {found.text for found in inspect.read_codes(plain, 0)}
    assert hardships(low, 0, tuple(expected)) == ()


@pytest.mark.parametrize(
    ("kind", "space"), [(Inks.CMYK, "/DeviceCMYK"), (Inks.GREY, "/DeviceGray"), (Inks.LOW, "/DeviceGray")]
)
def test_a_picture_changes_its_inks_too(kind: Inks, space: str, plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as document:
        picture = document.make_stream(Image.new("RGB", (4, 4), (200, 30, 30)).tobytes())
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=4,
            Height=4,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB,
        )
        document.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(Im1=picture)
        inks.recolour_file(document, kind)
        made = document.pages[0].obj.Resources.XObject.Im1
        assert made.ColorSpace == space
        assert len(made.read_bytes()) == 16 * (4 if kind is Inks.CMYK else 1)


def test_what_is_inside_a_string_is_no_operator() -> None:
    content = zlib.compress(b"(1 0 0 rg \\) 0 g) Tj\n0.05 0.23 0.42 rg\n" + qr.trace_path(qr.encode("x")) + b"\nf")
    made = zlib.decompress(inks.recolour_stream(content, Inks.CMYK))
    assert b"(1 0 0 rg \\) 0 g) Tj" in made
    assert b"1 0.65 0 0.45 k" in made
    assert made.endswith(qr.trace_path(qr.encode("x")) + b"\nf")
