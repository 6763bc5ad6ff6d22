"""Print-shop finishing: exact boxes, order of pages, links and labels in place, files that other programs accept."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import inspect, pdf, press, sheets
from posters.errors import DrawingError
from posters.inks import Inks
from posters.press import BLEED, Finish, Imposition
from posters.spec import Card, Sheet, SiteHead
from tests.posters.conftest import Pack, card
from tests.posters.products import read_all

MM = 72 / 25.4
FINISHES = {
    "nothing": Finish(),
    "marks": Finish(bleed=BLEED, marks=True),
    "cmyk": Finish(Inks.CMYK, BLEED, True),
    "two-up": Finish(Inks.GREY, BLEED, True, Imposition.TWO_UP),
    "saddle": Finish(imposition=Imposition.SADDLE),
    "enlarged": Finish(paper="A3", marks=True),
    "low": Finish(Inks.LOW),
}
EVERY = pytest.mark.parametrize("name", FINISHES)


@pytest.fixture(scope="module")
def cards() -> tuple[Card, ...]:
    return tuple(card(f"Thủ tục số {i}", i) for i in range(54))


@pytest.fixture(scope="module")
def plain(cards: tuple[Card, ...], pack: Pack, draw: Callable[[Sheet], sheets.Body], head: SiteHead) -> bytes:
    """Five sheets of one site."""
    return pdf.address_file(pdf.make_template([draw(sheet) for sheet in pack(cards)]), head)


def boxes(content: bytes) -> list[dict[str, list[float]]]:
    """Every page's boxes in mm."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return [
            {key: [round(float(v) / MM, 1) for v in page.obj[f"/{key}"]] for key in ("MediaBox", "BleedBox", "TrimBox")}
            for page in document.pages
        ]


@EVERY
def test_same_file_same_bytes(name: str, plain: bytes) -> None:
    assert press.finish(plain, FINISHES[name]) == press.finish(plain, FINISHES[name])


@EVERY
def test_every_code_still_reads(name: str, plain: bytes, cards: tuple[Card, ...]) -> None:
    assert sorted(read_all(press.finish(plain, FINISHES[name]))) == sorted(c.payload for c in cards)


