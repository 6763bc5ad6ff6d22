"""Texts and numbers come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pages.pack import (
    SEPARATOR,
    Packer,
    pack_numbers,
    pack_places,
    pack_vocabulary,
    split_tokens,
    unpack_numbers,
    unpack_places,
    unpack_text,
    unpack_vocabulary,
)
from kiosk.text import tidy

SYLLABLES = ["ba", "bà", "hoà", "thủy", "Ủy", "QĐ", "1a2à", "C06", ",", "(", "...", "-", "<b>", '"', "\\", "đ", "_"]
TEXTS = st.lists(st.sampled_from(SYLLABLES) | st.text(max_size=6)).map(" ".join).map(tidy)


@given(st.lists(TEXTS, max_size=12))
def test_texts_come_back(texts: list[str]) -> None:
    packer = Packer(texts)
    assert [unpack_text(packer.pack(text), packer.vocabulary) for text in texts] == texts


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=12))
def test_texts_in_a_row_can_be_told_apart(texts: list[str]) -> None:
    packer = Packer(texts)
    assert [unpack_text(p, packer.vocabulary) for p in packer.join(texts).split(SEPARATOR)] == texts


@given(st.lists(TEXTS, max_size=12))
def test_nothing_packed_needs_escaping(texts: list[str]) -> None:
    packer = Packer(texts)
    assert not set('"<\\' + SEPARATOR) & set("".join(map(packer.pack, texts)))


@given(st.lists(st.integers(0, 54_000)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert unpack_numbers(pack_numbers(numbers)) == numbers


def test_only_the_blank_between_two_words_is_left_out() -> None:
    assert split_tokens("cấp lại, đổi") == ["cấp", "lại", " , ", "đổi"]
    assert split_tokens(" a  b") == ["  ", "a", "  ", "  ", "b"]


def test_frequent_words_get_the_cheap_letters() -> None:
    rare = [f"từ{i}" for i in range(200)]
    packer = Packer([*rare, *(f"{word} thường" for word in rare)])
    assert packer.pack("từ0 thường")[1].isascii()
    assert sum(packer.pack(word).isascii() for word in rare) == 90


def test_a_letter_that_stands_for_no_word_is_refused() -> None:
    with pytest.raises(IndexError):
        unpack_text("#", ["one"])
    with pytest.raises(KeyError):
        unpack_text("<", ["one"])


@given(st.lists(st.text("aăâbcđ|¦ ", min_size=1, max_size=12), unique=True))
def test_a_vocabulary_is_read_again_whatever_its_tokens_hold(tokens: list[str]) -> None:
    assert unpack_vocabulary(pack_vocabulary(tokens)) == tokens


def test_a_vocabulary_says_what_is_shared_once() -> None:
    assert pack_vocabulary(("khai", "kham", "khoa")) == "|0khai|3m|2oa"


@given(st.lists(st.integers(0, 40), max_size=60))
def test_places_come_back_and_a_new_one_is_always_the_same_letter(values: list[int]) -> None:
    known: dict[int, int] = {0: 0}
    places = [known.setdefault(value, len(known)) for value in values]
    (packed,) = pack_places([places])
    assert unpack_places(packed) == places
    assert unpack_numbers(packed).count(1) == len(known) - 1


def test_rows_of_places_go_on_counting_from_row_to_row() -> None:
    assert [unpack_numbers(row) for row in pack_places([[1, 2], [1], [3, 0, 4]])] == [[1, 1], [2], [1, 0, 1]]
