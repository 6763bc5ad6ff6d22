"""When a page doubts its own answer: what was learnt from questions, as the file that pages of communes fetch.

In comes `static/kiosk/doubts.json`: what each word, or two side by side, weighs for a question that a commune's list
does not answer, how the signs of the search count, and from which log-odds on the page says so (docs/adr/0073). Out
goes the squeezed file. Learning is left to `tests/browser/learning.py`, the use to `static/kiosk/doubts.js`.
"""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.errors import ReleaseError
from kiosk.pages.pack import pack_numbers, pack_vocabulary
from kiosk.pages.squeezing import squeeze

SIGNS = ("bias", "words", "share", "counted", "said", "score", "place", "beyond", "none")
"""What counts, in the order of the file; `static/kiosk/doubts.js` says what each is."""
BOUNDS = ("place", "beyond", "none", "against", "unsure")
"""Log-odds from which on the page says that others do it, that the other level does, that nothing was found (`none`
where the search found nothing to answer, `against` where it was sure), and that it is not sure."""


def pack_doubts(path: Path) -> bytes:
    """The table as pages fetch it. Raises `ReleaseError` where it is missing or not whole."""
    try:
        learnt = json.loads(path.read_bytes())
        words: dict[str, int] = dict(sorted(learnt["words"].items()))
        most = max(map(abs, words.values()), default=0)
        document = {
            "words": pack_vocabulary(words),
            "weights": pack_numbers(weight + most for weight in words.values()),
            "most": most,
            "signs": [float(learnt["signs"][name]) for name in SIGNS],
            "bounds": {name: float(learnt["bounds"][name]) for name in BOUNDS},
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            "thiếu hoặc hỏng tệp của trang kiosk", place=path.name, value=str(error), way_out="cài đặt lại chương trình"
        ) from error
    return squeeze(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
