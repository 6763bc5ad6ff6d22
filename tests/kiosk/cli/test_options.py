"""Options that several commands share."""

from __future__ import annotations

import pytest

from kiosk.cli.options import split_site_codes


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (None, ()),
        ([], ()),
        (["10507"], ("10507",)),
        (["10507,10888", "HP-E"], ("10507", "10888", "HP-E")),
        ([" 10507 , ,10888,", "10507"], ("10507", "10888")),
    ],
)
def test_sites_are_named_once_again_or_with_commas(values: list[str] | None, codes: tuple[str, ...]) -> None:
    assert split_site_codes(values) == codes
