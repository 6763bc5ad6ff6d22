"""Head and foot: everything inside the margins, an emblem leaves the site's name its room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from posters import furniture
from posters.errors import DrawingError
from posters.furniture import Measures
from posters.spec import Mark, Wording
from posters.surface import Surface

AT = Measures(12, 198, 10, 270)


def test_places_of_the_site_lie_between_the_margins() -> None:
    areas = furniture.areas(AT, Wording())
    assert areas.name.x == areas.contact.x == AT.left
    assert areas.sheet_id.x == AT.right
    assert areas.name.width + furniture.BESIDE == AT.width


def test_an_address_for_feedback_moves_the_contacts_down() -> None:
    plain, longer = (furniture.areas(AT, Wording(feedback_address=text)).contact.y for text in ("", "Số 18"))
    assert longer > plain


@pytest.mark.parametrize("ratio", [0.2, 1.0, 5.0])
def test_an_emblem_of_any_shape_leaves_room_for_the_name(ratio: float) -> None:
    surface = Surface(210, 297)
    beside = furniture.emblem(surface, AT, Mark("x", ratio))
    assert beside.inset > 0
    assert furniture.areas(beside, Wording()).name.width >= 113 - 1e-6
    assert surface.content().count(b"/Emblem Do") == 1


def test_without_an_emblem_nothing_moves() -> None:
    assert furniture.emblem(Surface(210, 297), AT, None) == AT


def test_the_foot_links_where_feedback_goes() -> None:
    surface = Surface(210, 297)
    furniture.foot(surface, AT, Wording(), 7, date(2026, 11, 24))
    (link,) = surface.links
    assert link.uri == Wording().feedback_url
    assert AT.left <= link.area.x < link.area.right <= AT.right


def test_a_title_that_does_not_fit_is_refused() -> None:
    with pytest.raises(DrawingError, match="dòng chữ không vừa"):
        furniture.head(Surface(210, 297), AT, "Rất dài " * 60, "HT-01", "Tờ 1")


def test_larger_paper_enlarges_everything() -> None:
    small, large = (furniture.areas(replace(AT, scale=scale), Wording()) for scale in (1.0, 1.2))
    assert large.name.size == pytest.approx(small.name.size * 1.2)
