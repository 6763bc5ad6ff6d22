"""What English words mean: what is wrong is told by line and column, what ships is one meaning for each phrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.settings.english_words import COLUMNS, NO_WORDS, EnglishWords, parse_english_words, read_english_words

HEAD = ",".join(COLUMNS) + "\n"


def words_of(text: str) -> EnglishWords:
    return parse_english_words((HEAD + text).encode(), Path("bang.csv"))


def test_words_stand_by_their_meaning_in_its_order() -> None:
    words = words_of("vợ,Wife|wives,x\nđất vườn,garden land,\n,the|please,\n")
    assert words.by_meaning == {"": ("the", "please"), "vợ": ("wife", "wives"), "đất vườn": ("garden land",)}
    assert list(words.by_meaning) == sorted(words.by_meaning)
    assert words.behind == ("vợ",)


def test_a_city_may_have_an_empty_table() -> None:
    assert words_of("") == NO_WORDS


@pytest.mark.parametrize(
    ("rows", "column", "line"),
    [
        ("vợ,wife,\nvợ,spouse,\n", "vietnamese", 3),
        ("vợ,,\n", "english", 2),
        ("vợ,wife|wife,\n", "english", 2),
        ("vợ,wife,\nchồng,spouse|wife,\n", "english", 3),
        ("vợ,vợ,\n", "english", 2),
        ("vợ,the wife's,\n", "english", 2),
        ("vợ,wife,yes\n", "behind", 2),
    ],
)
def test_a_wrong_cell_is_named(rows: str, column: str, line: int) -> None:
    with pytest.raises(ConfigError, match=f"«{column}»") as refusal:
        words_of(rows)
    assert refusal.value.place.endswith(f"dòng {line}")
    assert refusal.value.way_out


def test_what_ships_has_the_everyday_words_of_foreigners(root: Path) -> None:
    words = read_english_words(root / "data/english_words.csv")
    phrases = {phrase for some in words.by_meaning.values() for phrase in some}
    assert phrases >= {"wife", "lost", "renew", "rent", "build", "adopt", "garden land", "the"}
    assert set(words.behind) <= set(words.by_meaning)
