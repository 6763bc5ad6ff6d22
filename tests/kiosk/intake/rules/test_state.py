"""The state of one import: what the statements make of every code, and what waits."""

from __future__ import annotations

from datetime import date

from kiosk.intake.rules.state import (
    ImportState,
    Options,
    derive_codes,
    drop_shared_ids,
    finish_catalogue,
    gather_waiting,
    group_versions,
)
from kiosk.model.catalogue import Catalogue, Procedure, Source
from kiosk.model.statement import Past, RowStatus, Statement

TODAY, SIGNED, HOLDS = date(2026, 11, 24), date(2026, 11, 20), date(2027, 1, 1)
CODE = "1.000001"
KNOWN = Procedure(CODE, "Đăng ký khai sinh", fee="0", source=Source("danh-sach.csv", 9))
BASE = Catalogue((KNOWN,))


def statement(status: RowStatus, name: str = "Đăng ký khai sinh", **fields: str) -> Statement:
    stated = Procedure(CODE, name, source=Source("a.docx", 2), decision="1/QĐ-UBND", **fields)  # type: ignore[arg-type]
    return Statement(CODE, status, (stated,), SIGNED, holds=HOLDS, decision="1/QĐ-UBND", origin="a")


def derived(*statements: Statement, past: Past | None = None) -> ImportState:
    known = Past(BASE) if past is None else past
    state = ImportState(Options(today=TODAY), BASE, (), group_versions(BASE), known, list(statements))
    derive_codes(state)
    return state


def test_a_statement_paints_its_fields_from_its_day() -> None:
    catalogue = finish_catalogue(derived(statement(RowStatus.AMENDED, fee="8.000 đồng")), ())
    assert [(p.fee, p.effective_from) for p in catalogue.procedures] == [("0", None), ("8.000 đồng", HOLDS)]


def test_another_procedures_name_waits_and_changes_nothing() -> None:
    state = derived(statement(RowStatus.REPEALED, "Cấp giấy phép xây dựng"))
    assert [(w.code, w.derived) for w in gather_waiting(state)] == [(CODE, True)]
    assert finish_catalogue(state, ()).procedures == (KNOWN,)


def test_a_code_that_nobody_named_is_refused() -> None:
    nameless = Statement("1.000009", RowStatus.AMENDED, (Procedure("1.000009", ""),), SIGNED, holds=HOLDS, origin="a")
    state = derived(nameless)
    assert state.timelines["1.000009"] == ()
    assert len(state.problems) == 1


def test_what_a_former_import_said_counts_beside_the_new_one() -> None:
    state = derived(
        statement(RowStatus.AMENDED, fee="8.000 đồng"),
        past=Past(BASE, (statement(RowStatus.AMENDED, time_legal="2 ngày"),)),
    )
    assert finish_catalogue(state, ()).procedures[0].name == KNOWN.name
    assert state.timelines[CODE][-1].name == KNOWN.name


def test_an_id_of_the_portal_that_two_codes_claim_is_nobodys() -> None:
    uuid = "0f0e0d0c-0000-4000-8000-000000000000"
    twins = Catalogue(tuple(Procedure(f"1.00000{n}", f"Thủ tục {n}", portal_id=uuid) for n in (1, 2)))
    state = ImportState(Options(today=TODAY), twins, (), group_versions(twins), Past(twins))
    drop_shared_ids(state)
    assert {p.portal_id for p in finish_catalogue(state, ()).procedures} == {""}
    assert len(state.problems) == 2
