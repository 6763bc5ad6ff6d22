"""The coverage says what the gate read back, site by site, and nothing where it read nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from kiosk.errors import ReleaseError
from kiosk.office.news import News
from kiosk.release import lifecycle
from kiosk.reports import coverage
from kiosk.reports.coverage import Report, SiteRow
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published
from tests.kiosk.kiosks import declare, say

WHOLE = SiteRow("10507", "Điểm một", 5, 5, 5, 4, 1, (), (), 12, 12)
LACKING = SiteRow("10888", "=Điểm hai", 5, 4, 5, 4, 1, ("thủ tục 1.000001 thiếu trên giấy",), ("địa chỉ",), 11, 3)
REPORT = Report(3, "2026-11-24", False, (WHOLE, LACKING))


def test_a_sentence_counts_sites_procedures_links_and_contacts() -> None:
    sentence = coverage.summarise_coverage(REPORT)
    assert sentence.startswith("Đã công bố (đọc lại từ tệp): 1/2 điểm đủ thủ tục")
    assert "đang treo đúng nội dung in hiện hành: 15/23 tờ niêm yết, 1/2 điểm xác nhận đủ" in sentence
    assert "10 lượt thủ tục, trong đó 2 lượt chỉ có liên kết tìm kiếm; 1 điểm thiếu thông tin liên hệ" in sentence
    assert "BẢN MẪU" not in sentence
    assert coverage.summarise_coverage(replace(REPORT, sample=True)).endswith("BẢN MẪU – KHÔNG NIÊM YẾT.")
    assert REPORT.gaps == 1


def test_the_workbook_holds_every_site_and_names_are_no_formulas(tmp_path: Path) -> None:
    coverage.write_xlsx(REPORT, tmp_path / "do-phu.xlsx")
    book = openpyxl.load_workbook(tmp_path / "do-phu.xlsx")
    assert book.sheetnames == ["Bản 3", "Thiếu trên tường", "Thiếu trên màn hình", "Tóm tắt"]
    _, first, second = book.worksheets[0].iter_rows(values_only=True)
    assert first[:6] == ("10507", "Điểm một", 5, 5, 5, 4)
    assert second[1] == "'=Điểm hai"
    assert second[7:] == ("thủ tục 1.000001 thiếu trên giấy", "địa chỉ", 11, 3, 0, "chưa khai báo kiosk", None)


def test_a_release_is_reported_as_it_was_read_and_not_before(older_office: Office) -> None:
    store = Store(older_office.folder / "var")
    manifest = lifecycle.choose_release(store, None)
    report = coverage.report_coverage(store, manifest)
    assert [s.code for s in report.sites] == [s.code for s in manifest.sites]
    assert all(s.required == s.on_paper == s.on_page == s.entry_links + s.search_links for s in report.sites)
    verdict = lifecycle.load_verdict(store, manifest)
    assert verdict is not None
    with store.writing():
        lifecycle.save_verdict(store, manifest.number, replace(verdict, manifest="of another manifest"))
    with pytest.raises(ReleaseError, match="chưa được đọc lại"):
        coverage.report_coverage(store, manifest)


def test_published_is_never_told_as_hanging(office: Office) -> None:
    """Nothing hangs until somebody says so, and what hangs in another revision does not count."""
    before = office.json("coverage")
    assert {s["sheets_confirmed"] for s in before["sites"]} == {0}
    assert all(s["on_paper"] == s["required"] and s["sheets"] for s in before["sites"])
    hang_published(Store(office.folder / "var"), "10507")
    hang_published(Store(office.folder / "var"), "10888", ["1-1"])
    by_site = {s["code"]: s for s in office.json("coverage")["sites"]}
    assert by_site["10507"]["sheets_confirmed"] == by_site["10507"]["sheets"]
    assert by_site["10888"]["sheets_confirmed"] == 1
    assert "1/4 điểm xác nhận đủ mọi tờ" in office.ok("status")
    assert by_site["10507"]["on_wall"] == by_site["10507"]["required"]
    assert by_site["10507"]["wall_gaps"] == []
    assert by_site["10507"]["on_screen"] is None
    assert {g["sheet"] for g in by_site["10888"]["wall_gaps"]} >= {"1-2", "BCD"}
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    told = office.ok("coverage")
    assert "Đã công bố (đọc lại từ tệp): 4/4 điểm đủ" in told
    assert "0/4 điểm xác nhận đủ mọi tờ" in told
    assert "0/4 điểm có mọi tờ và bảng chỉ dẫn" in told


def test_no_sentence_calls_posted_what_is_only_published(root: Path) -> None:
    """Of everything that officers and citizens read; the words of what is printed are the office's own."""
    places = [
        *(root / "kiosk").rglob("*.py"),
        *(root / "kiosk").rglob("*.html"),
        *(root / "docs").glob("huong-dan*.md"),
    ]
    wrong = [p.name for p in (*places, root / "README.md") if "niêm yết đủ" in p.read_text(encoding="utf-8")]
    assert wrong == []


def test_on_screen_is_said_of_declared_kiosks_alone(office: Office, office_store: Store) -> None:
    """A stranger's word, a silent kiosk and an old page are not a page on a screen."""
    News(office_store.root / "news.sqlite").heard("HP-E", 1, 0)
    say(office_store, declare(office_store, "10507", "Một")[0], 1)
    declare(office_store, "10507", "Hai")
    say(office_store, declare(office_store, "10888")[0], 1)
    office.ok("site", "no-kiosk", "10903")
    sites = {s["code"]: s for s in office.json("coverage")["sites"]}
    assert {code: s["on_screen"] for code, s in sites.items()} == {
        "10507": 0,
        "10888": sites["10888"]["on_page"],
        "10903": None,
        "HP-E": None,
    }
    assert (sites["10507"]["kiosks"], sites["10507"]["kiosks_current"]) == (2, 1)
    assert [s["without_kiosk"] for s in sites.values()] == [False, False, True, False]
    (gap,) = sites["10507"]["screen_gaps"]
    assert (gap["name"], gap["state"], gap["next"]) == ("Hai", "silent", "kiosk device key 2")
    told = office.ok("coverage")
    assert (
        "Trên màn hình: 1/2 điểm có khai báo kiosk thì mọi kiosk đang hiện đúng bản, còn trong hạn (2/3 kiosk); "
        "1 điểm khai báo không có kiosk; 1 điểm chưa khai báo kiosk nào."
    ) in told
    assert "1 kiosk chưa rõ đang hiện đúng bản" in told
