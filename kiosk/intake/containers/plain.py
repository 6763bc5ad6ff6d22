"""Text files to grids: decoding, old Vietnamese encodings, CSV and plain lines."""

from __future__ import annotations

import csv
import io

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.columns import find_role
from kiosk.intake.entry import ODD_LETTERS, OWN_LETTERS
from kiosk.intake.grid import GridRow, TextGrid
from kiosk.intake.refusals import refuse, refuse_too_big
from kiosk.text import fold, tidy

_LEADING = 30
SAMPLE_MARK = "# BẢN MẪU"


def decode_text(file: str, content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, each with or without its mark. Raises `IntakeError`."""
    if len(content) > limits.TEXT_BYTES:
        raise refuse_too_big(file, f"{len(content) >> 20} MB văn bản")
    try:
        text = content.decode(_guess_encoding(content))
    except UnicodeDecodeError:
        raise _refuse_no_text(file) if b"\x00" in content else _refuse_encoding(file) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise refuse(
            file,
            "tệp không phải là văn bản, hoặc có ký tự rỗng",
            "chọn tệp CSV, Excel, Word hoặc JSON; nếu đúng là tệp này thì xóa ký tự đó",
            f"U+0000 ở dòng {line}",
        )
    if max(map(len, text.splitlines()), default=0) > limits.LINE_CHARACTERS and not text.lstrip().startswith(
        ("{", "[")
    ):
        raise refuse_too_big(file, "có một dòng dài hơn một triệu ký tự")
    return text


def _guess_encoding(content: bytes) -> str:
    """By the mark, else by the zero bytes: digits, separators and line ends are half zeros in UTF-16."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    head = content[:1024]
    little, big = head[1::2].count(0), head[::2].count(0)
    if max(little, big) * 8 > len(head) and not (little and big):
        return "utf-16-le" if little else "utf-16-be"
    return "utf-8-sig"


def _refuse_no_text(file: str) -> IntakeError:
    return refuse(file, "tệp không phải là văn bản", "chọn tệp CSV, Excel, Word hoặc JSON")


def _refuse_encoding(file: str) -> IntakeError:
    return refuse(
        file,
        "tệp không ở mã Unicode, có thể dùng bảng mã tiếng Việt cũ (windows-1258, TCVN3 hoặc VNI)",
        "mở tệp bằng phần mềm soạn thảo, chuyển sang Unicode và lưu với mã UTF-8",
    )


def refuse_legacy(file: str, text: str) -> None:
    """Refuse text that was typed for the fonts of TCVN3 or VNI: its letters are not what they show."""
    odd = len(ODD_LETTERS.findall(text))
    if odd > 2 and (odd > max(own := len(OWN_LETTERS.findall(text)), 4) or not own):
        raise _refuse_encoding(file)


def is_sample(text: str) -> bool:
    """Whether the first line (or cell) marks demonstration data, however a spreadsheet saved it."""
    return fold(text.partition("\n")[0].lstrip('\ufeff"')).startswith(fold(SAMPLE_MARK))


def read_csv(file: str, text: str) -> TextGrid:
    """A delimited table. Lines that start with # before the header are remarks. Raises `IntakeError`."""
    table_text, skipped = _skip_remarks(text)
    separator = _choose_separator(table_text)
    if table_text.count(separator) > 2 * limits.CELLS:
        raise refuse_too_big(file, "quá nhiều ô")
    # Strict: an unclosed quote would swallow the rows behind it into one cell.
    reader = csv.reader(io.StringIO(table_text, newline=""), delimiter=separator, strict=True)
    rows: list[GridRow] = []
    start = skipped + 1
    try:
        for cells in reader:
            if len(cells) > limits.COLUMNS or len(rows) > limits.ROWS:
                raise refuse_too_big(file, f"dòng {start} có {len(cells)} cột")
            if any(map(tidy, cells)):
                rows.append(GridRow(start, tuple(cells)))
            start = skipped + reader.line_num + 1
    except csv.Error as error:
        raise refuse(
            file, f"bảng CSV sai cách ghi từ dòng {start}", "kiểm tra dấu ngoặc kép và dấu phân cách"
        ) from error
    return TextGrid("", tuple(rows), separated=True)


def _skip_remarks(text: str) -> tuple[str, int]:
    skipped = 0
    while text.startswith("#"):
        _, _, text = text.partition("\n")
        skipped += 1
    return text, skipped


def _choose_separator(text: str) -> str:
    """The one that makes most known column names of a leading line (a title may stand above the header), else
    the most frequent one of the first line. Excel in Vietnamese writes semicolons."""
    leading = text.lstrip("\r\n").split("\n", _LEADING)[:_LEADING]
    counts = {
        sep: max(sum(bool(find_role(cell)) for cell in line[:4096].split(sep)) for line in leading) for sep in ",;\t|"
    }
    best = max(counts, key=lambda sep: counts[sep])
    return best if counts[best] > 1 else max(",;\t", key=leading[0].count)


def read_lines(text: str) -> TextGrid:
    """Every non-empty line as a row of one cell."""
    numbered = enumerate(text.splitlines(), start=1)
    return TextGrid("", tuple(GridRow(n, (line,)) for n, line in numbered if tidy(line)))
