"""Text files: encodings, separators, remarks."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.containers.plain import decode_text, is_sample, read_csv, read_lines, refuse_legacy

TEXT = "Mã;Tên\r\n1.000001;Đăng ký\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_or_without_its_mark(encoding: str) -> None:
    assert decode_text("tep", TEXT.encode(encoding)) == TEXT.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [("Đăng ký".encode("cp1258", "replace") + b"\xd0", "mã tiếng Việt cũ"), (b"a\x00\xff", "văn bản")],
)
def test_other_bytes_are_refused(content: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        decode_text("tep", content)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_known_columns(separator: str) -> None:
    lines = ["Danh mục, ban hành; kèm theo", separator.join(("Mã TTHC", "Tên TTHC")), separator.join(("1.000001", "A"))]
    assert read_csv("tep", "\n".join(lines)).rows[-1].cells == ("1.000001", "A")


def test_remarks_are_skipped_and_rows_keep_their_numbers() -> None:
    grid = read_csv("tep", '# BẢN MẪU\n# khác\ncode,name\n\n1.000001,"A\nB"\n1.000002,C\n')
    assert [row.number for row in grid.rows] == [3, 5, 7]


def test_a_quote_that_never_ends_swallows_nothing() -> None:
    with pytest.raises(IntakeError, match="sai cách ghi từ dòng 2"):
        read_csv("tep", 'code,name\n1.000001,"A\n1.000002,B\n')


@pytest.mark.parametrize("line", ["# BẢN MẪU", "\ufeff# bản mẫu – không niêm yết", '"# BẢN MẪU"'])
def test_the_mark_of_a_sample_is_seen_however_it_was_saved(line: str) -> None:
    assert is_sample(line + "\ncode,name\n")
    assert not is_sample("code,name\n" + line)


def test_letters_of_old_fonts_are_refused() -> None:
    with pytest.raises(IntakeError, match="TCVN3"):
        refuse_legacy("tep", "§¨ng ký khai sinh, cÊp b¶n sao, ®¨ng ký")
    refuse_legacy("tep", "Đăng ký khai sinh, cấp bản sao")


def test_lines_are_rows_of_one_cell() -> None:
    assert [(r.number, r.cells) for r in read_lines("1.000001\n\n 1.000002 \n").rows] == [
        (1, ("1.000001",)),
        (3, (" 1.000002 ",)),
    ]
