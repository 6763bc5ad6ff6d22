"""Settings: the shipped file is valid, and every mistake is named with key and way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.errors import ConfigError, LinkError
from kiosk.model.catalogue import Catalogue, Level
from kiosk.settings.config import Config, SiteRule, load, parse
from kiosk.settings.inputs import gather


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
        # Without its placeholder a pattern would send every code to one page.
        ({"links": {"entry": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"}}, "«links.entry»"),
        ({"links": {"search": "https://dichvucong.gov.vn/tim-kiem?keyword={ma}"}}, "«links.search»"),
        ({"listing": {"sites": {11824: {"extra": ["1.000593"]}}}}, 'trong ngoặc kép, ví dụ "1.000593", "11824"'),
        ({"listing": {"commune": {"extra": [2.00161]}}}, "trong ngoặc kép"),
        ({"keep_releases": 1}, "ghi một số nguyên từ 2 trở lên"),
        ({"public_url": "javascript:alert(1)"}, "«public_url»"),
    ],
)
def test_a_wrong_key_is_named(raw: object, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(raw, Path("config.yaml"))
    assert says in str(caught.value)
    assert caught.value.way_out
    assert not re.search(r"\b(?:input|should|valid|permitted)\b", str(caught.value), re.IGNORECASE)


def test_broken_yaml_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "config.yaml"
    bad.write_text("a: [1", encoding="utf-8")
    for path in (bad, tmp_path / "none.yaml"):
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert "\n" not in str(caught.value)


def test_a_rule_may_leave_its_levels_out(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("listing: {commune: {exclude: ['1.000593']}, city: {}}", encoding="utf-8")
    listing = load(tmp_path / "config.yaml").listing
    assert (listing.commune.levels, listing.city.levels) == ((Level.COMMUNE,), (Level.PROVINCE,))


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("city: Hải Phòng\nserver:\n  port: 80\n  port: 81\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dòng 4, cột 3: khóa này ghi hai lần \(giá trị: «port»\)"):
        load(path)


@pytest.mark.parametrize("key", ["url", "status_url"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://dichvucong.gov.vn/x", "https://evil.example/x"])
def test_a_feedback_address_leads_to_an_allowed_host(root: Path, key: str, url: str) -> None:
    config = load(root / "config.yaml")
    config = config.model_copy(update={"feedback": config.feedback.model_copy(update={key: url})})
    with pytest.raises(LinkError, match=rf"khóa feedback\.{key}"):
        gather(config, Catalogue())


def test_a_rule_for_a_site_that_does_not_exist_is_refused(root: Path) -> None:
    config = load(root / "config.yaml")
    rules = config.listing.model_copy(update={"sites": {"99999": SiteRule()}})
    with pytest.raises(ConfigError, match=r"không có trong bảng các điểm \(giá trị: «99999»\)"):
        gather(config.model_copy(update={"listing": rules}), Catalogue())


def test_settings_cannot_be_changed_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().city = "x"
