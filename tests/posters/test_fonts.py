"""The faces cover Vietnamese, codes never depend on a document, subsets draw what the whole face draws."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from posters import fonts
from posters.errors import MissingGlyphError
from posters.fonts import Face

MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = {
    case(unicodedata.normalize("NFC", base + mark))
    for base in "aăâeêioôơuưy"
    for mark in MARKS
    for case in (str.lower, str.upper)
} | {"đ", "Đ"}


def test_all_vietnamese_letters_are_embedded_in_every_document() -> None:
    assert len(VIETNAMESE) == 12 * 6 * 2 + 2
    assert VIETNAMESE <= fonts.ALPHABET
    for face in (Face.REGULAR, Face.BOLD):
        drawn = {char for char, *_ in fonts.embed_face(face, fonts.ALPHABET).glyphs}
        assert drawn == fonts.ALPHABET


def test_main_faces_draw_the_alphabet_without_the_fallback() -> None:
    assert fonts.find_needed_faces(fonts.ALPHABET) == {Face.REGULAR, Face.BOLD}
    assert {face for face, _ in fonts.split_runs("".join(sorted(fonts.ALPHABET)), Face.BOLD)} == {Face.BOLD}


def test_a_letter_that_only_the_fallback_has_makes_a_run_of_its_own() -> None:
    found = fonts.split_runs("nƣớc", Face.REGULAR)
    assert [name for name, _ in found] == [Face.REGULAR, Face.FALLBACK, Face.REGULAR]
    assert fonts.find_needed_faces("nƣớc") == set(Face)


def test_no_font_resource_mixes_codes_of_one_and_of_two_bytes() -> None:
    """MuPDF before 1.24 takes such strings apart wrongly, and search finds nothing."""
    for face in Face:
        found = fonts.map_codes(face)
        assert len(set(found.values())) == len(found)
        assert {c for c in found if len(found[c]) == 2} == (set() if face is Face.FALLBACK else fonts.ALPHABET)
        assert "00" not in found.values()
        for name, codes in fonts.split_runs("é và ƣ, Ω, ß", face):
            assert len(codes) % 4 == 0 or name in {Face.REGULAR, Face.BOLD}


def test_missing_and_require_name_character_code_point_text_and_place() -> None:
    assert fonts.find_missing("Hải Phòng") == set()
    assert fonts.find_missing("a犬b") == {"犬"}
    with pytest.raises(MissingGlyphError) as caught:
        fonts.require(["được", "Nuôi 犬"], "thủ tục 1.000080")
    assert str(caught.value) == (
        "thủ tục 1.000080: phông chữ không có ký tự «犬» (U+72AC) (giá trị: «Nuôi 犬»). "
        "Cách xử lý: sửa ký tự này trong danh mục nguồn."
    )


def test_subset_draws_the_same_outlines_under_the_same_codes() -> None:
    whole = TTFont(Path(fonts.__file__).with_name("fonts") / "BeVietnamPro-Regular.ttf")
    part = TTFont(io.BytesIO(fonts.embed_face(Face.REGULAR, fonts.ALPHABET).program))
    assert len(fonts.embed_face(Face.REGULAR, fonts.ALPHABET).program) < 40_000
    names = whole.getBestCmap()
    for char in "ẨợđQ1.":
        glyph = next(gid for drawn, _, gid, _ in fonts.embed_face(Face.REGULAR, fonts.ALPHABET).glyphs if drawn == char)
        drawn = []
        for font, name in ((whole, names[ord(char)]), (part, part.getGlyphOrder()[glyph])):
            pen = RecordingPen()
            font.getGlyphSet()[name].draw(pen)
            drawn.append([(op, tuple(tuple(p) for p in points)) for op, points in _flat(pen.value, font)])
        assert drawn[0] == drawn[1]


def _flat(value: list, font: TTFont) -> list:
    """Components replaced by the outlines they stand for: their names differ between the two files."""
    found = []
    for op, args in value:
        if op == "addComponent":
            pen = RecordingPen()
            font.getGlyphSet()[args[0]].draw(pen)
            found.append(("move", (args[1],)))
            found += _flat(pen.value, font)
        else:
            found.append((op, args))
    return found


def test_subset_has_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from posters import fonts;"
        "print(hashlib.sha256(fonts.embed_face(fonts.Face.BOLD, fonts.ALPHABET | set('ƣ')).program).hexdigest(),"
        "fonts.embed_face(fonts.Face.BOLD, fonts.ALPHABET | set('ƣ')).name)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_drawing_the_alphabet_opens_no_font_file() -> None:
    """Opening the faces takes longer than drawing all sheets of a commune."""
    script = (
        "import sys; from posters import fonts, text; from posters.fonts import ALPHABET, Face;"
        "text.find_leading(text.break_lines('Đăng ký khai sinh', Face.BOLD, 11, 20), Face.BOLD, 1.2);"
        "fonts.embed_face(Face.BOLD, ALPHABET); assert 'fontTools' not in sys.modules;"
        "fonts.embed_face(Face.BOLD, ALPHABET | {'ß'}); assert 'fontTools' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_fallback_brings_only_what_the_main_faces_lack() -> None:
    made = fonts.embed_face(Face.FALLBACK, fonts.ALPHABET | {"ƣ"})
    assert [char for char, *_ in made.glyphs] == ["ƣ"]
    assert fonts.embed_face(Face.REGULAR, fonts.ALPHABET | {"ƣ"}) == fonts.embed_face(Face.REGULAR, fonts.ALPHABET)


def test_faces_come_with_their_licence() -> None:
    folder = Path(fonts.__file__).with_name("fonts")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert all(path.name in listed for path in folder.glob("*.ttf"))


def test_a_line_is_coded_as_its_letters_are() -> None:
    for face in (Face.REGULAR, Face.BOLD):
        table = fonts.map_short_codes(face)
        line = "".join(sorted(fonts.ALPHABET))
        assert fonts.write_short_codes(line, face) == "".join(table[char] for char in line)


@pytest.mark.parametrize("line", ["Hộ 犬", "ł", "\ufffe", "\x00", "\x80", "\U0001f600"])
def test_what_is_beyond_the_alphabet_has_no_short_codes(line: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        fonts.write_short_codes(line, Face.REGULAR)
    with pytest.raises(UnicodeEncodeError):
        fonts.write_short_codes("a", Face.FALLBACK)
