"""Scopes of reports, and that making one changes no scope."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.report_events import find_previous, find_scope, list_reports, record_report
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import LAN, TODAY, days_ago, labels, revisions, tell


def test_a_report_is_recorded_once_and_the_next_one_knows_it(city: Store) -> None:
    with act_in_ledger(city, LAN) as doing:
        first = find_scope(doing.connection, days_ago(9), TODAY, None, TODAY)
        assert record_report(doing.connection, doing.act, first, doing.witness)
        assert not record_report(doing.connection, doing.act, first, doing.witness)
        assert find_scope(doing.connection, days_ago(9), TODAY, None, TODAY) == first
        assert find_previous(doing.connection, first) is None
    label = labels(city)[0]
    tell(city, PaperAct.HUNG, label, revisions(city)[label])
    with look_into_ledger(city) as connection:
        (made,) = list_reports(connection)
        assert (made.scope, made.by, made.person) == (first, "Lan", None)
        later = find_scope(connection, days_ago(9), TODAY, None, TODAY)
        assert later.upto > first.upto and find_previous(connection, later) == made
        other = find_scope(connection, days_ago(8), TODAY, None, TODAY)
        assert find_previous(connection, other) is None, "of another period"
        assert find_scope(connection, days_ago(9), TODAY, first.upto, TODAY) == first


def test_what_is_no_period_is_refused(city: Store) -> None:
    with look_into_ledger(city) as connection:
        for first, last, upto in ((TODAY, days_ago(1), None), (TODAY, days_ago(-1), None), (TODAY, TODAY, 10**6)):
            with pytest.raises(OfficeError):
                find_scope(connection, first, last, upto, TODAY)
