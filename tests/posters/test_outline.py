"""The outline names groups, and under each its sheets; clauses of ISO 32000-2."""

from __future__ import annotations

import io

import pikepdf

from posters import pdf
from posters.outline import Bookmark, write_outline
from posters.spec import SiteHead, show_label
from posters.syntax import Writer
from tests.posters.conftest import card, draw_sheet, pack_sheets


def test_groups_come_first_and_their_sheets_below(head: SiteHead) -> None:
    """12.3.3: an item has a title, a parent, its neighbours and a destination; a closed one counts below zero."""
    bodies = [draw_sheet(sheet) for sheet in pack_sheets(tuple(card(f"Thủ tục {i}", i) for i in range(30)))]
    content = pdf.address_file(pdf.make_template(bodies), head)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.PageMode) == "/UseOutlines"
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
            sheets = [kid.title for item in outline.root for kid in item.children]
        first = document.Root.Outlines.First
        assert first.Dest[0].objgen == document.pages[0].obj.objgen
        assert int(first.Count) == -len(bodies)
    assert titles == ["Hộ tịch, chứng thực"]
    assert sheets == [show_label(body.label) for body in bodies]


def test_without_bookmarks_there_is_no_outline() -> None:
    writer = Writer()
    assert not write_outline(writer, writer.reserve(), [(9, 297.0, ())])


def test_a_part_of_one_place_has_nothing_below_it() -> None:
    writer = Writer()
    pages = [(9, 297.0, (Bookmark(1, "Đất đai"), Bookmark(2, "DD-01")))]
    assert write_outline(writer, writer.reserve(), pages)
    assert writer.next_number == 3
