"""What follows from counts, as far as it is set."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kiosk.settings.counting import CountSettings


def test_nothing_need_be_set() -> None:
    assert (CountSettings().unopened_days, CountSettings().recent_days, CountSettings().least) == (60, 14, 3)


@pytest.mark.parametrize("wrong", [{"unopened_days": -1}, {"recent_days": 0}, {"least": 0}, {"keep": True}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CountSettings.model_validate(wrong)
