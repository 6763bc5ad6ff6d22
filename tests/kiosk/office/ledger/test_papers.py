"""Sheets are hung, lost, damaged, seen and taken down; the latest day has the last word; undoing is an event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry, SheetWord, Witness
from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import PAPER
from kiosk.office.events import EventKind, begin_act
from kiosk.office.ledger import papers, undoing, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import (
    LAN,
    SITE,
    TODAY,
    age_prints,
    count_events,
    days_ago,
    labels,
    lan_acts,
    revisions,
    tell,
)

A, B = "a" * 64, "b" * 64


def word(store: Store, sheet: str = "HT-01", day: date | None = None) -> SheetWord:
    with look_into_ledger(store) as connection:
        known = papers.find_sheet_word(connection, SITE, sheet, day)
    assert known is not None
    return known


def test_what_hung_on_any_day_is_what_was_done_until_then(city: Store) -> None:
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(30))
    tell(city, PaperAct.HUNG, "HT-01", B, day=days_ago(10))
    tell(city, PaperAct.LOST, "HT-01", day=days_ago(3))
    assert [word(city, day=days_ago(d)).revision for d in (30, 11, 10, 3, 0)] == [A, A, B, "", ""]
    with look_into_ledger(city) as connection:
        assert papers.find_sheet_word(connection, SITE, "HT-01", days_ago(31)) is None


def test_what_is_recorded_late_takes_its_own_day(city: Store) -> None:
    tell(city, PaperAct.HUNG, "HT-01", B, day=days_ago(2))
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(9))
    assert word(city).revision == B
    assert word(city, day=days_ago(5)).revision == A


def test_a_print_did_not_hang_before_there_was_one(city: Store) -> None:
    label = labels(city)[0]
    age_prints(city, 5)
    for act in (PaperAct.HUNG, PaperAct.SEEN):
        with pytest.raises(OfficeError, match=f"bản in này có từ {days_ago(5):%d/%m/%Y}"):
            tell(city, act, label, revisions(city)[label], day=days_ago(365))
    assert count_events(city, EventKind.PAPER_HUNG) == 0
    assert tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(5)).is_new
    assert tell(city, PaperAct.HUNG, label, A, day=days_ago(6)).is_new, "of an old print nobody knows a day"


def test_a_damaged_sheet_hangs_until_it_is_replaced(city: Store) -> None:
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(5))
    tell(city, PaperAct.DAMAGED, "HT-01", day=days_ago(4))
    assert (word(city).act, word(city).revision, word(city).hangs) == (PaperAct.DAMAGED, A, True)
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(1))
    assert word(city).act is PaperAct.HUNG


def test_a_routine_check_keeps_the_revision_and_renews_the_day(city: Store) -> None:
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(50))
    tell(city, PaperAct.SEEN, "HT-01", day=days_ago(1))
    assert (word(city).revision, word(city).checked) == (A, days_ago(1))


def test_hung_taken_down_and_hung_again_on_one_day_is_three_events(city: Store) -> None:
    numbers = [
        tell(city, PaperAct.HUNG, "HT-01", A).event,
        tell(city, PaperAct.DOWN, "HT-01").event,
        tell(city, PaperAct.HUNG, "HT-01", A).event,
    ]
    assert len(set(numbers)) == 3
    assert word(city).hangs


def test_the_same_fact_is_recorded_once(city: Store) -> None:
    first = tell(city, PaperAct.HUNG, "HT-01", A)
    again = tell(city, PaperAct.HUNG, "HT-01", A)
    assert (again.event, again.is_new) == (first.event, False)
    assert count_events(city, EventKind.PAPER_HUNG) == 1


def test_a_key_is_one_event_even_after_others(city: Store) -> None:
    first = tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(2), key="phone-7")
    tell(city, PaperAct.DOWN, "HT-01", day=days_ago(1))
    again = tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(2), key="phone-7")
    assert (again.event, again.is_new) == (first.event, False)
    with pytest.raises(OfficeError, match="khóa này đã dùng"):
        tell(city, PaperAct.HUNG, "HT-02", A, key="phone-7")


@pytest.mark.parametrize("act", [PaperAct.DOWN, PaperAct.LOST, PaperAct.DAMAGED, PaperAct.SEEN])
def test_what_does_not_hang_cannot_go_or_be_seen(city: Store, act: PaperAct) -> None:
    with pytest.raises(OfficeError, match="không ghi tờ này đang treo"):
        tell(city, act, "HT-01")
    tell(city, PaperAct.HUNG, "HT-01", A, day=days_ago(2))
    with pytest.raises(OfficeError, match="không ghi tờ này đang treo"):
        tell(city, act, "HT-01", day=days_ago(3))


def test_nothing_is_done_tomorrow(city: Store) -> None:
    with pytest.raises(OfficeError, match="chưa đến"):
        tell(city, PaperAct.HUNG, "HT-01", A, day=TODAY + timedelta(1))


def test_all_entries_of_a_call_or_none(city: Store) -> None:
    entries = [PaperEntry(SITE, "HT-01", PaperAct.HUNG, TODAY, A), PaperEntry(SITE, "HT-02", PaperAct.DOWN, TODAY)]
    with pytest.raises(OfficeError), lan_acts(city) as doing:
        papers.record_papers(doing.connection, doing.act, LAN, entries)
    with look_into_ledger(city) as connection:
        assert walls.list_wall(connection, SITE) == ()


_ACTS = st.lists(
    st.tuples(st.sampled_from(PaperAct), st.integers(0, 4), st.sampled_from([A, B])), min_size=1, max_size=7
)


@settings(max_examples=25)
@given(_ACTS, st.data())
def test_an_undone_event_is_as_if_it_had_not_been(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[PaperAct, int, str]], data: st.DataObject
) -> None:
    """Whatever was done in whatever order, undoing one leaves what the others alone would have made."""

    def fill(left_out: int | None) -> dict[int, SheetWord | None]:
        database = Database(tmp_path_factory.mktemp("ledger") / "office.sqlite")
        numbers = []
        with database.writing() as connection:
            PAPER.metadata.create_all(connection)
            for at, (what, day, revision) in enumerate(acts):
                named = revision if what in {PaperAct.HUNG, PaperAct.SEEN, PaperAct.DAMAGED} else ""
                entry = PaperEntry(SITE, "HT-01", what, days_ago(day), named, key=f"k{at}")
                numbers.append(papers._append(connection, begin_act(None), Witness("x"), [entry])[0])
            if left_out is not None:
                undoing.undo_event(connection, begin_act(None), Witness("x"), numbers[left_out])
            words = {day: papers.find_sheet_word(connection, SITE, "HT-01", days_ago(day)) for day in range(5)}
        database.close()
        return words

    at = data.draw(st.integers(0, len(acts) - 1))
    undone = fill(at)
    whole = acts[:]
    del acts[at]
    alone = fill(None) if acts else dict.fromkeys(range(5))
    acts[:] = whole

    def facts(words: dict[int, SheetWord | None]) -> list[object]:
        return [(w.act, w.revision, w.day, w.checked) if w else None for w in words.values()]

    assert facts(undone) == facts(alone)
