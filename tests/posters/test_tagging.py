"""Pages that are taken from a file take their part of its structure with them."""

from __future__ import annotations

import io

import pikepdf

from posters import pdf, press, tagging
from posters.spec import SiteHead
from tests.posters.conftest import card, draw_sheet, pack_sheets


def made(head: SiteHead) -> bytes:
    sheets = pack_sheets(tuple(card(f"Thủ tục {i}", i) for i in range(30)))
    return pdf.address_file(pdf.make_template([draw_sheet(sheet) for sheet in sheets]), head)


def test_what_is_said_of_pages_that_are_gone_is_gone(head: SiteHead) -> None:
    content = made(head)
    wanted = press.read_labels(content)[1]
    less = press.extract_pages(content, [wanted])
    with pikepdf.open(io.BytesIO(less)) as document:
        tree = document.Root.StructTreeRoot
        assert len(document.pages) == len(tree.K.K) == 1
        numbers = list(tree.ParentTree.Nums)
        keys = {int(numbers[i]) for i in range(0, len(numbers), 2)}
        page = document.pages[0].obj
        assert keys == {int(page.StructParents), *(int(link.StructParent) for link in page.Annots)}
        assert "/Outlines" not in document.Root
        assert (
            sum(1 for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Page")
            == 1
        )
    assert len(less) < len(content)


def test_a_structure_of_another_form_is_dropped(head: SiteHead) -> None:
    with pikepdf.open(io.BytesIO(made(head))) as document:
        document.pages.append(document.pages[0])
        tagging.keep_pages(document, [0, 1])
        assert "/StructTreeRoot" not in document.Root and len(document.pages) == 2


def test_all_pages_are_all_pages(head: SiteHead) -> None:
    with pikepdf.open(io.BytesIO(made(head))) as document:
        tagging.keep_pages(document, range(len(document.pages)))
        assert "/Outlines" in document.Root
