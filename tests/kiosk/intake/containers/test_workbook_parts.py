"""What a reader of cells does not tell of a workbook."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

from kiosk.intake.read import read_bytes


def test_a_comment_between_relationships_is_none() -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("Mã số", "Tên"), ("1.000593", "Đăng ký khai sinh")):
        book.active.append(row)
    plain, odd = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(odd, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"</Relationships>", b"<!-- made by hand --></Relationships>")
            target.writestr(name, content)
    assert [x.code for x in read_bytes("a.xlsx", odd.getvalue()).procedures] == ["1.000593"]
