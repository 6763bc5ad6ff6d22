"""The logical structure of a document (ISO 32000-2 14.7 and 14.8): what is a heading, a list, a figure.

In come the elements that each page was drawn with, numbered by marked content; out come the objects of the structure
tree, written once for all sites. What a site adds has fixed numbers (`SITE_NAME`, `SITE_CONTACT`, `SHEET_ID`), so that
nothing of the tree depends on the site. What is not named by an element is marked as an artifact (14.8.2.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from posters import syntax
from posters.syntax import Writer

SITE_NAME, SITE_CONTACT, SHEET_ID = 0, 1, 2
"""Marked content of what the site adds to each page."""
FIRST = 3
"""Number of the first marked content of a body."""
TOGETHER = 1000
"""Objects in a stream: thousands of small ones that are much alike."""


class Element(NamedTuple):
    """A structure element: its standard type (14.8.4), the marked content of its own, what is read instead of it, the
    link on its page that it stands for (by number, None for none), and the elements inside it after its own content."""

    tag: str
    content: tuple[int, ...] = ()
    alt: str = ""
    link: int | None = None
    kids: tuple[Element, ...] = ()

    def dump(self) -> list[object]:
        """As plain lists, for a cache."""
        return [self.tag, self.content, self.alt, self.link, [kid.dump() for kid in self.kids]]

    @classmethod
    def load(cls, kept: Sequence[object]) -> Element:
        """What `dump` gave. Raises `TypeError` or `ValueError` for something else."""
        tag, content, alt, link, kids = kept
        if not isinstance(tag, str) or not isinstance(alt, str) or not (link is None or isinstance(link, int)):
            raise TypeError(tag)
        if not isinstance(content, list | tuple) or not isinstance(kids, list):
            raise TypeError(tag)
        return cls(tag, tuple(content), alt, link, tuple(map(cls.load, kids)))


def describe_code(figure: int, link: int | None, where: str) -> Element:
    """A code that leads to `where`: a figure that is read out, inside the link over it."""
    figure_element = Element("Figure", (figure,), f"Mã QR đến {where}")
    return figure_element if link is None else Element("Link", link=link, kids=(figure_element,))


def describe_list(cards: Sequence[tuple[int, Element]]) -> Element:
    """A list: of every card the marked content of its text, and its code."""
    return Element(
        "L", kids=tuple(Element("LI", kids=(Element("LBody", (text,), kids=(code,)),)) for text, code in cards)
    )


class _Node:
    """An element of a page on its way to an object."""

    __slots__ = ("element", "kids", "number", "page", "parent")

    def __init__(self, element: Element, page: int, parent: _Node | None) -> None:
        self.element, self.page, self.parent = element, page, parent
        self.number = 0
        self.kids: list[_Node] = []


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """A page to be described: the numbers of its object and of its links' objects, and its elements."""

    number: int
    links: tuple[int, ...]
    elements: tuple[Element, ...]


def write_tree(writer: Writer, root: int, pages: Sequence[TaggedPage]) -> None:
    """Write the structure tree as object `root`. The page with index i has key i in the parent tree, its links have the
    keys that `number_links` gives."""
    document = _Node(Element("Document"), 0, None)
    by_tag: defaultdict[str, list[_Node]] = defaultdict(list)
    for i, page in enumerate(pages):
        document.kids.append(_grow(by_tag, _make_section(page), i, document))
    # Neighbours that are alike pack better: all list items, then all their bodies, and so on.
    nodes = [node for tag in sorted(by_tag) for node in by_tag[tag]]
    for number, node in enumerate(nodes, writer.reserve(len(nodes) + 1)):
        node.number = number
    document.number = nodes[-1].number + 1
    for node in nodes:
        writer.pack(node.number, _write_object(node, pages[node.page]))
    kids = b" ".join([b"%d 0 R" % section.number for section in document.kids])
    writer.pack(document.number, b"<</S/Document/P %d 0 R/K[%b]>>" % (root, kids))
    tree = writer.pack(writer.reserve(), _write_parent_tree(nodes, pages))
    following = len(pages) + sum(len(page.links) for page in pages)
    writer.pack(
        root,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        % (document.number, tree, following),
    )
    writer.flush(TOGETHER)


def number_links(counts: Sequence[int]) -> Iterator[range]:
    """Keys of the links of every page in the parent tree, behind those of the pages; `counts` are links by page."""
    following = len(counts)
    for count in counts:
        yield range(following, following + count)
        following += count


def _make_section(page: TaggedPage) -> Element:
    """A page: the site's name, what the page says, the site's contacts, the id of the sheet."""
    name, contact, own = (Element("P", (number,)) for number in (SITE_NAME, SITE_CONTACT, SHEET_ID))
    return Element("Sect", kids=(name, *page.elements, contact, own))


def _grow(by_tag: Mapping[str, list[_Node]], element: Element, page: int, parent: _Node) -> _Node:
    """An element with all inside it, added to those of its type in the order of reading."""
    node = _Node(element, page, parent)
    by_tag[element.tag].append(node)
    if element.kids:
        node.kids = [_grow(by_tag, kid, page, node) for kid in element.kids]
    return node


def _write_object(node: _Node, page: TaggedPage) -> bytes:
    tag, content, alt, link, _ = node.element
    inside = list(map(b"%d".__mod__, content))
    if link is not None:
        inside.append(b"<</Type/OBJR/Obj %d 0 R>>" % page.links[link])
    if node.kids:
        inside += [b"%d 0 R" % kid.number for kid in node.kids]
    kids_entry = b"" if not inside else b"/K %b" % inside[0] if len(inside) == 1 else b"/K[%b]" % b" ".join(inside)
    where = b"/Pg %d 0 R" % page.number if content or link is not None else b""
    read = b"/Alt%b" % syntax.write_text(alt) if alt else b""
    above = node.parent.number if node.parent else 0
    return b"<</S/%b/P %d 0 R%b%b%b>>" % (tag.encode("ascii"), above, where, kids_entry, read)


def _write_parent_tree(nodes: Sequence[_Node], pages: Sequence[TaggedPage]) -> bytes:
    """From marked content and links to their elements (14.7.5.4)."""
    owners: list[dict[int, int]] = [{} for _ in pages]
    links: dict[int, int] = {}
    keys = list(number_links([len(page.links) for page in pages]))
    for node in nodes:
        for number in node.element.content:
            owners[node.page][number] = node.number
        if node.element.link is not None:
            links[keys[node.page][node.element.link]] = node.number
    entries = [b"%d[%b]" % (i, _write_owners(owner)) for i, owner in enumerate(owners)]
    entries += [b"%d %d 0 R" % pair for pair in sorted(links.items())]
    return b"<</Nums[%b]>>" % b" ".join(entries)


def _write_owners(owner: dict[int, int]) -> bytes:
    last = max(owner, default=-1)
    return b" ".join(b"%d 0 R" % owner[n] if n in owner else b"null" for n in range(last + 1))
