"""`kiosk diff` and `kiosk export-catalogue`: what stands where, for people and for machines."""

from __future__ import annotations

import openpyxl
import pytest

from tests.kiosk.commands import Office

CHANGE = "code,name,level,uuid,field\n1.999990,Thủ tục mới,xã,,Hộ tịch\n"


@pytest.fixture
def changed(office: Office) -> Office:
    """A catalogue in force that the published release does not hold yet."""
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply")
    return office


def test_without_names_what_is_published_and_what_is_in_force_are_compared(sample_office: Office) -> None:
    assert sample_office.ok("diff") == "Khác biệt: không có\n"
    assert sample_office.json("diff") == {"changes": []}


def test_a_difference_is_counted_and_listed(changed: Office) -> None:
    shown = changed.ok("diff")
    assert shown.startswith("Khác biệt: mới 1\n")
    assert "mới\t1.999990\tThủ tục mới\t" in shown
    (change,) = changed.json("diff")["changes"]
    assert (change["code"], change["kind"], change["name"]) == ("1.999990", "mới", "Thủ tục mới")
    assert changed.json("diff", "dm1", "nay") == {"changes": []}


def test_a_catalogue_may_be_turned_round(changed: Office) -> None:
    assert [c["kind"] for c in changed.json("diff", "nay", "1")["changes"]] == ["thôi áp dụng"]


def test_json_stands_alone_beside_a_workbook(changed: Office) -> None:
    answer = changed.run("diff", "--json", "--xlsx", "khac.xlsx")
    assert answer.stdout.startswith("{")
    assert answer.stderr == "Đã ghi khac.xlsx\n"
    page = openpyxl.load_workbook(changed.folder / "khac.xlsx").worksheets[0]
    assert "1.999990" in [row[1].value for row in page.iter_rows()]
    assert changed.ok("diff", "--xlsx", "khac.xlsx").startswith("Đã ghi khac.xlsx\n")


@pytest.mark.parametrize("name", ["99", "dm9", "hôm-qua", "-"])
def test_a_catalogue_that_is_not_there_is_told(sample_office: Office, name: str) -> None:
    assert "Cách xử lý" in sample_office.refused("diff", "--", name, "nay")


def test_an_export_counts_procedures_and_rows(changed: Office) -> None:
    said = changed.ok("export-catalogue", "dm.csv")
    lines = (changed.folder / "dm.csv").read_text(encoding="utf-8-sig").splitlines()
    procedures, rows = (int(word) for word in said.split() if word.isdigit())
    assert rows >= procedures > 1
    assert len([line for line in lines if line[:2] in {"1.", "2.", "3."}]) == rows
    assert "Danh sách niêm yết" not in said


def test_lists_that_are_no_part_of_the_file_are_told(office: Office) -> None:
    office.write("xa.csv", CHANGE)
    office.ok("import", "--commune", "xa.csv", "--apply", "--allow-drop")
    assert "giữ các tệp đã nhập" in office.ok("export-catalogue", "dm.csv")


def test_an_older_catalogue_is_exported_by_its_name(changed: Office) -> None:
    changed.ok("export-catalogue", "cu.csv", "--of", "1")
    changed.ok("export-catalogue", "moi.csv", "--of", "dm1")
    assert "1.999990" not in (changed.folder / "cu.csv").read_text(encoding="utf-8-sig")
    assert "1.999990" in (changed.folder / "moi.csv").read_text(encoding="utf-8-sig")
