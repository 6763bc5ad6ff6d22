"""An act is one person's, whole or not at all."""

from __future__ import annotations

import pytest

from kiosk.errors import ReleaseError
from kiosk.model.ledger import Witness
from kiosk.office import events, people
from kiosk.office.ledger import incidents
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.people import Role
from kiosk.office.register import name_user
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, TODAY


def who(store: Store, by: str) -> tuple[int | None, str]:
    with act_in_ledger(store, Witness(by)) as doing:
        opened = incidents.open_incident(doing.connection, doing.act, doing.witness, SITE, "", f"x {by}", TODAY)
    with look_into_ledger(store) as connection:
        event = events.find_event(connection, opened.event)
    assert event is not None
    return event.person, event.after.get("by", "")  # type: ignore[attr-defined]


def test_a_person_of_the_office_is_a_number_anybody_else_a_name(city: Store) -> None:
    with act_in_ledger(city, Witness("")) as doing:
        lan = people.add_person(doing.connection, doing.act, "lan", "Trần Thị Lan", Role.EDITOR, None)
    assert who(city, "lan") == (lan.id, "")
    assert who(city, "Ông Bảy") == (None, "Ông Bảy")
    assert who(city, "") == (None, name_user())


def test_words_that_hide_something_are_refused(city: Store) -> None:
    with pytest.raises(ReleaseError, match="ký tự"), act_in_ledger(city, Witness("a\u202eb")):
        pass


def test_a_failure_leaves_nothing(city: Store) -> None:
    with pytest.raises(ZeroDivisionError), act_in_ledger(city, Witness("x")) as doing:
        incidents.open_incident(doing.connection, doing.act, doing.witness, SITE, "", "mã lạ", TODAY)
        raise ZeroDivisionError
    with look_into_ledger(city) as connection:
        assert incidents.list_open(connection) == ()
