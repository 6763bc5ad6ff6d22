"""Documents as small as the page can still undo them: LZMA with its own range coder, a seventh less than gzip.

A document comes in, bytes of a file go out, and back. `static/kiosk/squeezed.js` undoes it in the browser, so the form
is fixed: raw LZMA1 with these properties and the end marked in the stream. What a document says is left to others.
"""

from __future__ import annotations

import lzma

SUFFIX = "lzma"
_FORM = [
    {
        "id": lzma.FILTER_LZMA1,
        "dict_size": 1 << 24,
        "lc": 2,
        "lp": 0,
        "pb": 0,
        "mode": lzma.MODE_NORMAL,
        "mf": lzma.MF_BT4,
        "nice_len": 273,
        "depth": 1000,
    }
]


def squeeze(document: bytes) -> bytes:
    """The bytes of a file that holds `document`. Same document, same bytes."""
    return lzma.compress(document, format=lzma.FORMAT_RAW, filters=_FORM)


def unsqueeze(content: bytes) -> bytes:
    """The document of a file; releases from before files were squeezed hold it as it is. Raises ValueError."""
    if content[:1] == b"{":
        return content
    try:
        return lzma.decompress(content, format=lzma.FORMAT_RAW, filters=_FORM)
    except lzma.LZMAError as error:
        raise ValueError(f"not LZMA: {error}") from error
