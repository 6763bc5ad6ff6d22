"""The tables of `data/` that ship with the product."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kiosk.intake.read import read_file
from kiosk.model.catalogue import Procedure
from kiosk.model.problem import Severity
from kiosk.model.site import SiteKind
from kiosk.settings import tables
from kiosk.text import fold, split_words

TABLES = ("sites.csv", "groups.csv", "aliases.csv", "tthc-mau.csv")
INVISIBLE = {"Cc", "Cf", "Co", "Zl", "Zp"}
ILLUSTRATED = {"1.012786", "1.013274", "1.014791", "1.014793"}


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "data"


@pytest.fixture(scope="module")
def sites(data: Path) -> dict[str, tables.Site]:
    return {site.code: site for site in tables.read_sites(data / "sites.csv").sites}


@pytest.fixture(scope="module")
def groups(data: Path) -> tables.Groups:
    return tables.read_groups(data / "groups.csv")


@pytest.fixture(scope="module")
def sample(data: Path) -> tuple[Procedure, ...]:
    return read_file(data / "tthc-mau.csv").procedures


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def _real_catalogue(real_data: Path) -> Iterator[tuple[str, str]]:
    """(field, name) of every row in the real files."""
    for name in ("commune", "province", "haiphong"):
        for row in _rows(real_data / "catalogue" / f"{name}.csv"):
            yield row["field"], row["name"]
    for path in sorted((real_data / "portal-xlsx").glob("*.xlsx")):
        for cells in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=3, values_only=True):
            if cells[0]:
                yield str(cells[4]), str(cells[1])
    for path in sorted((real_data / "portal-api").glob("list-*.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))["data"]["items"]:
            for field in item["categories"]:
                yield field, item["name"]


@pytest.mark.parametrize("name", TABLES)
def test_text_is_nfc_without_invisible_letters(data: Path, name: str) -> None:
    text = (data / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not {c for c in text if unicodedata.category(c) in INVISIBLE} - {"\n"}
    assert "\xa0" not in text


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_as_many_cells_as_the_header(data: Path, name: str) -> None:
    lines = [x for x in (data / name).read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    assert {len(row) for row in csv.reader(lines)} == {len(lines[0].split(","))}


def test_116_sites_by_official_code(sites: dict[str, tables.Site]) -> None:
    kinds = [site.kind for site in sites.values()]
    assert kinds.count(SiteKind.COMMUNE) == 114
    assert [code for code, site in sites.items() if site.kind is SiteKind.CITY] == ["HP-E", "HP-W"]
    units = [site.unit for site in sites.values()]
    assert {unit: units.count(unit) for unit in set(units)} == {
        "phường": 45,
        "xã": 67,
        "đặc khu": 2,
        "thành phố": 2,
    }


def test_two_communes_that_differ_by_one_mark_stay_apart(sites: dict[str, tables.Site]) -> None:
    assert sites["10888"].name == "Trung tâm Phục vụ hành chính công xã Cẩm Giang"
    assert sites["10903"].name == "Trung tâm Phục vụ hành chính công xã Cẩm Giàng"
    assert fold(sites["10888"].name) == fold(sites["10903"].name)
    assert len({site.name for site in sites.values()}) == 116


@pytest.mark.real
def test_sites_are_the_official_units(sites: dict[str, tables.Site], real_data: Path) -> None:
    official = {row["code"]: row["name"] for row in _rows(real_data / "sites" / "haiphong_units.csv")}
    ours = {c: s.name.partition("hành chính công ")[2] for c, s in sites.items() if s.kind is SiteKind.COMMUNE}
    assert ours == {code: name[0].lower() + name[1:] for code, name in official.items()}


def test_groups_fit_a_button_and_a_sheet_header(groups: tables.Groups) -> None:
    assert 12 <= len(groups.groups) <= 16
    assert len({group.abbreviation for group in groups.groups}) == len(groups.groups)
    assert max(len(group.title) for group in groups.groups) <= 40
    assert all(group.everyday for group in groups.groups[:-1])


def test_last_group_takes_unknown_fields(groups: tables.Groups) -> None:
    assert groups.groups[-1].title == "Lĩnh vực khác"
    assert groups.of("Lĩnh vực chưa ai đặt tên").abbreviation == "LK"


def test_rows_of_a_group_agree_and_stand_together(data: Path) -> None:
    rows = _rows(data / "groups.csv")
    seen = list(dict.fromkeys((row["group_id"], row["abbreviation"], row["group_title"]) for row in rows))
    assert len(seen) == len({row["group_id"] for row in rows})
    order = [row["group_id"] for row in rows]
    assert order == sorted(order, key=[group for group, _, _ in seen].index)


@pytest.mark.real
def test_every_real_field_has_a_group(groups: tables.Groups, real_data: Path) -> None:
    fields = {field for field, _ in _real_catalogue(real_data)}
    assert len(fields) > 230
    assert not {field for field in fields if fold(field) not in groups.by_field}


def _phrase(text: str) -> str:
    return f" {' '.join(split_words(text))} "


@pytest.mark.real
def test_every_meaning_finds_a_real_procedure(data: Path, real_data: Path) -> None:
    """The words of a meaning stand together in one entry, in any order: that is how the search reads them."""
    entries = [frozenset(_phrase(f"{name} {field}").split()) for field, name in _real_catalogue(real_data)]
    found = tables.read_aliases(data / "aliases.csv")
    assert 150 <= sum(len(meanings) for _, meanings in found) <= 800
    pairs = [(alias, m, frozenset(_phrase(m).split())) for alias, meanings in found for m in meanings]
    assert not [(alias, m) for alias, m, wanted in pairs if not any(wanted <= entry for entry in entries)]


def test_an_alias_says_something_new(data: Path) -> None:
    pairs = [(row["alias"], row["meaning"]) for row in _rows(data / "aliases.csv")]
    assert len(set(pairs)) == len(pairs)
    assert not [alias for alias, meaning in pairs if _phrase(alias) == _phrase(meaning)]


def test_sample_reads_without_a_refused_row(data: Path) -> None:
    reading = read_file(data / "tthc-mau.csv")
    assert reading.sample
    assert [str(p) for p in reading.problems if p.severity is not Severity.WARNING] == []
    assert len(reading.procedures) == len(_rows(data / "tthc-mau.csv"))


def test_sample_is_small_and_true_to_both_levels(sample: tuple[Procedure, ...]) -> None:
    assert 110 <= len(sample) <= 130
    assert all(re.fullmatch(r"\d\.\d{6}", p.code) for p in sample)
    assert sum("xã" in p.levels for p in sample) >= 60
    assert sum("tỉnh" in p.levels for p in sample) >= 30
    assert 100 <= sum(bool(p.portal_id) for p in sample) < len(sample)
    assert max(len(p.name) for p in sample) == 1094
    assert min(len(p.name) for p in sample) < 10


def test_most_asked_procedures_have_an_everyday_name(sample: tuple[Procedure, ...]) -> None:
    common = [p for p in sample if p.common]
    assert 15 <= len(common) <= 20
    assert all(p.everyday and p.keywords for p in common)


def test_only_the_declared_rows_illustrate_dates(data: Path, sample: tuple[Procedure, ...]) -> None:
    dated = {p.code for p in sample if p.effective_from or p.effective_to}
    assert dated == ILLUSTRATED
    notes = (data / "README.md").read_text(encoding="utf-8")
    assert all(code in notes for code in ILLUSTRATED)


def test_a_day_changes_what_the_sample_has_in_force(sample: tuple[Procedure, ...]) -> None:
    versions = [p for p in sample if p.code == "1.013274"]
    assert len(versions) == 2
    for day, decision in ((date(2027, 2, 28), "871/QĐ-BXD"), (date(2027, 3, 1), "3501/QĐ-UBND")):
        assert [p.decision for p in versions if p.in_force(day)] == [decision]


def test_channels_are_quoted_apart(sample: tuple[Procedure, ...]) -> None:
    copies = next(p for p in sample if p.code == "2.000635")
    assert [(c.name, c.time, c.fee) for c in copies.channels] == [
        ("trực tiếp", "", "8.000 đồng"),
        ("trực tuyến", "", "8.000 đồng"),
        ("bưu chính", "", "8.000 đồng"),
    ]
    extended = next(p for p in sample if p.code == "1.013227")
    assert extended.channels[0].time == "5 ngày làm việc"
    assert extended.channels[0].fee == "Theo quy định của Hội đồng nhân dân cấp tỉnh"


@pytest.mark.real
def test_sample_agrees_with_the_real_lists(sample: tuple[Procedure, ...], real_data: Path) -> None:
    real = {}
    for name in ("province", "commune", "haiphong"):
        for row in _rows(real_data / "catalogue" / f"{name}.csv"):
            real[row["code"].strip()] = row
    known = [p for p in sample if p.code in real]
    assert len(known) > 110
    assert not [p.code for p in known if p.portal_id != real[p.code]["uuid"]]
    assert not [p.code for p in known if fold(p.name) != fold(real[p.code]["name"])]
