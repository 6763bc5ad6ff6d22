"""Searches without result, as proposals."""

from __future__ import annotations

import pytest

from kiosk.errors import StoreError
from kiosk.office.job_context import Workplace
from kiosk.office.news import News
from kiosk.office.unfound import list_proposals


def test_what_a_word_answers_by_now_is_no_proposal(here: Workplace) -> None:
    here.store.prepare()
    assert list_proposals(here) == ()
    news = News(here.store.root / "news.sqlite")
    news.missed("10507", "Đẻ con", 3)
    news.missed("10507", "gọi hồn", 2)
    assert [(p.text, p.count) for p in list_proposals(here)] == [("goi hon", 2)]


def test_damaged_news_are_told(here: Workplace) -> None:
    here.store.prepare()
    (here.store.root / "news.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(StoreError, match="không đọc được tin"):
        list_proposals(here)
