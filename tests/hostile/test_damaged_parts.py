"""Bytes changed inside the parts of workbooks and documents: read or refused in one sentence, nothing else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest

from kiosk.errors import IntakeError
from kiosk.intake.read import read_bytes

ROWS = (
    ("DANH MỤC SỬA ĐỔI (Kèm theo Quyết định số 1/QĐ-UBND ngày 01/09/2026)", "", "", ""),
    ("STT", "Mã TTHC", "Tên TTHC", "Sau cắt giảm"),
    ("I", "LĨNH VỰC HỘ TỊCH (01 TTHC)", "", ""),
    ("1", "1.000593", "Đăng ký kết hôn", "1 ngày"),
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A1:D1")
    book.worksheets[0]["C4"].hyperlink = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/x"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def document() -> bytes:
    written = docx.Document()
    table = written.add_table(len(ROWS), 4)
    for line, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    made = io.BytesIO()
    written.save(made)
    return made.getvalue()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The archive with a few bytes of one part changed, removed or doubled."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    part = parts[chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(part))
        how = chance.random()
        if how < 0.4:
            part[at] = chance.randrange(256)
        elif how < 0.7:
            del part[at : at + chance.randint(1, 40)]
        else:
            part[at:at] = part[chance.randrange(len(part)) :][: chance.randint(1, 60)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, bytes(data))
    return made.getvalue()


@pytest.mark.parametrize("make", [workbook, document])
def test_damage_inside_is_read_or_refused(make: Callable[[], bytes]) -> None:
    content = make()
    assert read_bytes("tep", content).tally.procedures == 1
    chance = random.Random(7)
    refused = 0
    for _ in range(300):
        try:
            read_bytes("tep", damaged(content, chance))
        except IntakeError as error:
            refused += 1
            assert error.way_out
    assert 50 < refused < 300


@pytest.mark.parametrize("make", [workbook, document])
def test_an_unknown_encoding_of_a_part_is_damage(make: Callable[[], bytes]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            prolog = b'<?xml version="1.0" encoding="no-such"?><x/>'
            new.writestr(name, prolog if name.endswith(".rels") else old.read(name))
    with pytest.raises(IntakeError, match="tệp bị hỏng"):
        read_bytes("tep", made.getvalue())
