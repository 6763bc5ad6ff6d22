"""From bodies to finished PDF files: what sites share is written once, a site appends its own.

`make_template` writes everything that does not depend on the site into one constant block whose offsets are known;
`address_file` copies it and appends the site's text, catalog, information and cross-reference stream.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from posters import fonts, plates, syntax
from posters.areas import fit_area
from posters.body import Area, Body, MarkKind, SiteAreas
from posters.emblem import Emblem
from posters.errors import DrawingError, MissingGlyphError
from posters.fonts import Embedded, Face
from posters.furniture import EMBLEM
from posters.geometry import Rect, order_in_columns
from posters.outline import write_outline
from posters.spec import SiteHead
from posters.structure import (
    SHEET_ID,
    SITE_CONTACT,
    SITE_NAME,
    TOGETHER,
    TaggedPage,
    number_links,
    write_tree,
)
from posters.surface import MM, Ink, LinkArea, Surface
from posters.syntax import Entries, Writer
from posters.text import clean
from posters.xmp import write_packet

TITLE = "Niêm yết thủ tục hành chính"
HANGS, IS_READ = b"Simplex", b"DuplexFlipLongEdge"
"""A sheet that hangs must not have the next one on its back; what is turned over like a book may."""
_CATALOG, _INFO, _METADATA, _SITE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What addressing must know of a page; what its codes say, in the order of drawing, what names it in a QR and in
    Data Matrix symbols, the site's mark left out, and what a reader of QR codes finds, column by column."""

    width: float
    height: float
    label: str
    head: int
    areas: SiteAreas
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    matrices: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A document without its site. `block` begins the file; `entries` are the cross-reference entries of its
    objects, which follow the site's own in number; `pages`, `structure` and `outline` (0: none) are objects that the
    catalog names. `chars` are the characters embedded."""

    block: bytes
    entries: Entries
    pages: int
    structure: int
    outline: int
    heads: tuple[_Leaf, ...]
    leaves: tuple[_Leaf, ...]
    last: int
    released: date
    title: str
    chars: frozenset[str]
    duplex: bytes
    digest: bytes


def make_template(
    bodies: Sequence[Body],
    title: str = TITLE,
    emblem: Emblem | None = None,
    cutter: fonts.Cut = fonts.cut,
    *,
    duplex: bytes = HANGS,
) -> Template:
    """Everything of a document of `bodies` that depends on no site; `cutter` cuts faces down, `duplex` is what the
    printer's dialog offers first (ISO 32000-2 table 147). Raises `DrawingError` if
    there is none, or one shows another emblem."""
    if not bodies:
        raise DrawingError(
            "tệp PDF không có trang nào", place=title, way_out="kiểm tra danh sách niêm yết của điểm này"
        )
    _require_emblem(bodies, emblem, title)
    leaves, heads = _list_leaves(bodies)
    chars = fonts.ALPHABET.union(*(body.chars for body in bodies))
    writer = Writer()
    writer.write(syntax.HEADER)
    first_id = writer.reserve(_SITE - 1 + len(heads) + len(leaves)) + _SITE - 1 + len(heads)
    pages = writer.reserve()
    resources = _write_resources(writer, bodies, _write_fonts(writer, chars, cutter), emblem)
    structure = writer.reserve(2)
    outline = structure + 1
    keys = list(number_links([len(body.links) for body in bodies]))
    tagged = [
        _write_page(writer, body, _PageNumbers(pages, resources[i], _SITE + leaf.head, first_id + i, i, keys[i]))
        for i, (body, leaf) in enumerate(zip(bodies, leaves, strict=True))
    ]
    kids = [page.number for page in tagged]
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    writer.pack(pages, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), references))
    marked = [(page.number, body.height, body.bookmarks) for page, body in zip(tagged, bodies, strict=True)]
    has_outline = write_outline(writer, outline, marked)
    if not has_outline:
        writer.pack(outline, b"null")
    writer.flush(TOGETHER)
    write_tree(writer, structure, tagged)
    block = b"".join(writer.parts)
    entries = b"".join(writer.entries[number] for number in sorted(writer.entries))
    return Template(
        block=block,
        entries=syntax.share_entries(entries),
        pages=pages,
        structure=structure,
        outline=outline if has_outline else 0,
        heads=heads,
        leaves=leaves,
        last=writer.next_number,
        released=max(body.released for body in bodies),
        title=title,
        chars=chars,
        duplex=duplex,
        digest=hashlib.sha256(block + title.encode() + duplex).digest(),
    )


def address_file(document: Template, head: SiteHead) -> bytes:
    """The finished file of one site. Raises `DrawingError` if its name or contacts do not fit,
    `MissingGlyphError` if they hold a character that is not embedded."""
    writer = Writer(parts=[document.block], length=len(document.block), next_number=_SITE)
    writer.put(_CATALOG, _write_catalog(document, head))
    writer.put(_INFO, _write_info(document, head))
    packet = write_packet(clean(f"{document.title} – {head.name}"), clean(head.name), document.released)
    writer.put(_METADATA, syntax.write_stream(packet, b"/Type/Metadata/Subtype/XML"))
    for leaf in document.heads:
        writer.add(syntax.write_deflated(_draw_head(document, leaf, head)))
    for leaf in document.leaves:
        writer.add(syntax.write_stream(_draw_sheet_id(document, leaf, head)))
    own = b"".join(writer.entries[number] for number in sorted(writer.entries))
    facts = "\0".join((head.code, head.name, head.address, head.hotline, head.hours))
    digest = hashlib.sha256(document.digest + facts.encode()).digest()[:16]
    own = syntax.write_entry(0, 0, 0xFFFF) + own
    writer.write(syntax.write_trailer(own, document.entries, document.last, writer.length, _CATALOG, _INFO, digest))
    return b"".join(writer.parts)


def name_sheet(head: SiteHead, label: str) -> str:
    """The id of one sheet at one site."""
    return f"{head.code}-{label}"


def _require_emblem(bodies: Sequence[Body], emblem: Emblem | None, title: str) -> None:
    """Pages that show an emblem are shown that one. Raises `DrawingError`."""
    digest_given = emblem.digest if emblem else ""
    for body in bodies:
        if body.emblem not in ("", digest_given):
            raise DrawingError(
                "tờ vẽ với biểu trưng khác với biểu trưng được cấp",
                place=f"{title}, tờ {body.label}",
                value=body.emblem[:16],
                way_out="xóa tệp cache.sqlite trong thư mục làm việc rồi dựng lại",
            )


def _list_leaves(bodies: Sequence[Body]) -> tuple[tuple[_Leaf, ...], tuple[_Leaf, ...]]:
    """Every page, and the distinct heads among them (pages of one kind share the site's stream)."""
    heads: dict[tuple[float, float, SiteAreas], int] = {}
    leaves = []
    for body in bodies:
        kind = heads.setdefault((body.width, body.height, body.areas), len(heads))
        codes = tuple(code.payload for code in body.codes)
        names = tuple(mark.text for mark in body.marks if mark.kind is MarkKind.QR)
        matrices = tuple(mark.text for mark in body.marks if mark.kind is MarkKind.MATRIX)
        areas = [code.area for code in body.codes]
        areas += [mark.area for mark in body.marks if mark.kind is MarkKind.QR]
        reading_order = tuple((codes + names)[i] for i in order_in_columns(areas))
        leaves.append(
            _Leaf(body.width, body.height, body.label, kind, body.areas, codes, names, matrices, reading_order)
        )
    return tuple(leaves), tuple(_Leaf(w, h, "", i, areas) for (w, h, areas), i in heads.items())


@dataclass(frozen=True, slots=True)
class _PageNumbers:
    """What a page's object names: its parent, resources, the site's stream and its own, its key in the parent tree and
    those of its links."""

    parent: int
    resources: int
    site: int
    own: int
    key: int
    links: range


def _write_page(writer: Writer, body: Body, frame: _PageNumbers) -> TaggedPage:
    content = writer.add(syntax.write_stream(body.stream, b"/Filter/FlateDecode"))
    box = syntax.write_array((0, 0, body.width * MM, body.height * MM))
    links = tuple(
        writer.pack(writer.reserve(), _write_link(link, body.height, key))
        for link, key in zip(body.links, frame.links, strict=True)
    )
    notes = b"/Annots[%b]" % b" ".join(b"%d 0 R" % link for link in links) if links else b""
    page = writer.pack(
        writer.reserve(),
        b"<</Type/Page/Parent %d 0 R/MediaBox%b/BleedBox%b/TrimBox%b/Resources %d 0 R"
        b"/Contents[%d 0 R %d 0 R %d 0 R]%b/StructParents %d/Tabs/S>>"
        % (frame.parent, box, box, box, frame.resources, frame.site, content, frame.own, notes, frame.key),
    )
    return TaggedPage(page, links, body.structure)


def _write_link(link: LinkArea, height: float, key: int) -> bytes:
    uri = syntax.write_literal(link.uri.encode("ascii"))
    return b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect%b/StructParent %d/Contents%b/A<</S/URI/URI%b>>>>" % (
        _write_rect(link.area, height),
        key,
        uri,
        uri,
    )


