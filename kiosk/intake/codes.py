"""The shape of procedure codes, and what is wrong with the ones that do not have it.

A code is text: a level digit, a point, six digits (`2.001610`). Nothing here changes a code silently: a code
with lost zeros is only proposed, and a suffix that names an agency or a case is cut with a warning.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import split_lines, tidy

CODE = re.compile(r"[0-9]\.[0-9]{6}")
_IN_TEXT = re.compile(r"(?<![0-9.])[0-9]\.[0-9]{6}(?![0-9])")
_SHORT = re.compile(r"[0-9](?:\.[0-9]{0,5})?")
_COMMA = re.compile(r"[0-9],[0-9]{1,6}")
_CASE = re.compile(r"([0-9]\.[0-9]{6})\.([0-9]{2})")
_SUFFIX = r"(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2})?\.[A-Z][0-9]{2,3}"
_AGENCY = re.compile(rf"([0-9]\.[0-9]{{6}}){_SUFFIX}", re.IGNORECASE)
_DELETED = re.compile(r"([0-9]\.[0-9]{6})\s*-\s*x(?:o|ó)a", re.IGNORECASE)
_CODED = rf"([0-9]\.[0-9]{{6}}(?:{_SUFFIX})?)(?![0-9])"
_LABEL = r"mã(?:\s+số)?(?:\s+(?:hồ sơ\s+)?(?:tthc|thủ tục(?: hành chính)?))?\s*:?\s*"
# «[1.000234] Tên», «Tên (Mã: 1.000234)», «Tên (mã số TTHC 1.000234.000.00.00.H24)», «Tên. Mã TTHC: 1.000234»,
# «1.000234 - Tên», «Tên - 1.000234»; a bare code at the end may be another one that the name refers to.
_INSIDE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[\[(]\s*(?:{_LABEL})?{_CODED}\s*[\])]",
        rf"\b{_LABEL}{_CODED}",
        rf"^{_CODED}\s*[-–:.]?\s+(?=[^0-9])",
        rf"[-–:]\s*{_CODED}\.?$",
    )
)
_ODD = re.compile(r"[0-9][.,][0-9][0-9A-Za-z_.,-]{0,30}")

# Letters that a person or a scan puts for digits, Cyrillic and Greek ones included.
_LOOKALIKES = str.maketrans("OoQDОоΟοlI|іІ!Ιι", "0000" + "0000" + "1" * 8) | str.maketrans("SsBZz", "55822")
_LEAST_DIGITS = 3


class Shape(StrEnum):
    """How a written code differs from `d.dddddd`."""

    GOOD = "đúng dạng"
    SPACED = "có dấu cách, dấu câu hoặc chữ số khác kiểu"
    LOST_ZEROS = "thiếu chữ số"
    COMMA = "ghi dấu phẩy"
    CASE = "có đuôi trường hợp"
    AGENCY = "có đuôi mã cơ quan"
    DELETED = "có đuôi «Xoa»"
    MALFORMED = "sai dạng"
    MISSING = "trống"


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code as read: what it stands for (a proposal where the shape is in doubt), shape and case number."""

    code: str
    shape: Shape
    case: str = ""


def read_code(text: str) -> WrittenCode:
    """What a code cell says. Nothing is padded or cut without the shape telling so."""
    written = tidy(text).strip("'`\" ")
    # Full-width digits and points (NFKC, Unicode TR15) look the same on a screen and are found by no search.
    plain = unicodedata.normalize("NFKC", written)
    if not written:
        return WrittenCode("", Shape.MISSING)
    if CODE.fullmatch(written):
        return WrittenCode(written, Shape.GOOD)
    bare = plain.replace(" ", "").strip("[]().;,")
    if CODE.fullmatch(bare):
        return WrittenCode(bare, Shape.SPACED)
    if match := _CASE.fullmatch(bare):
        return WrittenCode(match[1], Shape.CASE, match[2])
    if match := _AGENCY.fullmatch(bare):
        return WrittenCode(match[1], Shape.AGENCY)
    if match := _DELETED.fullmatch(written):
        return WrittenCode(match[1], Shape.DELETED)
    if _SHORT.fullmatch(bare):
        return WrittenCode(pad_code(bare), Shape.LOST_ZEROS)
    if _COMMA.fullmatch(bare):
        return WrittenCode(pad_code(bare.replace(",", ".")), Shape.COMMA)
    return WrittenCode(written, Shape.MALFORMED)


def pad_code(short: str) -> str:
    """A number's digits with the zeros a spreadsheet dropped: `2.00161` -> `2.001610`, `2` -> `2.000000`."""
    head, _, tail = short.partition(".")
    return f"{head}.{tail:0<6}"


def find_in_name(name: str) -> tuple[str, str]:
    """(code as written, name without it) where a name carries its own code, else ("", name).

    Two codes in one name say nothing: neither is known to be the name's own.
    """
    if len(set(find_codes(name))) != 1:
        return "", name
    inside = next((match for pattern in _INSIDE if (match := pattern.search(name))), None)
    if inside is None:
        return "", name
    return inside[1], tidy(name[: inside.start()] + " " + name[inside.end() :]).strip(" -–:;")


def find_code_line(cell: str) -> tuple[str, str]:
    """(code as written, the other lines) where one line of a cell is a code and nothing else, else ("", "")."""
    parts = split_lines(cell)
    alone = [part for part in parts if read_code(part).shape in {Shape.GOOD, Shape.AGENCY}]
    if len(alone) != 1 or len(parts) < 2:
        return "", ""
    return alone[0], " ".join(part for part in parts if part != alone[0])


def find_codes(text: str) -> tuple[str, ...]:
    """Every well-formed code in running text, in order."""
    return tuple(_IN_TEXT.findall(text))


def is_code(text: str) -> bool:
    """Whether a cell holds a code, in whatever state; a heading that stands in the column of codes does not."""
    return read_code(text).shape not in {Shape.MISSING, Shape.MALFORMED} or looks_like_code(text)


def looks_like_code(text: str) -> bool:
    """Whether a cell was meant as a code, be it a broken one."""
    plain = unicodedata.normalize("NFKC", tidy(text)).replace(" ", "")
    return bool(_ODD.fullmatch(plain)) or (
        sum(c.isdigit() for c in plain) >= _LEAST_DIGITS and bool(CODE.fullmatch(plain.translate(_LOOKALIKES)))
    )
