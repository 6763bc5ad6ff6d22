"""Codes of sites name folders, stand in addresses and in sheet ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.site import CODE_PATTERN, KINDS, LONGEST_CODE, Site, SiteKind, is_site_code, spell_codes
from kiosk.text import fold


@pytest.mark.parametrize("code", ["11824", "HP-E", "tt-1-b", "A", "a" * LONGEST_CODE])
def test_letters_digits_and_single_hyphens(code: str) -> None:
    assert is_site_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "-",
        "-A",
        "A-",
        "A--B",
        "A B",
        "A_B",
        "../A",
        "A/B",
        "HP-Đ",
        "１１８２４",
        "11824\n",
        "A\0",
        "a" * (LONGEST_CODE + 1),
    ],
)
def test_nothing_that_leaves_a_folder_or_an_address(code: str) -> None:
    assert not is_site_code(code)


@given(st.from_regex(CODE_PATTERN, fullmatch=True))
def test_a_code_is_the_same_in_a_path_and_in_an_address(code: str) -> None:
    if is_site_code(code):
        assert code.isascii()
        assert not set(code) & set("/\\.%?#&: ")


def test_a_code_is_known_in_small_letters_and_capitals_alike() -> None:
    known = ("11824", "HP-E", "tt-1")
    assert spell_codes((" hp-e", "HP-e", "TT-1", "11824"), known) == ("HP-E", "tt-1", "11824")
    assert spell_codes(("x-9",), known) == ("x-9",), "what nobody knows is told as it was written"
    assert spell_codes((), known) == ()


def test_every_kind_is_called_something_by_us_and_by_the_files_that_arrive() -> None:
    assert list(KINDS) == list(SiteKind)
    assert len({kind.label for kind in SiteKind}) == len(SiteKind)
    words = [word for kind in SiteKind for word in kind.words]
    assert len(set(words)) == len(words), "one word names one kind"
    assert all(word == fold(word) for word in words), "files are compared folded"


def test_contacts_that_nobody_filled_in_are_empty_and_not_guessed() -> None:
    site = Site("11824", SiteKind.COMMUNE, "Xã Vĩnh Bảo")
    assert (site.address, site.hotline, site.email, site.hours, site.screen_inches) == ("", "", "", "", None)
