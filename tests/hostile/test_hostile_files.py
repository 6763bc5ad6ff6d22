"""Files that are no catalogue, are broken, or attack the reader: one clear sentence, with bounded work and memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.read import read_bytes, read_file
from tests.hostile import bombs
from tests.hostile.effort import Effort, measure_effort

HERE = Path(__file__).parent

SENTENCES = {
    "empty.csv": "tệp rỗng",
    "only-blanks.csv": "tệp rỗng",
    "windows-1258.csv": "bảng mã tiếng Việt cũ",
    "tcvn3.csv": "bảng mã tiếng Việt cũ",
    "tcvn3-saved-as-utf-8.csv": "bảng mã tiếng Việt cũ",
    "vni.csv": "bảng mã tiếng Việt cũ",
    "vni-saved-as-utf-8.csv": "bảng mã tiếng Việt cũ",
    "password.xlsx": "đặt mật khẩu",
    "password.zip": "đặt mật khẩu",
    "excel-97.xls": "Excel đời cũ (.xls)",
    "word-97.doc": "Word đời cũ (.doc)",
    "pdf-called-xlsx.xlsx": "PDF",
    "picture.png": "ảnh",
    "rich-text.doc": "RTF",
    "challenge-page.json": "trang web (HTML)",
    "page-called-xls.xls": "bảng HTML",
    "xml-2003.xml": "XML 2003",
    "html-table-called-xls.xls": "bảng HTML, thường do phần mềm một cửa xuất ra",
    "html-table-in-utf-16.xls": "mở bằng Excel rồi lưu thành XLSX",
    "web-page-in-one-file.xls": "MHTML",
    "challenge-page-in-utf-16.json": "trang web (HTML)",
    "xml-2003-in-utf-16.xml": "XML 2003",
    "program-called-csv.csv": "không phải là văn bản",
    "json-with-infinity.json": "bị hỏng",
    "internal-process.csv": "quy trình nội bộ",
    "portal-error.json": "Phiên làm việc hết hạn",
    "json-without-procedures.json": "không có thủ tục nào",
    "cut-off.json": "bị hỏng",
    "header-only.csv": "không có dòng thủ tục nào",
    "no-codes.csv": "không có mã thủ tục nào",
    "another-table.csv": "không tìm thấy dòng tiêu đề",
    "prose.txt": "không tìm thấy dòng tiêu đề",
    "binary.csv": "không phải là văn bản",
    "zip-of-a-list.zip": "tệp nén ZIP",
    "open-document.ods": "OpenDocument",
    "no-main-part.xlsx": "bị hỏng",
    "cut-off.xlsx": "bị hỏng",
    "broken-sheet.xlsx": "bị hỏng",
}

BOMB_SENTENCES = {
    "inflates_to_a_gigabyte": "giải nén ra 1024 MB",
    "lies_about_its_size": "bị hỏng",
    "cell_at_the_far_corner": "dòng 1048576",
    "far_cell_with_other_quotes": "dòng 1048576",
    "row_of_a_million_cells_without_place": "cột 257",
    "one_long_text_a_hundred_thousand_times": "ký tự",
    "entities_a_thousand_million": "khai báo không an toàn",
    "doctype_in_utf_16": "khai báo không an toàn",
    "cell_that_spans_a_thousand_million_columns": "ô gộp 1000000000 cột",
    "document_of_two_million_paragraphs": "chi tiết bên trong tệp",
    "deeply_nested_document": "bị hỏng",
    "endless_line": "một dòng dài hơn một triệu ký tự",
    "endless_quote": "sai cách ghi",
    "commas_only": "quá nhiều ô",
    "text_of_thirty_megabytes": "30 MB",
    "deeply_nested_json": "quá nhiều mục",
    "json_of_a_million_objects": "quá nhiều mục",
    "json_with_an_endless_number": "bị hỏng",
    "packed_twice": "3000 tệp con",
    "six_hundred_sheets_with_a_far_cell": "bảng «S1» 20000 dòng",
    "one_sheet_under_two_thousand_names": "20000 dòng, 14 cột",
    "sixty_thousand_merged_ranges": "20000 dòng, 1 cột",
}

PEAK_MEGABYTES = 256
STEPS = 12 * limits.DOCUMENT_ELEMENTS
"""The dearest way to a refusal: the largest document that is looked through, a dozen steps of Python an element."""
INFLATED = 2 * limits.INFLATED_BYTES
"""Every entry is inflated once by the scan and once by the library that reads it."""


def test_every_file_has_its_sentence() -> None:
    assert {path.name for path in (HERE / "files").iterdir()} == set(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_file_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_file(HERE / "files" / name)
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert SENTENCES[name] in message
    assert "Cách xử lý: " in message
    assert "\n" not in message


def test_a_name_that_turns_a_terminal_around_is_cleaned(tmp_path: Path) -> None:
    named = tmp_path / "danh\u202emuc\x1b[31m\n.csv"
    named.write_bytes(b"")
    with pytest.raises(IntakeError, match=r"^danhmuc\[31m \.csv: tệp rỗng"):
        read_file(named)


def test_every_bomb_has_its_sentence() -> None:
    assert set(bombs.BOMBS) == set(BOMB_SENTENCES)


@pytest.mark.parametrize("name", BOMB_SENTENCES)
def test_bomb_is_refused_with_bounded_work_and_memory(name: str, tmp_path: Path, root: Path) -> None:
    """Both in processes of their own: the one that makes the bomb is large, the other is measured."""
    bomb = tmp_path / name
    subprocess.run([sys.executable, HERE / "bombs.py", name, bomb], check=True)
    command = [sys.executable, "-m", "tests.hostile.effort", bomb]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, encoding="utf-8")
    message, megabytes, steps, inflated = done.stdout.splitlines()
    assert BOMB_SENTENCES[name] in message
    assert int(megabytes) < PEAK_MEGABYTES
    assert 0 < int(steps) < STEPS
    assert int(inflated) <= (0 if name == "inflates_to_a_gigabyte" else INFLATED), (
        "a stated size is believed if it refuses"
    )


def periods(count: int) -> bytes:
    """A list in which one procedure has so many periods of two days."""
    first = date(1950, 1, 1)
    days = (first + timedelta(days=2 * n) for n in range(count))
    text = "code,name,effective_from,effective_to\n" + "".join(f"1.000593,A,{day},{day}\n" for day in days)
    return text.encode()


def test_twenty_thousand_periods_of_one_code_are_refused_row_by_row() -> None:
    reading = read_bytes("ky.csv", periods(19_990))
    assert reading.tally.procedures == 60
    assert {p.message for p in reading.problems} == {"mã này có hơn 60 khoảng thời gian hiệu lực"}


def test_twice_the_periods_of_one_code_are_at_most_twice_the_work() -> None:
    once, twice = (effort_of_reading(periods(count)) for count in (2_000, 4_000))
    assert twice.steps < 2.1 * once.steps


def test_the_effort_counts_steps_and_inflated_bytes() -> None:
    few, many = (measure_effort(lambda n=n: [None for _ in range(n)]) for n in (1_000, 2_000))
    assert 1_000 <= many.steps - few.steps <= 3_000
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(100_000))
    assert measure_effort(lambda: zipfile.ZipFile(packed).read("zeros")).inflated == 100_000


def effort_of_reading(content: bytes) -> Effort:
    """What it costs to read or to refuse a file with this content."""

    def read() -> None:
        with suppress(IntakeError):
            read_bytes("tep", content)

    return measure_effort(read)


def test_a_device_is_no_file() -> None:
    with pytest.raises(IntakeError, match="không phải là tệp"):
        read_file(Path("/dev/zero"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"thieu\.csv: không có tệp này"):
        read_file(tmp_path / "thieu.csv")
