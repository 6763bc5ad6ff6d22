"""The cells of one row of an annex."""

from __future__ import annotations

from datetime import date

from kiosk.intake.grid import GridRow
from kiosk.intake.readers.annex_cells import find_replaced_codes, read_facts, read_marked_levels
from kiosk.intake.readers.annex_headings import Section
from kiosk.model.catalogue import Level, Online
from kiosk.model.site import SiteKind
from kiosk.model.statement import RowStatus


def test_a_row_states_what_its_cells_say_and_the_section_the_rest() -> None:
    section = Section().after("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ").after("I. LĨNH VỰC HỘ TỊCH")
    columns = {"at_commune": 0, "at_city": 1, "fee": 2, "online_full": 3, "effective": 4}
    facts = read_facts(GridRow(1, ("x", "-", "8.000 đồng", "✓", "ngày 01/3/2027")), columns, section, date(2027, 3, 1))
    assert facts["received_at"] == (SiteKind.COMMUNE,)
    assert (facts["fee"], facts["online"], facts["field"]) == ("8.000 đồng", Online.FULL, "Hộ tịch")
    assert (facts["levels"], facts["effective_from"]) == ((Level.COMMUNE,), date(2027, 3, 1))


def test_an_empty_row_states_nothing_of_its_own() -> None:
    facts = read_facts(GridRow(1, ()), {"fee": 0, "place": 1}, Section())
    assert "fee" not in facts
    assert (facts["received_at"], facts["online"], facts["levels"]) == ((), Online.UNKNOWN, ())


def test_ticks_under_the_levels() -> None:
    assert read_marked_levels({"at_province_level": "X", "at_commune_level": "không"}) == (Level.PROVINCE,)
    assert read_marked_levels({}) == ()


def test_codes_that_are_replaced_are_never_the_own_code() -> None:
    row = GridRow(1, ("1.000002; 1.000003; 1.000001", "thay thế thủ tục 1.000004"))
    columns = {"replaces_code": 0, "note": 1}
    assert find_replaced_codes(row, columns, RowStatus.NEW, "1.000001") == ("1.000002", "1.000003")
    assert find_replaced_codes(row, columns, RowStatus.REPLACING, "1.000001")[-1] == "1.000004"
