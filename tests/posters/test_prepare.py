"""What is written is what drawing reads: a pair of files for each main face, measures alone for the fallback."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from posters import fonts, prepare
from posters.fonts import Face


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder into which everything was prepared anew."""
    folder = tmp_path_factory.mktemp("fonts") / "prepared"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "PREPARED", folder)
        prepare.main()
    yield folder


def test_every_face_is_prepared_and_only_the_main_ones_are_cut(prepared: Path) -> None:
    names = {f"{name}.json" for name in fonts.NAMES.values()}
    names |= {f"{name}.ttf" for face, name in fonts.NAMES.items() if face is not Face.FALLBACK}
    assert {path.name for path in prepared.iterdir()} == names


def test_measures_are_one_line_with_letters_as_they_are(prepared: Path) -> None:
    content = (prepared / f"{fonts.NAMES[Face.BOLD]}.json").read_text(encoding="utf-8")
    assert content.endswith("}\n")
    assert content.count("\n") == 1
    assert "ữ" in json.loads(content)["chars"]
    assert "ữ" in content


def test_the_cut_faces_hold_the_alphabet_and_nothing_else(prepared: Path) -> None:
    for face in (Face.REGULAR, Face.BOLD):
        cut = TTFont(io.BytesIO((prepared / f"{fonts.NAMES[face]}.ttf").read_bytes()))
        assert {chr(code) for code in cut.getBestCmap()} == fonts.ALPHABET


def test_writing_again_changes_nothing(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in prepared.iterdir()}
    monkeypatch.setattr(fonts, "PREPARED", prepared)
    prepare.main()
    assert {path.name: path.read_bytes() for path in prepared.iterdir()} == before
