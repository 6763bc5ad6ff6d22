"""One file to a reading: the kind by its content, rows that add up, the sentence where it is no catalogue."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.containers import plain
from kiosk.intake.read import FileKind, Mode, ReadOptions, read_bytes, read_file
from kiosk.model.problem import Severity

TABLE = "Mã số,Tên,Lĩnh vực\n1.000593,Kết hôn lưu động,Hộ tịch\n1.000656,Khai tử,Hộ tịch\n"


def refusal(content: bytes | str, **options: Any) -> IntakeError:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(IntakeError) as caught:
        read_bytes("tep", raw, ReadOptions(**options))
    assert caught.value.place == "tep"
    assert caught.value.way_out
    return caught.value


# files -------------------------------------------------------------------------------------------------------


def test_a_file_is_named_without_its_folder_and_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "danh mục.csv"
    path.write_text(TABLE, encoding="utf-8")
    reading = read_file(path)
    assert reading.file == "danh mục.csv"
    assert reading.sha256 == hashlib.sha256(TABLE.encode()).hexdigest()
    assert [p.code for p in reading.procedures] == ["1.000593", "1.000656"]
    assert {str(row.source) for row in reading.rows if row.taken} == {"danh mục.csv, dòng 2", "danh mục.csv, dòng 3"}


def test_a_name_that_turns_the_line_of_a_terminal_is_tidied(tmp_path: Path) -> None:
    path = tmp_path / "dm\u202evsc.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert read_file(path).file == "dmvsc.csv"


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="không có tệp này") as missing:
        read_file(tmp_path / "qd.xlsx")
    assert missing.value.place == "qd.xlsx"
    assert str(tmp_path) in missing.value.value
    with pytest.raises(IntakeError, match="không phải là tệp"):
        read_file(tmp_path)


def test_an_endless_name_is_one_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="không đọc được tệp"):
        read_file(tmp_path / ("a" * 300))


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr(limits, "FILE_BYTES", len(TABLE.encode()))
    assert read_file(path).tally.procedures == 2
    monkeypatch.setattr(limits, "FILE_BYTES", len(TABLE.encode()) - 1)
    with pytest.raises(IntakeError, match="tệp quá lớn"):
        read_file(path)
    assert "tệp quá lớn" in refusal(TABLE).message


# kinds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind", "mode"),
    [
        (TABLE, FileKind.TABLE, Mode.SNAPSHOT),
        (
            "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực\n1.000593,A,B,C,D\n",
            FileKind.PORTAL_XLSX,
            Mode.SNAPSHOT,
        ),
        ("1.000593\n1.000656\n1.001193\n", FileKind.CODE_LIST, Mode.CHANGE),
        ('[{"Mã số": "1.000593", "Tên": "A"}, {"Mã số": "1.000656", "Tên": "B"}]', FileKind.TABLE, Mode.SNAPSHOT),
    ],
)
def test_the_kind_is_known_by_the_content(content: str, kind: FileKind, mode: Mode) -> None:
    reading = read_bytes("tep", content.encode(), ReadOptions())
    assert (reading.kind, reading.mode) == (kind, mode)


def test_one_record_is_no_list_that_all_others_left() -> None:
    assert read_bytes("tep", '[{"Mã số": "1.000593", "Tên": "A"}]'.encode()).mode is Mode.CHANGE


def test_a_person_decides_about_mode_and_kind() -> None:
    reading = read_bytes("tep", TABLE.encode(), ReadOptions(mode=Mode.CHANGE, kind=FileKind.CODE_LIST))
    assert (reading.mode, reading.kind) == (Mode.CHANGE, FileKind.CODE_LIST)


@pytest.mark.parametrize("kind", [FileKind.PORTAL_DETAIL, FileKind.PORTAL_LIST])
def test_a_table_is_no_answer_of_the_portal(kind: FileKind) -> None:
    error = refusal(TABLE, kind=kind)
    assert kind.description in error.message
    assert "--kind" in error.way_out


def test_columns_that_a_person_names_are_read() -> None:
    content = "Ký hiệu,Việc\n1.000593,Kết hôn\n"
    assert [
        p.name for p in read_bytes("tep", content.encode(), ReadOptions(columns={"code": "A", "name": "B"})).procedures
    ] == ["Kết hôn"]


# what stands in a file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ""),
        ("Mã số,Tên\n", "không có dòng thủ tục nào"),
        ("Mã số,Tên\nkhông,Một\nrõ,Hai\n", "cột mã không có mã thủ tục nào"),
        ("Họ tên,Điện thoại\nNguyễn Văn A,0912 345 678\n", "không tìm thấy dòng tiêu đề"),
        ('{"message": "xin chào"}', ""),
        ("[", ""),
    ],
)
def test_what_is_no_catalogue_is_refused(content: str, message: str) -> None:
    assert message in refusal(content).message


def test_a_row_in_doubt_keeps_the_file_readable() -> None:
    """All codes lost their zeros: nothing is taken, everything is proposed."""
    reading = read_bytes("tep", "Mã số,Tên\n1.00059,Kết hôn\n".encode())
    assert reading.tally.procedures == 0
    (repair,) = [p for p in reading.problems if p.severity is Severity.REPAIR]
    assert repair.proposal == "1.000590"


def test_cases_of_one_code_become_one_entry_and_every_row_is_counted() -> None:
    content = "Mã số,Tên\n1.000593,Kết hôn\n1.000593,a) tại nhà\n1.000593,b) tại trụ sở\n"
    reading = read_bytes("tep", content.encode())
    (procedure,) = reading.procedures
    assert procedure.cases == ("a) tại nhà", "b) tại trụ sở")
    assert (reading.tally.rows, reading.tally.procedures) == (4, 3)


def test_two_names_of_one_code_are_told_once() -> None:
    reading = read_bytes("tep", "Mã số,Tên\n1.000593,Kết hôn\n1.000593,Ly hôn\n".encode())
    assert [p.message for p in reading.problems] == ["mã 1.000593 có nhiều tên trong một tệp"]


def test_a_decision_in_force_before_it_was_signed_is_told_once() -> None:
    head = "Mã số,Tên,Quyết định,Ngày quyết định,Có hiệu lực từ\n"
    rows = "".join(f"1.00059{i},Thủ tục {i},9/QĐ,20/05/2026,01/05/2026\n" for i in range(3))
    (problem,) = read_bytes("tep", (head + rows).encode()).problems
    assert problem.severity is Severity.WARNING
    assert problem.value == "01/05/2026, quyết định ngày 20/05/2026"
    same_day = rows.replace("01/05/2026", "20/05/2026")
    assert read_bytes("tep", (head + same_day).encode()).problems == ()


def test_columns_and_sheets_that_are_not_read_are_named(workbook: Any, read: Any) -> None:
    reading = read(TABLE.replace("Lĩnh vực", "Số lượng hồ sơ"))
    (note,) = reading.notes
    assert (note.message, note.value) == ("cột không dùng đến", "Số lượng hồ sơ")


def test_a_sample_is_marked() -> None:
    assert read_bytes("tep", f"{plain.SAMPLE_MARK}\n{TABLE}".encode()).sample
    assert not read_bytes("tep", TABLE.encode()).sample
