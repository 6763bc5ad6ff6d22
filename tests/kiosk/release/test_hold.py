"""What is held follows from the record and from the release that is live."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError, StoreError
from kiosk.release import lifecycle
from kiosk.release.hold import FILE, Held, HeldDecision, Hold, read_hold, recall_hold, refuse_held, write_hold
from kiosk.release.lineage import read_events
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

DECISION = HeldDecision("3501/QĐ-UBND", date(2026, 11, 29), "chờ sửa", "2026-11-29T08:00:00+07:00", "Phòng KSTT")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "var")
    store.prepare()
    return store


def test_a_record_reads_back(store: Store) -> None:
    assert read_hold(store) == Hold()
    hold = Hold(Held("chờ ý kiến", "2026-11-29T08:00:00+07:00", "Phòng KSTT"), (DECISION,), 3)
    assert write_hold(store, hold, {"at": "x", "held": "chờ ý kiến"}) == ()
    assert read_hold(store) == hold
    assert '"held": "chờ ý kiến"' in (store.root / "history.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"publishing": 3}', b"\0\0"])
def test_a_damaged_record_permits_nothing(store: Store, content: bytes) -> None:
    made = publish(store, {"a": b"1"})
    (store.root / FILE).write_bytes(content)
    with pytest.raises(StoreError, match="tạm dừng công bố"):
        lifecycle.find_standing_hold(store)
    assert store.current() == made.number


def test_a_record_that_is_gone_permits_nothing(store: Store) -> None:
    hold = Hold(Held("chờ ý kiến", "2026-11-29T08:00:00+07:00", "Phòng KSTT"))
    write_hold(store, hold, {"at": "2026-11-29T08:00:00+07:00", "held": "chờ ý kiến", "by": "Phòng KSTT"})
    (store.root / FILE).unlink()
    with pytest.raises(StoreError, match="mất tệp ghi việc tạm dừng") as refusal:
        read_hold(store)
    assert "kiosk doctor" in refusal.value.way_out
    assert recall_hold(read_events(store)) == hold


def event(**facts: object) -> dict[str, object]:
    return {"at": "2026-11-29T08:00:00+07:00", **facts}


def test_what_is_held_follows_from_the_history() -> None:
    said = [
        event(held="một", by="A"),
        event(resumed="publishing"),
        event(held="hai", decision="3501/QĐ-UBND"),
        event(held="ba", decision="12/QĐ-UBND", by="B"),
        event(published=4),
        event(resumed="12/qđ-ubnd"),
        {"at": "2026-12-01T08:00:00+07:00", "held": "bốn", "decision": "3501/qđ-ubnd"},
        event(resumed="import"),
        {"at": "mới đây", "held": "năm", "decision": "7/QĐ-UBND"},
    ]
    assert recall_hold(said[:1]) == Hold(Held("một", "2026-11-29T08:00:00+07:00", "A"))
    assert recall_hold(said[:2]) == Hold()
    hold = recall_hold(said)
    assert (hold.publishing, hold.resumed) == (None, 4)
    (decision,) = hold.decisions
    assert (decision.decision, decision.since, decision.reason) == ("3501/qđ-ubnd", date(2026, 11, 29), "bốn")


def test_a_rollback_holds_by_itself_until_it_is_resumed(store: Store) -> None:
    publish(store, {"a": b"1"})
    publish(store, {"a": b"2"})
    assert lifecycle.find_standing_hold(store) is None
    again = lifecycle.publish_earlier(store, None).manifest
    assert str(lifecycle.find_standing_hold(store)) == "bản 3 đang công bố là bản quay về nội dung của bản 1"
    write_hold(store, Hold(resumed=again.number), {})
    assert lifecycle.find_standing_hold(store) is None
    lifecycle.publish_earlier(store, 2)
    assert lifecycle.find_standing_hold(store) is not None, "what was resumed was another rollback"


def test_what_a_person_says_stands_first(store: Store) -> None:
    now = publish(store, {"a": b"1"})
    said = Held("chờ ý kiến")
    assert Hold(said).find_held(None) is said
    assert Hold(said).find_held(replace(now, content_of=1)) is said
    assert Hold(resumed=now.number).find_held(replace(now, content_of=1)) is None
    assert Hold().find_held(now) is None


def test_the_refusal_says_why_and_what_to_do() -> None:
    refuse_held(None)
    with pytest.raises(ReleaseError) as refusal:
        refuse_held(Held("chờ ý kiến", "2026-11-29", "Phòng KSTT"))
    assert "chờ ý kiến, Phòng KSTT, từ 2026-11-29" in str(refusal.value)
    assert "kiosk resume" in refusal.value.way_out
