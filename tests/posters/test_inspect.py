"""Reading back notices what is wrong with a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from posters import inspect, pdf, press
from posters.body import Body
from posters.errors import ReadBackError
from posters.inks import Inks
from posters.press import Finish, Imposition
from posters.spec import Card, SiteHead


def rewritten(content: bytes, change: object) -> bytes:
    """The file after `change(document)`, saved by another program."""
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)  # type: ignore[operator]
        out = io.BytesIO()
        document.save(out, compress_streams=False)
    return out.getvalue()


def test_pages_do_not_depend_on_object_numbers(odd_pdf: bytes) -> None:
    again = rewritten(odd_pdf, lambda _document: None)
    assert again != odd_pdf
    assert inspect.read_pages(again) == inspect.read_pages(odd_pdf)


def _covered(document: pikepdf.Pdf) -> None:
    part = document.pages[0].obj.Contents[1]
    part.write(part.read_bytes() + b"\n0 g 50 600 60 60 re f\n")


def _turned(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 180


def _cropped(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = pikepdf.Array([0, 0, 300, 300])


def _misled(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Annots[0].A.URI = pikepdf.String("https://dichvucong.gov.vn.example/")


def _reshaped(document: pikepdf.Pdf) -> None:
    font = document.pages[0].obj.Resources.Font.F1.DescendantFonts[0].FontDescriptor
    font.FontFile2.write(font.FontFile2.read_bytes() + b"\0")


@pytest.mark.parametrize("change", [_covered, _turned, _cropped, _misled, _reshaped])
def test_every_change_of_a_shared_drawing_shows(odd_pdf: bytes, change: object) -> None:
    before, after = inspect.read_pages(odd_pdf)[0], inspect.read_pages(rewritten(odd_pdf, change))[0]
    assert after.body != before.body
    assert after.lines == before.lines


def added(line: bytes) -> Callable[[pikepdf.Pdf], None]:
    """A change that draws one more line among the site's own text."""

    def change(document: pikepdf.Pdf) -> None:
        part = document.pages[0].obj.Contents[2]
        part.write(part.read_bytes() + line + b"\n")

    return change


def test_a_change_of_the_sites_text_shows_apart_and_where(odd_pdf: bytes) -> None:
    changed = rewritten(odd_pdf, added(b"BT 1 0 0 1 100 421 Tm /F2 9.5 Tf <0154> Tj ET"))
    before, after = inspect.read_pages(odd_pdf)[0], inspect.read_pages(changed)[0]
    assert after.body == before.body
    assert [round(y) for y in set(after.lines) - set(before.lines)] == [round((841.89 - 421) * 25.4 / 72)]


@pytest.mark.parametrize("line", [b"1 g 50 600 60 60 re f", b"/X0 Do", b"BI /W 1 ID x EI", b"0.1 0 0 0.1 0 0 cm"])
def test_a_shape_over_the_drawing_is_refused(odd_pdf: bytes, line: bytes) -> None:
    with pytest.raises(ReadBackError, match=r"trang 1: .*nét vẽ lạ.*Cách xử lý"):
        inspect.read_pages(rewritten(odd_pdf, added(line)))


def test_codes_come_row_by_row(odd_pdf: bytes, odd_cards: tuple[Card, ...]) -> None:
    found = inspect.read_codes(odd_pdf, 0)
    assert found[0].text == odd_cards[0].payload
    for before, code in pairwise(found):
        assert code.area.y > before.area.y + 20 or (
            abs(code.area.y - before.area.y) < 1 and code.area.x > before.area.x + 80
        )


def test_a_picture_without_codes_has_none() -> None:
    assert inspect.read(Image.new("L", (400, 400), 255), 150) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>not a file</html>"])
def test_broken_files_are_refused(content: bytes) -> None:
    with pytest.raises(ReadBackError, match=r"không đọc lại được tệp PDF.*dựng lại bản phát hành"):
        inspect.read_pages(content)
    with pytest.raises(ReadBackError, match="không đọc lại được tệp PDF"):
        inspect.read_codes(content, 0)


def test_pages_that_are_not_there_and_strange_pages_are_refused(odd_pdf: bytes) -> None:
    with pytest.raises(ReadBackError, match="trang 100: tệp không có trang này"):
        inspect.render(odd_pdf, 99)

    def flattened(document: pikepdf.Pdf) -> None:
        document.pages[1].obj.Contents = document.pages[1].obj.Contents[0]

    with pytest.raises(ReadBackError, match="trang 2: trang không có cấu trúc của tờ niêm yết"):
        inspect.read_pages(rewritten(odd_pdf, flattened))


@pytest.mark.parametrize("kind", ["MicroQRCode", "RMQRCode", "QRCodeModel2"])
def test_only_a_symbol_of_model_2_is_read_as_ours(kind: str) -> None:
    """zxing-cpp's name `QRCode` takes the small relatives of the code too."""
    symbol = zxingcpp.create_barcode("1234567", getattr(zxingcpp.BarcodeFormat, kind))
    drawn = symbol.to_image(scale=12, add_quiet_zones=True)
    picture = Image.frombytes("L", (drawn.shape[1], drawn.shape[0]), bytes(drawn))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["1234567"], "the picture must be readable"
    assert [code.text for code in inspect.read(picture, 150)] == (["1234567"] if kind == "QRCodeModel2" else [])


def test_equal_drawings_have_equal_digests_whatever_a_site_writes(commune_bodies: tuple[Body, ...]) -> None:
    template = pdf.make_template(commune_bodies[:4])
    heads = (SiteHead("10507", "Trung tâm A", "Số 1", "0220", "7:30"), SiteHead("10888", "B"))
    first, second = (pdf.address_file(template, head) for head in heads)
    for how in (Finish(), Finish(Inks.CMYK, 3, True), Finish(Inks.LOW), Finish(imposition=Imposition.TWO_UP)):
        digests = [inspect.digest_drawings(press.finish(content, how)) for content in (first, second)]
        assert digests[0] == digests[1]
        assert len(set(digests[0])) == len(digests[0]) > 1


def test_another_code_or_another_place_has_another_digest(commune_bodies: tuple[Body, ...]) -> None:
    head = SiteHead("10507", "A")
    one, other = (inspect.digest_drawings(pdf.address_file(pdf.make_template([b]), head)) for b in commune_bodies[:2])
    assert one != other
    content = pdf.address_file(pdf.make_template(commune_bodies[:1]), head)
    moved = press.finish(content, Finish(paper="A3"))
    assert inspect.digest_drawings(moved) != inspect.digest_drawings(press.finish(content, Finish(bleed=3)))
