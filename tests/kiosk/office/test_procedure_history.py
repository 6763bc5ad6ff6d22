"""Why a procedure hangs where it hangs."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import IntakeError
from kiosk.office import procedure_history
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import take_in_base


def test_the_sites_are_told_with_the_reason(here: Workplace) -> None:
    take_in_base(here)
    history = procedure_history.look_up(here, "1.000593", date(2026, 11, 1))
    assert history.now is not None and len(history.account.versions) == 1
    assert sum(s.count for s in history.sites) == 4 and all(s.reason and s.posted for s in history.sites)


def test_it_is_found_by_code_and_by_words_without_marks(here: Workplace) -> None:
    take_in_base(here)
    for words in ("000593", "khai sinh", "KHAI dang"):
        assert [p.code for p in procedure_history.find_procedures(here, words)] == ["1.000593"]
    assert procedure_history.find_procedures(here, " ") == ()


def test_an_unknown_code_is_told(here: Workplace) -> None:
    with pytest.raises(IntakeError):
        procedure_history.look_up(here, "<b>", date(2026, 11, 1))


def test_one_site_on_one_day_is_answered_for(here: Workplace) -> None:
    take_in_base(here)
    history = procedure_history.look_up(here, "1.000593", date(2020, 1, 1), "10507")
    assert [s.count for s in history.sites] == [1] and len(history.choices) == 4
    with pytest.raises(IntakeError, match="không có điểm"):
        procedure_history.look_up(here, "1.000593", date(2020, 1, 1), "khong")
