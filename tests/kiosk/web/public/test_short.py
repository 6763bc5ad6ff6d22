"""Short addresses on paper: true answers, whatever a camera or a person writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.model.catalogue import Ending
from kiosk.model.verdict import SiteCoverage, Verdict
from kiosk.release import lifecycle
from kiosk.settings.links import identify_sheet
from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store
from posters.marks import LETTERS
from posters.plates import grow_mark
from posters.spec import MarkSeed
from tests.kiosk.made import draw, publish
from tests.kiosk.pages.planning import DAY, gather
from tests.kiosk.pages.test_redirects import own


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A published release of a small city."""
    store = Store(tmp_path_factory.mktemp("short"))
    manifest = draw(store, gather())
    covered = (SiteCoverage("11824", 1, 1, 1, 1, 0, ()),)
    lifecycle.save_verdict(store, 1, Verdict(manifest.digest(), 1, 1, 1, len(manifest.files), (), covered))
    lifecycle.publish(store, manifest)
    return store


@pytest.fixture(scope="module")
def phone(live: Store) -> TestClient:
    return TestClient(create_app(live))


@pytest.fixture(scope="module")
def sheet(live: Store) -> str:
    manifest = lifecycle.load_current(live)
    assert manifest is not None
    e = next(e for sheets in manifest.layouts.values() for e in sheets if e.label == "1-1")
    return str(identify_sheet(e.label, e.revision, e.release, e.released))


