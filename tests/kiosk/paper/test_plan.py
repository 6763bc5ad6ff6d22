"""What is printed of a procedure, and when a sheet has to be printed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.catalogue.listing import list_postings
from kiosk.gate.verify import require_codes
from kiosk.model.catalogue import Ending, Procedure
from kiosk.paper.plan import note_end
from kiosk.settings.inputs import Inputs
from tests.kiosk.pages import planning

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


@pytest.mark.parametrize("tells_end", [True, False])
def test_with_the_setting_a_decision_with_an_end_day_prints_once(tells_end: bool) -> None:
    """The sheet is the same before and after its end is known, and changes once that has come; paper and gate agree."""
    papers = planning.CONFIG.papers.model_copy(update={"end_day": tells_end})
    config = planning.CONFIG.model_copy(update={"papers": papers})
    first, *others = planning.PROCEDURES
    ended = replace(first, effective_to=LAST, ending=Ending.REPEALED)
    before, known = (planning.gather(p, *others, config=config) for p in (first, ended))

    def revisions(inputs: Inputs, day: date) -> list[str]:
        return [e.revision for layout in planning.draft(inputs, day=day).layouts() for e in layout.sheets]

    assert (revisions(known, DAY) == revisions(before, DAY)) is not tells_end
    assert revisions(known, date(2027, 3, 1)) != revisions(known, DAY)
    listed, *_ = list_postings(known.catalogue, known.sites, config.listing, DAY)
    printed = require_codes(listed, known).printed[first.code]
    assert ("28/02/2027" in printed.named) is tells_end


@pytest.mark.parametrize("field", ["Nông nghiệp; Nông nghiệp", "nông nghiệp", "Nông nghiệp (G07-NN01)"])
def test_a_sheet_says_a_field_once_and_the_gate_asks_for_just_that(field: str) -> None:
    spelt = replace(planning.PROCEDURES[0], field=field)
    inputs = planning.gather(spelt)
    sheets = [sheet for layout in planning.draft(inputs).layouts() for sheet in layout.drawn]
    assert {cell.card.field for sheet in sheets for cell in sheet.cells} == {"Nông nghiệp"}
    listed, *_ = list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)
    assert require_codes(listed, inputs).printed[spelt.code].field == "Nôngnghiệp"
