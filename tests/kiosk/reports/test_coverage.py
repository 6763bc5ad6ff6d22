"""The coverage says what the gate read back, site by site, and nothing where it read nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from kiosk.errors import ReleaseError
from kiosk.release import lifecycle
from kiosk.reports import coverage
from kiosk.reports.coverage import Report, SiteRow
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

WHOLE = SiteRow("10507", "Điểm một", 5, 5, 5, 4, 1, (), ())
LACKING = SiteRow("10888", "=Điểm hai", 5, 4, 5, 4, 1, ("thủ tục 1.000001 thiếu trên giấy",), ("địa chỉ",))
REPORT = Report(3, "2026-11-24", False, (WHOLE, LACKING))


def test_a_sentence_counts_sites_procedures_links_and_contacts() -> None:
    sentence = coverage.summary(REPORT)
    assert sentence.startswith("1/2 điểm niêm yết đủ 100 %")
    assert "10 lượt thủ tục, trong đó 2 lượt chỉ có liên kết tìm kiếm; 1 điểm thiếu thông tin liên hệ" in sentence
    assert "BẢN MẪU" not in sentence
    assert coverage.summary(replace(REPORT, sample=True)).endswith("BẢN MẪU – KHÔNG NIÊM YẾT.")
    assert REPORT.gaps == 1


def test_the_workbook_holds_every_site_and_names_are_no_formulas(tmp_path: Path) -> None:
    coverage.write_xlsx(REPORT, tmp_path / "do-phu.xlsx")
    book = openpyxl.load_workbook(tmp_path / "do-phu.xlsx")
    assert book.sheetnames == ["Bản 3", "Tóm tắt"]
    _, first, second = book.worksheets[0].iter_rows(values_only=True)
    assert first[:6] == ("10507", "Điểm một", 5, 5, 5, 4)
    assert second[1] == "'=Điểm hai"
    assert second[7:] == ("thủ tục 1.000001 thiếu trên giấy", "địa chỉ")


def test_a_release_is_reported_as_it_was_read_and_not_before(older_office: Office) -> None:
    store = Store(older_office.folder / "var")
    manifest = lifecycle.chosen(store, None)
    report = coverage.report(store, manifest)
    assert [s.code for s in report.sites] == [s.code for s in manifest.sites]
    assert all(s.required == s.on_paper == s.on_page == s.entry_links + s.search_links for s in report.sites)
    verdict = lifecycle.verdict_of(store, manifest)
    assert verdict is not None
    with store.writing():
        lifecycle.save_verdict(store, manifest.number, replace(verdict, manifest="of another manifest"))
    with pytest.raises(ReleaseError, match="chưa được đọc lại"):
        coverage.report(store, manifest)