def test_a_sheet_of_the_release_says_where_it_holds(phone: TestClient, sheet: str) -> None:
    answer = phone.get(f"/T/{sheet}")
    assert answer.status_code == 200
    assert "đang có hiệu lực tại 3 điểm" in answer.text and "sites/11824/" in answer.text and sheet in answer.text
    assert "2 thủ tục" in answer.text
    again = phone.get(f"/T/{sheet}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["cache-control"] == "no-cache"
    assert phone.head(f"/T/{sheet}").status_code == 200


def test_a_page_of_the_board_says_where_it_holds(phone: TestClient, live: Store) -> None:
    manifest = lifecycle.load_current(live)
    site = manifest.site("11824") if manifest else None
    assert site is not None
    mark = grow_mark(MarkSeed(site.board), "BCD")
    assert mark is not None
    answer = phone.get(f"/T/{mark.id}").text
    assert "Tờ BCD đang có hiệu lực" in answer and "sites/11824/" in answer and "bảng chỉ dẫn" in answer
    other = grow_mark(MarkSeed("another"), "BCD")
    assert other is not None and "không còn trong bản" in phone.get(f"/T/{other.id}").text


def test_another_edition_is_told_with_the_way_to_the_page(phone: TestClient, sheet: str) -> None:
    other = str(identify_sheet("1-1", "another", 1, DAY))
    answer = phone.get(f"/T/{other}")
    assert answer.status_code == 200
    assert "không còn trong bản đang công bố" in answer.text and "đang có hiệu lực" not in answer.text
    assert "sites/11824/" in answer.text and sheet in answer.text
    unknown = phone.get(f"/T/{identify_sheet('99-9', 'x', 1, DAY)}")
    assert "không còn trong bản đang công bố" in unknown.text and 'href="/"' in unknown.text
    demanded = phone.get(f"/T/{identify_sheet('TT-1.001193', 'x', 1, DAY)}")
    assert "in theo yêu cầu" in demanded.text and "không còn" not in demanded.text


def test_what_is_no_id_is_never_guessed(phone: TestClient, sheet: str) -> None:
    wrong = sheet[:-1] + next(c for c in LETTERS if c != sheet[-1])
    for path in (f"T/{wrong}", f"T/{sheet}/x", "T/", "T/%3Cscript%3E", "T/%00", "T/" + "A" * 9000, "T/..%2f..%2flock"):
        answer = phone.get("/" + path)
        assert answer.status_code == 404, path
        assert "Không đọc được mã của tờ" in answer.text and "<script" not in answer.text and sheet not in answer.text
    for path in (f"T/{sheet.lower()}", f"t/{sheet}", f"T/{sheet.replace('-', '%20')}"):
        answer = phone.get("/" + path)
        assert answer.status_code == 404 and f'href="/T/{sheet}"' in answer.text, path


def test_a_procedure_is_explained_and_not_jumped_to(phone: TestClient) -> None:
    answer = phone.get("/P/1.000001", follow_redirects=False)
    assert answer.status_code == 200
    assert "Đăng ký khai sinh" in answer.text and "https://dichvucong.gov.vn/" in answer.text
    assert "3 điểm" in answer.text
    gone = phone.get("/P/1.000005")
    assert gone.status_code == 404 and "không có trong bản đang công bố" in gone.text
    for path in ("P/", "P/1..2", "P/%E2%80%AE1", "P/" + "9" * 300):
        assert "Không đọc được mã thủ tục" in phone.get("/" + path).text, path
    assert 'href="/P/1.000001"' in phone.get("/p/1.000001").text


def test_damaged_inputs_close_one_page_and_not_the_server(store: Store, client: TestClient) -> None:
    publish(store, {"index.html": b"1"})
    assert client.get("/P/1.000001").status_code == 503
    assert client.get("/T/1-1-22222A").status_code in (200, 404)
    assert client.get("/").content == b"1"


def test_before_the_first_release_nothing_is_claimed(client: TestClient) -> None:
    assert client.get("/T/1-1-22222A").status_code == 503


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(path=st.text(max_size=80))
def test_no_path_breaks_the_answer(phone: TestClient, path: str) -> None:
    for first in "TPtp":
        answer = phone.get("/" + first + "/" + "".join(f"%{b:02x}" for b in path.encode("utf-8", "replace")))
        assert answer.status_code in (200, 404)
        assert "Traceback" not in answer.text


def test_an_answer_writes_nothing(live: Store, phone: TestClient, sheet: str) -> None:
    def listing() -> list[tuple[str, int]]:
        # Counts are written by a thread of their own (test_counting).
        files = (p for p in Path(live.root).rglob("*") if not p.name.startswith("counts.sqlite"))
        return sorted((str(p.relative_to(live.root)), p.stat().st_size) for p in files)

    before = listing()
    phone.get(f"/T/{sheet}")
    phone.get("/P/1.000001")
    assert listing() == before


@pytest.fixture(scope="module")
def own_phone(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A phone before sheets that carry the city's own addresses."""
    store = Store(tmp_path_factory.mktemp("own"))
    publish_own(store)
    return TestClient(create_app(store), follow_redirects=False)


def publish_own(store: Store) -> None:
    """A release that prints the city's own addresses; one procedure was repealed the day before."""
    inputs = own(gather())
    first, *others = inputs.catalogue.procedures
    gone = replace(first, effective_to=DAY - timedelta(1), ending=Ending.REPEALED, ended_by="3510/QĐ-UBND")
    manifest = draw(store, replace(inputs, catalogue=replace(inputs.catalogue, procedures=(gone, *others))))
    covered = (SiteCoverage("11824", 1, 1, 1, 1, 0, ()),)
    lifecycle.save_verdict(store, 1, Verdict(manifest.digest(), 1, 1, 1, len(manifest.files), (), covered))
    lifecycle.publish(store, manifest)


def test_an_own_address_leads_on_to_the_entry_and_no_browser_keeps_it(own_phone: TestClient) -> None:
    first, second, *_ = gather().catalogue.procedures
    answer = own_phone.get(f"/P/{second.code}")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("https://dichvucong.gov.vn/")
    assert answer.headers["cache-control"] == "no-cache"
    ended = own_phone.get(f"/P/{first.code}")
    assert (ended.status_code, "location" in ended.headers) == (200, False)
    assert "bãi bỏ" in ended.text
    assert "3510/QĐ-UBND" in ended.text
    unknown = own_phone.get("/P/9.999999")
    assert unknown.status_code == 404
    assert "không phải mã của chúng tôi" in unknown.text


def test_staff_are_led_to_the_office_where_its_address_is_set(live: Store, phone: TestClient, sheet: str) -> None:
    assert "xac-nhan" not in phone.get(f"/T/{sheet}").text
    office = TestClient(create_app(live, "https://phong.example.gov.vn"))
    assert f'href="https://phong.example.gov.vn/xac-nhan/{sheet}"' in office.get(f"/T/{sheet}").text
    assert "xac-nhan" not in office.get("/T/xx").text
    assert "xac-nhan" not in office.get("/P/1.000001").text
