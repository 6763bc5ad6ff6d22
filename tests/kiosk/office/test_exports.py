"""A catalogue that is exported and read again is the same catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from kiosk.errors import IntakeError, KioskError, ReleaseError
from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import read_file
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.office.exports import export_catalogue
from tests.kiosk.intake.test_properties import bare, catalogues


@settings(max_examples=15, deadline=None)
@given(catalogues())
def test_both_forms_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> None:
    folder = tmp_path_factory.mktemp("xuat")
    for name in ("dm.csv", "dm.xlsx"):
        export_catalogue(catalogue, folder / name)
        reading = read_file(folder / name)
        again = propose(Catalogue(), Options(others=(reading,), today=date(2026, 10, 1)))
        assert bare(again.catalogue).procedures == catalogue.procedures
        assert again.catalogue.sample == catalogue.sample


@pytest.mark.parametrize("name", ["dm.csv", "dm.xlsx"])
def test_exported_over_itself_nothing_changes(tmp_path: Path, name: str) -> None:
    catalogue = Catalogue((Procedure("2.000000", "=1+1", fee="@SUM(A1)", executing=("a | b", "\\")),))
    export_catalogue(catalogue, tmp_path / name)
    again = propose(catalogue, Options(others=(read_file(tmp_path / name),), today=date(2026, 10, 1)))
    assert again.changes == ()


def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path) -> None:
    catalogue = Catalogue((Procedure("2.000000", "Thủ tục"),), sample=True)
    for name in ("a.xlsx", "b.xlsx"):
        export_catalogue(catalogue, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["dm.xls", "dm", "dm.csv.bak", "khong-co/dm.csv", "/"])
def test_a_place_that_cannot_be_is_told_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReleaseError, match="không ghi được tệp danh mục"):
        export_catalogue(Catalogue(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_upper_case_ending_is_an_ending(tmp_path: Path) -> None:
    export_catalogue(Catalogue((Procedure("2.000000", "Thủ tục"),)), tmp_path / "DM.CSV")
    assert read_file(tmp_path / "DM.CSV").procedures[0].code == "2.000000"


def test_a_text_too_long_for_a_workbook_is_never_cut(tmp_path: Path) -> None:
    catalogue = Catalogue((Procedure("2.000000", "Thủ tục", legal_basis="x" * 32_768),))
    with pytest.raises(IntakeError, match=r"2\.000000.*\.csv"):
        export_catalogue(catalogue, tmp_path / "dm.xlsx")
    export_catalogue(replace(catalogue), tmp_path / "dm.csv")
    assert issubclass(IntakeError, KioskError)
