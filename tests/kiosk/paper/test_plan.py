"""What is printed of a procedure, and when a sheet has to be printed again."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.model.catalogue import Ending, Procedure
from kiosk.paper.plan import note_end

DAY = date(2026, 11, 24)
LAST = date(2027, 2, 28)


@pytest.mark.parametrize("ending", [Ending.NONE, Ending.REPEALED, Ending.REPLACED, Ending.LEFT])
def test_a_known_end_is_printed(ending: Ending) -> None:
    p = Procedure("1.000593", "Đăng ký kết hôn", effective_to=LAST, ending=ending)
    assert note_end(p, DAY) == ("Áp dụng đến hết ngày 28/02/2027",)
    assert note_end(p, date(2027, 3, 1)) == ()


def test_an_amendment_to_come_is_no_end() -> None:
    p = Procedure("1.000593", "Đăng ký kết hôn", effective_to=LAST, ending=Ending.AMENDED, ended_by="3501/QĐ-UBND")
    assert note_end(p, DAY) == ()
