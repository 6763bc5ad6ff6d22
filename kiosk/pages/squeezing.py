"""Documents as small as the page can still undo them: an alphabet of bytes, then LZMA with its own range coder.

A document comes in, bytes of a file go out, and back. `static/kiosk/squeezed.js` undoes it in the browser, so the form
is fixed: a mark, then raw LZMA1 with these properties and the end marked in the stream, of letters as bytes. What a
document says is left to others.
"""

from __future__ import annotations

import lzma
import re
from functools import lru_cache

SUFFIX = "squeezed"
"""Of files whose browsers take the document as well (`kiosk/web/public/answer.py`); those of earlier releases end in
`.lzma`, and their pages take what they name and nothing else."""
ONE_BYTE, TWO_BYTES = 0x110, 0xF10
"""The code points from which a letter takes two bytes, and three. ASCII and U+00A0 to U+010F take one; two, after a
byte from `_LEAD` to 0xFD, those from there on, and after `_VIETNAMESE` those of U+1E00 to U+1EFF, where the letters
with two marks stand; three, after `_REST`, all others, as UTF-16 has them."""
_LEAD, _VIETNAMESE, _REST = 0xF0, 0xFE, 0xFF
_MARK = b"\x01"
"""What a file begins with: neither JSON nor LZMA does (files of releases whose letters were UTF-8 begin with 0)."""
_LONGER = re.compile(f"[{chr(_LEAD)}-{chr(_VIETNAMESE)}].|{chr(_REST)}..", re.DOTALL)
_FORM = [
    {
        "id": lzma.FILTER_LZMA1,
        "dict_size": 1 << 24,
        "lc": 2,
        "lp": 0,
        "pb": 0,
        "mode": lzma.MODE_NORMAL,
        "mf": lzma.MF_BT2,
        "nice_len": 128,
        "depth": 1000,
    }
]


class _Spelling(dict[int, str]):
    """The bytes of a letter, each as the character of that number, by its code point; made when first asked for."""

    def __missing__(self, point: int) -> str:
        if 0xA0 <= point < ONE_BYTE:
            spelled = chr(point - 0x20)
        elif ONE_BYTE <= point < TWO_BYTES:
            spelled = chr(_LEAD + (point - ONE_BYTE >> 8)) + chr(point - ONE_BYTE & 0xFF)
        elif point >> 8 == 0x1E:
            spelled = chr(_VIETNAMESE) + chr(point & 0xFF)
        else:
            units = chr(point).encode("utf-16-be").decode("latin-1")
            spelled = "".join(chr(_REST) + units[i : i + 2] for i in range(0, len(units), 2))
        self[point] = spelled
        return spelled


_SPELLING = _Spelling({point: chr(point) for point in range(0x80)})
_ONES = {point - 0x20: chr(point) for point in range(0xA0, ONE_BYTE)}


def _spell(text: str) -> bytes:
    return text.translate(_SPELLING).encode("latin-1")


def _read(spelled: bytes) -> str:
    text = spelled.decode("latin-1")
    parts: list[str] = []
    at = 0
    for longer in _LONGER.finditer(text):
        parts += (text[at : longer.start()].translate(_ONES), _read_longer(longer[0]))
        at = longer.end()
    parts.append(text[at:].translate(_ONES))
    # Two units of UTF-16 may be one letter.
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16")


def _read_longer(spelled: str) -> str:
    lead, low = ord(spelled[0]), ord(spelled[-1])
    if lead == _REST:
        return chr(ord(spelled[1]) << 8 | low)
    return chr(0x1E00 + low if lead == _VIETNAMESE else ONE_BYTE + (lead - _LEAD << 8) + low)


def is_squeezed(name: str) -> bool:
    """Whether a file of this name is squeezed, and whoever asks for it takes its document as well."""
    return name.endswith(f".{SUFFIX}")


def squeeze(document: bytes) -> bytes:
    """The bytes of a file that holds `document`, a text in UTF-8. Same document, same bytes."""
    return _MARK + lzma.compress(_spell(document.decode()), format=lzma.FORMAT_RAW, filters=_FORM)


@lru_cache(maxsize=16)
def unsqueeze(content: bytes) -> bytes:
    """The document of a file; releases from before files were squeezed hold it as it is, others squeeze UTF-8. Raises
    ValueError. The pages of all sites hold the same few documents, each of which costs more than what is made of it."""
    if content[:1] == b"{":
        return content
    spelled = content[:1] == _MARK
    try:
        letters = lzma.decompress(content.removeprefix(_MARK), format=lzma.FORMAT_RAW, filters=_FORM)
    except lzma.LZMAError as error:
        raise ValueError(f"not LZMA: {error}") from error
    return _read(letters).encode() if spelled else letters
