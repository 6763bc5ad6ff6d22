"""What lists changed, known without reading them again."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.watch import outcome, saved_run, sync
from kiosk.watch.outcome import ListedEntry, ListOutcome
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, make_entry
from tests.kiosk.watch.test_sync import run

DAY = date(2026, 11, 29)


def keep(root: Path, talk: Portal, day: date = DAY) -> ListOutcome:
    """A whole list more."""
    run(root, talk, day)
    return outcome.keep_outcome(root, sync.keep_run(root))


def test_the_outcome_is_kept_with_the_run_and_lists_are_read_no_more(
    tmp_path: Path, fake: FakePortal, talk: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome.load_last(tmp_path) is None
    first = keep(tmp_path, talk)
    assert (first.number, first.total, first.earlier, first.fresh) == (1, 7, "", ())
    gone = fake.entries.pop(0)
    fake.entries[1] = {**fake.entries[1], "name": "Thủ tục đã đổi tên"}
    fake.entries.append(make_entry(50))
    last = keep(tmp_path, talk, date(2026, 11, 30))
    assert [e.code for e in last.fresh] == ["1.000050"]
    assert [e.name for e in last.changed] == ["Thủ tục đã đổi tên"]
    assert [e.id for e in last.gone] == [gone["id"]]
    with monkeypatch.context() as patched:
        patched.setattr(saved_run, "load_finished", refuse)
        assert outcome.load_last(tmp_path) == last
        assert outcome.list_outcomes(tmp_path) == (first, last)
    assert outcome.load_ids_by_code(tmp_path)["1.000050"] == last.fresh[0].id
    monkeypatch.setattr(saved_run, "load_finished", refuse)
    assert outcome.load_ids_by_code(tmp_path)["1.000050"] == last.fresh[0].id


def refuse(folder: Path) -> None:
    raise AssertionError(f"{folder} is read again")


@pytest.mark.parametrize("content", [None, b"{", b'{"format":1,"sha256":"of another list"}', "other"])
def test_a_record_that_is_lost_or_of_another_list_is_made_again(
    tmp_path: Path, fake: FakePortal, talk: Portal, content: bytes | str | None
) -> None:
    keep(tmp_path, talk)
    fake.entries.append(make_entry(50))
    last = keep(tmp_path, talk)
    place = tmp_path / outcome.FOLDER / "000002.json"
    whole = place.read_bytes()
    if content is None:
        place.unlink()
    else:
        place.write_bytes(whole.replace(last.sha256.encode(), b"0" * 64) if isinstance(content, str) else content)
    assert outcome.load_last(tmp_path) == last
    assert place.read_bytes() == whole


def test_outcomes_outlive_their_lists_and_are_bounded(
    tmp_path: Path, fake: FakePortal, talk: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "KEPT", 2)
    for n in range(4):
        fake.entries.append(make_entry(50 + n))
        keep(tmp_path, talk)
    kept = outcome.list_outcomes(tmp_path)
    assert [o.number for o in kept] == [1, 2, 3, 4]
    since = outcome.add_up(kept, frozenset({kept[0].sha256}))
    assert since is not None
    assert [e.code for e in since.fresh] == ["1.000051", "1.000052", "1.000053"]
    assert (since.number, since.earlier) == (4, kept[0].sha256)
    assert outcome.add_up(kept, frozenset()) is None
    monkeypatch.setattr(outcome, "KEPT", 2)
    keep(tmp_path, talk)
    assert [o.number for o in outcome.list_outcomes(tmp_path)] == [4, 5]


@given(st.lists(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("xyz")), min_size=2, max_size=6))
def test_nights_added_up_say_what_a_comparison_of_first_and_last_would(lists: list[dict[str, str]]) -> None:
    """Of entries that are gone for good, came, or changed; one that changed back counts as changed."""
    outcomes = [ListOutcome(0, DAY, len(lists[0]), "0")]
    for n, (before, after) in enumerate(pairwise(lists), 1):
        changes = sync.compare_lists(before, after)
        fresh, changed, gone = (
            tuple(ListedEntry(i, i, i) for i in ids) for ids in (changes.fresh, changes.changed, changes.gone)
        )
        outcomes.append(ListOutcome(n, DAY, len(after), str(n), str(n - 1), fresh, changed, gone))
    whole = outcome.add_up(outcomes, frozenset({"0"}))
    assert whole is not None
    direct = sync.compare_lists(lists[0], lists[-1])
    assert {e.id for e in whole.fresh} == set(direct.fresh)
    assert {e.id for e in whole.gone} == set(direct.gone)
    assert {e.id for e in whole.changed} >= set(direct.changed)
    assert {e.id for e in whole.changed} <= lists[0].keys() & lists[-1].keys()
