"""Structure and outline of finished files of which some pages are taken.

In comes an open document as `posters.pdf` writes it, out goes the same document with some of its pages: what the
structure tree says of the others goes with them, and so does the outline, which names places on them.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Pdf


def keep_pages(document: Pdf, kept: Sequence[int]) -> None:
    """Take all pages but those with the indexes `kept` out of a document."""
    old_pages = sorted(set(range(len(document.pages))) - set(kept))
    if not old_pages:
        return
    _forget(document, kept, old_pages)
    if "/Outlines" in document.Root:
        del document.Root.Outlines
        document.Root.PageMode = pikepdf.Name.UseNone
    for i in reversed(old_pages):
        del document.pages[i]


def _forget(document: Pdf, kept: Sequence[int], gone: Sequence[int]) -> None:
    """Take pages out of the structure tree: their parts of the document, and their keys in the parent tree."""
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        return
    sections = root.K.get("/K", Array())
    if len(sections) != len(document.pages):
        # Not the form that we write: nothing is better than what is wrong.
        del document.Root.StructTreeRoot, document.Root.MarkInfo
        return
    root.K.K = Array([sections[i] for i in kept])
    keys = {int(key) for i in gone for key in _list_keys(document.pages[i])}
    numbers = list(root.ParentTree.Nums)
    pairs = [(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2)]
    root.ParentTree.Nums = Array([part for pair in pairs if int(pair[0]) not in keys for part in pair])


def _list_keys(page: pikepdf.Page) -> list[int]:
    """A page's own key and those of its links."""
    links = page.obj.get("/Annots", Array())
    return [int(page.obj.StructParents), *[int(link.StructParent) for link in links if "/StructParent" in link]]
