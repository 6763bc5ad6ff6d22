"""`kiosk site`: the table of sites, and changes to one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kiosk.commands import Office


@pytest.fixture
def city(tmp_path: Path, root: Path) -> Office:
    """Settings and tables of four sites, nothing built."""
    return Office.in_folder(tmp_path, root)


def table(city: Office) -> str:
    return (city.folder / "data/sites.csv").read_text(encoding="utf-8")


def test_the_sites_are_listed(city: Office) -> None:
    shown = city.ok("site", "list")
    assert "4 điểm tiếp nhận" in shown
    assert "10888 cấp xã Trung tâm" in " ".join(shown.split())
    listed = city.json("site", "list")
    assert [s["code"] for s in listed] == ["10507", "10888", "10903", "HP-E"]
    assert listed[0]["hotline"] == ""


def test_several_fields_are_set_and_cleared_and_the_difference_is_shown(city: Office) -> None:
    before = table(city)
    shown = city.ok("site", "set", "10888", "hotline=0225 3 123 456", "address=Số 1, đường A = B")
    assert "hotline: «» → «0225 3 123 456»" in shown
    assert "address: «» → «Số 1, đường A = B»" in shown
    assert [s["hotline"] for s in city.json("site", "list")] == ["", "0225 3 123 456", "", ""]
    assert "«0225 3 123 456» → «»" in city.ok("site", "set", "10888", "hotline=", "address=")
    assert "không có gì đổi" in city.ok("site", "set", "hp-e", "hours=")
    # The address had needed quotes; they stay with the cell.
    assert table(city) == before.replace("xã Cẩm Giang,,", 'xã Cẩm Giang,"",')


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("10888", "fax=1"), "hotline"),
        (("10888", "code=10889"), "hotline"),
        (("99999", "hotline=0225 1"), "kiosk site list"),
        (("10888", "hotline=gọi tôi"), "ghi số điện thoại"),
        (("10888", "name="), "ghi tên điểm"),
    ],
)
def test_what_cannot_be_set_is_told_with_the_way_out(city: Office, words: tuple[str, ...], says: str) -> None:
    before = table(city)
    assert says in city.refused("site", "set", *words)
    assert table(city) == before


@pytest.mark.parametrize("words", [("hotline",), ("hotline=1234", "hotline=5678"), ()])
def test_wrong_usage_answers_two(city: Office, words: tuple[str, ...]) -> None:
    result = city.run("site", "set", "10888", *words)
    assert result.returncode == 2
    assert result.stderr.startswith("Sai cú pháp lệnh: ")


def test_the_tables_that_came_with_the_program_are_not_changed(tmp_path: Path, root: Path) -> None:
    before = (root / "data/sites.csv").read_bytes()
    assert "kiosk init" in Office(tmp_path).refused("site", "set", "10888", "hotline=0225 3 123 456")
    assert (root / "data/sites.csv").read_bytes() == before


def test_one_bad_phone_is_told_by_every_command_and_stops_none(office: Office) -> None:
    path = office.folder / "data/sites.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(lines) if line.startswith("10888"))
    lines[row] = lines[row].replace(",,,,,", ",Số 1,gọi tôi,,,")
    path.write_text("\n".join(lines), encoding="utf-8")
    words = f"data/sites.csv, dòng {row + 1}, cột hotline"
    for command in (("plan", "--as-of", "2026-11-24"), ("regenerate", "--as-of", "2026-11-24"), ("coverage",)):
        result = office.run(*command)
        assert result.returncode == 0, result.stderr
        assert words in result.stderr
        assert "«gọi tôi»" in result.stderr
    assert words in office.ok("status")
    status = office.run("status", "--json")
    assert words in json.loads(status.stdout)["left_out"][0]
    sites = {s["code"]: s for s in office.json("site", "list")}
    assert (sites["10888"]["address"], sites["10888"]["hotline"]) == ("Số 1", "")
