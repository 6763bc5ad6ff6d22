"""Finished files: accepted by other programs, small, tagged with what a reader needs, shared between sites."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest

from posters import inspect, pdf
from posters.body import Body
from posters.errors import DrawingError, MissingGlyphError
from posters.spec import Card, Sheet, SiteHead

Pack = Callable[..., tuple[Sheet, ...]]
Draw = Callable[[Sheet], Body]


def run(*command: str) -> str:
    """Output of a program that must be content; skipped where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def odd_file(odd_pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "odd.pdf"
    path.write_bytes(odd_pdf)
    return str(path)


def test_qpdf_and_ghostscript_have_nothing_to_say(odd_file: str) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", odd_file)
    assert "WARNING" not in run("qpdf", "--check", odd_file)
    assert run("gs", "-q", "-sDEVICE=nullpage", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING", odd_file) == ""


def test_fonts_are_embedded_subset_and_mapped(odd_file: str) -> None:
    lines = run("pdffonts", odd_file).splitlines()[2:]
    assert len(lines) == 5
    assert len({line.split()[0] for line in lines}) == 3  # two faces shown by two resources each, and the fallback
    for line in lines:
        assert line[6] == "+"
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


def test_another_extractor_reads_the_same_names(odd_file: str, odd_cards: tuple[Card, ...]) -> None:
    text = "".join(run("pdftotext", "-raw", "-f", "1", "-l", "2", odd_file, "-").split())
    assert "Hỗtrợthuhồiđấtchonƣớc,ƣuđãi" in text
    assert "Straße,nƣớc" in text  # codes of one byte, of two bytes, and of the fallback side by side
    assert "1.000002" in text
    assert "Thủtụcviếtrờixuốngdòng" in text


@pytest.mark.parametrize(
    "command",
    [
        ("mutool", "draw", "-q", "-F", "txt"),
        ("pdftotext", "-raw"),
        ("gs", "-q", "-sDEVICE=txtwrite", "-o", "-"),
    ],
    ids=lambda c: c[0],
)
def test_older_readers_extract_what_is_printed(odd_file: str, command: tuple[str, ...]) -> None:
    """Debian 12 ships MuPDF 1.21, to which strings of one-byte and two-byte codes were garbage; Ghostscript gives the
    lines of cards side by side in turn, so words of one line are looked for."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    end = ("-",) if command[0] == "pdftotext" else ()
    raw = subprocess.run([*command, odd_file, *end], capture_output=True, text=True, check=True).stdout
    text = "".join(normalize("NFC", raw).split())
    for words in ("viếtrời", "xuốngdòng", "Straße,nƣớc", "phườngLêThanhNghị", "1.014955-Xoa"):
        assert words in text


def test_no_printer_scales_a_page_and_none_prints_a_sheet_on_the_back_of_another(odd_pdf: bytes) -> None:
    """ISO 32000-2 table 147: what a printer's dialog offers first."""
    with pikepdf.open(io.BytesIO(odd_pdf)) as document:
        wishes = document.Root.ViewerPreferences
        assert (str(wishes.PrintScaling), str(wishes.Duplex)) == ("/None", "/Simplex")


def test_document_properties(odd_pdf: bytes, head: SiteHead) -> None:
    with pikepdf.open(io.BytesIO(odd_pdf)) as document:
        assert str(document.docinfo.Title) == f"Niêm yết thủ tục hành chính – {head.name}"
        assert str(document.Root.Lang) == "vi-VN"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.CreationDate) == "D:20261124000000+07'00'"
        labels = document.Root.PageLabels.Nums
        assert str(labels[1].P) == "11824-7-1"
        for page, paper in ((document.pages[0], (210, 297)), (document.pages[-1], (297, 420))):
            for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
                width, height = (float(v) * 25.4 / 72 for v in page.obj[box][2:])
                assert (width, height) == pytest.approx(paper, abs=0.01)


def test_links_are_clickable_and_where_the_codes_are(odd_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(odd_pdf)) as document:
        notes = list(document.pages[0].obj.Annots)
        for note, found in zip(notes, inspect.read_codes(odd_pdf, 0), strict=False):
            assert str(note.A.URI) == found.text
            left, _, right, top = (float(v) * 25.4 / 72 for v in note.Rect)
            assert (left, right - left) == pytest.approx((found.area.x, found.area.width), abs=0.5)
            assert 297 - top == pytest.approx(found.area.y, abs=0.5)
        assert str(notes[-1].A.URI) == "https://dichvucong.gov.vn/phan-anh-kien-nghi"


@pytest.mark.real
def test_a_communes_sheets_weigh_less_than_450_kb(commune_pdf: bytes, tmp_path: Path) -> None:
    assert len(commune_pdf) < 450_000
    path = tmp_path / "commune.pdf"
    path.write_bytes(commune_pdf)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))
    assert run("gs", "-q", "-sDEVICE=nullpage", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONWARNING", str(path)) == ""


def test_sites_share_the_drawing_and_differ_in_their_own_text(
    odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead
) -> None:
    made = pdf.make_template([draw(sheet) for sheet in pack(odd_cards)])
    other = SiteHead("10888", "Trung tâm Phục vụ hành chính công xã Cẩm Giang")
    first, second = pdf.address_file(made, head), pdf.address_file(made, other)
    assert first[: len(made.block)] == second[: len(made.block)] == made.block
    pairs = list(zip(inspect.read_pages(first), inspect.read_pages(second), strict=True))
    assert all(a.body == b.body and a.label != b.label for a, b in pairs)
    assert {b.label for _, b in pairs} == {f"10888-7-{i}" for i in range(1, len(pairs) + 1)}
    assert "0220 3 123 456" in inspect.read_text(first, 0)
    assert "10888-7-1" in inspect.read_text(second, 0)
    assert head.name not in inspect.read_text(second, 0)
    assert pdf.address_file(made, head) == first


def test_identifier_follows_the_content(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead) -> None:
    made = pdf.make_template([draw(sheet) for sheet in pack(odd_cards[:2])])
    other = pdf.make_template([draw(sheet) for sheet in pack(odd_cards[:3])])
    files = [
        pdf.address_file(made, head),
        pdf.address_file(made, replace(head, hotline="1022")),
        pdf.address_file(made, replace(head, hotline="", hours=head.hotline)),
        pdf.address_file(other, head),
    ]
    identities = set()
    for content in files:
        with pikepdf.open(io.BytesIO(content)) as document:
            identities.add(bytes(document.trailer.ID[0]))
    assert len(identities) == len(files)


def test_unknown_contacts_leave_no_line(odd_cards: tuple[Card, ...], pack: Pack, draw: Draw) -> None:
    made = pdf.make_template([draw(sheet) for sheet in pack(odd_cards[:2])])
    bare = inspect.read_text(pdf.address_file(made, SiteHead("10888", "Xã Cẩm Giang")), 0)
    full = inspect.read_text(pdf.address_file(made, SiteHead("10888", "Xã Cẩm Giang", hotline="0220 1")), 0)
    assert full.replace("0220 1", "").split() == bare.split()
    assert bare.count("·") == full.count("·")


def test_what_cannot_be_addressed_names_the_site(
    odd_cards: tuple[Card, ...], pack: Pack, draw: Draw, head: SiteHead
) -> None:
    made = pdf.make_template([draw(sheet) for sheet in pack(odd_cards[:2])])
    with pytest.raises(DrawingError, match=r"điểm 11824: tên hoặc liên hệ .* quá dài.*data/sites\.csv"):
        pdf.address_file(made, replace(head, name="Trung tâm " * 30))
    with pytest.raises(MissingGlyphError, match=r"điểm 11824: ký tự «Ω» \(U\+03A9\) không có trong phông chữ nhúng"):
        pdf.address_file(made, replace(head, name="Ω"))
    with pytest.raises(DrawingError, match="tệp PDF không có trang nào"):
        pdf.make_template([])