@lru_cache(maxsize=1024)
def _write_rect(area: Rect, height: float) -> bytes:
    return syntax.write_array((area.x * MM, (height - area.bottom) * MM, area.right * MM, (height - area.y) * MM))


def _write_catalog(document: Template, head: SiteHead) -> bytes:
    labels = b"".join(
        b"%d<</P%b>>" % (i, syntax.write_text(name_sheet(head, leaf.label))) for i, leaf in enumerate(document.leaves)
    )
    outline = b"/Outlines %d 0 R/PageMode/UseOutlines" % document.outline if document.outline else b""
    return (
        b"<</Type/Catalog/Pages %d 0 R/Lang(vi-VN)/ViewerPreferences<</DisplayDocTitle true"
        b"/PrintScaling/None/Duplex/%b>>"
        b"/PageLabels<</Nums[%b]>>/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R%b>>"
        % (document.pages, document.duplex, labels, document.structure, _METADATA, outline)
    )


def _write_info(document: Template, head: SiteHead) -> bytes:
    day = b"(D:%b000000+07'00')" % f"{document.released:%Y%m%d}".encode("ascii")
    title = syntax.write_text(clean(f"{document.title} – {head.name}"))
    return b"<</Title%b/Author%b/CreationDate%b/ModDate%b>>" % (
        title,
        syntax.write_text(clean(head.name)),
        day,
        day,
    )


