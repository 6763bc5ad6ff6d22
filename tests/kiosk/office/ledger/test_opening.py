"""What happened outside of the ledger stands in it once, and a confirmation does not wait for a build."""

from __future__ import annotations

import json
import threading

import pytest

from kiosk.errors import StoreError
from kiosk.model.ledger import PaperAct
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger import opening, releases, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.news import News
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, count_events, labels, publish_next, revisions, tell

OLD = {"format": 1, "sites": {SITE: {"HT-01": ["a" * 64, 3, "2026-03-02T22:00:00+07:00"]}}}


def test_old_records_move_in_once_and_stay_beside(fresh_city: Store) -> None:
    old = json.dumps(OLD)
    fresh_city.write("posted.json", old.encode())
    News(fresh_city.root / "news.sqlite").heard(SITE, 1, 5)
    for _ in range(3):
        opening.open_ledger(fresh_city).close()
    assert (fresh_city.root / "posted.json").read_text(encoding="utf-8") == old
    assert count_events(fresh_city, EventKind.PAPER_HUNG) == 1
    with look_into_ledger(fresh_city) as connection:
        moved = [e for e in events.list_events(connection, 100) if e.what is EventKind.MOVED_IN]
        assert sorted(e.subject for e in moved) == [f"news/{SITE}", "release/1"]
        assert events.find_first_broken(connection) is None


def test_an_old_confirmation_of_what_nobody_knows_is_an_old_sheet(fresh_city: Store) -> None:
    fresh_city.write("posted.json", json.dumps(OLD).encode())
    with look_into_ledger(fresh_city) as connection:
        (sheet,) = walls.list_wall(connection, SITE)
    assert (sheet.content, sheet.is_current, f"{sheet.word.day}") == (None, False, "2026-03-02")
    assert sheet.event.after["evidence"].startswith("posted.json ")  # type: ignore[index]


def test_an_old_confirmation_of_what_is_live_counts(fresh_city: Store) -> None:
    label = labels(fresh_city)[0]
    known = {"format": 1, "sites": {SITE: {label: [revisions(fresh_city)[label], 1, "2026-03-02T22:00:00+07:00"]}}}
    fresh_city.write("posted.json", json.dumps(known).encode())
    with look_into_ledger(fresh_city) as connection:
        (sheet,) = walls.list_wall(connection, SITE)
    assert sheet.is_current


def test_a_damaged_old_record_is_told_and_nothing_moves(fresh_city: Store) -> None:
    fresh_city.write("posted.json", b"[]")
    with pytest.raises(StoreError, match="sổ xác nhận"):
        opening.open_ledger(fresh_city)
    (fresh_city.root / "posted.json").unlink()
    opening.open_ledger(fresh_city).close()


def test_every_release_that_was_live_is_known_even_where_nobody_looked_between(fresh_city: Store) -> None:
    label = labels(fresh_city)[0]
    publish_next(fresh_city, {label: "b" * 64})
    publish_next(fresh_city, {label: "c" * 64})
    with look_into_ledger(fresh_city) as connection:
        assert releases.find_live_release(connection) == 3
        known = releases.load_revisions(connection, {"b" * 64, "c" * 64})
    assert known["b" * 64].release == 2
    assert not opening.catch_up(fresh_city, opening.open_ledger(fresh_city))


def test_a_pointer_that_was_brought_back_is_followed(fresh_city: Store) -> None:
    publish_next(fresh_city, {labels(fresh_city)[0]: "b" * 64})
    with look_into_ledger(fresh_city) as connection:
        assert releases.find_live_release(connection) == 2
    fresh_city.put_pointer_back(1)
    with look_into_ledger(fresh_city) as connection:
        assert releases.find_live_release(connection) == 1


def test_a_confirmation_during_a_build_is_recorded(fresh_city: Store) -> None:
    label = labels(fresh_city)[0]
    with fresh_city.writing():
        assert tell(Store(fresh_city.root), PaperAct.HUNG, label, revisions(fresh_city)[label]).is_new


def test_two_people_who_confirm_at_once_are_both_recorded(fresh_city: Store) -> None:
    first, second = labels(fresh_city)[:2] if len(labels(fresh_city)) > 1 else (labels(fresh_city)[0], "BCD")
    opening.open_ledger(fresh_city).close()

    def confirm(label: str) -> None:
        tell(Store(fresh_city.root), PaperAct.HUNG, label, "d" * 64)

    threads = [threading.Thread(target=confirm, args=(label,)) for label in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with look_into_ledger(fresh_city) as connection:
        assert {k.word.sheet for k in walls.list_wall(connection, SITE)} == {first, second}
        assert events.find_first_broken(connection) is None


def test_a_ledger_that_cannot_be_written_undoes_no_publication(fresh_city: Store) -> None:
    assert opening.follow_publishing(fresh_city) == ()
    (fresh_city.root / "office.sqlite").write_bytes(b"no database" * 900)
    (shortfall,) = opening.follow_publishing(fresh_city)
    assert "sổ treo" in shortfall.what


def test_a_history_that_was_shortened_swallows_no_later_line(fresh_city: Store) -> None:
    """The doctor takes out lines that say nothing; the ledger has counted those of the longer one."""
    opening.open_ledger(fresh_city).close()
    fresh_city.write("history.jsonl", b"")
    fresh_city.record_event({"at": "2026-12-01T08:00:00+07:00", "held": "chờ văn bản"})
    opening.open_ledger(fresh_city).close()
    fresh_city.write("history.jsonl", b"")
    opening.open_ledger(fresh_city).close()
    fresh_city.record_event({"at": "2026-12-01T09:00:00+07:00", "resumed": "publishing"})
    with look_into_ledger(fresh_city) as connection:
        said = [e.after for e in events.list_events(connection, 100) if e.what is EventKind.MOVED_IN]
    assert any(line and line.get("resumed") for line in said)
