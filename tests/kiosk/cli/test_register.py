"""Questions, answers, edits and the history of a procedure, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kiosk.commands import Office

TITLE = "(Kèm theo Quyết định số 3701/QĐ-UBND ngày 01/12/2026),,,,\nCó hiệu lực từ ngày 01/01/2027,,,,\n"
HEAD = "STT,Mã TTHC,Tên TTHC,Sau cắt giảm,Ghi chú\n"
OPEN = "TTHC MỚI, SỬA ĐỔI, BÃI BỎ"
KNOWN = "1,1.001193,Thủ tục đăng ký khai sinh,1 ngày,\n"
NEW = "2,1.999990,Thủ tục thử nghiệm,2 ngày,\n"


@pytest.fixture
def bare(tmp_path: Path, root: Path) -> Office:
    """Settings and tables, nothing imported or built."""
    return Office.in_folder(tmp_path, root)


def annex(heading: str) -> str:
    return f'"{heading}",,,,\n{TITLE}{HEAD}{KNOWN}{NEW}'


def test_a_held_row_is_counted_first_and_one_answer_about_a_heading_is_remembered(bare: Office) -> None:
    bare.write("mot.csv", annex(OPEN))
    held = bare.run("import", "mot.csv", "--apply", "--questions-to", "hoi.xlsx")
    assert held.returncode == 1
    assert held.stdout.startswith("CÒN 2 dòng chờ trả lời")
    assert "--answer «mot.csv::" in held.stderr
    form = load_workbook(bare.folder / "hoi.xlsx")
    page = form.worksheets[0]
    place = str(page["A2"].value)
    assert [row[0].value for row in page.iter_rows(min_row=2)] == ["mot.csv::5", "mot.csv::6"]
    page["G2"] = "sửa đổi"
    form.save(bare.folder / "hoi.xlsx")
    settled = bare.run("import", "mot.csv", "--answers", "hoi.xlsx", "--apply")
    assert settled.returncode == 0, settled.stderr
    assert place == "mot.csv::5"
    bare.write("hai.csv", annex(OPEN).replace("3701", "3702"))
    assert bare.run("import", "hai.csv").returncode == 0, "the wording is remembered"
    (kept,) = bare.json("answers")["answers"]
    assert kept["answer"] == "amended"
    bare.ok("answers", "--remove", "1")
    assert bare.run("import", "hai.csv").returncode == 1


def test_a_row_is_answered_without_its_file_and_stays_answered(bare: Office) -> None:
    text = annex("SỬA ĐỔI").replace("1 ngày,", "1 ngày,đã bãi bỏ").replace("2 ngày,", "2 ngày,tạm dừng")
    bare.write("mot.csv", text)
    assert bare.run("import", "mot.csv", "--apply").returncode == 1
    (bare.folder / "mot.csv").unlink()
    first = bare.run("import", "--answer", "mot.csv::5=bãi bỏ", "--apply")
    assert (first.returncode, "CÒN 1 dòng" in first.stdout) == (1, True)
    bare.ok("import", "--answer", "mot.csv::6=skip", "--apply")
    told = bare.ok("history", "1.001193", "--on", "2027-01-02", "--site", "10888")
    assert "không niêm yết, đã bãi bỏ theo 3701/QĐ-UBND" in told
    assert "người nhập trả lời «repealed»" in told


def test_an_answer_that_no_row_asks_for_is_refused(bare: Office) -> None:
    bare.write("mot.csv", annex(OPEN))
    assert "không có trong các tệp" in bare.refused("import", "mot.csv", "--answer", "mot.csv::99=new")
    assert "không hiểu câu trả lời" in bare.refused("import", "mot.csv", "--answer", "mot.csv::5=commune")
    assert bare.run("import", "mot.csv", "--answer", "mot.csv").returncode == 2


def test_a_typed_number_that_is_not_the_files_is_asked_once_for_all_rows(bare: Office) -> None:
    bare.write("mot.csv", annex("SỬA ĐỔI"))
    words = ("import", "mot.csv", "--decision", "3710/QĐ-UBND")
    held = bare.run(*words)
    assert held.stdout.startswith("CÒN 2 dòng chờ trả lời")
    assert "gõ vào là 3710/QĐ-UBND, tệp ghi 3701/QĐ-UBND" in held.stderr
    bare.ok(*words, "--answer", "mot.csv::5=nhận")
    assert bare.run("import", "mot.csv", "--effective", "2025-01-01").returncode == 1
    bare.ok("import", "mot.csv", "--decision", "3701/QĐ-UBND", "--effective", "2027-01-01")


def test_regenerate_stops_before_publishing_while_a_question_stands(office: Office) -> None:
    office.write("mot.csv", annex("SỬA ĐỔI").replace("1 ngày,", "1 ngày,đã bãi bỏ"))
    stopped = office.run("regenerate", "mot.csv", "--as-of", "2026-11-24")
    assert stopped.returncode == 1
    assert "Chưa dựng và chưa công bố gì" in stopped.stderr
    assert office.json("status")["published"] == 1


def test_a_field_stated_by_hand_is_an_import_with_a_reason(bare: Office) -> None:
    bare.ok("edit", "1.001193", "fee=8.000 đồng", "--reason", "tệp ghi thiếu", "--by", "lan")
    told = bare.ok("history", "1.001193")
    assert "ghi tay" in told
    assert "«8.000 đồng»" in told
    assert "(tệp ghi thiếu)" in told
    assert bare.json("imports")["imports"][0]["by"] == "lan"
    bare.ok("import", "--undo", "1")
    assert "đã hoàn tác" in bare.ok("imports")
    assert "[đã hoàn tác]" in bare.ok("history", "1.001193")
    bare.ok("edit", "1.001193", "promulgator=", "--reason", "ghi nhầm cơ quan")
    assert "để trống cơ quan ban hành" in bare.ok("history", "1.001193")
    assert "không được để trống" in bare.refused("edit", "1.001193", "name=", "--reason", "x")
    assert "trường nào tên như vậy" in bare.refused("edit", "1.001193", "phi_la=1", "--reason", "x")
    assert "mang mã này" in bare.refused("edit", "9.999999", "fee=1", "--reason", "x")


def test_a_refused_row_is_accepted_with_a_reason_and_not_asked_again(bare: Office) -> None:
    bare.write("xa.csv", "code,name\n1.999990,Thủ tục thử nghiệm\n1.999991,#N/A\n")
    words = ("import", "xa.csv", "--as", "change")
    assert bare.run(*words).returncode == 1
    assert bare.run(*words, "--accept-refused", "all").returncode == 2, "it needs a reason"
    assert "không nhận được" in bare.refused(*words, "--accept-refused", "xa.csv::2", "--reason", "x")
    bare.ok(*words, "--accept-refused", "xa.csv::3", "--reason", "Cổng ghi lỗi")
    bare.write("xa.csv", "code,name\n1.999992,Thủ tục thử nghiệm khác\n1.999990,Thủ tục thử\n1.999991,#N/A\n")
    bare.ok(*words)
