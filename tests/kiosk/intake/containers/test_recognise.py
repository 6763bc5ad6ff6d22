"""What a file is, decided by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.containers.recognise import Container, recognise_container
from kiosk.intake.containers.zipped import check_archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name in names:
            z.writestr(name, "<a/>" if name.endswith(".xml") else "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b"code,name\n", Container.TEXT),
        (b'\xef\xbb\xbf {"data": []}', Container.JSON),
        ('[{"a": 1}]'.encode("utf-16"), Container.JSON),
        (archive("xl/workbook.xml"), Container.WORKBOOK),
        (archive("word/document.xml"), Container.DOCUMENT),
    ],
)
def test_files_that_may_hold_a_catalogue(content: bytes, container: Container) -> None:
    assert recognise_container("tep", content) is container


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tệp rỗng"),
        (b"\x00\x00 \r\n", "tệp rỗng"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "ảnh"),
        (b"Rar!\x1a", "tệp nén RAR"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "có đặt mật khẩu"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel đời cũ"),
        (archive("xl/workbook.bin"), "nhị phân"),
        (archive("mimetype"), "OpenDocument"),
        (archive("anh.png"), "tệp nén ZIP"),
        (archive("[Content_Types].xml"), "tệp bị hỏng"),
        (b"<!doctype html><title>Checking</title>", "trang web"),
        (b"<table><td>1.000234</td></table>", "bảng HTML"),
        (b"<?xml version='1.0'?><a/>", "tệp XML"),
        (b"PK\x03\x04 cut off", "tệp bị hỏng"),
    ],
)
def test_anything_else_is_named_with_a_way_out(content: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says) as refusal:
        recognise_container("tep", content)
    assert "Cách xử lý" in str(refusal.value)


def test_the_name_of_an_entry_written_twice_is_a_damaged_archive() -> None:
    with pytest.raises(IntakeError, match="tệp bị hỏng"):
        check_archive("tep", archive("xl/a.xml", "XL/A.XML"))


def test_the_entries_are_named() -> None:
    assert check_archive("tep", archive("a.xml", "b.txt")) == {"a.xml", "b.txt"}
