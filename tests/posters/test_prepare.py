"""What is prepared of the faces is what the faces say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from posters import fonts, prepare


def test_prepared_files_are_up_to_date() -> None:
    for path, content in prepare.files():
        assert path.read_bytes() == content, f"{path.name}: run python -m posters.prepare"


def test_it_writes_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PREPARED", tmp_path / "prepared")
    prepare.main()
    assert {p.name for p in (tmp_path / "prepared").iterdir()} == {
        *(f"{name}.json" for name in fonts.NAMES.values()),
        *(f"{name}.ttf" for face, name in fonts.NAMES.items() if face is not fonts.Face.FALLBACK),
    }
