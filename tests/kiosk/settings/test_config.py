"""Settings: the shipped file is valid, and every mistake is named with key and way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from kiosk.errors import ConfigError, LinkError
from kiosk.model.catalogue import Catalogue, Level
from kiosk.settings.config import SiteRule, _OnceLoader, load, parse
from kiosk.settings.inputs import gather

CITY: dict[str, object] = {"city": "Sông Lam", "publisher": "UBND tỉnh Sông Lam", "listing": {"own_city": "Sông Lam"}}
"""What every city must say of itself."""


def _of_city(raw: object) -> object:
    """`raw` with what every city must say, so that only its own mistake is told."""
    if not isinstance(raw, dict):
        return raw
    listing = {"own_city": "Sông Lam", **raw.get("listing", {})}
    return {**CITY, **raw, "listing": listing}


def test_the_shipped_settings_are_valid(root: Path) -> None:
    config = load(root / "config.yaml")
    assert config.path(config.sites) == root / "data/sites.csv"
    assert "Hải quan" in config.listing.commune.exclude_fields


def test_what_is_not_the_citys_own_has_a_default() -> None:
    config = parse(CITY, Path("config.yaml"))
    assert (config.server.port, config.links.hosts) == (8000, ("dichvucong.gov.vn",))


@pytest.mark.parametrize("key", ["city", "publisher", "listing", "listing.own_city"])
@pytest.mark.parametrize("empty", [False, True])
def test_what_is_the_citys_own_must_be_said(key: str, empty: bool) -> None:
    outer, _, inner = key.partition(".")
    raw = {name: value for name, value in CITY.items() if name != outer}
    if inner:
        raw["listing"] = {inner: ""} if empty else {}
    elif empty and outer != "listing":
        raw[outer] = ""
    with pytest.raises(ConfigError, match=rf"khóa «{key}»") as caught:
        parse(raw, Path("config.yaml"))
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"ctiy": "x"}, "«ctiy»"),
        ({"server": {"port": 99999}}, "«server.port»"),
        ({"listing": {"commune": {"levels": ["làng"]}}}, "listing.commune.levels"),
        (["a"], "khóa: giá trị"),
        ({"listing": {"sites": {11824: {"extra": ["1.000593"]}}}}, 'trong ngoặc kép, ví dụ "1.000593", "11824"'),
        ({"listing": {"commune": {"extra": [2.00161]}}}, "trong ngoặc kép"),
        ({"keep_releases": 1}, "ghi một số nguyên từ 2 trở lên"),
        ({"links": {"hosts": []}}, "«links.hosts»"),
    ],
)
def test_a_wrong_key_is_named(raw: object, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(_of_city(raw), Path("config.yaml"))
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
    raw = _of_city({"listing": {"commune": {"exclude": ["1.000593"]}, "city": {}}})
    listing = parse(raw, tmp_path / "config.yaml").listing
    assert (listing.commune.levels, listing.city.levels) == ((Level.COMMUNE,), (Level.PROVINCE,))


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("city: Hải Phòng\nserver:\n  port: 80\n  port: 81\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"dòng 4, cột 3: khóa này ghi hai lần \(giá trị: «port»\)"):
        load(path)


BAD = [
    "javascript:alert(1)",
    "http://dichvucong.gov.vn/x",
    "https://evil.example/x",
    "https://bit.ly/x",
    "https://x@y/<script>",
    "https://..dichvucong.gov.vn/",
    "http://127.0.0.1:8000/",
    "",
]


@pytest.mark.parametrize("key", ["url", "status_url"])
@pytest.mark.parametrize("url", BAD)
def test_a_feedback_address_leads_to_an_allowed_host(key: str, url: str) -> None:
    with pytest.raises(LinkError, match=rf"khóa feedback\.{key}"):
        parse(_of_city({"feedback": {key: url}}), Path("config.yaml"))


@pytest.mark.parametrize("url", BAD[:-2])
def test_the_public_address_is_a_state_agencys_own(url: str) -> None:
    with pytest.raises(LinkError, match="khóa public_url"):
        parse(_of_city({"public_url": url}), Path("config.yaml"))


@pytest.mark.parametrize("url", ["https://niemyet.songlam.gov.vn/a?b", "https://niemyet.songlam.gov.vn/#a"])
def test_a_public_address_ends_with_its_path(url: str) -> None:
    with pytest.raises(LinkError, match="khóa public_url"):
        parse(_of_city({"public_url": url}), Path("config.yaml"))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTPS://NiemYet.SongLam.gov.vn", "https://niemyet.songlam.gov.vn"),
        ("https://niemyet.songlam.gov.vn/kiosk/", "https://niemyet.songlam.gov.vn/kiosk"),
        ("http://127.0.0.1:80/", "http://127.0.0.1"),
        ("", ""),
    ],
)
def test_a_public_address_has_one_form(written: str, normal: str) -> None:
    assert parse(_of_city({"public_url": written}), Path("config.yaml")).public_url == normal


def test_the_citys_own_host_allows_no_other_address() -> None:
    raw = {"public_url": "https://niemyet.songlam.gov.vn", "feedback": {"url": "https://niemyet.songlam.gov.vn/y"}}
    with pytest.raises(LinkError, match=r"khóa feedback\.url"):
        parse(_of_city(raw), Path("config.yaml"))


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        # Without its placeholder a pattern would send every code to one page.
        ("entry", "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"),
        ("search", "https://dichvucong.gov.vn/tim-kiem?keyword={ma}"),
        ("entry", "https://dichvucong.gov.vn/{uuid}/{uuid}"),
        ("entry", "https://{uuid}.dichvucong.gov.vn/"),
        ("search", "https://dichvucong.gov.vn{code}/"),
        ("search", "https://dichvucong.gov.vn@{code}/"),
        ("search", "https://evil.example/?{code}"),
        ("search", "https://dichvucong.gov.vn/{other}?q={code}"),
    ],
)
def test_a_pattern_that_leads_astray_is_refused(key: str, pattern: str) -> None:
    with pytest.raises(LinkError, match=rf"khóa links\.{key}") as caught:
        parse(_of_city({"links": {key: pattern}}), Path("config.yaml"))
    assert caught.value.way_out


@pytest.mark.parametrize("host", ["", "vn", "*", "gov.vn", "com.vn", "*.gov.vn", "haiphong.vn", "github.io"])
def test_a_host_that_stands_for_everybody_is_refused(host: str) -> None:
    with pytest.raises(LinkError, match=r"khóa links\.hosts"):
        parse(_of_city({"links": {"hosts": ["dichvucong.gov.vn", host]}}), Path("config.yaml"))


@pytest.mark.parametrize("key", ["feedback_url", "hotline", "feedback_address"])
def test_wording_is_no_way_around_the_feedback_settings(key: str) -> None:
    with pytest.raises(ConfigError, match=rf"wording\.{key}.*feedback\."):
        parse(_of_city({"wording": {key: "https://bit.ly/x"}}), Path("config.yaml"))


def test_only_a_sample_may_show_an_address_of_this_machine(root: Path) -> None:
    config = load(root / "config.yaml").model_copy(update={"public_url": "http://127.0.0.1:8000"})
    assert gather(config, Catalogue(sample=True)).config.public_url == "http://127.0.0.1:8000"
    with pytest.raises(LinkError, match="chỉ bản mẫu"):
        gather(config, Catalogue())


def test_a_rule_for_a_site_that_does_not_exist_is_refused(root: Path) -> None:
    config = load(root / "config.yaml")
    rules = config.listing.model_copy(update={"sites": {"99999": SiteRule()}})
    with pytest.raises(ConfigError, match=r"không có trong bảng các điểm \(giá trị: «99999»\)"):
        gather(config.model_copy(update={"listing": rules}), Catalogue())


def test_settings_cannot_be_changed_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse(CITY, Path("config.yaml")).city = "x"


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("city", {"city": "Sông ﷽"}),
        ("wording.scan", {"wording": {"scan": "Quét ｍã"}}),
        ("wording.steps", {"wording": {"steps": ("Một", "Hai 二", "Ba")}}),
        ("feedback.address", {"feedback": {"address": "Số 1 😀"}}),
    ],
)
def test_words_that_nothing_prints_are_refused_by_key_and_character(key: str, settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"khóa «{key}» có ký tự không in được")) as refused:
        parse(_of_city(settings), Path("config.yaml"))
    assert "U+" in refused.value.message


def test_the_fast_parser_reads_what_the_slow_one_reads(root: Path) -> None:
    text = (root / "config.yaml").read_text(encoding="utf-8")
    assert issubclass(_OnceLoader, yaml.CSafeLoader)
    assert yaml.load(text, Loader=_OnceLoader) == yaml.safe_load(text)  # noqa: S506 - a safe loader
