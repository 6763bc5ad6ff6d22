"""Bands: a look for every group, legible, and different for neighbours in colour and without."""

from __future__ import annotations

from itertools import pairwise

import pytest

from posters import bands
from posters.bands import Pattern
from posters.geometry import Rect
from posters.surface import COLOUR, Ink, Surface

GROUPS = range(1, bands.MOST + 1)


def _luminance(ink: Ink) -> float:
    parts = COLOUR[ink] if len(COLOUR[ink]) == 3 else COLOUR[ink] * 3
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_two_groups_look_alike_and_neighbours_differ_in_colour() -> None:
    looks = [(bands.find_ink(group), bands.find_pattern(group)) for group in GROUPS]
    assert len(set(looks)) == bands.MOST
    assert all(one[0] is not other[0] for one, other in pairwise(looks))
    assert [bands.find_pattern(group) for group in (1, 6, 11, 16)] == list(Pattern)


@pytest.mark.parametrize("group", GROUPS[:5])
def test_a_number_is_legible_on_its_colour(group: int) -> None:
    """WCAG 2.2, 1.4.3: 4.5:1."""
    low, high = sorted(_luminance(ink) for ink in (bands.find_ink(group), bands.find_text_ink(group)))
    assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("group", [1, 6, 11, 16])
def test_every_pattern_is_drawn(group: int) -> None:
    surface = Surface(210, 297)
    bands.draw_band(surface, Rect(12, 7, 130, 7), group)
    drawn = surface.content().decode()
    assert (" S Q" in drawn) is (bands.find_pattern(group) is not Pattern.SOLID)
    assert (" d " in drawn) is (bands.find_pattern(group) is not Pattern.SOLID)
