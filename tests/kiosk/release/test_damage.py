"""The table of damages is whole, and every kind can be told to people."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from kiosk.release.damage import DAMAGES, Damage, Kind


def test_every_kind_stands_in_the_table_once() -> None:
    assert list(DAMAGES) == list(Kind)
    assert len({kind.name for kind in DAMAGES.values()}) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_says_in_words_what_is_seen_what_it_means_and_what_to_do(kind: Kind) -> None:
    *texts, price = astuple(DAMAGES[kind])
    for text in [*texts, *([price] if price else [])]:
        assert text == text.strip()
        assert text[:1].islower()
        assert not text.endswith(".")


def test_a_damage_is_told_with_its_kind_its_place_and_what_is_wrong_there() -> None:
    told = str(Damage(Kind.TREE, "releases/7/index.html", "nội dung khác", 7, "ab"))
    assert told == "tệp trong thư mục của bản phát hành sai hoặc thiếu: releases/7/index.html (nội dung khác)"
