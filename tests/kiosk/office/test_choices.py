"""What the office has chosen for itself."""

from __future__ import annotations

from kiosk.office import choices, events
from kiosk.office.choices import Approval
from kiosk.office.database.engine import Database


def test_nothing_is_chosen_for_the_office(database: Database) -> None:
    with database.writing() as connection:
        assert choices.read_approval(connection) is None
        choices.choose_approval(connection, events.begin_act(1), Approval.TWO)
        choices.choose_approval(connection, events.begin_act(1), Approval.ONE)
        assert choices.read_approval(connection) is Approval.ONE
        assert [(e.before, e.after) for e in events.list_events(connection, 9)] == [("two", "one"), (None, "two")]
    assert {a.label for a in Approval} == {"một người", "hai người"}


def test_the_key_of_forms_stays_and_is_no_event(database: Database) -> None:
    with database.writing() as connection:
        key = choices.require_form_key(connection)
        assert choices.require_form_key(connection) == key and len(key) >= 43
        assert events.count_events(connection) == 0
