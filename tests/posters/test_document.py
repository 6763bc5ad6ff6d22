"""Papers that flow: text stays text, every character is covered, and the same paper has the same bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Flowable

from posters import document, fonts, press
from posters.document import Letterhead, draw_document, make_paragraph, make_style
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.spec import SiteHead, Wording
from posters.text import clean
from tests.posters.products import DAY, clashes, flat, pages_of

SITE = SiteHead("10888", "Trung tâm Phục vụ hành chính công xã Cẩm Giang", "Số 1", "0220", "7:30–11:30")
LETTERHEAD = Letterhead("Giấy báo", "GB", SITE, 7, DAY)


def drawn(*texts: str, letterhead: Letterhead = LETTERHEAD) -> bytes:
    def story() -> list[Flowable]:
        return [make_paragraph(text, make_style(9.5)) for text in texts]

    return draw_document(story, letterhead)


HOSTILE = (
    '<img src="file:///etc/passwd"/>',
    '<img src="/etc/hostname" width="10" height="10"/> sau',
    "<b>đậm</b> & <i>nghiêng</i> &amp; &lt;para&gt;",
    "<para><font size=99>to</font></para> & <br/> hết",
    '<a href="https://example.com/">bấm</a> <onDraw name="x"/> <seq/> <unichar code="48"/>',
    "<![CDATA[x]]> <?xml version='1'?> <!-- ẩn --> ]]>",
    "chưa đóng <font name='Courier'> và </b> thừa",
    "100 % {%s} \\(x\\) %(page)d",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_name_is_text(text: str) -> None:
    """Platypus reads markup: an <img> in a name would embed a file of this machine."""
    content = drawn(text)
    assert flat(text) in flat(pages_of(content)[0])
    with pikepdf.open(io.BytesIO(content)) as opened:
        page = opened.pages[0]
        assert "/XObject" not in page.get("/Resources", {}) or not page.Resources.XObject.keys()
        assert [str(note.A.URI) for note in page.Annots] == [Wording().feedback_url]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_head_and_foot_is_text(text: str) -> None:
    content = drawn("x", letterhead=replace(LETTERHEAD, site=replace(SITE, name=text, address=text)))
    assert flat(pages_of(content)[0]).count(flat(text)) == 2


@given(st.text(st.sampled_from(sorted(fonts.ALPHABET) + list("ßњ<>&\u0301\u00ad\u00a0\n\t")), max_size=200))
@settings(max_examples=40, deadline=None)
def test_every_character_that_is_covered_is_said(text: str) -> None:
    try:
        said = "".join(map(flat, pages_of(drawn(text))))
    except MissingGlyphError:
        assert fonts.find_missing(clean(text))
        return
    assert flat(clean(text)) in said


def test_what_the_main_face_lacks_comes_from_the_fallback() -> None:
    spare = next(c for c in "ѢњΩЖ" if c not in fonts.map_codes(Face.REGULAR) and not fonts.find_missing(c))
    assert f"tên {spare} lạ" in pages_of(drawn(f"tên {spare} lạ"))[0]
    with pytest.raises(MissingGlyphError):
        drawn("\u4e2d")


def test_stacked_marks_of_two_lines_do_not_touch() -> None:
    text = "Ợ Ợ Ẩ Ẫ Ỗ Ự Ẵ " * 30
    how = make_paragraph(text, make_style(9.5)).style
    assert how.leading >= 1.43 * how.fontSize
    assert make_paragraph("đăng ký khai sinh", make_style(9.5)).style.leading < how.leading


def test_pages_say_which_and_of_how_many() -> None:
    content = drawn(*["Một dòng."] * 200)
    pages = pages_of(content)
    assert len(pages) > 2
    assert all(f"Trang {i}/{len(pages)}" in text for i, text in enumerate(pages, 1))
    assert press.read_labels(content) == [f"10888-GB-{i}" for i in range(1, len(pages) + 1)]
    assert [clash for i in range(len(pages)) for clash in clashes(content, i)] == []
    assert sum(text.count("Một dòng.") for text in pages) == 200


def test_a_site_whose_name_does_not_fit_is_named() -> None:
    with pytest.raises(DrawingError, match="tên hoặc liên hệ của điểm quá dài") as caught:
        drawn("x", letterhead=replace(LETTERHEAD, site=replace(SITE, name="Trung tâm " * 40)))
    assert caught.value.place == "điểm 10888"


def test_a_sample_says_so_on_every_page() -> None:
    content = drawn(*["Một dòng."] * 100, letterhead=replace(LETTERHEAD, sample=True))
    assert all(text.count(Wording().sample) == 3 for text in pages_of(content))


def test_the_same_paper_has_the_same_bytes_in_another_process_on_another_day(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from tests.posters.test_document import drawn, HOSTILE; "
        "sys.stdout.write(hashlib.sha256(drawn(*HOSTILE, 'Một', 'њ')).hexdigest())"
    )
    root = str(Path(document.__file__).resolve().parents[1])
    found = set()
    for seed, day in (("1", "0"), ("2", "86400")):
        env = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": day, "TZ": "UTC" + seed}
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_no_stream_is_deflated_by_the_machine() -> None:
    """Every compressed stream is what the pinned library makes of its content."""
    from posters import syntax

    with pikepdf.open(io.BytesIO(drawn("x"))) as opened:
        streams = [obj for obj in opened.objects if isinstance(obj, pikepdf.Stream)]
        assert streams
        assert all(s.read_raw_bytes() == syntax.deflate(s.read_bytes()) for s in streams)


def test_title_language_and_day_are_those_of_the_paper() -> None:
    with pikepdf.open(io.BytesIO(drawn("x"))) as opened:
        assert str(opened.docinfo.Title) == f"Giấy báo – {SITE.name}"
        assert str(opened.docinfo.CreationDate) == f"D:{DAY:%Y%m%d}000000+07'00'"
        assert str(opened.Root.Lang) == "vi-VN"
