"""Several files, one statement per code: what a file is decides, never the order in which files are named."""

from __future__ import annotations

import itertools
from datetime import date

from kiosk.intake.rows import FileKind, Mode, Reading, Row
from kiosk.intake.rules.merge import find_shared_portal_ids, merge_readings
from kiosk.model.catalogue import Procedure, Source

TODAY = date(2026, 11, 24)
UUID = "019d2bfd-382c-774c-bca0-3f0c5bb5b0b8"


def reading(file: str, kind: FileKind, *procedures: Procedure) -> Reading:
    rows = tuple(Row(Source(file, n), p) for n, p in enumerate(procedures, start=2))
    return Reading(file, file, kind, Mode.SNAPSHOT, rows, rows)


def test_each_field_comes_from_the_first_kind_that_states_it() -> None:
    table = reading("a.csv", FileKind.TABLE, Procedure("1.000001", "Thủ tục", fee="0"))
    detail = reading("b.json", FileKind.PORTAL_DETAIL, Procedure("1.000001", "Thủ tục khác", result="Giấy"))
    page = reading("c.json", FileKind.PORTAL_LIST, Procedure("1.000001", "Thủ tục", result="Thẻ", internal=True))
    results = [merge_readings(order, TODAY) for order in itertools.permutations((table, detail, page))]
    (version,) = results[0][0]["1.000001"].versions
    assert (version.name, version.fee, version.result, version.internal) == ("Thủ tục", "0", "Giấy", True)
    assert all(set(problems) == set(results[0][1]) for _, problems in results)
    assert all(statements == results[0][0] for statements, _ in results)
    assert any("Thủ tục khác" in p.value for p in results[0][1])


def test_annexes_and_lists_of_codes_take_no_part() -> None:
    p = Procedure("1.000001", "Thủ tục")
    readings = (reading("a.docx", FileKind.ANNEX, p), reading("b.txt", FileKind.CODE_LIST, p))
    assert merge_readings(readings, TODAY) == ({}, ())


def test_a_portal_id_claimed_twice_is_found_only_while_both_hold() -> None:
    one = Procedure("1.000001", "Một", portal_id=UUID)
    two = Procedure("1.000002", "Hai", portal_id=UUID)
    gone = Procedure("1.000002", "Hai", portal_id=UUID, effective_to=date(2026, 11, 23))
    assert find_shared_portal_ids((one, two), TODAY) == {UUID: ("1.000001", "1.000002")}
    assert find_shared_portal_ids((one, gone), TODAY) == {}
