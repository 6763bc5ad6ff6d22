"""The reprint list as files: every moving sheet once, and no place made by mistake."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from kiosk.errors import ReleaseError
from kiosk.paper.comparison import SheetAction
from kiosk.press import reprint_files
from kiosk.press.reprint import Action, Reason, SiteActions
from kiosk.workspace.store import Store
from tests.kiosk.made import plant

SITES = (
    SiteActions(
        "10888",
        "Xã Cẩm Giang",
        (
            Action("HT-01", "ho-tich", SheetAction.PRINT, 7, (Reason("1.1", "A", "mới", decision="=1+1"),)),
            Action("DD-02", "", SheetAction.TAKE_DOWN, 6),
            Action("HT-02", "ho-tich", SheetAction.KEEP, 5),
        ),
    ),
    SiteActions("10903", "Xã Cẩm Giàng", (Action("HT-01", "ho-tich", SheetAction.KEEP, 5),)),
)


def test_the_workbook_has_a_line_for_every_sheet_that_moves(tmp_path: Path) -> None:
    reprint_files.write_xlsx(SITES, tmp_path / "in.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "in.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[:5] for row in rows] == [
        ("10888", "Xã Cẩm Giang", "in", "10888-HT-01", 7),
        ("10888", "Xã Cẩm Giang", "gỡ", "10888-DD-02", 6),
    ]


@pytest.mark.parametrize("name", ["khong-co/in.xlsx", "tep/in.xlsx"])
def test_a_mistyped_place_is_told_and_not_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được tệp Excel"):
        reprint_files.write_xlsx(SITES, tmp_path / name)
    with pytest.raises(ReleaseError, match="không ghi được giấy báo"):
        reprint_files.write_pdfs(SITES, plant(Store(tmp_path / "var"), {"a": b"1"}), tmp_path / name)
    assert not (tmp_path / "khong-co").exists()


def test_a_notice_for_every_site_with_something_to_do_in_the_same_bytes(tmp_path: Path) -> None:
    manifest = plant(Store(tmp_path / "var"), {"a": b"1"})
    for name in ("a", "b"):
        assert reprint_files.write_pdfs(SITES, manifest, tmp_path / name) == 1
    (first,), (second,) = (list((tmp_path / name).iterdir()) for name in ("a", "b"))
    assert first.name == "thay-to-10888.pdf"
    assert first.read_bytes() == second.read_bytes()
