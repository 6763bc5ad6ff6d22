"""The list as a workbook and as a paper for each site: what stays is in neither, a place that cannot be is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kiosk.errors import ReleaseError
from kiosk.model.manifest import Manifest
from kiosk.paper.comparison import SheetAction
from kiosk.press import reprint_files
from kiosk.press.reprint import Action, Reason, SiteActions
from posters import press

REASONS = (Reason("1.000593", "Kết hôn", "đổi tên", "=Cũ", "Mới", "5/QĐ"), Reason("1.000656", "Khai tử", "mới"))
PRINT = Action("HT-01", "ho-tich", SheetAction.PRINT, 7, REASONS)
DOWN = Action("DD-02", "", SheetAction.TAKE_DOWN, 6)
STAYS = Action("HT-02", "ho-tich", SheetAction.KEEP, 5)
SITES = (
    SiteActions("10888", "Xã Cẩm Giang", (PRINT, DOWN, STAYS)),
    SiteActions("10903", "Xã Cẩm Giàng", (STAYS,)),
    SiteActions("HP-E", "=Trung tâm", (DOWN,)),
)
MANIFEST = Manifest(7, 6, date(2026, 11, 24), None, False, {}, (), (), {}, {}, {})


def rows(path: Path) -> list[list[object]]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_one_line_for_each_sheet_that_moves(tmp_path: Path) -> None:
    reprint_files.write_xlsx(SITES, tmp_path / "in.xlsx")
    head, *lines = rows(tmp_path / "in.xlsx")
    assert head == ["Mã điểm", "Điểm", "Việc", "Mã tờ", "Bản", "Lý do"]
    assert [line[:5] for line in lines] == [
        ["10888", "Xã Cẩm Giang", "in", "10888-HT-01", 7],
        ["10888", "Xã Cẩm Giang", "gỡ", "10888-DD-02", 6],
        ["HP-E", "'=Trung tâm", "gỡ", "HP-E-DD-02", 6],
    ]
    assert lines[0][5] == "1.000593 đổi tên: «=Cũ» → «Mới» (5/QĐ); 1.000656 mới"


def test_nothing_to_do_is_a_list_without_lines(tmp_path: Path) -> None:
    reprint_files.write_xlsx(SITES[1:2], tmp_path / "in.xlsx")
    assert len(rows(tmp_path / "in.xlsx")) == 1


def test_the_same_list_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        reprint_files.write_xlsx(SITES, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_paper_for_each_site_that_has_something_to_do(tmp_path: Path) -> None:
    assert reprint_files.write_pdfs(SITES, MANIFEST, tmp_path / "giay") == 2
    papers = {p.name: p.read_bytes() for p in (tmp_path / "giay").iterdir()}
    assert papers.keys() == {"thay-to-10888.pdf", "thay-to-HP-E.pdf"}
    assert press.read_labels(papers["thay-to-10888.pdf"]) == ["10888-THAY-TO"]
    assert reprint_files.write_pdfs(SITES, MANIFEST, tmp_path / "giay") == 2
    assert {p.name: p.read_bytes() for p in (tmp_path / "giay").iterdir()} == papers


def test_no_site_with_work_makes_an_empty_folder(tmp_path: Path) -> None:
    assert reprint_files.write_pdfs(SITES[1:2], MANIFEST, tmp_path / "giay") == 0
    assert list((tmp_path / "giay").iterdir()) == []


@pytest.mark.parametrize("name", ["go-nham/in", "tep/in"])
def test_a_mistyped_place_is_told_and_not_made(name: str, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được tệp Excel"):
        reprint_files.write_xlsx(SITES, tmp_path / name)
    with pytest.raises(ReleaseError, match="không ghi được giấy báo"):
        reprint_files.write_pdfs(SITES, MANIFEST, tmp_path / name)
    assert not (tmp_path / "go-nham").exists()


def test_a_file_where_the_folder_should_be_and_a_folder_where_the_file_should(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được giấy báo") as papers:
        reprint_files.write_pdfs(SITES, MANIFEST, tmp_path / "tep")
    assert (papers.value.place, papers.value.way_out) == (str(tmp_path / "tep"), "chọn thư mục khác")
    (tmp_path / "thu-muc").mkdir()
    with pytest.raises(ReleaseError, match="không ghi được tệp Excel") as table:
        reprint_files.write_xlsx(SITES, tmp_path / "thu-muc")
    assert table.value.value == "đó là một thư mục"
