"""What English words are in Vietnamese, so that the page understands questions in English.

Comes in: the table `english_words.csv` of `data/`. Goes out: its meanings as a checked value. Which words of a question
are one phrase is left to the page (static/kiosk/glossary.js).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.errors import ConfigError
from kiosk.settings.tables import parse_rows, read_bytes
from kiosk.text import tidy

COLUMNS = ("vietnamese", "english", "behind")


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """English words and phrases by what they are in Vietnamese, empty for those that say nothing.

    `behind`: meanings that stand after all others of a question, such as persons, so that they part no words that
    belong together.
    """

    by_meaning: dict[str, tuple[str, ...]] = field(default_factory=dict)
    behind: tuple[str, ...] = ()


NO_WORDS = EnglishWords()


def read_english_words(path: Path) -> EnglishWords:
    """English words by their meaning; a table without rows has none. Raises `ConfigError`."""
    return parse_english_words(read_bytes(path), path)


def parse_english_words(content: bytes, path: Path) -> EnglishWords:
    """As `read_english_words`, from the bytes of the file; `path` is for the messages."""
    by_meaning: dict[str, tuple[str, ...]] = {}
    behind: list[str] = []
    owners: dict[str, str] = {}
    for line, row in parse_rows(content, path, COLUMNS, COLUMNS):
        meaning = row["vietnamese"]
        if meaning in by_meaning:
            raise _refuse(path, line, "vietnamese", meaning, "mỗi nghĩa một dòng; xóa dòng trùng")
        by_meaning[meaning] = _split_words(path, line, row["english"])
        for word in by_meaning[meaning]:
            if word in owners:
                way_out = f"từ này đã có ở dòng nghĩa «{owners[word]}»; bỏ ở một nơi"
                raise _refuse(path, line, "english", word, way_out)
            owners[word] = meaning
        if row["behind"].lower() not in ("", "x"):
            raise _refuse(path, line, "behind", row["behind"], "ghi x, hoặc để trống")
        behind += [meaning] if row["behind"] else []
    # In the order of the meanings: what a release keeps is canonical, and what is restored must make the same page.
    return EnglishWords(dict(sorted(by_meaning.items())), tuple(sorted(behind)))


def _split_words(path: Path, line: int, cell: str) -> tuple[str, ...]:
    words = tuple(word.lower() for part in cell.split("|") if (word := tidy(part)))
    if not words:
        raise _refuse(path, line, "english", cell, "ghi ít nhất một từ tiếng Anh")
    for word in words:
        if not word.replace(" ", "").isascii() or not word.replace(" ", "").isalnum():
            raise _refuse(path, line, "english", word, "chỉ ghi chữ cái tiếng Anh và chữ số, cách nhau bằng dấu cách")
        if words.count(word) > 1:
            raise _refuse(path, line, "english", word, "mỗi từ ghi một lần; xóa chỗ trùng")
    return words


def _refuse(path: Path, line: int, column: str, value: str, way_out: str) -> ConfigError:
    return ConfigError(f"cột «{column}» không hợp lệ", place=f"{path}, dòng {line}", value=value, way_out=way_out)
