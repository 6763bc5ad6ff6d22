"""The outline of a document (ISO 32000-2 12.3.3): its parts, and what stands under each.

In come the bookmarks of each page; out come the objects of the outline, which no site changes. Pages that go on
with the part of the page before add none to the first level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from posters import syntax
from posters.surface import MM
from posters.syntax import Writer


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place on a page: level (1 or 2), title, and where it stands in mm from the top."""

    level: int
    title: str
    y: float = 0.0


@dataclass(slots=True)
class _OutlinePart:
    """A bookmark with its page's object and height in mm, and those under it."""

    bookmark: Bookmark
    page: int
    height: float
    number: int = 0
    kids: list[_OutlinePart] = field(default_factory=list)


def write_outline(writer: Writer, root: int, pages: Sequence[tuple[int, float, Sequence[Bookmark]]]) -> bool:
    """Write the outline as object `root`; `pages` are their objects, heights in mm and bookmarks. False, and nothing
    written, where there is no bookmark."""
    parts: list[_OutlinePart] = []
    for page, height, bookmarks in pages:
        for bookmark in bookmarks:
            if bookmark.level == 1 and not (parts and parts[-1].bookmark.title == bookmark.title):
                parts.append(_OutlinePart(bookmark, page, height))
            elif bookmark.level > 1 and parts:
                parts[-1].kids.append(_OutlinePart(bookmark, page, height))
    if not parts:
        return False
    for part in parts:
        # One place under a part is the part itself.
        part.kids = part.kids if len(part.kids) > 1 else []
        for each in (part, *part.kids):
            each.number = writer.reserve()
    _write_siblings(writer, root, parts)
    ends = (len(parts), parts[0].number, parts[-1].number)
    writer.pack(root, b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % ends)
    return True


def _write_siblings(writer: Writer, parent: int, parts: Sequence[_OutlinePart]) -> None:
    for i, part in enumerate(parts):
        before = b"/Prev %d 0 R" % parts[i - 1].number if i else b""
        after = b"/Next %d 0 R" % parts[i + 1].number if i + 1 < len(parts) else b""
        below = b""
        if part.kids:
            # Closed: a reader shows the parts first.
            ends = (part.kids[0].number, part.kids[-1].number, len(part.kids))
            below = b"/First %d 0 R/Last %d 0 R/Count -%d" % ends
            _write_siblings(writer, part.number, part.kids)
        top = syntax.write_array([(part.height - part.bookmark.y) * MM])[1:-1]
        writer.pack(
            part.number,
            b"<</Title%b/Parent %d 0 R%b%b%b/Dest[%d 0 R/XYZ 0 %b 0]>>"
            % (syntax.write_text(part.bookmark.title), parent, before, after, below, part.page, top),
        )
