"""A sheet that somebody sees is said to hang or to be seen, and what a device sends again is recorded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.model.ledger import PaperAct, PaperEntry
from kiosk.office.ledger.hanging import name_hanging, record_keyed
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, days_ago, labels, lan_acts, revisions, tell


def name(store: Store, day: date = TODAY) -> PaperEntry:
    label = labels(store)[0]
    with lan_acts(store) as doing:
        return name_hanging(doing.connection, SITE, label, revisions(store)[label], day)


def record(store: Store, entry: PaperEntry) -> RecordedEntry:
    with lan_acts(store) as doing:
        (recorded,) = record_keyed(doing.connection, doing.act, LAN, [entry])
        return recorded


def test_what_was_not_known_to_hang_hangs_and_what_was_is_seen(city: Store) -> None:
    assert name(city).act is PaperAct.HUNG
    tell(city, PaperAct.HUNG, labels(city)[0], revisions(city)[labels(city)[0]], day=days_ago(3))
    assert name(city).act is PaperAct.SEEN
    assert name(city, days_ago(3)).act is PaperAct.HUNG, "of the same day nothing new"
    tell(city, PaperAct.DAMAGED, labels(city)[0])
    assert name(city).act is PaperAct.HUNG


@pytest.mark.parametrize("after", [PaperAct.SEEN, PaperAct.DAMAGED])
def test_what_is_sent_again_is_the_same_event_whatever_happened_since(city: Store, after: PaperAct) -> None:
    entry = replace(name(city, days_ago(1)), key="k#1")
    first = record(city, entry)
    tell(city, after, labels(city)[0])
    again = record(city, replace(entry, act=PaperAct.SEEN))
    assert (first.is_new, again.is_new, again.event) == (True, False, first.event)
