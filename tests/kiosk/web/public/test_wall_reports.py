"""What citizens report of a sheet: by a form of the sheet's own page, bounded, and nothing of who sends it."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from kiosk.office import inbox
from kiosk.office.inbox import Inbox, ReportKind
from kiosk.release import lifecycle
from kiosk.web.public import wall_reports
from kiosk.web.public.app import create_app
from kiosk.web.public.printed import list_printed
from kiosk.workspace.store import Store

FOREIGN = "1-1-ABCDEF"


@pytest.fixture
def client(small_city_live: Store) -> TestClient:
    """The public side of a city whose release is live."""
    return TestClient(create_app(small_city_live), follow_redirects=False)


def marks_of(store: Store) -> dict[str, tuple[str, ...]]:
    """The sites of each printed id."""
    book = list_printed(lifecycle.choose_release(store, None), store.get)
    return {mark: tuple(site.code for site in sheet.sites) for mark, sheet in book.by_id.items()}


def test_a_reader_chooses_a_word_and_a_site_and_is_thanked(client: TestClient, small_city_live: Store) -> None:
    mark, sites = next((mark, sites) for mark, sites in marks_of(small_city_live).items() if len(sites) > 1)
    page = client.get(f"/T/{mark}").text
    assert re.findall(r'<option value="(\w[^"]*)"', page) == list(sites)
    assert re.findall(r'name="kind" value="([^"]+)"', page) == ["sai", "rach", "dan-de"]
    assert "form-action 'self'" in page and "<textarea" not in page
    answer = client.post("/api/reports", data={"mark": mark, "site": sites[0], "kind": "rach"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/T/{mark}?da-bao=1")
    assert "Xin cảm ơn" in client.get(answer.headers["location"]).text
    (report,) = Inbox(small_city_live.root / inbox.FILE).list_reports(0)
    assert (report.mark, report.site, report.kind) == (mark, sites[0], ReportKind.TORN)


def test_a_sheet_that_is_not_ours_is_reported_as_such(client: TestClient, small_city_live: Store) -> None:
    from posters import marks

    foreign = str(marks.identify(marks.SHEET, "ZZ-9", b"x"))
    page = client.get(f"/T/{foreign}").text
    assert re.findall(r'name="kind" value="([^"]+)"', page) in (["ma-la"], ["sai", "rach", "dan-de"])
    assert len(re.findall(r'<option value="\w', page)) == 4
    assert client.post("/api/reports", data={"mark": foreign, "site": "11824", "kind": "ma-la"}).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"mark": FOREIGN}, 422),
        ({"mark": "x", "site": "11824", "kind": "sai"}, 422),
        ({"mark": "", "site": "11824", "kind": "khác"}, 422),
        ({"site": "99999"}, 404),
        ({"kind": "<b>"}, 422),
        ({"mark": "//evil.example/"}, 422),
    ],
)
def test_what_is_no_report_is_refused(
    client: TestClient,
    small_city_live: Store,
    fields: dict[str, str],
    status: int,
) -> None:
    mark = next(iter(marks_of(small_city_live)))
    whole = (
        {"mark": mark, "site": "11824", "kind": "sai", **fields}
        if len(fields) == 1 and "mark" not in fields
        else fields
    )
    assert client.post("/api/reports", data=whole).status_code == status
    assert not (small_city_live.root / inbox.FILE).exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json"}, 415),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_only_the_page_itself_sends_reports(
    client: TestClient,
    small_city_live: Store,
    headers: dict[str, str],
    status: int,
) -> None:
    body = f"mark={next(iter(marks_of(small_city_live)))}&site=11824&kind=sai"
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    assert client.post("/api/reports", content=body, headers=sent).status_code == status


def test_a_flood_is_stopped_and_the_reader_is_told_whom_to_ask(client: TestClient, small_city_live: Store) -> None:
    marks = list(marks_of(small_city_live))
    answers = [
        client.post("/api/reports", data={"mark": marks[n % len(marks)], "site": "11824", "kind": kind})
        for n in range(6)
        for kind in ("sai", "rach")
    ]
    assert {a.status_code for a in answers} == {303, 429}
    assert "gọi tổng đài" in answers[-1].text
    assert client.post("/api/reports", data={"mark": marks[0], "site": "10507", "kind": "sai"}).status_code == 303


def test_a_full_box_and_a_disk_that_takes_nothing_are_told(
    client: TestClient,
    small_city_live: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = {"mark": next(iter(marks_of(small_city_live))), "site": "11824", "kind": "sai"}
    monkeypatch.setattr(inbox, "MOST_OF_SITE", 0)
    assert client.post("/api/reports", data=fields).status_code == 429
    monkeypatch.undo()
    (small_city_live.root / inbox.FILE).unlink()
    (small_city_live.root / inbox.FILE).mkdir()
    answer = client.post("/api/reports", data=fields)
    assert answer.status_code == 503 and "báo cán bộ" in answer.text


def test_the_page_says_where_it_comes_from_so_that_its_form_is_taken(
    client: TestClient, small_city_live: Store
) -> None:
    answer = client.get(f"/T/{next(iter(marks_of(small_city_live)))}")
    assert answer.headers["referrer-policy"] == "same-origin"
    assert wall_reports.THANKS not in answer.text
