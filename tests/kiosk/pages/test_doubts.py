"""The learnt table as pages fetch it: packed so that it comes back, small, and refused where it is missing or torn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ReleaseError
from kiosk.pages.doubts import BOUNDS, SIGNS, pack_doubts
from kiosk.pages.pack import unpack_numbers, unpack_vocabulary
from kiosk.pages.squeezing import unsqueeze

_SHIPPED = Path(__file__).resolve().parents[3] / "static/kiosk/doubts.json"


def _table(words: dict[str, int]) -> dict[str, object]:
    return {"signs": dict.fromkeys(SIGNS, 0.5), "bounds": dict.fromkeys(BOUNDS, 1), "words": words}


@given(st.dictionaries(st.from_regex(r" ?[a-z]{1,7}( [a-z]{1,7})?", fullmatch=True), st.integers(-15, 15), max_size=30))
def test_words_and_weights_come_back(tmp_path_factory: pytest.TempPathFactory, words: dict[str, int]) -> None:
    place = tmp_path_factory.mktemp("learnt") / "doubts.json"
    place.write_text(json.dumps(_table(words)), encoding="utf-8")
    document = json.loads(unsqueeze(pack_doubts(place)))
    weights = [number - document["most"] for number in unpack_numbers(document["weights"])]
    assert dict(zip(unpack_vocabulary(document["words"]), weights, strict=True)) == words


def test_what_is_shipped_is_whole_small_and_of_folded_words() -> None:
    table = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    assert list(table["signs"]) == list(SIGNS) and list(table["bounds"]) == list(BOUNDS)
    assert all(word.isascii() and word == word.lower() and weight for word, weight in table["words"].items())
    assert len(pack_doubts(_SHIPPED)) <= 5200


@pytest.mark.parametrize("text", ["", "[]", '{"words": []}', '{"words": {"xe": "nhieu"}}', "{}"])
def test_a_torn_table_is_refused_with_the_way_out(tmp_path: Path, text: str) -> None:
    place = tmp_path / "doubts.json"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match="cài đặt lại chương trình"):
        pack_doubts(place)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"doubts\.json"):
        pack_doubts(tmp_path / "doubts.json")
