"""«What hung there on 3 March, and how do you know?»"""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct
from kiosk.office.ledger import walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, age_prints, days_ago, labels, revisions, tell


def test_a_day_is_answered_with_the_event_that_says_so(city: Store) -> None:
    label = labels(city)[0]
    age_prints(city, 9)
    hung = tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(9)).event
    tell(city, PaperAct.DOWN, label, day=days_ago(2))
    with look_into_ledger(city) as connection:
        (then,) = walls.list_wall(connection, SITE, days_ago(5))
        (now,) = walls.list_wall(connection, SITE)
        assert walls.list_wall(connection, SITE, days_ago(10)) == ()
    assert (then.word.hangs, then.event.id, then.is_current) == (True, hung, True)
    assert then.event.after["by"] == "Lan"  # type: ignore[index]
    assert not now.word.hangs


def test_a_site_is_named_in_capitals_or_not_and_an_unknown_one_is_told(city: Store) -> None:
    with look_into_ledger(city) as connection:
        assert walls.require_site(connection, "hp-e") == "HP-E"
        with pytest.raises(OfficeError, match="không có điểm này"):
            walls.require_site(connection, "99999")
