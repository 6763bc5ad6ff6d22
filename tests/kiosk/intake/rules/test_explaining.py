"""Changes say which decision made them, also where what ended had never begun."""

from __future__ import annotations

from datetime import date

from kiosk.catalogue.diff import diff
from kiosk.intake.rules.explaining import explain_changes
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.model.statement import RowStatus, Statement

CODE = "1.000001"
NEW = Procedure(CODE, "Thủ tục", effective_from=date(2027, 3, 1), decision="1/QĐ-UBND")
CHANGES = diff(Catalogue((NEW,)), Catalogue())


def test_what_a_decision_ended_before_it_began_names_that_decision() -> None:
    ending = Statement(CODE, RowStatus.REPEALED, (), date(2026, 12, 1), decision="2/QĐ-UBND")
    (change,) = explain_changes(CHANGES, "", {CODE: ending})
    assert (change.decision, "trước khi có hiệu lực" in change.reason) == ("2/QĐ-UBND", True)


def test_the_decision_that_a_person_named_stands_in_every_change() -> None:
    assert [c.decision for c in explain_changes(CHANGES, "9/QĐ-UBND", {})] == ["9/QĐ-UBND"]
    assert explain_changes(CHANGES, "", {}) == CHANGES
