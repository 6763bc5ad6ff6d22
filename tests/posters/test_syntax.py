"""Objects as another parser reads them."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import syntax
from posters.syntax import Writer


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_strings_come_back(value: str) -> None:
    assert str(pikepdf.Object.parse(syntax.write_text(value))) == value


@given(st.binary(max_size=60))
def test_literal_strings_come_back(value: bytes) -> None:
    assert bytes(pikepdf.Object.parse(syntax.write_literal(value))) == value


def test_entries_come_back_as_another_reader_undoes_the_filter() -> None:
    entries = b"".join(syntax.write_entry(1, 70_000 * i % 999_983, i) for i in range(40))
    own, shared = entries[: 3 * syntax.ENTRY], syntax.share_entries(entries[3 * syntax.ENTRY :])
    trailer = syntax.write_trailer(own, shared, 40, 5, 1, 2, bytes(16))
    rows = zlib.decompress(trailer.partition(b"stream\n")[2].partition(b"\nendstream")[0])
    assert syntax.read_entries(rows, 41) == entries + syntax.write_entry(1, 5, 0)
    with pytest.raises(ValueError, match="x01"):
        syntax.read_entries(b"\1" + rows[1:], 1)
    with pytest.raises(ValueError):
        syntax.read_entries(rows, 42)


@given(st.lists(st.floats(-5000, 5000), max_size=6))
def test_arrays_come_back(values: list[float]) -> None:
    found = [float(v) for v in pikepdf.Object.parse(syntax.write_array(values))]
    assert found == pytest.approx(values, abs=0.00501)


def test_objects_in_streams_and_on_their_own_are_found() -> None:
    writer = Writer()
    writer.write(syntax.HEADER)
    catalog, info, pages = writer.reserve(), writer.reserve(), writer.reserve()
    writer.put(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    writer.put(info, b"<</Title(x)>>")
    many = [writer.pack(writer.reserve(), b"(%d)" % i) for i in range(500)]
    kids = b" ".join(b"%d 0 R" % number for number in many)
    page = writer.add(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<<>>>>" % pages)
    writer.pack(pages, b"<</Type/Pages/Count 1/Kids[%d 0 R]/Held[%b]>>" % (page, kids))
    writer.flush()
    free, shared = syntax.write_entry(0, 0, 0xFFFF), b"".join(writer.entries[n] for n in sorted(writer.entries))
    trailer = (writer.next_number, writer.length, catalog, info, bytes(16))
    writer.write(syntax.write_trailer(free, syntax.share_entries(shared), *trailer))
    with pikepdf.open(io.BytesIO(b"".join(writer.parts))) as document:
        assert [str(v) for v in document.Root.Pages.Held] == [str(i) for i in range(500)]
        assert str(document.docinfo.Title) == "x"
        assert document.check_pdf_syntax() == []
