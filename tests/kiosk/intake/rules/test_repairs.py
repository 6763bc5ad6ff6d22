"""Doubts about codes are settled with what is known elsewhere, and never by a guess."""

from __future__ import annotations

import pytest

from kiosk.intake.entry import read_entry
from kiosk.intake.rows import FileKind, Mode, Reading, Row
from kiosk.intake.rules.repairs import settle_doubts
from kiosk.model.catalogue import Catalogue, Procedure, Source
from kiosk.model.problem import Severity

KNOWN = Catalogue(
    (
        Procedure("2.001610", "Đăng ký khai sinh lưu động"),
        Procedure("1.000001", "Đăng ký khai tử"),
        Procedure("1.000002", "Cấp bản sao"),
        Procedure("1.000003", "Cấp bản sao"),
    )
)


def reading(written: str, name: str) -> Reading:
    at = Source("a.csv", 2)
    entry = read_entry(at, written, name, "")
    row = Row(at, Procedure(entry.code, entry.name, source=at), written, doubt=entry.doubt, problems=entry.problems)
    return Reading("a.csv", "", FileKind.TABLE, Mode.CHANGE, (row,), (row,))


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [("2.00161", "Đăng ký khai sinh lưu động", "2.001610"), ("", "đăng ký KHAI TỬ", "1.000001")],
)
def test_a_repair_waits_until_a_person_accepts_it(written: str, name: str, code: str) -> None:
    waiting = settle_doubts(KNOWN, (reading(written, name),), accept=False)
    assert [(p.severity, p.proposal) for p in waiting.repairs] == [(Severity.REPAIR, code)]
    assert waiting.readings[0].procedures == ()
    accepted = settle_doubts(KNOWN, (reading(written, name),), accept=True)
    assert [p.code for p in accepted.readings[0].procedures] == [code]


@pytest.mark.parametrize(
    ("written", "name", "message"),
    [
        ("2.00161", "Cấp giấy phép lái xe", "tên khác với tên của 2.001610"),
        ("2.00161", "", "không có tên để đối chiếu"),
        ("7.00777", "Đăng ký khai tử", "không có thủ tục 7.007770 nào đã biết"),
        ("", "Cấp bản sao", "không trùng với đúng một thủ tục"),
    ],
)
def test_where_nothing_agrees_the_row_is_refused_with_the_reason(written: str, name: str, message: str) -> None:
    settled = settle_doubts(KNOWN, (reading(written, name),), accept=True)
    assert settled.repairs == ()
    assert settled.readings[0].procedures == ()
    assert any(message in p.message for p in settled.readings[0].problems)


def test_readings_without_doubts_stay_as_they_are() -> None:
    readings = (reading("1.000001", "Đăng ký khai tử"),)
    assert settle_doubts(KNOWN, readings, accept=True).readings is readings
