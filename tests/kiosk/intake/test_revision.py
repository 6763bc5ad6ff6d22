"""A catalogue without new files: what follows once an import is taken out, or a person states a field."""

from __future__ import annotations

from datetime import date

from kiosk.intake.revision import amend_by_hand, rebuild
from kiosk.model.catalogue import Catalogue, Procedure, Source
from kiosk.model.statement import Past, RowStatus, Statement

TODAY, SIGNED, HOLDS = date(2026, 11, 24), date(2026, 11, 20), date(2027, 1, 1)
CODE, OTHER = "1.000001", "1.000002"
GROUND = Catalogue((Procedure(CODE, "Đăng ký khai sinh", fee="0"), Procedure(OTHER, "Đăng ký kết hôn")))


def statement(code: str, status: RowStatus = RowStatus.AMENDED, holds: date = HOLDS, **fields: str) -> Statement:
    stated = Procedure(code, "", source=Source("a.docx", 2), **fields)  # type: ignore[arg-type]
    return Statement(code, status, (stated,), SIGNED, holds=holds, decision=f"{code}/QĐ-UBND", origin=code)


ONE, TWO = statement(CODE, fee="8.000 đồng"), statement(OTHER, time_legal="2 ngày")


def test_without_an_import_the_others_stand() -> None:
    whole = rebuild(GROUND, Past(GROUND, (ONE, TWO)), (), TODAY).catalogue
    without = rebuild(whole, Past(GROUND, (TWO,)), (), TODAY, frozenset({CODE}))
    assert without.catalogue.procedures == rebuild(GROUND, Past(GROUND, (TWO,)), (), TODAY).catalogue.procedures
    assert {change.code for change in without.changes} == {CODE}


def test_without_any_statement_the_ground_is_left() -> None:
    whole = rebuild(GROUND, Past(GROUND, (ONE,)), (), TODAY).catalogue
    assert rebuild(whole, Past(GROUND), (), TODAY).catalogue == GROUND


def test_what_a_person_states_holds_from_its_day_and_said_again_changes_nothing() -> None:
    edited = statement(CODE, RowStatus.EDITED, TODAY, fee="Miễn")
    proposal = amend_by_hand(GROUND, Past(GROUND), edited, TODAY)
    assert proposal.catalogue.on(TODAY)[CODE].fee == "Miễn"
    assert proposal.statements == (edited,)
    again = amend_by_hand(proposal.catalogue, Past(GROUND, (edited,)), edited, TODAY)
    assert (again.changes, again.catalogue) == ((), proposal.catalogue)
