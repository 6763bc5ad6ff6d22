"""The vocabulary of a page comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.pages.pack import Packer, unpack
from kiosk.pages.vocabulary import pack_words, spelled, unpack_words
from kiosk.text import tidy

SYLLABLES = [
    "ba",
    "bà",
    "bá",
    "bả",
    "bã",
    "bạ",
    "hoà",
    "hòa",
    "thuý",
    "thủy",
    "quý",
    "giữ",
    "nghiêng",
    "Ủy",
    "ở",
    "Ở",
    "ỷ",
    "QĐ",
    "ĐẤT",
    "sở",
    "1a2à",
    "C06",
    "số2",
    "đ",
    "ộ",
    "gì",
]
TEXTS = st.lists(st.sampled_from(SYLLABLES) | st.text(max_size=6)).map(" ".join).map(tidy)


@given(st.lists(TEXTS, max_size=12))
def test_texts_come_back(texts: list[str]) -> None:
    packer = Packer(texts)
    read = unpack_words(pack_words(packer.vocabulary))
    assert read == list(packer.vocabulary)
    assert [unpack(packer.pack(text), read) for text in texts] == texts


@given(st.permutations(["cơ", "cơ sở", "cơ sơ", " ,", " , ", "  ", " #", " ~", "ba", "bà", "ba"]))
def test_any_order_comes_back(words: list[str]) -> None:
    assert unpack_words(pack_words(words)) == words


def test_a_tone_is_one_sign_where_its_place_follows() -> None:
    assert [spelled(w) for w in ("hòa", "thủy", "Quý", "giấy", "đăng ký")] == [
        ("hoa", "`"), ("thuy", "{"), ("Quy", "_"), ("giây", "_"), ("đăng ky", "_"),
    ]  # fmt: skip
    assert spelled("hoà") == ("hoà", "~")
    assert pack_words(["ba", "bà", "bán"]) == "#ba~`%n_"
