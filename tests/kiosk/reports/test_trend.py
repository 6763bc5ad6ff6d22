"""Week by week, as one look at each day; nothing before anything was live."""

from __future__ import annotations

from datetime import timedelta

from kiosk.model.ledger import PaperAct
from kiosk.office.database.ledger_tables import ASKED_SHEET, PUBLICATION
from kiosk.office.ledger.opening import open_ledger
from kiosk.reports.trend import WEEKS, list_trend
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import TODAY, age_prints, days_ago, labels, lan_acts, revisions, tell


def test_points_of_each_week_since_something_is_live(city: Store) -> None:
    label = labels(city)[0]
    age_prints(city, 30)
    with lan_acts(city) as doing:
        long_ago = days_ago(30).isoformat()
        doing.connection.execute(ASKED_SHEET.update().values(since=long_ago))
        doing.connection.execute(PUBLICATION.update().values(day=long_ago))
    database = open_ledger(city)
    try:
        before = list_trend(database, TODAY)
        tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(10))
        after = list_trend(database, TODAY)
        assert list_trend(database, TODAY) is after, "counted once until the ledger says something new"
    finally:
        database.close()
    assert [p.day for p in after] == [TODAY - timedelta(7 * week) for week in (4, 3, 2, 1, 0)] and len(after) < WEEKS
    assert [p.standing for p in before] == [0] * 5
    assert [p.standing for p in after] == [0, 0, 0, 1, 1]
    assert {p.asked for p in after} == {after[0].asked} and after[-1].share != "0,0 %"
