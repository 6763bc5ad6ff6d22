"""What is moved out of the way keeps its content, under a name that nothing had."""

from __future__ import annotations

from pathlib import Path

from kiosk.office.setting_aside import set_aside
from kiosk.workspace.store import Store


def test_nothing_that_was_set_aside_is_overwritten(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for n in range(3):
        (tmp_path / "verified").mkdir(exist_ok=True)
        (tmp_path / "verified/1.json").write_text(str(n), encoding="utf-8")
        set_aside(store, tmp_path / "verified/1.json")
    kept = sorted((p.name, p.read_text(encoding="utf-8")) for p in (tmp_path / "set-aside").iterdir())
    assert kept == [("verified-1.json", "0"), ("verified-1.json.1", "1"), ("verified-1.json.2", "2")]
