"""`kiosk links` against a portal on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.fake_portal import FakePortal, Whim, load_entries, serving
from tests.kiosk.cli.test_sync import watch
from tests.kiosk.commands import Office
from tests.proof.workplace import small_catalogue, write_catalogue


@pytest.fixture
def fake(root: Path) -> Iterator[FakePortal]:
    """A portal that holds what the sample holds."""
    with serving(FakePortal(load_entries(root / "data/tthc-mau.csv"))) as portal:
        yield portal


@pytest.fixture
def watched(office: Office, fake: FakePortal) -> Office:
    """A published office that watches `fake`."""
    watch(office, fake)
    return office


def test_links_are_checked_and_what_is_wrong_is_listed_with_its_sheets(watched: Office, fake: FakePortal) -> None:
    first = watched.start("links", "check", "--json")
    checked = json.loads(first.stdout)["checked"]
    states = {c["code"]: c["state"] for c in checked}
    assert set(states.values()) <= {"right", "unknown"}
    right = [code for code, state in states.items() if state == "right"]
    assert len(right) > 5
    moved, lost = right[:2]
    fake.entries = [e | {"code": "9.999999"} if e["code"] == moved else e for e in fake.entries if e["code"] != lost]
    again = watched.start("links", "check", "--code", moved, "--code", lost)
    assert again.returncode == 1
    assert "1 sai thủ tục, 1 đã đóng hoặc không còn" in again.stdout
    rows = {row["code"]: row for row in json.loads(watched.run("links", "list", "--json").stdout)}
    assert rows[moved]["state"] == "wrong"
    assert rows[moved]["places"]
    assert "bãi bỏ" in rows[lost]["way_out"]
    assert right[2] not in rows


def test_a_wall_of_challenges_makes_nothing_right(watched: Office, fake: FakePortal) -> None:
    fake.misbehave(Whim.CHALLENGE)
    answer = watched.start("links", "check", "--limit", "3")
    assert answer.returncode == 1
    assert "0 đúng" in answer.stdout
    assert "trang thử thách" in answer.stdout
    assert "0/" in watched.run("links", "list").stdout


def test_a_pattern_is_tried_and_its_cost_told(watched: Office, fake: FakePortal) -> None:
    good = watched.start("links", "try", fake.address + "/thu-tuc-hanh-chinh/{uuid}", "--sample", "4")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "Mẫu dùng được" in good.stdout
    assert "phải in lại" in good.stdout
    bad = watched.start("links", "try", fake.address + "/p/home/{code}", "--sample", "4")
    assert bad.returncode == 1
    assert "giữ mẫu đang dùng" in bad.stdout
    foreign = watched.start("links", "try", "https://example.com/{uuid}")
    assert foreign.returncode == 1
    assert "mẫu đường dẫn" in foreign.stderr


def test_own_addresses_by_kind_of_site_are_a_cost_that_is_told_before_and_paid_once(tmp_path: Path, root: Path) -> None:
    city = Office.in_folder(tmp_path / "own", root)
    write_catalogue(city.folder / "data/tthc-mau.csv", *small_catalogue())
    settings = city.folder / "config.yaml"
    text = settings.read_text(encoding="utf-8").replace('public_url: ""', "public_url: https://niemyet.haiphong.gov.vn")
    settings.write_text(text, encoding="utf-8")
    city.ok("regenerate", "--as-of", "2026-11-24")

    def plan(mode: str) -> str:
        settings.write_text(text.replace("  mode: portal", f"  mode: {mode}"), encoding="utf-8")
        return city.ok("plan", "--as-of", "2026-11-24")

    mixed = "{commune: own, city: portal}"
    assert "in 0 tờ ở 0 trên 4 điểm, giữ 23 tờ" in plan("portal")
    assert "in 23 tờ ở 4 trên 4 điểm, giữ 0 tờ" in plan("own")
    assert "in 18 tờ ở 3 trên 4 điểm, giữ 5 tờ" in plan(mixed)
    assert (city.folder / "var/current").readlink().name == "1", "asking costs nothing"
    city.ok("regenerate", "--as-of", "2026-11-24")
    manifest = lifecycle.load_current(Store(city.folder / "var"))
    assert manifest is not None
    leads = {
        site.code: {c.payload.split("/")[2] for s in manifest.sheets(site) for c in manifest.bodies[s.body]}
        for site in manifest.sites
    }
    assert leads.pop("HP-E") == {"dichvucong.gov.vn"}
    assert all(hosts == {"NIEMYET.HAIPHONG.GOV.VN"} for hosts in leads.values())
    assert "in 0 tờ" in plan(mixed)
    assert "in 18 tờ ở 3 trên 4 điểm" in plan("portal"), "and back again"


def test_a_code_that_hangs_nowhere_is_told(watched: Office) -> None:
    answer = watched.run("links", "check", "--code", "9.999999")
    assert answer.returncode == 1
    assert "không in trên tờ nào" in answer.stderr


def test_before_the_first_release_there_is_nothing_to_check(tmp_path: Path, root: Path, fake: FakePortal) -> None:
    bare = Office.in_folder(tmp_path / "bare", root)
    watch(bare, fake)
    for words in (("check",), ("list",), ("try", fake.address + "/{uuid}")):
        answer = bare.run("links", *words)
        assert answer.returncode == 1
        assert "chưa công bố bản nào" in answer.stderr


def test_a_city_with_addresses_of_its_own_builds_checks_and_exports_them(tmp_path: Path, root: Path) -> None:
    office = Office.in_folder(tmp_path / "own", root)
    config = office.folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("mode: portal", "mode: {commune: own}"), encoding="utf-8")
    refused = office.run("regenerate", "--as-of", "2026-11-24")
    assert refused.returncode == 1
    assert "links.mode" in refused.stderr
    text = config.read_text(encoding="utf-8").replace('public_url: ""', "public_url: http://127.0.0.1:8000")
    config.write_text(text, encoding="utf-8")
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert "Đã ghi" in office.ok("links", "export", "ra")
    assert (office.folder / "ra/nginx-map.conf").exists()
    assert office.run("links", "export", "ra").returncode == 1
