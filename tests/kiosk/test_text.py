"""Text as kept and as compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.text import (
    agree,
    are_same,
    bind_end,
    find_hidden,
    fold,
    measure_similarity,
    show_hidden,
    split_lines,
    split_words,
    tidy,
)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Thủ  tục\n đăng\tký ", "Thủ tục đăng ký"),
        (unicodedata.normalize("NFD", "Cấp lại Thẻ căn cước"), "Cấp lại Thẻ căn cước"),
        ("Ủy ban Nhân dân\xa0xã,\xa0phường", "Ủy ban Nhân dân xã, phường"),
        ("đăng\u200bký\ufeff \u00adlại\x01", "đăngký lại"),
        ("đăng\x00ký \ud83d", "đăng\ufffdký \ufffd"),
        ("\u2028dòng\u2029hai\x85", "dòng hai"),
        ("", ""),
    ],
)
def test_tidy(given_text: str, kept: str) -> None:
    assert tidy(given_text) == kept


@given(st.text())
def test_tidy_is_stable_nfc_and_single_spaced(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    assert once == once.strip()


def test_marks_without_end_cost_bounded_work() -> None:
    # Sorting two million marks of two classes by the square would take days.
    text = tidy("a" + "\u0301\u0323" * 1_000_000 + "b")
    assert (len(text), text[0], text[-1]) == (31, "ạ", "b")


@given(st.text(st.sampled_from("aế\u0301\u0323\u200d \x00"), max_size=200))
def test_tidy_is_stable_under_piled_marks(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@given(st.text())
def test_fold_is_stable_and_blind_to_composition(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_fold_strips_marks_but_keeps_letters() -> None:
    assert fold("Đường Bộ – ẨM THỰC, Ủy quyền") == "duong bo – am thuc, uy quyen"
    assert fold("Xã Cẩm Giang") == fold("Xã Cẩm Giàng")


def test_lines_of_a_cell() -> None:
    assert split_lines("Sở Tư pháp\r\n\n  Bộ  Tư pháp \u2028x") == ("Sở Tư pháp", "Bộ Tư pháp", "x")


def test_same_ignores_case_marks_spacing_punctuation() -> None:
    assert are_same("Phí, lệ phí", "PHÍ LỆ PHÍ")
    assert not are_same("Cấp lại thẻ", "Cấp đổi thẻ")
    assert split_words("Mức độ DVC (một phần)") == ("muc", "do", "dvc", "mot", "phan")


def test_names_that_agree() -> None:
    assert agree("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh")
    assert agree(
        "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", "cấp bản sao trích lục hộ tịch bản sao giấy khai sinh"
    )
    assert not agree("Thủ tục đăng ký khai sinh", "Thủ tục đăng ký khai tử")
    assert not agree("", "")


def test_similarity_of_a_name_as_long_as_a_cell_is_bounded() -> None:
    assert measure_similarity("một hai ba " * 10_000, "hai ba bốn " * 10_000) < 0.9


@pytest.mark.parametrize(
    "text", ["a\x1b[2J", "a\x7f", "\x9b", "\u202e", "\u2028", "\ud800", "\U000e0001", "\ue000", "\ufeff"]
)
def test_what_cannot_be_seen_is_found_and_spelled_out(text: str) -> None:
    assert find_hidden(text) is not None
    assert show_hidden(text).isprintable()
    assert find_hidden(show_hidden(text)) is None


@pytest.mark.parametrize("text", ["", "Thủ tục đăng ký", "3501/QĐ-UBND", "a\u00a0b", "ạ\u0301"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert find_hidden(text) is None
    assert show_hidden(text) == text


@pytest.mark.parametrize(
    ("title", "bound"),
    [("Người thân qua đời", "Người thân qua\u00a0đời"), ("Nhà, đất", "Nhà, đất"), ("School", "School"), ("", "")],
)
def test_the_last_word_of_a_title_never_stands_alone(title: str, bound: str) -> None:
    assert bind_end(title) == bound
