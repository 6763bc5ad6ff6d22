"""Settings: the shipped file is valid, and every mistake is named with key and way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import Config, load, parse
from kiosk.errors import ConfigError


def test_the_shipped_settings_are_valid(root: Path) -> None:
    config = load(root / "config.yaml")
    assert config.path(config.sites) == root / "data/sites.csv"
    assert "Hải quan" in config.listing.commune.exclude_fields


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("", encoding="utf-8")
    assert load(tmp_path / "config.yaml").server.port == 8000


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"ctiy": "x"}, "«ctiy»"),
        ({"server": {"port": 99999}}, "«server.port»"),
        ({"listing": {"commune": {"levels": ["làng"]}}}, "listing.commune.levels"),
        (["a"], "khóa: giá trị"),
    ],
)
def test_a_wrong_key_is_named(raw: object, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(raw, Path("config.yaml"))
    assert says in str(caught.value)
    assert caught.value.way_out


def test_broken_yaml_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "config.yaml"
    bad.write_text("a: [1", encoding="utf-8")
    for path in (bad, tmp_path / "none.yaml"):
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_settings_cannot_be_changed_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().city = "x"
