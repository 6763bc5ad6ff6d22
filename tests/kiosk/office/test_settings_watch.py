"""Settings changed by hand: seen at the next look, once, and recorded as such."""

from __future__ import annotations

from kiosk.office import events, settings_watch
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.settings_watch import SettingsWatch


def by_hand(here: Workplace) -> list[events.Event]:
    with here.database.reading() as connection:
        return [e for e in events.list_events(connection, 90) if e.what is EventKind.SETTING_BY_HAND]


def test_the_first_look_only_remembers(here: Workplace) -> None:
    assert settings_watch.note_changes_by_hand(here) == 0 and by_hand(here) == []


def test_a_change_by_hand_is_an_event_of_nobody_with_before_and_after(here: Workplace) -> None:
    watch = SettingsWatch(here)
    assert watch.look() == 0
    path = here.config.source
    path.write_text(
        path.read_text(encoding="utf-8").replace('hotline: "18001096"', 'hotline: "1022"'), encoding="utf-8"
    )
    assert watch.look() == 1 and watch.look() == 0
    (event,) = by_hand(here)
    assert (event.person, event.before, event.after) == (None, "18001096", "1022")
    assert "phản ánh" in event.subject


def test_a_table_that_was_replaced_is_told_by_its_first_changes_and_a_count(here: Workplace) -> None:
    settings_watch.note_changes_by_hand(here)
    path = here.config.path(here.config.aliases)
    path.write_text("alias,meaning\n" + "".join(f"từ {i},nghĩa\n" for i in range(99)), encoding="utf-8")
    assert settings_watch.note_changes_by_hand(here) > 99
    recorded = by_hand(here)
    assert len(recorded) == 41 and "thay đổi nữa" in str(recorded[0].after)