@EVERY
@pytest.mark.skipif(shutil.which("qpdf") is None or shutil.which("gs") is None, reason="needs qpdf and Ghostscript")
def test_qpdf_and_ghostscript_accept_it_silently(name: str, plain: bytes, tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(press.finish(plain, FINISHES[name]))
    for command in (["qpdf", "--check"], ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage"]):
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "warning" not in (done.stdout + done.stderr).lower()
        assert done.stderr == ""


@EVERY
def test_title_language_and_links_are_kept(name: str, plain: bytes) -> None:
    content = press.finish(plain, FINISHES[name])
    with pikepdf.open(io.BytesIO(content)) as made, pikepdf.open(io.BytesIO(plain)) as old:
        assert str(made.docinfo["/Title"]) == str(old.docinfo["/Title"])
        assert made.Root.Lang == "vi-VN"
        uris = [[str(n.A.URI) for page in d.pages for n in page.obj.get("/Annots", [])] for d in (made, old)]
        assert sorted(uris[0]) == sorted(uris[1])
    assert sorted(label for joined in press.read_labels(content) for label in joined.split(" + ")) == press.read_labels(
        plain
    )


@EVERY
def test_links_lie_on_their_codes(name: str, plain: bytes) -> None:
    content = press.finish(plain, FINISHES[name])
    with pikepdf.open(io.BytesIO(content)) as made:
        for i, page in enumerate(made.pages):
            left, _, _, top = (float(v) for v in page.mediabox)
            areas = {str(n.A.URI): [float(v) for v in n.Rect] for n in page.obj.Annots}
            for found in inspect.read_codes(content, i):
                x, y = found.area.x + found.area.width / 2, found.area.y + found.area.height / 2
                box = areas[found.text]
                assert box[0] < left + x * MM < box[2]
                assert box[1] < top - y * MM < box[3]


def test_boxes_are_exact(plain: bytes) -> None:
    (first, *_) = boxes(press.finish(plain, FINISHES["marks"]))
    assert first == {
        "MediaBox": [-10, -10, 220, 307],
        "BleedBox": [-3, -3, 213, 300],
        "TrimBox": [0, 0, 210, 297],
    }
    assert boxes(press.finish(plain, FINISHES["two-up"]))[0]["TrimBox"] == [0, 0, 420, 297]
    assert boxes(press.finish(plain, FINISHES["enlarged"]))[0]["TrimBox"] == [0, 0, 297, 420]
    assert boxes(press.finish(plain, Finish(bleed=BLEED)))[0]["MediaBox"] == [-3, -3, 213, 300]


def test_marks_stand_outside_the_bleed(plain: bytes) -> None:
    content = press.finish(plain, FINISHES["marks"])
    picture = inspect.render(content, 0, 300)
    px = 300 / 25.4
    bare = picture.crop((round(7.2 * px), round(7.2 * px), round(222.8 * px), round(9.8 * px)))
    assert bare.getextrema() == (255, 255)
    margin = picture.crop((0, 0, round(6.9 * px), picture.height))
    assert margin.getextrema()[0] < 128


def test_two_up_is_cut_and_stacked(plain: bytes) -> None:
    labels = press.read_labels(press.finish(plain, Finish(imposition=Imposition.TWO_UP)))
    old = press.read_labels(plain)
    assert labels == [f"{old[0]} + {old[3]}", f"{old[1]} + {old[4]}", old[2]]


@given(st.integers(1, 60))
def test_a_saddle_stitched_booklet_folds_into_its_order(count: int) -> None:
    sides = press.order(count, Imposition.SADDLE)
    fronts, backs = sides[0::2], sides[1::2]
    # Sheets nested into each other: down through the right halves, up again through the left ones.
    down = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    up = [page for front, back in reversed(list(zip(fronts, backs, strict=True))) for page in (back[1], front[0])]
    read = down + up
    assert read == list(range(len(read)))
    assert count <= len(read) < count + 4


def test_chosen_pages_keep_their_ids_and_nothing_else(plain: bytes, cards: tuple[Card, ...]) -> None:
    wanted = press.read_labels(plain)[1:3]
    chosen = press.extract_pages(plain, wanted)
    assert press.read_labels(chosen) == wanted
    assert read_all(chosen) == [c.payload for c in cards[12:36]]
    assert len(chosen) < len(plain)
    with pytest.raises(DrawingError, match="tệp thiếu tờ này") as caught:
        press.extract_pages(plain, ["11824-XX-99"])
    assert "11824-XX-99" in str(caught.value)


def test_mixed_sizes_and_broken_files_are_refused(odd_pdf: bytes) -> None:
    with pytest.raises(DrawingError, match="không cùng khổ") as caught:
        press.finish(odd_pdf, Finish(imposition=Imposition.TWO_UP))
    assert "210 x 297 mm" in str(caught.value)
    with pytest.raises(DrawingError, match="không mở được tệp PDF"):
        press.finish(b"%PDF-1.7 broken", Finish())
    with pytest.raises(DrawingError, match="không có khổ giấy này"):
        press.finish(odd_pdf, Finish(paper="B4"))


@pytest.mark.parametrize(
    ("how", "duplex"), [(Imposition.SADDLE, "/DuplexFlipShortEdge"), (Imposition.TWO_UP, "/Simplex")]
)
def test_imposed_sheets_are_printed_unscaled_and_a_saddle_turns_about_its_fold(
    pack: Pack, draw: Callable[[Sheet], sheets.Body], head: SiteHead, how: Imposition, duplex: str
) -> None:
    drawn = [draw(sheet) for sheet in pack([card("Kết hôn")])]
    made = press.finish(pdf.address_file(pdf.make_template(drawn), head), Finish(imposition=how))
    with pikepdf.open(io.BytesIO(made)) as document:
        wishes = document.Root.ViewerPreferences
        assert (str(wishes.PrintScaling), str(wishes.Duplex)) == ("/None", duplex)


@given(st.integers(1, 400))
def test_the_left_pile_of_a_cut_stack_laid_on_the_right_one_is_in_order(count: int) -> None:
    sides = press.order(count, Imposition.TWO_UP)
    stack = [left for left, _ in sides] + [right for _, right in sides]
    assert stack[:count] == list(range(count))
    assert len(stack) < count + 2


def test_a_booklet_too_thick_for_staples_is_refused_with_the_way_out(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as document:
        names = [f"X-{i:02d}" for i in range(65)]
        for _ in range(65 - len(document.pages)):
            document.pages.append(document.pages[0])
        press.label_pages(document, names)
        out = io.BytesIO()
        document.save(out)
    with pytest.raises(DrawingError, match=r"65 trang.*đóng gáy"):
        press.finish(out.getvalue(), FINISHES["saddle"])
    assert (
        len(press.read_labels(press.finish(press.extract_pages(out.getvalue(), names[:64]), FINISHES["saddle"]))) == 32
    )


def test_fold_and_cut_differ_and_show_on_every_plate(plain: bytes) -> None:
    def marks(imposition: Imposition) -> bytes:
        made = press.finish(plain, Finish(Inks.CMYK, BLEED, True, imposition))
        with pikepdf.open(io.BytesIO(made)) as document:
            contents = document.pages[0].obj.Contents
            return bytes(list(contents)[-1].read_bytes())

    assert marks(Imposition.SADDLE).startswith(b"q 1 1 1 1 K 0.25 w")
    assert b"[3 2] 0 d" in marks(Imposition.SADDLE)
    assert b" d\n" not in marks(Imposition.TWO_UP)


@pytest.mark.parametrize("imposition", [Imposition.NONE, Imposition.TWO_UP, Imposition.SADDLE])
def test_the_slug_line_names_batch_site_and_sheets(imposition: Imposition, plain: bytes) -> None:
    how = Finish(Inks.CMYK, BLEED, True, imposition, slug="Bản phát hành 7 · 11824")
    content = press.finish(plain, how)
    for i, label in enumerate(press.read_labels(content)):
        text = inspect.read_text(content, i)
        assert "Bản phát hành 7 · 11824 · " + label.replace(press.BESIDE, ", ") in text
    # What differs from site to site is no drawing: one proof serves all.
    other = press.finish(plain, Finish(Inks.CMYK, BLEED, True, imposition, slug="Bản phát hành 7 · 10507"))
    assert inspect.digest_drawings(content) == inspect.digest_drawings(other)


def test_pages_of_inner_sheets_stand_nearer_to_the_fold(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(press.finish(plain, Finish(imposition=Imposition.SADDLE)))) as document:
        lefts = []
        for page in document.pages:
            placed = re.findall(rb"cm /P\d Do", page.obj.Contents.read_bytes())
            lefts.append(re.findall(rb"([\d.-]+) [\d.-]+ cm /P\d Do", page.obj.Contents.read_bytes()))
            assert placed
    outer, inner = (float(side[-1]) for side in (lefts[0], lefts[2]))
    assert outer - inner == pytest.approx(press.CREEP * MM, abs=0.02)
