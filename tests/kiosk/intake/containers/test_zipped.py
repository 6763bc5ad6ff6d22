"""A zip container is inflated once within its limits, before any library opens it."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import IntakeError
from kiosk.intake import limits
from kiosk.intake.containers.zipped import check_archive

ENTRIES = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/media/a.png": b"\x89PNG"}


def packed(entries: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        check_archive("qd.xlsx", content)
    assert caught.value.place == "qd.xlsx"
    assert caught.value.way_out
    return caught.value


def test_the_names_of_a_sound_archive() -> None:
    assert check_archive("qd.xlsx", packed(ENTRIES)) == ENTRIES.keys()
    assert check_archive("qd.xlsx", packed({})) == frozenset()


def test_an_empty_part_is_no_broken_xml() -> None:
    assert check_archive("qd.xlsx", packed({"docProps/app.xml": b""}))


@pytest.mark.parametrize("name", ["xl/a.xml", "xl/A.XML", "_rels/.rels"])
def test_broken_xml_makes_a_broken_file(name: str) -> None:
    assert refusal(packed({name: b"<a>"})).message == "tệp bị hỏng, không mở được"


def test_what_is_no_xml_is_not_parsed() -> None:
    assert check_archive("qd.docx", packed({"word/media/a.bin": b"<a>", "xml": b"<"}))


def test_a_document_type_is_refused() -> None:
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "không an toàn" in refusal(packed({"xl/workbook.xml": entity})).message


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 3)
    assert check_archive("qd.xlsx", packed(ENTRIES))
    assert "4 tệp con" in refusal(packed(ENTRIES | {"b": b""})).message


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INFLATED_BYTES", 1 << 20)
    assert check_archive("qd.xlsx", packed({"a.bin": bytes(1 << 20)}))
    assert "giải nén ra 2 MB" in refusal(packed({"a.bin": bytes(1 << 20), "b.bin": bytes(1 << 20)})).message


def test_a_size_that_lies_is_found_out() -> None:
    """The directory says ten bytes, the stream holds a megabyte: readers that trust the stream would inflate it."""
    content = bytearray(packed({"xl/a.bin": bytes(1 << 20)}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refusal(bytes(content)).message == "tệp bị hỏng, không mở được"


def test_a_wrong_checksum_is_found_out() -> None:
    content = packed({"xl/a.bin": b"mot hai ba"}, zipfile.ZIP_STORED)
    assert refusal(content.replace(b"mot hai ba", b"mot hai bo")).message == "tệp bị hỏng, không mở được"


def test_two_entries_of_one_name_are_refused_in_whatever_case() -> None:
    """Two libraries would each read another one of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("xl/workbook.xml", b"<a/>")
            archive.writestr("XL/Workbook.xml", b"<b/>")
    assert refusal(out.getvalue()).message == "tệp bị hỏng, không mở được"


def test_a_password_is_told() -> None:
    content = bytearray(packed({"a.bin": b"x"}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert "mật khẩu" in refusal(bytes(content)).message


WHOLE = packed(ENTRIES)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_spoilt_archive_is_refused_in_words_or_still_whole(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for at, byte in changes:
        content[at] = byte
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            names = check_archive("qd.xlsx", bytes(content))
        except IntakeError as error:
            assert error.place == "qd.xlsx"
        else:
            assert len(names) <= len(ENTRIES)
