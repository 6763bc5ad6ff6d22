"""Text as the catalogue keeps it, and text as it is compared.

Kept: NFC (Unicode TR15), single spaces, no invisible characters; never shortened. Compared: folded to lower
case without marks, because the same procedure is written with other case, spacing or old mark placement.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

# Horizontal and vertical white space, the no-break kinds included; U+0085 and U+2028/9 are line ends too.
_SPACE = re.compile(r"\s+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\0]")
_MAYBE_MARKS = re.compile(r"\W{31,}")
_MOST_MARKS = 30  # UAX #15, stream-safe text: sorting more of them costs the square
_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"^thu tuc(?: hanh chinh)?:? ")
_AGREEING = 0.9
_MOST_WORDS = 400  # the longest real name has 270; matching costs the square


def _is_invisible(c: str) -> bool:
    """Control and format characters that are no white space: a zero-width space breaks searching and fonts."""
    return unicodedata.category(c) in {"Cc", "Cf"} and not c.isspace()


# Letters that look like Đ and are none (Icelandic, African): typed or converted so, they never agree with it.
_ETHS = "\u00d0\u0189\u00f0\u0256"
_ETH = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """NFC, invisible characters removed, every run of white space one space, none at the ends; every Đ one letter; what
    is no character at all becomes U+FFFD, which nothing prints."""
    # Four looks cost a tenth of a translation, and hardly any text has such a letter.
    if not text.isascii() and any(letter in text for letter in _ETHS):
        text = text.translate(_ETH)
    if not text.isprintable():
        # Half of a surrogate pair (JSON can hold one) is no character and cannot be written as UTF-8; a zero byte
        # ends a text for half of the world's programs.
        whole = _NO_CHARACTER.sub("\ufffd", text)
        text = _SPACE.sub(" ", "".join(c for c in whole if not _is_invisible(c)))
    if len(text) > _MOST_MARKS and not text.isascii():
        text = _MAYBE_MARKS.sub(_shorten_marks, text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _shorten_marks(match: re.Match[str]) -> str:
    """No letter keeps more combining marks than `_MOST_MARKS`; so many cannot be printed either."""
    parts, marks = list[str](), 0
    for c in match[0]:
        marks = marks + 1 if unicodedata.combining(c) else 0
        if marks <= _MOST_MARKS:
            parts.append(c)
    return "".join(parts)


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a cell, each tidied, empty ones left out."""
    return tuple(line for part in _LINE_END.split(text) if (line := tidy(part)))


_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories (Unicode 4.5) that steer a terminal, turn the direction of text, end a line, or show as nothing."""


def find_hidden(text: str) -> int | None:
    """Where the first character stands that steers a terminal or shows as nothing, None where all can be seen."""
    if text.isprintable():
        return None
    return next((i for i, c in enumerate(text) if unicodedata.category(c) in _HIDDEN), None)


def show_hidden(text: str) -> str:
    """`text` with such characters spelled out, for logs and terminals.

    >>> show_hidden("a" + chr(27) + "[31m") == "a" + chr(92) + "u001b[31m"
    True
    """
    if text.isprintable():
        return text
    return "".join(_spell_character(c) if unicodedata.category(c) in _HIDDEN else c for c in text)


def _spell_character(c: str) -> str:
    """As JSON spells it: in units of UTF-16."""
    units = c.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


class _WithoutMarks(dict[int, str | None]):
    """Characters as `str.translate` wants them, looked up as they come: the catalogue has 200 of Unicode's 150,000."""

    def __missing__(self, c: int) -> str | None:
        self[c] = None if unicodedata.category(chr(c)) == "Mn" else chr(c)
        return self[c]


_WITHOUT_MARKS = _WithoutMarks()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """For comparing only: lower case, marks stripped, đ as d, white space tidied.

    >>> fold("Đăng ký  KHAI SINH")
    'dang ky khai sinh'
    """
    bare = unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
    return " ".join(bare.translate(_WITHOUT_MARKS).split())


def split_words(text: str) -> tuple[str, ...]:
    """The folded words of `text`, punctuation left out."""
    return tuple(_WORD.findall(fold(text)))


def bind_end(title: str) -> str:
    """A title whose last two words stay on one line, so that none stands alone; one of two words may be parted."""
    return "\u00a0".join(title.rsplit(" ", 1)) if title.count(" ") > 1 else title


def take_letters(text: str) -> str:
    """The folded letters and digits of `text` without any blank: what conversions from PDF leave unharmed."""
    return "".join(split_words(text))


_CONSONANTS = re.compile(r"(?:[bcdđghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)", re.IGNORECASE)


def is_broken(text: str) -> bool:
    """Whether words look torn apart («c ấp l ại»): a lone consonant before a syllable that begins with a vowel.

    >>> is_broken("c ấp l ại giấy phép"), is_broken("Cấp lại giấy phép")
    (True, False)
    """
    pairs = pairwise(tidy(text).split())
    return any(_CONSONANTS.fullmatch(a) is not None and fold(b)[:1] in set("aeiouy") for a, b in pairs)


def are_same(a: str, b: str) -> bool:
    """Whether two texts differ at most in case, marks, spacing and punctuation."""
    return a == b or split_words(a) == split_words(b)


def measure_similarity(a: str, b: str) -> float:
    """How alike two names are, 0 to 1: matching words in order (Ratcliff/Obershelp), «Thủ tục …» apart."""
    first, second = (_WORD.findall(_OPENING.sub("", fold(name)))[:_MOST_WORDS] for name in (a, b))
    if not first or not second:
        return 0.0
    return 1.0 if first == second else SequenceMatcher(None, first, second, autojunk=False).ratio()


def agree(a: str, b: str) -> bool:
    """Whether two names may stand for one procedure whose code already matches."""
    return measure_similarity(a, b) >= _AGREEING
