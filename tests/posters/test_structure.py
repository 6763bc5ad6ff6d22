"""The structure of finished files, clause by clause. No validator is at hand: what is tested is what is cited."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest

from posters import banner, board, booklet, everyday, fonts, pdf, single
from posters.fonts import Face
from posters.spec import Board, BoardField, BoardGroup, BoardMatter, Cell, MarkSeed, Sheet, SheetMark, SiteHead
from posters.structure import Element, number_links
from tests.posters.conftest import card, draw_sheet, pack_sheets
from tests.posters.products import DAY, FULL, codes, entry
from tests.posters.products import booklet as booklet_of
from tests.posters.products import single as single_of

CARDS = tuple(card(f"Thủ tục số {i}", i) for i in range(20))
STANDARD = {"Document", "Sect", "P", "H1", "H2", "H3", "L", "LI", "LBody", "Link", "Figure"}
KINDS = ("sheets", "board", "booklet", "single", "everyday", "banner")


def make(kind: str, head: SiteHead) -> bytes:
    symbols = codes(c.payload for c in CARDS)
    if kind == "sheets":
        bodies = [draw_sheet(sheet) for sheet in pack_sheets(CARDS)]
    elif kind == "board":
        group = BoardGroup("Hộ tịch", (BoardField("Hộ tịch", 41, ("HT-01",)),))
        matters = (BoardMatter("Kết hôn", "HT-01"),)
        bodies = list(
            board.draw_board(Board("A3", (group,), "https://a.gov.vn/", 1, DAY, matters=matters, seed=MarkSeed("a")))
        )
    elif kind == "booklet":
        listed = booklet_of((c.field or "A", entry(c, **TIMED)) for c in CARDS)
        bodies = list(booklet.draw_booklet(replace(listed, seed=MarkSeed("a", "https://a.gov.vn/T/".upper())), symbols))
    elif kind == "everyday":
        cells = tuple(Cell(slot, 1, each) for slot, each in enumerate(CARDS[:6]))
        sheet = Sheet("A4", everyday.TITLE, "0-1", 0, cells, 1, DAY, mark=SheetMark("0-1-234567"))
        bodies = [everyday.draw_everyday_sheet(sheet, symbols)]
    elif kind == "banner":
        bodies = [banner.draw_banner(banner.Banner(7, "Bảo trợ xã hội", "trợ cấp, mai táng", 1, DAY, "MẪU"))]
    else:
        bodies = list(single.draw_singles(replace(single_of(CARDS[0], **FULL), seed=MarkSeed("a")), symbols))
    return pdf.address_file(pdf.make_template(bodies), head)


TIMED = {"time_legal": "5 ngày"}


@pytest.fixture(scope="module", params=KINDS)
def document(request: pytest.FixtureRequest, head: SiteHead) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(make(request.param, head))) as opened:
        yield opened


@pytest.fixture(scope="module")
def head() -> SiteHead:
    return SiteHead("11824", "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo", "Số 1 đường Lê Lợi", "0225 3 123 456")


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below `node`, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def marks(page: pikepdf.Page) -> list[tuple[str, int]]:
    """Marked content of a page by type and number; fails where it is not balanced or nested."""
    found, depth = [], 0
    for part in page.obj.Contents:
        for line in part.read_bytes().splitlines():
            begin = re.fullmatch(rb"/(\w+)(?: BMC|<</MCID (\d+)>>BDC)", line)
            if begin:
                depth += 1
                if begin[2]:
                    found.append((begin[1].decode(), int(begin[2])))
            elif line == b"EMC":
                depth -= 1
            elif depth == 0:
                shows = re.search(rb"T[jJ]\b|(?:^|\s)[fS](?:\*)?(?:\s|$)|\bDo\b", line)
                assert not shows, f"content that is neither tagged nor an artifact: {line[:60]!r}"
            assert depth in (0, 1)
        assert depth == 0
    return found


def test_the_file_says_that_it_is_tagged_and_in_which_language(document: pikepdf.Pdf) -> None:
    """ISO 14289-1 7.1 (Marked true, DisplayDocTitle), 7.2 (Lang)."""
    root = document.Root
    assert bool(root.MarkInfo.Marked) and str(root.Lang) == "vi-VN"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert root.StructTreeRoot.Type == "/StructTreeRoot"


def test_every_element_is_of_a_standard_type_and_knows_its_parent(document: pikepdf.Pdf) -> None:
    """ISO 32000-1 14.7.2, 14.8.4; ISO 14289-1 7.1 (no unmapped types)."""
    tree = document.Root.StructTreeRoot
    assert str(tree.K.S) == "/Document"
    for element in elements(document.Root.StructTreeRoot):
        assert str(element.S)[1:] in STANDARD
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen


def test_everything_drawn_is_tagged_or_an_artifact(document: pikepdf.Pdf) -> None:
    """ISO 14289-1 7.1; ISO 32000-1 14.7.4.4: the parent tree leads from each piece of content to its element."""
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in document.pages:
        owners = tree[int(page.obj.StructParents)]
        for tag, number in marks(page):
            element = owners[number]
            assert str(element.S) == f"/{tag}"
            own = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            assert any(not isinstance(kid, pikepdf.Dictionary) and int(kid) == number for kid in own)
            assert element.Pg.objgen == page.obj.objgen


def test_lines_that_follow_each_other_in_a_text_are_parted_by_a_space(document: pikepdf.Pdf) -> None:
    """ISO 32000-1 14.8.2.5: word breaks stand in the text; who reads aloud does not guess them from places."""
    space = fonts.map_short_codes(Face.REGULAR)[" "].encode()
    lines = 0
    for page in document.pages:
        for part in page.obj.Contents:
            ends = re.findall(rb"([0-9A-F]{2})>\]? T[jJ](?= T\*| ET)", part.read_bytes())
            assert set(ends) <= {space}
            lines += len(ends)
    assert lines >= 4


def test_headings_begin_with_the_first_level_and_skip_none(document: pikepdf.Pdf) -> None:
    """ISO 14289-1 7.4.2."""
    levels = [int(str(e.S)[2:]) for e in elements(document.Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(e.S))]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_lists_hold_items_and_items_their_bodies(document: pikepdf.Pdf) -> None:
    """ISO 32000-1 14.8.4.3.3."""
    for element in elements(document.Root.StructTreeRoot):
        kids = [str(kid.S) for kid in elements(element) if kid.P.objgen == element.objgen]
        assert str(element.S) != "/L" or set(kids) == {"/LI"}
        assert str(element.S) != "/LI" or kids == ["/LBody"]


def test_figures_say_where_their_code_leads(document: pikepdf.Pdf) -> None:
    """ISO 14289-1 7.3."""
    figures = [str(e.Alt) for e in elements(document.Root.StructTreeRoot) if str(e.S) == "/Figure"]
    assert bool(figures) == any("/Annots" in page.obj for page in document.pages), "banners bear no code"
    assert all(alt.startswith(("Mã QR đến ", "Mã của tờ ")) for alt in figures)


def test_links_stand_in_the_tree_and_say_what_they_are(document: pikepdf.Pdf) -> None:
    """ISO 14289-1 7.18.1, 7.18.3 (Tabs S), 7.18.5 (Link, Contents)."""
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    keys = []
    for page in document.pages:
        assert str(page.obj.Tabs) == "/S"
        keys.append(int(page.obj.StructParents))
        for link in page.obj.get("/Annots", []):
            keys.append(int(link.StructParent))
            element = tree[int(link.StructParent)]
            assert str(element.S) == "/Link" and str(link.Contents).lower().startswith("http")
            own = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
            objects = [kid.Obj for kid in own if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
            assert [one.objgen for one in objects] == [link.objgen]
    assert len(keys) == len(set(keys)) and max(keys) < int(document.Root.StructTreeRoot.ParentTreeNextKey)


def test_what_a_site_adds_is_read_with_every_page(document: pikepdf.Pdf) -> None:
    for section in document.Root.StructTreeRoot.K.K:
        first, *_, contacts, own = section.K
        assert [int(first.K), int(contacts.K), int(own.K)] == [0, 1, 2]


def test_an_element_comes_back_from_a_cache_as_it_was() -> None:
    element = Element("L", kids=(Element("LI", kids=(Element("LBody", (3,), "đọc", 1),)),))
    assert Element.load(element.dump()) == element
    for broken in ([1, [], "", None, []], ["P", 3, "", None, []], ["P", [], "", "x", []], ["P"]):
        with pytest.raises((TypeError, ValueError)):
            Element.load(broken)


def test_keys_of_links_follow_those_of_pages() -> None:
    assert [list(keys) for keys in number_links([2, 0, 1])] == [[3, 4], [], [5]]


def test_the_tree_is_the_same_for_every_site(head: SiteHead) -> None:
    template = pdf.make_template([draw_sheet(sheet) for sheet in pack_sheets(CARDS)])
    other = SiteHead("10507", "Trung tâm khác")
    assert all(pdf.address_file(template, site).startswith(template.block) for site in (head, other))
