"""Drawings from outside as SVG (W3C SVG 1.1): only shapes are let through, then resvg makes pixels of them.

Nothing that runs, loads or needs a typeface is accepted: an emblem must look the same on every machine, and a file
from outside must not read others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, tostring

import resvg_py
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from posters.errors import DrawingError

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_KNOWN = _SHAPES | frozenset(
    {
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
        "title",
        "desc",
        "metadata",
    }
)
_MOST_DRAWN = 20_000
"""Elements drawn once every reference is followed: a file of ten lines may ask for billions."""
_MOST_DEEP = 100
_SHORTEST, _LONGEST = 1e-6, 1e6
"""Sides of a drawing in its own units: beyond them its scale is soon no finite number."""
_POINTS_TO = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_ACTIVE_CSS = re.compile(r"[@\\]")
_LENGTH = re.compile(r"\s*([\d.]+(?:e-?\d+)?)\s*(?:px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_WAY_OUT = "xuất lại tệp SVG chỉ gồm nét vẽ (chuyển chữ thành đường nét), hoặc cấp tệp PNG"


def render(content: bytes, place: str, fit: tuple[int, int]) -> bytes:
    """The drawing as a PNG with transparency, as large as it can be within `fit` (width, height in pixels).

    Raises `DrawingError` for broken XML, entities, scripts, styles that load, text, pictures, references to anything
    outside the file, or a drawing without a size.
    """
    root = _parse_svg(content, place)
    _require_shapes(root, place)
    box = _view_box(root, place)
    scale = min(fit[0] / box[2], fit[1] / box[3])
    wide, high = max(1, round(box[2] * scale)), max(1, round(box[3] * scale))
    for name in ("x", "y", "preserveAspectRatio"):
        root.attrib.pop(name, None)
    root.attrib |= {"viewBox": " ".join(map(repr, box)), "width": str(wide), "height": str(high)}
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=tostring(root, encoding="unicode"), skip_system_fonts=True))
    except ValueError as error:
        raise DrawingError("không vẽ được tệp SVG", place=place, value=str(error)[:80], way_out=_WAY_OUT) from error


def _parse_svg(content: bytes, place: str) -> Element:
    try:
        root: Element = fromstring(content)
    except DefusedXmlException as error:
        raise _explain_refusal("tệp SVG khai báo thực thể (ENTITY)", type(error).__name__, place) from error
    except (ParseError, ValueError, LookupError) as error:
        raise _explain_refusal("tệp SVG bị hỏng", str(error)[:80], place) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise _explain_refusal("tệp không phải là SVG", str(root.tag)[:80], place)
    return root


def _explain_refusal(message: str, value: str, place: str) -> DrawingError:
    return DrawingError(message, place=place, value=value, way_out=_WAY_OUT)


# What is let through: the drawing without what editors add for themselves, if every element keeps all rules.


def _require_shapes(root: Element, place: str) -> None:
    """Take out what editors add for themselves; refuse everything that is not a shape. Raises `DrawingError`."""
    _remove_foreign(root, place, 0)
    for element in root.iter():
        for rule in (_find_unknown_element, _find_loading_style, _find_script, _find_outside_reference):
            offence = rule(element)
            if offence is not None:
                raise _explain_refusal(*offence, place)
    _require_few(root, place)


Offence = tuple[str, str]
"""What is wrong, and what says so."""


def _find_unknown_element(element: Element) -> Offence | None:
    """Text, pictures, scripts, foreign content: anything that is not a shape or arranges shapes."""
    name = element.tag.removeprefix(f"{{{_SVG}}}")
    return None if name in _KNOWN else (f"tệp SVG có thành phần <{name}> không được phép", name)


def _find_loading_style(element: Element) -> Offence | None:
    """CSS that can load a file: @import and @font-face, and escapes that would hide them or an url()."""
    styles = [element.get("style", ""), (element.text or "") if element.tag == f"{{{_SVG}}}style" else ""]
    active = next((style for style in styles if _ACTIVE_CSS.search(style)), None)
    return None if active is None else ("tệp SVG có kiểu trình bày nạp tệp khác", active.strip()[:80])


def _find_script(element: Element) -> Offence | None:
    """An attribute that runs something (onclick …)."""
    event = next((key for key in element.attrib if key.lower().startswith("on")), None)
    return None if event is None else ("tệp SVG có mã lệnh", event)


def _find_outside_reference(element: Element) -> Offence | None:
    """An address of anything but an element of this file."""
    outside = next((target for target in _list_targets(element) if not target.startswith("#")), None)
    return None if outside is None else ("tệp SVG dẫn tới tệp hoặc địa chỉ bên ngoài", outside[:80])


def _remove_foreign(element: Element, place: str, depth: int) -> None:
    """Take out elements of other languages and metadata, at every depth. Raises `DrawingError` for too deep nesting."""
    if depth > _MOST_DEEP:
        raise _explain_refusal("tệp SVG lồng quá nhiều lớp", f"hơn {_MOST_DEEP}", place)
    for child in list(element):
        if not str(child.tag).startswith(f"{{{_SVG}}}") or child.tag == f"{{{_SVG}}}metadata":
            element.remove(child)
        else:
            _remove_foreign(child, place, depth + 1)


def _list_targets(element: Element) -> Iterator[str]:
    """Everything that an element points to."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] in {"href", "src"}:
            yield value.strip()
        yield from (target.strip() for target in _POINTS_TO.findall(value))
    if element.tag == f"{{{_SVG}}}style":
        yield from (target.strip() for target in _POINTS_TO.findall(element.text or ""))


def _require_few(root: Element, place: str) -> None:
    """Follow every reference and count what would be drawn. Raises `DrawingError` for too much or a circle."""
    known_elements = {element.get("id"): element for element in root.iter() if element.get("id")}
    counts: dict[Element, int] = {}
    above: set[Element] = set()

    def count(element: Element) -> int:
        if element in above:
            raise _explain_refusal("tệp SVG tham chiếu vòng", element.get("id", ""), place)
        if element not in counts:
            above.add(element)
            pointed = [
                known_elements[name] for name in (t[1:] for t in _list_targets(element)) if name in known_elements
            ]
            counts[element] = 1 + sum(map(count, [*element, *pointed]))
            above.discard(element)
        return counts[element]

    try:
        total = count(root)
    except RecursionError as error:
        raise _explain_refusal("tệp SVG tham chiếu quá nhiều lớp", "", place) from error
    if total > _MOST_DRAWN:
        raise _explain_refusal(f"tệp SVG yêu cầu vẽ hơn {_MOST_DRAWN} hình", "", place)


def _view_box(root: Element, place: str) -> tuple[float, float, float, float]:
    """What is shown, in the drawing's own units. Raises `DrawingError` where nothing says it."""
    numbers = root.get("viewBox", "").replace(",", " ").split()
    if not numbers:
        sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
        numbers = ["0", "0", *(side[1] for side in sides if side)]
    try:
        x, y, wide, high = map(float, numbers)
    except ValueError:
        x = y = wide = high = 0.0
    sides_usable = all(_SHORTEST <= side <= _LONGEST for side in (wide, high))
    if not (sides_usable and abs(x) <= _LONGEST and abs(y) <= _LONGEST):
        raise _explain_refusal("tệp SVG không ghi khung hình (viewBox)", root.get("viewBox", "")[:80], place)
    return x, y, wide, high
