"""The projective map: exact where points are, even over many, and none where they fix none."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from posters.photo.plane import Projection, fit_affine, fit_projection

SQUARE = [(0.0, 0.0), (210.0, 0.0), (210.0, 297.0), (0.0, 297.0), (100.0, 40.0)]


@given(st.tuples(*(st.floats(low, high) for low, high in [(0.3, 2), (-0.3, 0.3), (0, 4)] * 2)), st.floats(-0.1, 0.1))
def test_points_of_a_photo_give_back_the_map_that_made_them(values: tuple[float, ...], lean: float) -> None:
    a, b, c, e, d, f = values
    # A map that folds the sheet into a line has no way back.
    assume(abs(a * (e + f * lean) - b * (d - f * lean) - c * (d * lean + e * lean)) > 0.02)
    made = Projection((a, b, c, d, e, f, lean, -lean))
    fitted = fit_projection([(point, made.to_photo(point)) for point in SQUARE])
    assert fitted is not None
    for point in (*SQUARE, (30.0, 250.0)):
        assert fitted.to_photo(point) == pytest.approx(made.to_photo(point), abs=0.01)
        assert fitted.to_sheet(made.to_photo(point)) == pytest.approx(point, abs=0.01)


@pytest.mark.parametrize("points", [[], SQUARE[:3], [(float(i), 2.0 * i) for i in range(6)]])
def test_points_that_fix_no_map_give_none(points: list[tuple[float, float]]) -> None:
    assert fit_projection([(point, point) for point in points]) is None


def test_one_small_square_gives_a_plane_without_perspective_however_its_corners_tremble() -> None:
    noise = ((0.4, -0.3), (-0.5, 0.2), (0.3, 0.5), (-0.2, -0.4))
    square = ((240.0, 370.0), (255.0, 370.0), (255.0, 385.0), (240.0, 385.0))
    pairs = [((x, y), (4 * x + 40 + dx, 4 * y + 40 + dy)) for (x, y), (dx, dy) in zip(square, noise, strict=True)]
    affine = fit_affine(pairs)
    assert affine is not None
    u, v = affine.to_photo((0, 0))
    assert abs(u - 40) < 20 and abs(v - 40) < 20, "half a centimetre, over forty"
    x, y = affine.to_sheet(affine.to_photo((100, 200)))
    assert (round(x, 6), round(y, 6)) == (100, 200)
    assert fit_affine([((1, 1), (2, 2))] * 4) is None
