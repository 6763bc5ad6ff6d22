"""Single settings are written into the text of `config.yaml`; comments, order and line ends stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import ConfigError, LinkError
from kiosk.settings.config import load
from kiosk.settings.config_writer import change_settings
from kiosk.text import tidy
from posters.printable import find_unprintable

TEXT = """# Của thành phố
city: Sông Lam  # tên ngắn
publisher: 'UBND: tỉnh'

listing: {own_city: Sông Lam, commune: {levels: [xã]}}
feedback:
    address:
    hotline: "18001096" # tổng đài
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_bytes(TEXT.replace("\n", "\r\n").encode())
    return tmp_path / "config.yaml"


def test_only_the_values_change(path: Path) -> None:
    values = {
        "city": "Sông Cả: «A»",
        "listing.own_city": "Cả",
        "feedback.address": "Số 1 # B",
        "feedback.hotline": "1022",
    }
    change_settings(path, values)
    expected = (
        TEXT.replace("Sông Lam  #", '"Sông Cả: «A»"  #')
        .replace("own_city: Sông Lam", 'own_city: "Cả"')
        .replace("address:", 'address: "Số 1 # B"')
        .replace('"18001096"', '"1022"')
    )
    assert path.read_bytes().decode() == expected.replace("\n", "\r\n")
    config = load(path)
    assert (config.city, config.feedback.address, config.feedback.hotline) == ("Sông Cả: «A»", "Số 1 # B", "1022")


@settings(deadline=None)
@given(st.text().map(tidy).filter(lambda text: text and find_unprintable(text) is None))
def test_any_printable_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("city") / "config.yaml"
    path.write_text(TEXT.replace("    address:\n", ""), encoding="utf-8")
    change_settings(path, {"city": text})
    assert load(path).city == text


@pytest.mark.parametrize(
    "values",
    [
        {"city": " "},
        {"public_url": "https://niemyet.songlam.gov.vn"},
        {"listing.commune.levels": "tỉnh"},
        {"feedback": "x"},
        {"feedback.url": "https://bit.ly/x"},
        {"city.name": "x"},
    ],
)
def test_what_reading_would_refuse_is_not_written(path: Path, values: dict[str, str]) -> None:
    before = path.read_bytes()
    with pytest.raises((ConfigError, LinkError)):
        change_settings(path, values)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"city: [1", b"city: \xff", b"city: a\ncity: b\n"])
def test_a_file_that_is_no_settings_is_told_and_stays(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        change_settings(path, {"city": "x"})
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_texts_by_name_stand_in_braces_and_are_written_over(path: Path) -> None:
    for by_kind in ({"commune": "own", "city": "portal"}, {"commune": "portal", "city": "own"}):
        change_settings(path, {"public_url": "https://a.gov.vn/", "feedback.address": "A", "links.mode": by_kind})
        assert {kind.value: mode.value for kind, mode in load(path).links.mode.items()} == by_kind  # type: ignore[union-attr]
    change_settings(path, {"links.mode": "portal"})
    assert load(path).links.mode == "portal"


def test_an_address_is_checked_before_it_is_written(path: Path) -> None:
    path.write_text(TEXT.replace("    address:\n", "") + 'public_url: ""\n', encoding="utf-8")
    with pytest.raises(LinkError, match="public_url"):
        change_settings(path, {"public_url": "https://bit.ly/x"})
    change_settings(path, {"public_url": "https://niemyet.songlam.gov.vn"})
    assert load(path).public_url == "https://niemyet.songlam.gov.vn"


@pytest.mark.parametrize("start", ["wording: {}\n", "wording:\n", "wording:\n    sheet: T  # nhãn\n", ""])
def test_a_key_that_is_missing_is_added_wherever_its_place_may_stand(path: Path, start: str) -> None:
    path.write_text(TEXT.replace("address:", "address: ''") + start, encoding="utf-8")
    steps = ("Một", "Hai", "Ba")
    change_settings(path, {"wording.sheet": "Tờ số", "wording.steps": steps})
    change_settings(path, {"wording.steps": ("Bốn", *steps[1:])})
    assert dict(load(path).wording) == {"sheet": "Tờ số", "steps": ("Bốn", "Hai", "Ba")}
    assert path.read_text(encoding="utf-8").endswith("# nhãn\n") is ("# nhãn" in start)


def test_a_list_on_several_lines_is_left_to_people(path: Path) -> None:
    path.write_text(TEXT + "wording:\n  steps:\n    - Một\n    - Hai\n    - Ba\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="một dòng"):
        change_settings(path, {"wording.steps": ("a", "b", "c")})
