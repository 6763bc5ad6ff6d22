"""Bytes to a container: what a file is, decided by its content and never by its name."""

from __future__ import annotations

import re
from enum import StrEnum

from kiosk.errors import IntakeError
from kiosk.intake.containers import zipped
from kiosk.intake.refusals import refuse, refuse_broken

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = "utf-16-le"
_TABLE = 1 << 16
_CODE = re.compile(rb"(?<![0-9.])[0-9]\.[0-9]{6}(?![0-9])")


class Container(StrEnum):
    """What holds the rows."""

    WORKBOOK = "XLSX"
    DOCUMENT = "DOCX"
    JSON = "JSON"
    TEXT = "văn bản"


def recognise_container(file: str, content: bytes) -> Container:
    """The container of a file. Raises `IntakeError` with what the file is instead of a catalogue."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refuse(file, "tệp rỗng", "tải lại tệp danh mục rồi thử lại")
    if content.startswith(_OLE):
        raise _refuse_ole(file, content)
    if content.startswith(b"PK"):
        return _zip(file, content)
    head = _read_head(content)
    for start, name, way_out in _FOREIGN:
        if head.startswith(start):
            raise refuse(file, f"tệp là {name}, không phải danh mục", way_out)
    if head[:1] == b"<":
        raise _refuse_markup(file, head, content)
    return Container.JSON if head[:1] in {b"{", b"["} else Container.TEXT


def _read_head(content: bytes) -> bytes:
    """The beginning of a file without its mark, in UTF-8 where it is UTF-16 (PowerShell, Excel's Unicode text)."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content[:8192].decode("utf-16", "ignore").encode("utf-8", "ignore")
    return content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")


_FOREIGN = (
    (b"%PDF", "PDF", "xin bản Excel hoặc Word của phụ lục, hoặc chép bảng sang Excel"),
    (b"{\\rtf", "RTF", "mở bằng Word rồi lưu thành DOCX"),
    (b"\x89PNG", "ảnh", "xin bản Excel hoặc Word, ảnh không đọc được"),
    (b"\xff\xd8\xff", "ảnh", "xin bản Excel hoặc Word, ảnh không đọc được"),
    (b"GIF8", "ảnh", "xin bản Excel hoặc Word, ảnh không đọc được"),
    (b"Rar!", "tệp nén RAR", "giải nén rồi chọn tệp Excel, Word hoặc CSV bên trong"),
    (b"7z\xbc\xaf", "tệp nén 7z", "giải nén rồi chọn tệp Excel, Word hoặc CSV bên trong"),
    (b"\x1f\x8b", "tệp nén GZIP", "giải nén rồi chọn tệp bên trong"),
    (b"MIME-Version", "trang web lưu thành một tệp (MHTML)", "mở bằng Excel rồi lưu thành XLSX"),
)


def _refuse_ole(file: str, content: bytes) -> IntakeError:
    """An OLE compound file (MS-CFB): an encrypted workbook, or the formats of Office 97-2003."""
    if "EncryptedPackage".encode(_UTF16) in content:
        return refuse(file, "tệp có đặt mật khẩu mở", "mở bằng mật khẩu, bỏ mật khẩu rồi lưu lại")
    if "WordDocument".encode(_UTF16) in content:
        return refuse(file, "tệp Word đời cũ (.doc) hoặc của WPS (.wps)", "mở bằng Word hoặc WPS rồi lưu thành DOCX")
    if "Workbook".encode(_UTF16) in content or "Book".encode(_UTF16) in content:
        return refuse(file, "tệp Excel đời cũ (.xls) hoặc của WPS (.et)", "mở bằng Excel hoặc WPS rồi lưu thành XLSX")
    return refuse(file, "tệp nhị phân đời cũ, không phải danh mục", "chọn tệp Excel, Word, CSV hoặc JSON")


def _zip(file: str, content: bytes) -> Container:
    names = zipped.check_archive(file, content)
    if "xl/workbook.xml" in names:
        return Container.WORKBOOK
    if "word/document.xml" in names:
        return Container.DOCUMENT
    if "xl/workbook.bin" in names:
        raise refuse(file, "sổ tính nhị phân (.xlsb)", "mở bằng Excel rồi lưu thành XLSX")
    if "mimetype" in names:
        raise refuse(file, "tệp OpenDocument", "lưu thành XLSX hoặc DOCX")
    if "[Content_Types].xml" in names:
        raise refuse_broken(file)
    raise refuse(file, "tệp nén ZIP, không phải danh mục", "giải nén rồi chọn tệp Excel, Word hoặc CSV bên trong")


def _refuse_markup(file: str, head: bytes, content: bytes) -> IntakeError:
    lowered = head.lower()
    if b"<table" in content.replace(b"\x00", b"")[:_TABLE].lower() and _CODE.search(content.replace(b"\x00", b"")):
        what = "tệp là bảng HTML, thường do phần mềm một cửa xuất ra dưới tên .xls"
        return refuse(file, what, "mở bằng Excel rồi lưu thành XLSX")
    if b"<html" in lowered or b"<!doctype html" in lowered or b"<head" in lowered or b"<script" in lowered:
        return refuse(
            file,
            "tệp là một trang web (HTML), thường là trang kiểm tra truy cập của Cổng chứ không phải dữ liệu",
            "mở trang trong trình duyệt rồi tải lại tệp Excel hoặc JSON",
        )
    if b"schemas-microsoft-com:office:spreadsheet" in lowered:
        return refuse(file, "bảng tính XML 2003", "mở bằng Excel rồi lưu thành XLSX")
    return refuse(file, "tệp XML, không phải danh mục", "chọn tệp Excel, Word, CSV hoặc JSON")
