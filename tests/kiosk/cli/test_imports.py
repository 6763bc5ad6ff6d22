"""`kiosk check` and `kiosk import`: options as one request, an outcome in words, exit codes that scripts rely on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import typer

from kiosk.cli.imports import build_request
from kiosk.intake.read import FileKind, Mode
from tests.kiosk.commands import Office

CHANGE = "code,name,level,uuid,field\n1.999990,Thủ tục mới,xã,,Hộ tịch\n"
BROKEN = CHANGE + "xyz,Mã sai,xã,,Hộ tịch\n"


def request_of(columns: str = "", effective: datetime | None = None) -> object:
    return build_request(None, None, None, "", effective, None, None, columns, False, False)


def test_every_option_is_part_of_the_request() -> None:
    request = build_request(
        [Path("a")],
        [Path("b")],
        [Path("c")],
        "5/QĐ",
        datetime(2027, 3, 1, 12),
        Mode.CHANGE,
        FileKind.ANNEX,
        " code = B, tên=Tên TTHC ",
        True,
        True,
    )
    assert (request.files, request.commune, request.city) == ((Path("a"),), (Path("b"),), (Path("c"),))
    assert set(request.paths) == {Path("a"), Path("b"), Path("c")}
    assert (request.decision, request.effective) == ("5/QĐ", date(2027, 3, 1))
    assert (request.read.mode, request.read.kind) == (Mode.CHANGE, FileKind.ANNEX)
    assert request.read.columns == {"code": "B", "tên": "Tên TTHC"}
    assert (request.accept_repairs, request.allow_drop) == (True, True)


@pytest.mark.parametrize("columns", ["code", "code=", "=B", "code=B,name", "code=B,=C"])
def test_half_a_pair_of_columns_is_wrong_usage(columns: str) -> None:
    with pytest.raises(typer.BadParameter, match="tên=cột"):
        request_of(columns)


@pytest.mark.parametrize("columns", ["", " ", ",", "code=B,"])
def test_commas_at_the_ends_do_no_harm(columns: str) -> None:
    request_of(columns)


# check -------------------------------------------------------------------------------------------------------


def test_check_reads_every_file_and_changes_nothing(office: Office) -> None:
    office.write("a.csv", CHANGE)
    office.write("b.csv", CHANGE.replace("1.999990", "1.999991"))
    shown = office.ok("check", "a.csv", "b.csv")
    assert "a.csv: bảng danh mục (CSV hoặc Excel)" in shown
    assert "2 dòng = 1 thủ tục + 1 dòng đầu mục + 0 dòng có vấn đề" in shown
    assert "b.csv" in shown
    assert office.json("status")["catalogue"] is None


def test_check_says_no_where_a_row_or_a_file_is_refused(office: Office) -> None:
    office.write("a.csv", BROKEN)
    office.write("b.csv", "không phải danh mục\n")
    answer = office.run("check", "a.csv", "b.csv")
    assert answer.returncode == 1
    assert "mã sai dạng" in answer.stderr
    assert "Lỗi: b.csv" in answer.stderr
    assert "1 thủ tục" in answer.stdout


def test_for_machines_read_and_refused_files_are_apart(office: Office) -> None:
    import json

    office.write("a.csv", CHANGE)
    office.write("b.csv", "không phải danh mục\n")
    answer = office.run("check", "a.csv", "b.csv", "--json")
    result = json.loads(answer.stdout)
    assert answer.returncode == 1
    assert [f["file"] for f in result["files"]] == ["a.csv"]
    assert [f["file"] for f in result["refused"]] == ["b.csv"]


# import ------------------------------------------------------------------------------------------------------


def test_what_was_not_applied_says_how_to(office: Office) -> None:
    office.write("a.csv", CHANGE)
    assert "Chưa áp dụng gì. Thêm --apply để áp dụng." in office.ok("import", "a.csv", "--as", "change")


def test_applying_says_the_number_and_the_next_step_and_twice_is_no_second_import(office: Office) -> None:
    office.write("a.csv", CHANGE)
    words = ("import", "a.csv", "--as", "change", "--apply")
    assert "ghi là lần nhập 1. Bước tiếp theo: kiosk build" in office.ok(*words)
    assert "Không có gì thay đổi" in office.ok(*words)
    assert office.json(*words)["applied"] is False


def test_rows_that_were_refused_are_counted_once_more_at_the_end(office: Office) -> None:
    office.write("a.csv", BROKEN)
    answer = office.run("import", "a.csv", "--as", "change", "--apply")
    assert answer.returncode == 1, "until a person accepts that they stay out"
    assert "Có 1 dòng không nhận được" in answer.stderr
    assert "lần nhập 1" in answer.stdout


def test_json_and_a_workbook_do_not_mix(office: Office) -> None:
    office.write("a.csv", CHANGE)
    answer = office.run("import", "a.csv", "--as", "change", "--json", "--xlsx", "nhap.xlsx")
    assert answer.stdout.startswith("{")
    assert "Đã ghi nhap.xlsx" in answer.stderr


def test_undoing_says_what_follows(office: Office) -> None:
    office.write("a.csv", CHANGE)
    office.ok("import", "a.csv", "--as", "change", "--apply")
    assert "ghi là lần nhập 2. Bước tiếp theo: kiosk regenerate." in office.ok("import", "--undo", "1")
    again = office.json("import", "--undo", "2")
    assert (again["applied"], again["catalogue"], again["questions"]) == (True, 3, [])
    assert "không còn áp dụng" in office.refused("import", "--undo", "2")