def _draw_head(document: Template, leaf: _Leaf, head: SiteHead) -> bytes:
    """The site's name and contacts, and its mark where the page has a place for it."""
    surface = Surface(leaf.width, leaf.height)
    if leaf.areas.mark is not None:
        plates.draw_site_mark(surface, leaf.areas.mark, head)
    with surface.marked("P", SITE_NAME):
        _fill(surface, leaf.areas.name, head.name, Face.BOLD, head)
    contact = " · ".join(clean(part) for part in (head.address, head.hotline, head.hours) if clean(part))
    with surface.marked("P", SITE_CONTACT):
        if contact:
            _fill(surface, leaf.areas.contact, contact, Face.REGULAR, head)
    _require_embedded(document, surface, head)
    return surface.content()


def _draw_sheet_id(document: Template, leaf: _Leaf, head: SiteHead) -> bytes:
    surface = Surface(leaf.width, leaf.height)
    with surface.marked("P", SHEET_ID):
        _fill(surface, leaf.areas.sheet_id, name_sheet(head, leaf.label), Face.BOLD, head)
    _require_embedded(document, surface, head)
    return surface.content()


def _fill(surface: Surface, area: Area, text: str, face: Face, head: SiteHead) -> None:
    try:
        fitted = fit_area(area, clean(text), face)
    except MissingGlyphError:
        raise
    except DrawingError as error:
        raise DrawingError(
            "tên hoặc liên hệ của điểm quá dài so với chỗ in",
            place=f"điểm {head.code}",
            value=clean(text)[:80],
            way_out="rút ngắn trong data/sites.csv",
        ) from error
    for i, line in enumerate(fitted.lines):
        surface.text(area.x, fitted.y + i * fitted.step, line, face, fitted.size, Ink.BLACK, area.align)


def _require_embedded(document: Template, surface: Surface, head: SiteHead) -> None:
    absent = surface.chars - document.chars
    if absent:
        char = min(absent)
        raise MissingGlyphError(
            f"ký tự «{char}» (U+{ord(char):04X}) không có trong phông chữ nhúng",
            place=f"điểm {head.code}",
            value=head.name,
            way_out="sửa ký tự này trong data/sites.csv",
        )


