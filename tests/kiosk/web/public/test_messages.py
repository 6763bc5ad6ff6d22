"""What kiosks may post, and nothing else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kiosk.web.public.messages import Heartbeat, Miss


@pytest.mark.parametrize("site", ["11824", "HP-E", "HP-W", "DN-01", "CN2"])
def test_codes_of_any_city_report(site: str) -> None:
    assert Heartbeat(site=site, release=3).age == 0


@pytest.mark.parametrize("site", ["", "../etc", "a b", "<b>", "1" * 21, "11824\n", "١١٨٢٤"])
def test_what_is_no_code_is_refused(site: str) -> None:
    with pytest.raises(ValidationError):
        Heartbeat(site=site, release=3)


@pytest.mark.parametrize("numbers", [{"release": -1}, {"release": 10**9 + 1}, {"release": 1, "age": -1}])
def test_numbers_out_of_reach_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Heartbeat(site="11824", **numbers)


@pytest.mark.parametrize(("text", "count"), [("x", 1), ("x" * 81, 1), ("xx", 0), ("xx", 1001)])
def test_a_miss_has_some_letters_and_a_count(text: str, count: int) -> None:
    with pytest.raises(ValidationError):
        Miss(q=text, n=count)
