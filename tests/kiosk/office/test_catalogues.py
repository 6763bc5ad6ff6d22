"""Catalogues by number and by name."""

from __future__ import annotations

import json

import pytest

from kiosk.errors import IntakeError, ReleaseError, StoreError
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.office import catalogues
from kiosk.office.catalogues import CatalogueId
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

ONE = Catalogue((Procedure("1.000001", "Thủ tục một"),))
TWO = Catalogue((Procedure("1.000002", "Thủ tục hai"),))


@pytest.fixture
def filled(store: Store) -> Store:
    with store.writing():
        catalogues.accept(store, ONE, "một")
        catalogues.accept(store, TWO, "hai")
    return store


def test_the_newest_is_in_force(filled: Store, config: Config) -> None:
    now = catalogues.load_in_force(filled, config)
    assert (now.catalogue, now.number, now.origin) == (TWO, 2, "lần nhập 2")


def test_without_an_import_the_configured_files_are_in_force(store: Store, config: Config) -> None:
    now = catalogues.load_in_force(store, config)
    assert now.number is None
    assert now.catalogue.sample
    assert now.origin.endswith("trong config.yaml")


def test_the_identity_follows_the_content(filled: Store, config: Config) -> None:
    assert catalogues.load_in_force(filled, config).id.number == 2
    with filled.writing():
        catalogues.accept(filled, TWO, "hai nữa")
    again = catalogues.load_in_force(filled, config).id
    assert again.number == 3
    assert str(CatalogueId(None, "ab" * 32)) == "danh mục ghi trong config.yaml (mã kiểm tra abababababab)"


def test_catalogues_are_found_by_the_names_that_a_person_writes(filled: Store, config: Config) -> None:
    assert catalogues.find_catalogue(filled, config, "dm1") == ONE
    assert catalogues.find_catalogue(filled, config, "nay") == TWO


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("dm7", StoreError, "chọn một trong các lần nhập: 1, 2"),
        ("7", ReleaseError, "không có bản phát hành này"),
        ("dm", IntakeError, "không hiểu tên danh mục"),
        ("dm-1", IntakeError, "không hiểu tên danh mục"),
        ("", IntakeError, "không hiểu tên danh mục"),
        ("²", IntakeError, "không hiểu tên danh mục"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(
    filled: Store, config: Config, name: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        catalogues.find_catalogue(filled, config, name)


def test_two_catalogues_are_compared(filled: Store, config: Config) -> None:
    assert [c.code for c in catalogues.compare_catalogues(filled, config, "dm1", None)] == ["1.000002", "1.000001"]
    assert catalogues.compare_catalogues(filled, config, None, None) == ()


def test_what_came_into_force_is_in_the_history(filled: Store) -> None:
    lines = [json.loads(line) for line in (filled.root / "history.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["catalogue"], line["why"]) for line in lines] == [(1, "một"), (2, "hai")]


def test_a_damaged_catalogue_is_told_with_its_file(filled: Store, config: Config) -> None:
    (filled.root / "catalogue/0002.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"0002\.json"):
        catalogues.load_in_force(filled, config)