def _write_fonts(writer: Writer, chars: frozenset[str], cutter: fonts.Cut) -> bytes:
    """The font resources of a document."""
    encoding = b"%d 0 R" % writer.add(syntax.write_deflated(fonts.write_encoding(), _CMAP))
    numbers: dict[bytes, int] = {}
    each = []
    for face in sorted(fonts.find_needed_faces(chars)):
        subset = fonts.embed_face(face, chars, cutter)
        descriptor = _write_descriptor(writer, subset)
        if fonts.map_short_codes(face):
            glyphs = fonts.write_glyph_map(face)
            if glyphs not in numbers:
                numbers[glyphs] = writer.add(syntax.write_deflated(glyphs))
            each.append((face.value, _write_font(writer, subset, descriptor, encoding, b"%d 0 R" % numbers[glyphs], 1)))
        if any(len(code) == 4 for _, code, _, _ in subset.glyphs):
            each.append(
                (fonts.name_wide(face), _write_font(writer, subset, descriptor, b"/Identity-H", b"/Identity", 2))
            )
    return b"/Font<<%b>>" % b"".join(b"/%b %d 0 R" % (name.encode(), number) for name, number in each)


def _write_resources(writer: Writer, bodies: Sequence[Body], faces: bytes, emblem: Emblem | None) -> list[int]:
    """The resources of every page: the faces, the emblem of the document, and the stencils that its own codes show, so
    that a page is the same in every document. Pages that show the same share them."""
    emblem_forms = {EMBLEM: emblem.embed(writer)} if emblem else {}
    forms: dict[str, int] = {}
    resource_numbers: dict[tuple[str, ...], int] = {}
    numbers = []
    for body in bodies:
        names = tuple(stencil.name for stencil in body.stencils)
        if names not in resource_numbers:
            for stencil in body.stencils:
                if stencil.name not in forms:
                    forms[stencil.name] = writer.add(syntax.write_deflated(stencil.path + b"\nf", _FORM))
            objects = {**emblem_forms, **{name: forms[name] for name in names}}
            names_of = b"".join(b"/%b %d 0 R" % (name.encode(), number) for name, number in objects.items())
            pictures = b"/XObject<<%b>>" % names_of if names_of else b""
            resource_numbers[names] = writer.pack(writer.reserve(), b"<<%b%b>>" % (faces, pictures))
        numbers.append(resource_numbers[names])
    return numbers


_FORM = b"/Type/XObject/Subtype/Form/BBox[-4 -4 69 69]/Resources<<>>"
"""A stencil in modules: its box holds the largest symbol (65 modules) with its quiet zone, so that it cuts off none."""

_CMAP = b"/Type/CMap/CMapName/Poster-H/WMode 0/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


def _write_descriptor(writer: Writer, subset: Embedded) -> int:
    """A font descriptor with its embedded program (9.8, 9.9)."""
    program = writer.add(syntax.write_deflated(subset.program, b"/Length1 %d" % len(subset.program)))
    name, m = subset.name.encode("ascii"), subset.metrics
    return writer.pack(
        writer.reserve(),
        b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox%b/ItalicAngle 0/Ascent %d/Descent %d"
        b"/CapHeight %d/StemV 80/FontFile2 %d 0 R>>"
        % (name, syntax.write_array(m.box), m.ascent, m.descent, m.cap_height, program),
    )


def _write_font(
    writer: Writer, subset: Embedded, descriptor: int, encoding: bytes, glyph_map: bytes, length: int
) -> int:
    """A composite font (9.7.4 to 9.7.6) of codes of `length` bytes; `encoding` and `write_glyph_map` lead to glyphs."""
    name = subset.name.encode("ascii")
    unicode_map = writer.add(syntax.write_deflated(fonts.write_meaning(subset, length)))
    own = sorted({(int(code, 16), width) for _, code, _, width in subset.glyphs if len(code) == 2 * length})
    descendant = writer.pack(
        writer.reserve(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"
        b"/W[%b]/CIDToGIDMap %b>>" % (name, descriptor, b"".join(b"%d[%d]" % pair for pair in own), glyph_map),
    )
    return writer.pack(
        writer.reserve(),
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding %b/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, encoding, descendant, unicode_map),
    )
