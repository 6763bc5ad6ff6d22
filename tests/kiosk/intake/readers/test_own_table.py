"""The catalogue in the application's own form: what is written is read back cell by cell the same."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.columns import OWN
from kiosk.intake.read import FileKind, Mode, read_bytes
from kiosk.intake.readers.own_table import write_csv, write_xlsx
from kiosk.model.catalogue import Catalogue, Channel, Ending, Level, Online, Procedure
from kiosk.model.site import SiteKind
from kiosk.text import tidy

FULL = Procedure(
    code="1.001610",
    name="Đăng ký khai sinh, «lưu động» | tại nhà",
    field="Hộ tịch",
    promulgator="Bộ Tư pháp",
    executing=("Ủy ban nhân dân cấp xã", "Sở Tư pháp"),
    levels=(Level.PROVINCE, Level.COMMUNE),
    portal_id="019d2bfd-382c-774c-bca0-e30c261d7be4",
    decision="163/QĐ-BTP",
    decision_date=date(2026, 1, 16),
    effective_from=date(2026, 2, 1),
    effective_to=date(2027, 2, 28),
    ending=Ending.REPLACED,
    ended_by="3501/QĐ-UBND",
    replaced_by=("1.000593", "1.000656"),
    received_at=(SiteKind.COMMUNE, SiteKind.CITY),
    internal=False,
    online=Online.PARTIAL,
    time_legal="=10 ngày",
    time_city="5 ngày",
    fee="+8.000 đồng",
    place="Trung tâm",
    legal_basis="Luật Hộ tịch",
    channels=(Channel("trực tiếp", "5 ngày", "8.000 đồng"), Channel("trực tuyến")),
    dossier=("Tờ khai", "Giấy chứng sinh"),
    result="Giấy khai sinh",
    audience="Công dân",
    everyday="khai sinh",
    keywords=("sinh con", "đẻ"),
    cases=("a) tại nhà",),
    common=True,
)
BARE = Procedure("1.000593", "Kết hôn")


def read(content: bytes) -> tuple[Procedure, ...]:
    return tuple(replace(p, source=None) for p in read_bytes("dm", content).procedures)


def test_the_fullest_example_fills_every_field() -> None:
    """So that a field that is added is written and read, or this test fails."""
    empty = {f.name for f in fields(Procedure) if getattr(FULL, f.name) == f.default}
    assert empty == {"internal", "source"}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_every_field_comes_back(write: object) -> None:
    assert callable(write)
    assert read(write(Catalogue((BARE, FULL)))) == (BARE, FULL)


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_file_is_known_for_the_whole_truth_and_for_a_sample(write: object) -> None:
    assert callable(write)
    for sample in (False, True):
        reading = read_bytes("dm", write(Catalogue((BARE,), sample=sample)))
        assert (reading.kind, reading.mode, reading.complete) == (FileKind.TABLE, Mode.SNAPSHOT, True)
        assert reading.sample is sample
        assert reading.notes == ()


TEXT = st.text(alphabet="aĐữ 1.,;:|\\'\"=+-@()\n", max_size=25).map(tidy)


@settings(max_examples=50)
@given(TEXT, TEXT, st.lists(TEXT.filter(bool), max_size=3), st.lists(st.builds(Channel, TEXT.filter(bool), TEXT, TEXT)))
def test_any_text_comes_back(fee: str, basis: str, items: list[str], channels: list[Channel]) -> None:
    p = replace(BARE, fee=fee, legal_basis=basis, dossier=tuple(items), channels=tuple(channels))
    assert read(write_csv(Catalogue((p,)))) == (p,)


def test_a_spreadsheet_shows_the_letters_and_computes_nothing() -> None:
    content = write_csv(Catalogue((FULL,), sample=True))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == ["# BẢN MẪU – KHÔNG NIÊM YẾT"]
    assert tuple(lines[1]) == OWN
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)


def test_codes_in_a_workbook_are_text() -> None:
    """DOMAIN: a spreadsheet that reads 1.001610 as a number loses the zero."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(Catalogue((FULL,)))))
    page = book.worksheets[0]
    assert [c.value for c in page[1]] == list(OWN)
    assert (page["A2"].value, page["A2"].data_type) == ("1.001610", "s")
    assert {c.data_type for line in page.iter_rows() for c in line if c.value} == {"s"}


def test_a_text_too_long_for_a_cell_is_told_and_not_cut() -> None:
    """ECMA-376: a cell holds 32,767 characters, and a spreadsheet cuts the rest without a word."""
    longest = replace(BARE, legal_basis="x" * limits.CELL_CHARACTERS)
    assert write_xlsx(Catalogue((longest,)))
    longer = replace(BARE, legal_basis="x" * (limits.CELL_CHARACTERS + 1))
    with pytest.raises(IntakeError, match=str(limits.CELL_CHARACTERS)) as caught:
        write_xlsx(Catalogue((BARE, longer)))
    assert caught.value.place == "thủ tục 1.000593"
    assert ".csv" in caught.value.way_out
    assert read(write_csv(Catalogue((longer,))))[0].legal_basis == longer.legal_basis
