"""What kiosks send: the last word of each, searches without result, both bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office import news
from kiosk.office.news import News


def test_the_last_word_of_a_site_counts(tmp_path: Path) -> None:
    box = News(tmp_path / "news.sqlite")
    box.heard("11824", 3, 0)
    box.heard("10507", 2, 60)
    box.heard("11824", 4, 5)
    assert [row[:3] for row in box.kiosks()] == [("10507", 2, 60), ("11824", 4, 5)]


def test_searches_are_counted_as_they_sound_and_the_most_frequent_come_first(tmp_path: Path) -> None:
    box = News(tmp_path / "news.sqlite")
    box.missed("Khai Tử", 1)
    box.missed("khai tu", 2)
    box.missed("hộ chiếu", 1)
    assert box.misses() == (("khai tu", 3), ("ho chieu", 1))
    assert box.misses(1) == (("khai tu", 3),)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    box = News(tmp_path / "news.sqlite")
    assert (box.kiosks(), box.misses()) == ((), ())
    assert list(tmp_path.iterdir()) == []


def test_a_stranger_cannot_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_MOST_MISSES", 3)
    monkeypatch.setattr(news, "_MOST_KIOSKS", 2)
    box = News(tmp_path / "news.sqlite")
    for n in range(9):
        box.missed(f"tìm {n}" + "x" * 500, n)
        box.heard(str(n), 1, 0)
    assert [count for _, count in box.misses()] == [8, 7, 6]
    assert max(len(text) for text, _ in box.misses()) <= 80
    assert len(box.kiosks()) == 2
