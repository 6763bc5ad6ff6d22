"""The shared files are named by what they hold, and nothing in them ends the element that carries them."""

from __future__ import annotations

import gzip
import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk import resources
from kiosk.errors import ReleaseError
from kiosk.pages.assets import SharedFiles, dump_script_json, name_by_content, read_shared_files
from kiosk.settings.english_words import read_english_words
from kiosk.settings.matters import Sayings, read_life_events, read_outside_matters


def test_every_name_holds_the_digest_of_its_content(shared: SharedFiles) -> None:
    for asset in shared:
        assert sha256(asset.content).hexdigest()[:16] in asset.name
    assert [a.name.rsplit(".")[-1] for a in shared] == ["js", "woff2", "json", "squeezed", "js", "js", "js", "js"]
    assert set(shared) - set(shared.stored) == {shared.device, shared.doubts}


def test_another_content_has_another_name() -> None:
    assert name_by_content("a", "js", b"1").name != name_by_content("a", "js", b"2").name


def test_both_languages_have_the_same_sentences(shared: SharedFiles) -> None:
    vietnamese, english = json.loads(shared.words), json.loads(shared.english.content)
    assert vietnamese.keys() == english.keys() - {"hereWords", "awayWords", "glossary", "behind"}
    assert vietnamese["back"] == "Quay lại"
    assert english["back"] == "Back"


def test_the_english_file_is_small(root: Path) -> None:
    words = read_english_words(root / "data/english_words.csv")
    events = read_life_events(root / "data/matters.csv")
    outside = read_outside_matters(root / "data/elsewhere.csv")
    file = read_shared_files(sayings=Sayings(events=events, outside=outside, english_words=words)).english
    assert len(gzip.compress(file.content, 9, mtime=0)) < 25_000


def test_json_in_a_script_cannot_end_it() -> None:
    value = {"name": "</script><script>alert(1)</script>"}
    assert "<" not in dump_script_json(value)
    assert json.loads(dump_script_json(value)) == value


def test_the_style_names_the_face_it_is_given(shared: SharedFiles) -> None:
    assert shared.style_with("../x.woff2").count("../x.woff2") == 1
    assert "fonts/be-vietnam-pro" not in shared.style_with("../x.woff2")


def test_a_missing_file_is_told_with_its_name_and_a_way_out(tmp_path: Path) -> None:
    static = tmp_path / "static"
    shutil.copytree(resources.find_static(), static)
    (static / "page" / "sw.js").unlink()
    with pytest.raises(ReleaseError, match=r"sw\.js") as refusal:
        read_shared_files(static)
    assert "cài đặt lại" in str(refusal.value)
