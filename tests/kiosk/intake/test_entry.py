"""A written code and name become an entry, a doubt or a refusal."""

from __future__ import annotations

import pytest

from kiosk.intake import limits
from kiosk.intake.entry import read_entry
from kiosk.intake.rows import Doubt
from kiosk.model.catalogue import Source
from kiosk.model.problem import Severity

AT = Source("a.csv", 5)
UUID = "019d2bfd-382c-774c-bca0-3f0c5bb5b0b8"


@pytest.mark.parametrize(
    ("written", "name", "code", "doubt", "severity"),
    [
        ("1.000234", "Thủ tục", "1.000234", None, None),
        ("[1.000234]", "Thủ tục", "1.000234", None, Severity.WARNING),
        ("2.00161", "Thủ tục", "2.001610", Doubt.LOST_ZEROS, Severity.REPAIR),
        ("2,001610", "Thủ tục", "2.001610", Doubt.COMMA, Severity.REPAIR),
        ("1.014955-Xoa", "Thủ tục", "1.014955", None, Severity.ERROR),
        ("1.0133611", "Thủ tục", "1.0133611", Doubt.MALFORMED, Severity.ERROR),
        ("1.000234.000.00.00.H42", "Thủ tục", "1.000234", None, Severity.WARNING),
        ("", "Thủ tục (Mã: 1.000234)", "1.000234", None, None),
        ("", "Thủ tục", "", Doubt.NO_CODE, Severity.ERROR),
        ("1.000234", "Thủ tục (1.000999)", "1.000234", None, Severity.WARNING),
        ("1.000234", "Thủ t\ufffdc", "1.000234", None, Severity.ERROR),
    ],
)
def test_what_a_code_and_a_name_stand_for(
    written: str, name: str, code: str, doubt: Doubt | None, severity: Severity | None
) -> None:
    entry = read_entry(AT, written, name, "")
    assert (entry.code, entry.doubt) == (code, doubt)
    assert [p.severity for p in entry.problems] == ([severity] if severity else [])


def test_the_code_leaves_the_name_only_where_no_column_states_it() -> None:
    assert read_entry(AT, "", "Thủ tục (Mã: 1.000234)", "").name == "Thủ tục"
    assert read_entry(AT, "1.000234", "Thủ tục (1.000234)", "").name == "Thủ tục (1.000234)"


def test_a_malformed_code_with_a_portal_id_is_kept_and_told() -> None:
    entry = read_entry(AT, "1.0133611", "Thủ tục", UUID)
    assert (entry.code, entry.doubt, entry.problems[0].severity) == ("1.0133611", None, Severity.WARNING)


def test_an_endless_name_is_no_name() -> None:
    assert read_entry(AT, "1.000234", "x" * limits.NAME_CHARACTERS, "").problems == ()
    entry = read_entry(AT, "1.000234", "x" * (limits.NAME_CHARACTERS + 1), "")
    assert [p.severity for p in entry.problems] == [Severity.ERROR]


def test_a_case_keeps_its_text() -> None:
    entry = read_entry(AT, "1.001193.02", "Trường hợp có yếu tố nước ngoài", "")
    assert (entry.code, entry.case) == ("1.001193", "Trường hợp có yếu tố nước ngoài")


@pytest.mark.parametrize(
    "name", ["#REF!", "#NAME?", "#ЗНАЧ!", "Err:502", "Loading...", "=VLOOKUP(B3;A:C;3)", "-nt-", "TBD"]
)
def test_what_a_program_writes_for_nothing_is_no_name(name: str) -> None:
    (problem,) = read_entry(AT, "1.000234", name, "").problems
    assert problem.message == "ô tên không phải là tên thủ tục"
