"""Inputs are gathered from a city's tables, recorded as objects, and restored as they were."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiosk.canonical import digest
from kiosk.errors import ConfigError, LinkError, ReleaseError, StoreError
from kiosk.model.catalogue import Catalogue, Channel, Ending, Level, Online, PostingList, Procedure, Source
from kiosk.model.site import SiteKind
from kiosk.settings.config import Config, SiteRule, load
from kiosk.settings.inputs import Inputs, dump_catalogue, gather, load_catalogue, restore

CATALOGUE = Catalogue(
    (
        Procedure("1.000593", "Kết hôn"),
        Procedure(
            "1.001610",
            "Khai sinh",
            levels=(Level.COMMUNE,),
            effective_to=date(2027, 2, 28),
            ending=Ending.REPEALED,
            received_at=(SiteKind.CITY,),
            online=Online.FULL,
            channels=(Channel("trực tiếp", "5 ngày"),),
            source=Source("qd.xlsx", 12, "Phụ lục"),
        ),
    ),
    lists=(PostingList(SiteKind.COMMUNE, ("1.000593",), "danh-sach.txt"),),
    data_date=date(2026, 7, 1),
)


@pytest.fixture
def config(root: Path) -> Config:
    return load(root / "config.yaml")


@pytest.fixture
def inputs(config: Config) -> Inputs:
    return gather(config, CATALOGUE)


# catalogues as records ---------------------------------------------------------------------------------------


def test_a_catalogue_comes_back_and_empty_fields_take_no_room() -> None:
    content = dump_catalogue(CATALOGUE)
    assert load_catalogue(content) == CATALOGUE
    assert json.loads(content)["procedures"][0] == {"code": "1.000593", "name": "Kết hôn"}


def test_a_record_of_the_time_before_formats_is_read() -> None:
    facts = json.loads(dump_catalogue(CATALOGUE))
    assert facts.pop("format") == 1
    assert load_catalogue(json.dumps(facts).encode()) == CATALOGUE


def test_a_newer_record_is_refused_by_name() -> None:
    newer = json.loads(dump_catalogue(CATALOGUE)) | {"format": 2}
    with pytest.raises(StoreError, match="phiên bản mới hơn") as caught:
        load_catalogue(json.dumps(newer).encode(), "var/catalogue/3.json")
    assert caught.value.place == "var/catalogue/3.json"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"procedures": [{"name": "no code"}]}', dump_catalogue(CATALOGUE)[:-9]]
)
def test_a_damaged_record_is_never_an_empty_catalogue(content: bytes) -> None:
    with pytest.raises(ValidationError):
        load_catalogue(content)


# recorded and restored ---------------------------------------------------------------------------------------


def recorded(inputs: Inputs) -> tuple[dict[str, str], dict[str, bytes]]:
    """Object names by part, and objects by name."""
    objects = inputs.objects()
    return {name: digest(content) for name, content in objects.items()}, {
        digest(content): content for content in objects.values()
    }


def test_a_release_is_made_again_from_what_was_recorded(inputs: Inputs) -> None:
    names, objects = recorded(replace(inputs, emblem=b"\x89PNG"))
    again = restore(names, objects.__getitem__)
    assert again.objects() == replace(inputs, emblem=b"\x89PNG").objects()
    assert (again.sites, again.catalogue, again.aliases) == (inputs.sites, inputs.catalogue, inputs.aliases)
    assert again.groups.groups == inputs.groups.groups
    assert again.groups.of("Hộ tịch") == inputs.groups.of("Hộ tịch")


def test_a_lost_object_is_the_stores_to_tell(inputs: Inputs) -> None:
    names, objects = recorded(inputs)
    del objects[names["sites"]]
    with pytest.raises(KeyError):
        restore(names, objects.__getitem__)


@pytest.mark.parametrize("name", ["config", "sites", "groups", "aliases", "catalogue", "emblem"])
def test_a_list_of_files_that_lacks_an_input_is_refused_in_words(inputs: Inputs, name: str) -> None:
    names, objects = recorded(inputs)
    with pytest.raises(ReleaseError, match="không nêu đủ dữ liệu vào") as caught:
        restore({n: sha for n, sha in names.items() if n != name}, objects.__getitem__)
    assert caught.value.value == name


def test_the_folder_of_the_settings_leaves_no_trace(inputs: Inputs, tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    shutil.copy(root / "config.yaml", tmp_path / "config.yaml")
    assert gather(load(tmp_path / "config.yaml"), CATALOGUE).objects() == inputs.objects()


# what only settings, tables and catalogue together show ------------------------------------------------------


def test_an_emblem_that_cannot_be_read_is_named(config: Config) -> None:
    with pytest.raises(ConfigError, match="biểu trưng") as caught:
        gather(config.model_copy(update={"emblem": Path("data/khong-co.svg")}), CATALOGUE)
    assert caught.value.place.endswith("khong-co.svg")
    assert caught.value.value == "không có tệp hoặc thư mục này"
    assert "emblem" in caught.value.way_out


def test_an_emblem_is_part_of_the_inputs(config: Config) -> None:
    """Its bytes as they are: what they show is the drawing side's matter."""
    with_emblem = gather(config.model_copy(update={"emblem": config.sites}), CATALOGUE)
    assert with_emblem.objects()["emblem"] == with_emblem.emblem == config.path(config.sites).read_bytes()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://127.0.0.1"])
def test_an_address_of_the_machine_itself_is_for_samples_only(config: Config, url: str) -> None:
    local = config.model_copy(update={"public_url": url})
    assert gather(local, replace(CATALOGUE, sample=True)).config.public_url == url
    with pytest.raises(LinkError, match="chỉ bản mẫu được dùng") as caught:
        gather(local, CATALOGUE)
    assert caught.value.value == url
    assert "public_url" in caught.value.place


def test_a_rule_for_a_site_that_the_table_lacks_is_refused(config: Config) -> None:
    rule = SiteRule(extra=("1.000593",))
    rules = config.listing.model_copy(update={"sites": {"11824": rule, "99999": rule, "98888": rule}})
    with pytest.raises(ConfigError, match="không có trong bảng các điểm") as caught:
        gather(config.model_copy(update={"listing": rules}), CATALOGUE)
    assert caught.value.value == "98888, 99999"
    assert "data/sites.csv" in caught.value.way_out


def test_a_contact_that_cannot_be_used_is_left_out_and_told(tmp_path: Path, root: Path, config: Config) -> None:
    table = (root / "data/sites.csv").read_text(encoding="utf-8").splitlines()
    columns = table[0].split(",")
    row = dict.fromkeys(columns, "") | {"code": "11824", "kind": "commune", "name": "Xã", "hotline": "gọi anh Ba"}
    (tmp_path / "sites.csv").write_text("\n".join([table[0], ",".join(row[c] for c in columns)]), encoding="utf-8")
    inputs = gather(config.model_copy(update={"sites": tmp_path / "sites.csv"}), CATALOGUE)
    assert inputs.sites[0].hotline == ""
    assert [(p.column, p.value) for p in inputs.left_out] == [("hotline", "gọi anh Ba")]
    assert "gọi anh Ba" not in str(inputs.objects())
