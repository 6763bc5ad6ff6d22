"""Batches in the browser: ordered with every choice, refused in words, taken as an archive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.office import batch_jobs, jobs
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.press.batch import Order, Product
from posters.inks import Inks
from tests.kiosk.web.office.conftest import Desk

Sit = Callable[..., Desk]


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """An office that has published."""
    return live_office


def test_every_choice_reaches_the_job(desk: Sit, here: Workplace) -> None:
    editor = desk(Role.EDITOR)
    page = editor.get("/lo-in?diem=10507").text
    assert 'value="10507"' in page and "Chưa lập lô in nào" in page
    answer = editor.client.post(
        "/lo-in",
        data={
            "form_token": editor.token(), "product": ["sheets", "single"], "sites": "10507, 10888", "paper": "A4",
            "copies": "3", "inks": "xam", "marks": "yes",
        },
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert answer.headers["location"] == "/viec/1?xong=da-giao-viec"
    with here.database.reading() as connection:
        job = jobs.job_of(connection, 1)
    products = (Product.SHEETS, Product.SINGLE)
    expected_order = Order(products, ("10507", "10888"), "", "A4", 3, False, True, Inks.GREY)
    assert batch_jobs.read_facts(job.order) == expected_order
    assert "in xám" in editor.get("/lo-in").text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"product": "tranh"},
        {"product": "sheets", "copies": "0"},
        {"product": "sheets", "copies": "９"},
        {"product": "sheets", "copies": "9" * 5000},
        {"product": "sheets", "sites": '"><script>'},
        {"product": "sheets", "inks": "vang"},
        {"product": "sheets", "paper": "../A4"},
        {"product": "sheets", "paper": "A3", "imposed": "yes"},
        {"product": "sheets", "sites": "10507", "group": "xa"},
    ],
    ids=str,
)
def test_what_cannot_be_made_is_refused_and_nothing_is_asked(
    fields: dict[str, str], desk: Sit, here: Workplace
) -> None:
    answer = desk(Role.EDITOR).post("/lo-in", **fields)
    assert answer.status_code == 409 and "Cách xử lý" in answer.text and "<script>" not in answer.text
    with here.database.reading() as connection:
        assert jobs.list_jobs(connection) == ()


def test_the_archive_is_sent_and_one_that_is_gone_is_not_there(desk: Sit, here: Workplace) -> None:
    desk(Role.EDITOR).post("/lo-in", product="sheets", sites="10507")
    folder = here.store.root / batch_jobs.FOLDER / "1"
    folder.mkdir(parents=True)
    (folder / "lo-in-1.zip").write_bytes(b"PK")
    reader = desk(Role.READER)
    assert "/lo-in/1/lo-in.zip" in reader.get("/lo-in").text
    assert "Giao máy" not in reader.get("/lo-in").text
    answer = reader.get("/lo-in/1/lo-in.zip")
    assert answer.content == b"PK" and "lo-in-1.zip" in answer.headers["content-disposition"]
    assert reader.get("/lo-in/2/lo-in.zip").status_code == 404
