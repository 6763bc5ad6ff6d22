"""Which release is published is known from the pointer alone; that something was, from everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.release import lineage
from kiosk.release.lineage import BEGUN_AFRESH, Published
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "var")
    store.prepare()
    return store


def write_history(store: Store, *lines: object) -> None:
    (store.root / "history.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_before_the_first_release_nothing_is_published(store: Store) -> None:
    assert lineage.read_pointer(store) is None
    assert lineage.find_published_number(store) is None
    plant(store, {"a": b"1"})
    assert lineage.find_published_number(store) is None


def test_the_pointer_alone_says_what_is_published(store: Store) -> None:
    publish(store, {"a": b"1"})
    (store.root / "history.jsonl").unlink()
    assert (lineage.read_pointer(store), lineage.find_published_number(store)) == ("releases/1", 1)


@pytest.mark.parametrize("target", ["releases/01", "releases/0", "releases/x", "../releases/1", "releases/1/x", "/etc"])
def test_a_pointer_that_leads_elsewhere_is_refused(store: Store, target: str) -> None:
    (store.root / "current").symlink_to(target)
    assert lineage.find_pointed_number(store) is None
    with pytest.raises(ReleaseError, match="không dùng được") as caught:
        lineage.find_published_number(store)
    assert "kiosk doctor" in caught.value.way_out


def test_something_else_in_its_place_is_refused(store: Store) -> None:
    (store.root / "current").mkdir()
    assert lineage.read_pointer(store) == ""
    with pytest.raises(ReleaseError, match="không dùng được"):
        lineage.find_published_number(store)


def posted(store: Store) -> None:
    (store.root / "posted.json").write_bytes(b"{}")


def built_on_another(store: Store) -> None:
    store.tree(2).mkdir()
    (store.tree(2) / "manifest.json").write_bytes(b'{"number":2,"parent":1}')


REMEMBERING: dict[str, Callable[[Store], object]] = {
    "history": lambda store: write_history(store, {"published": 1, "digest": "ab"}),
    "confirmed sheets": posted,
    "a release built on another": built_on_another,
    "a number without its release": lambda store: (store.root / "last-number").write_bytes(b"2"),
}


@pytest.mark.parametrize("name", REMEMBERING)
def test_a_lost_pointer_is_no_first_build(store: Store, name: str) -> None:
    assert not lineage.remembers_publishing(store)
    REMEMBERING[name](store)
    assert lineage.remembers_publishing(store)
    assert lineage.find_pointed_number(store) is None
    with pytest.raises(ReleaseError, match="mất liên kết"):
        lineage.find_published_number(store)


def test_a_killed_first_build_remembers_nothing(store: Store) -> None:
    (store.root / "last-number").write_bytes(b"1")
    assert not lineage.remembers_publishing(store)


def test_after_beginning_afresh_what_was_published_before_counts_no_more(store: Store) -> None:
    posted(store)
    first, second = {"published": 1, "digest": "ab"}, {"published": 5, "digest": "cd"}
    write_history(store, first, {BEGUN_AFRESH: True})
    assert not lineage.remembers_publishing(store)
    write_history(store, first, {BEGUN_AFRESH: True}, second)
    assert lineage.list_published(store) == (Published(5, "cd"),)
    assert (lineage.knows(store, 1), lineage.knows(store, 5)) == (False, True)


def test_a_release_is_known_by_the_pointer_or_the_history(store: Store) -> None:
    (store.root / "current").symlink_to("releases/3")
    write_history(store, {"published": 1, "digest": "ab"})
    assert [number for number in range(5) if lineage.knows(store, number)] == [1, 3]


def test_lines_that_are_no_events_are_passed_over(store: Store) -> None:
    lines = [b'{"published": 1, "digest": "ab"}', b"", b'{"published": 2', b"[1]", b"\xff", b'{"published": "3"}']
    (store.root / "history.jsonl").write_bytes(b"\n".join(lines))
    assert lineage.list_published(store) == (Published(1, "ab"),)


@pytest.mark.parametrize(
    ("last", "behind"),
    [
        ("2026-12-01T01:00:00+07:00", True),
        ("2026-11-30T01:00:00+07:00", False),
        ("2026-11-29T23:00:00+07:00", False),
        ("1970-01-01T00:00:00+07:00", False),
        ("no day", False),
        ("", False),
    ],
)
def test_a_clock_that_was_lost_publishes_nothing_of_long_ago(store: Store, last: str, behind: bool) -> None:
    """A machine without a battery begins in the past, and the night runs before anybody sets its clock."""
    write_history(store, {"at": "2046-01-01T00:00:00+07:00", "published": 1}, {"at": last, "held": "x"})
    if behind:
        with pytest.raises(ReleaseError, match="29/11/2026, trước việc ghi gần nhất") as caught:
            lineage.refuse_clock_behind(store, date(2026, 11, 29))
        assert "--as-of" in caught.value.way_out
    else:
        lineage.refuse_clock_behind(store, date(2026, 11, 29))


def test_without_a_history_any_day_is_right(store: Store) -> None:
    lineage.refuse_clock_behind(store, date(1970, 1, 1))
