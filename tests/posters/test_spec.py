"""Plain facts: the few that are computed."""

from __future__ import annotations

from posters.spec import GRIDS, BoardField, BoardGroup, Wording


def test_a_group_counts_its_fields() -> None:
    assert BoardGroup("Hộ tịch", (BoardField("a", 3), BoardField("b", 4))).count == 7
    assert BoardGroup("Trống", ()).count == 0


def test_a_grid_holds_columns_times_rows() -> None:
    assert {paper: grid.capacity for paper, grid in GRIDS.items()} == {"A4": 12, "A3": 27}


def test_the_default_sentences_are_complete() -> None:
    words = Wording()
    assert len(words.steps) == 3
    assert all(words.steps)
    assert words.feedback_url.startswith("https://")
