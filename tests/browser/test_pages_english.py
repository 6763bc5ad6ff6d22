"""A question in English finds what it means; Vietnamese without marks is not taken for English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import making
from tests.browser.conftest import opened, until

pytestmark = [pytest.mark.browser, pytest.mark.real]

FIRST_FIVE = "[...document.querySelectorAll('#view .entry')].slice(0, 5).map((e) => e.dataset.code)"


@pytest.fixture(scope="module")
def commune(browser: Browser, tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Page]:
    """The page of a commune's real list that has understood an English question already."""
    folder = tmp_path_factory.mktemp("english")
    making.write(folder, making.helping(real_data / "catalogue/commune.csv"))
    context = browser.new_context()
    page = opened(context, next((folder / "sites").rglob("kiosk-*.html")).as_uri())
    page.fill("#q", "turn garden land into land for house")
    until(page, "!!globalThis.kioskGlossary")
    expect(page.locator(".entry[data-code='1.115645']")).to_be_visible()
    yield page
    context.close()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("my husband hits me", "1.012084"),
        ("we lost our red book", "1.115621"),
        ("adopting a child", "2.001263"),
        ("birth certificat of our baby", "1.001193"),
        ("my wife’s work permit exemption", "1.014196"),
    ],
)
def test_an_english_question_finds_what_it_means(commune: Page, question: str, code: str) -> None:
    commune.fill("#q", question)
    assert code in commune.evaluate(FIRST_FIVE)


@pytest.mark.parametrize("question", ["extend my tourist visa", "passport", "xin visa", "traffic fine by camera"])
def test_what_others_do_is_said_to_be_theirs(commune: Page, question: str) -> None:
    commune.fill("#q", question)
    expect(commune.locator("#view .who").first).to_be_visible()


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("to khai so do", "tờ khai sổ đỏ"),
        ("do dat mua ban hang", "đo đất mua bán hàng"),
        ("the nghe cho con", "thẻ nghề cho con"),
    ],
)
def test_vietnamese_without_marks_is_no_english(commune: Page, plain: str, marked: str) -> None:
    """Of the English words among them ("to", "so", "do", "con", "hang", "the") none is heard as one."""
    commune.fill("#q", plain)
    found = commune.evaluate(FIRST_FIVE)
    commune.fill("#q", marked)
    assert set(found) & set(commune.evaluate(FIRST_FIVE))
