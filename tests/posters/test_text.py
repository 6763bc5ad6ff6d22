"""Lines hold all of a text and no more than their room."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from posters import text
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import ALPHABET, Face
from posters.unbroken import join_syllables

texts = st.text(st.sampled_from(sorted(ALPHABET)), max_size=200).map(text.clean)


@settings(deadline=None)
@given(texts, st.sampled_from([7.0, 8.0, 11.0, 21.0]), st.floats(8, 150))
def test_lines_keep_everything_and_fit(words: str, size: float, room: float) -> None:
    lines = text.break_lines(words, Face.REGULAR, size, room)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(line and line == line.strip() for line in lines)
    for line in lines:
        assert text.measure_width(line, Face.REGULAR, size) <= room or len(line) == 1


@settings(deadline=None)
@given(texts, st.floats(30, 150))
def test_lines_are_greedy(words: str, room: float) -> None:
    """The first word of a line would not have fitted on the line before."""
    lines = text.break_lines(words, Face.REGULAR, 10, room)
    for before, line in pairwise(lines):
        word = line.split(" ")[0]
        if before[-1] not in "/_" and len(before) > 1:
            assert (
                text.measure_width(f"{before} {word}", Face.REGULAR, 10) > room
                or text.measure_units(word, Face.REGULAR) > room
            )


def test_width_agrees_with_another_measurer() -> None:
    """FreeType, basic layout: sums of advance widths, rounded to 1/64 px at 1,000 px."""
    from posters import faces, fonts

    path = faces.FOLDER / f"{fonts.NAMES[Face.REGULAR]}.ttf"
    face = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC)
    line = "Đăng ký biến động quyền sử dụng đất, Ẩ Ợ ữ 1.000080"
    assert text.measure_units(line, Face.REGULAR) == pytest.approx(face.getlength(line), abs=len(line) / 2)


def test_clean_composes_collapses_and_drops_what_shows_nothing() -> None:
    raw = "\ufeffThu\u0309  tu\u0323c\u00a0\n viê\u0301t\u200b ho\u00ada\u200e "
    assert text.clean(raw) == "Thủ tục viết hoa"
    assert unicodedata.is_normalized("NFC", text.clean(raw))


def test_marks_are_never_torn_from_their_letter() -> None:
    lines = text.break_lines("q\u0323" * 40, Face.REGULAR, 11, 20)
    assert len(lines) > 2
    assert all(line.startswith("q") and line.endswith("\u0323") for line in lines)


def test_time_ranges_stay_together_and_long_addresses_break_after_slashes() -> None:
    assert "13:30–17:00" in text.break_lines("Thứ Sáu 7:30–11:30, 13:30–17:00", Face.REGULAR, 8.5, 40)
    assert text.break_lines("dichvucong.gov.vn/phan-anh-kien-nghi", Face.REGULAR, 10, 37)[0].endswith("/")


def test_shrink_prefers_large_type_and_refuses_to_cut() -> None:
    assert text.shrink("Hộ tịch", Face.BOLD, 21, 11, 100) == (21, ("Hộ tịch",))
    size, lines = text.shrink("Thành lập và hoạt động của tổ hợp tác, hợp tác xã", Face.BOLD, 21, 8, 120)
    assert size < 21
    assert len(lines) == 1
    with pytest.raises(DrawingError, match=r"không vừa chỗ dành cho nó \(20 mm, 1 dòng\).*Cách xử lý: rút ngắn"):
        text.shrink("Thành lập và hoạt động", Face.BOLD, 21, 11, 20)


def test_a_character_without_glyph_is_named_with_its_text() -> None:
    with pytest.raises(MissingGlyphError, match=r"«犬» \(U\+72AC\) \(giá trị: «Chó 犬»\)"):
        text.break_lines("Chó 犬", Face.REGULAR, 10, 50)


def test_numbers_of_decisions_and_dates_stay_whole() -> None:
    said = "Quyết định 3501/QĐ-UBND ngày 20/06/2025 về huyện/thị_xã"
    for room in (26, 30, 40, 60):
        lines = text.break_lines(said, Face.REGULAR, 8.5, room)
        assert any("3501/QĐ-UBND" in line for line in lines), room
        assert any("20/06/2025" in line for line in lines), room
    assert "huyện/" in [line.split()[-1] for line in text.break_lines("về huyện/thị", Face.REGULAR, 8.5, 16)]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["thủ", "Tục", "05", "ngày", "hợp", "tác", "xã,", "Điều", "(IV)", "–"]), min_size=1),
    st.booleans(),
)
def test_parting_in_one_pass_gives_what_stands_together(syllables: list[str], joined: bool) -> None:
    words = " ".join(syllables)
    pieces = join_syllables(syllables) if joined else syllables
    quick = text._split_pieces(words, Face.REGULAR, joined)
    assert [piece.strip() for piece in text._cut(words, quick.ends)] == pieces
    assert quick.right == [text.measure_units(words[:end], Face.REGULAR) for end in quick.ends]
    assert quick.widest == max(text.measure_units(piece, Face.REGULAR) for piece in text._cut(words, quick.ends))


def test_a_slash_parts_words_as_the_quick_way_parts_at_spaces() -> None:
    for words in ("Thủ tục hành chính", "trong 05 ngày làm việc", "Đăng ký"):
        slow = text._part_words(words, Face.BOLD, True)
        assert text._part_at_spaces(words, Face.BOLD, True) == slow
