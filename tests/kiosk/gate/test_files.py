"""Files are what the manifest says, byte for byte; pages list what both of their forms say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.gate.files import find_file_problem, read_screens
from kiosk.model.files import SHEETS_FILE, name_single_file
from kiosk.model.manifest import FileEntry, Manifest
from kiosk.workspace.store import Store
from tests.kiosk.pages.planning import CITY, COMING, COMMUNES, DAY

SHEETS = f"sites/{CITY.code}/{SHEETS_FILE}"


@pytest.fixture
def release(drawn_city: tuple[Store, Manifest]) -> Manifest:
    return drawn_city[1]


def entry(release: Manifest, path: str) -> FileEntry:
    return next(f for f in release.files if f.path == path)


def test_every_file_of_a_finished_release_is_what_it_should_be(release: Manifest, city_store: Store) -> None:
    assert {find_file_problem(f, city_store, release.number) for f in release.files} == {""}


def test_one_byte_more_less_or_other_is_told_with_the_path(
    release: Manifest, city_store: Store, city_tree: Path
) -> None:
    path = city_tree / SHEETS
    content = path.read_bytes()
    for spoilt in (content + b"\n", content[:-1], content.replace(b"%PDF-1.7", b"%PDF-1.6", 1), b""):
        path.write_bytes(spoilt)
        problem = find_file_problem(entry(release, SHEETS), city_store, release.number)
        assert problem.startswith(f"tệp {SHEETS} không đúng")
        assert "kiosk regenerate" in problem


def test_a_file_that_is_not_there_or_is_none(release: Manifest, city_store: Store, city_tree: Path) -> None:
    path = city_tree / SHEETS
    path.unlink()
    assert find_file_problem(entry(release, SHEETS), city_store, release.number).startswith(f"thiếu tệp {SHEETS}")
    path.mkdir()
    assert "không phải tệp thường" in find_file_problem(entry(release, SHEETS), city_store, release.number)


def test_each_sites_page_is_read_on_a_day(release: Manifest, city_tree: Path) -> None:
    screens = read_screens(city_tree, release.sites, DAY)
    assert [set(screens[s.code]) for s in COMMUNES] == [{"1.000001", "1.000002"}] * 3
    assert set(screens[CITY.code]) == {"1.000003"}
    assert COMING.effective_from == DAY + timedelta(30)
    later = read_screens(city_tree, release.sites, DAY + timedelta(30))
    assert set(later[COMMUNES[0].code]) == {"1.000001", "1.000002", "1.000004"}


def test_addresses_are_those_of_the_finished_page(release: Manifest, city_tree: Path) -> None:
    codes = {c.code: c.payload for entries in release.bodies.values() for c in entries}
    screens = read_screens(city_tree, release.sites, DAY)
    assert {code: url for urls in screens.values() for code, url in urls.items()} == codes


def test_a_page_of_which_one_form_is_broken_lists_nothing(release: Manifest, city_tree: Path) -> None:
    victim, other = COMMUNES[0].code, COMMUNES[1].code
    (city_tree / "sites" / victim / name_single_file(victim)).write_text("<html>", encoding="utf-8")
    screens = read_screens(city_tree, release.sites, DAY)
    assert screens[victim] == {}
    assert screens[other]


def test_a_site_without_a_folder_lists_nothing(release: Manifest, city_tree: Path) -> None:
    ghost = replace(release.sites[0], code="99999")
    assert read_screens(city_tree, [ghost], DAY) == {"99999": {}}
