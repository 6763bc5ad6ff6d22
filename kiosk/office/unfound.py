"""Searches at the kiosks that found nothing, as proposals for everyday words.

In comes the workplace; out go the searches, those missed at most sites first, without those that a word answers by now.
Who searched is not known and never was.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from kiosk.errors import StoreError
from kiosk.office.job_context import Workplace
from kiosk.office.news import News
from kiosk.office.settings_drafts import load_fresh_config
from kiosk.settings import tables
from kiosk.text import fold

_MOST = 50


@dataclass(frozen=True, slots=True)
class WordProposal:
    """A search without result (folded text), and how often it was made."""

    text: str
    count: int


def list_proposals(here: Workplace) -> tuple[WordProposal, ...]:
    """The searches that no everyday word answers yet. Raises `StoreError` where what kiosks sent is damaged."""
    try:
        misses = News(here.store.root / "news.sqlite").misses(_MOST)
    except sqlite3.Error as error:
        raise StoreError(
            "không đọc được tin của các kiosk",
            place=str(here.store.root / "news.sqlite"),
            value=str(error)[:80],
            way_out="xóa tệp này; kiosk và máy chủ gửi lại tin",
        ) from error
    config = load_fresh_config(here)
    known_words = {fold(alias) for alias, _ in tables.read_aliases(config.path(config.aliases))}
    return tuple(WordProposal(text, count) for text, count in misses if text not in known_words)
