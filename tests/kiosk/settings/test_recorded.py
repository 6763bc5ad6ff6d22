"""Settings recorded with an old release are read though settings came and went since; live ones stay strict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.canonical import dump_canonical
from kiosk.errors import ConfigError, ReleaseError
from kiosk.model.catalogue import Catalogue
from kiosk.settings.config import load, parse
from kiosk.settings.inputs import gather, restore
from kiosk.settings.recorded import read_recorded_config


@pytest.fixture
def record(root: Path) -> dict[str, Any]:
    """The shipped settings as a release records them."""
    recorded: dict[str, Any] = json.loads(dump_canonical(load(root / "config.yaml").model_dump(mode="json")))
    return recorded


def test_a_record_of_today_comes_back_as_it_was(record: dict[str, Any]) -> None:
    assert read_recorded_config(dump_canonical(record)).model_dump(mode="json") == record


def test_settings_that_exist_no_more_are_ignored_at_any_depth(record: dict[str, Any]) -> None:
    older = json.loads(dump_canonical(record))
    older["redirects"] = {"a": 1}
    older["links"]["shorten"] = True
    older["listing"]["sites"] = {"11824": {"extra": ["1.000593"], "why": "x"}}
    config = read_recorded_config(dump_canonical(older))
    assert config.listing.sites["11824"].extra == ("1.000593",)
    assert config.city == "Hải Phòng"


def test_settings_that_did_not_exist_yet_get_the_default_of_the_time(record: dict[str, Any]) -> None:
    for key in ("city", "publisher", "feedback", "server", "wording"):
        del record[key]
    del record["listing"]["own_city"]
    config = read_recorded_config(dump_canonical(record))
    assert (config.city, config.listing.own_city, config.server.port) == ("Hải Phòng", "Hải Phòng", 8000)


def test_a_record_without_rules_at_all_is_read() -> None:
    assert read_recorded_config(b"{}").listing.own_city == "Hải Phòng"


def test_an_address_that_may_not_be_printed_today_does_not_stop_reading(record: dict[str, Any]) -> None:
    record["public_url"] = "http://bit.ly/x"
    record["links"]["hosts"] = ["vn"]
    assert read_recorded_config(dump_canonical(record)).public_url == "http://bit.ly/x"


@pytest.mark.parametrize("content", [b"", b"[]", b"1", b"{", b"\xff", b'{"listing": 3}', b'{"server": {"port": "x"}}'])
def test_what_is_no_record_is_one_sentence(content: bytes) -> None:
    with pytest.raises(ReleaseError, match="cấu hình ghi cùng bản phát hành"):
        read_recorded_config(content)


def test_live_settings_stay_strict(record: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="redirects"):
        parse({**record, "redirects": 1}, Path("config.yaml"))


def test_inputs_recorded_with_other_columns_are_restored(root: Path) -> None:
    inputs = gather(load(root / "config.yaml"), Catalogue(sample=True))
    objects = inputs.objects()
    sites = json.loads(objects["sites"])
    for site in sites:
        site["fax"] = "1"
        del site["hours"], site["unit"]
    objects["sites"] = dump_canonical(sites)
    restored = restore({name: name for name in objects}, objects.__getitem__)
    assert [s.code for s in restored.sites] == [s.code for s in inputs.sites]
    assert restored.sites[0].hours == ""
