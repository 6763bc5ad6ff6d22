"""A site's text keeps to its place: between its edges, in as few lines and as large as can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posters.areas import fit_area
from posters.body import Area
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Face
from posters.text import PT, find_leading, measure_fall, measure_rise

FREE = Area(10, 50, 60, 10.5, 8, 3)
HELD = replace(FREE, top=47, bottom=60, least=7)
NAMES = (
    "Trung tâm",
    "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo",
    "Trung tâm Phục vụ hành chính công thành phố Hải Phòng – Cơ sở 1",
    "ỦY BAN NHÂN DÂN XÃ ẨN ẲNG",
    "Ẳ",
    "gạch",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bottom", [60, 57.5, 55.5])
def test_ink_stands_between_the_edges_and_lines_apart(name: str, bottom: float) -> None:
    fitted = fit_area(replace(HELD, bottom=bottom), name, Face.BOLD)
    assert " ".join(fitted.lines) == name
    assert fitted.y - measure_rise(fitted.lines[0], Face.BOLD, fitted.size) >= 47 - 1e-9
    last = fitted.y + (len(fitted.lines) - 1) * fitted.step
    assert last + measure_fall(fitted.lines[-1], Face.BOLD, fitted.size) <= bottom + 1e-9
    if len(fitted.lines) > 1:
        assert fitted.step >= fitted.size * PT * find_leading(fitted.lines, Face.BOLD, 0)


def test_a_text_moves_only_as_far_as_it_must() -> None:
    assert fit_area(HELD, "xem", Face.BOLD).y == HELD.y
    assert fit_area(HELD, "Ẳ", Face.BOLD).y > HELD.y
    assert fit_area(replace(HELD, bottom=50.2), "gạch", Face.BOLD).y < HELD.y


def test_fewer_lines_go_before_larger_type_and_small_type_comes_last() -> None:
    for area in (FREE, HELD):
        assert fit_area(area, NAMES[0], Face.BOLD)[:2] == (10.5, (NAMES[0],))
        assert len(fit_area(replace(area, width=70), NAMES[1], Face.BOLD).lines) == 1
        assert fit_area(area, NAMES[2], Face.BOLD).size == 9.5
    assert 7 <= fit_area(replace(HELD, bottom=54.2), NAMES[3] * 2, Face.BOLD).size < 8


@pytest.mark.parametrize(
    ("area", "text"), [(FREE, "công " * 60), (HELD, "công " * 60), (replace(HELD, bottom=48), "Ẳ")]
)
def test_what_does_not_fit_is_told(area: Area, text: str) -> None:
    with pytest.raises(DrawingError) as caught:
        fit_area(area, text.strip(), Face.BOLD)
    assert caught.value.value and caught.value.way_out


def test_an_absent_character_is_named() -> None:
    for area in (FREE, HELD):
        with pytest.raises(MissingGlyphError):
            fit_area(area, "Xã ☂", Face.BOLD)
