"""What is to come, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.model.catalogue import Catalogue, Level, Procedure
from kiosk.office import catalogues
from kiosk.office.calendar import list_days
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import make_draft

FIRST, SECOND = date(2030, 3, 1), date(2030, 5, 1)


def test_days_of_drafts_and_of_lists_stand_in_one_order(here: Workplace) -> None:
    held = Procedure("1.000001", "A", levels=(Level.COMMUNE, Level.PROVINCE))
    coming = replace(held, code="1.000002", effective_from=SECOND, decision="5/QĐ")
    with here.store.writing():
        catalogues.accept(here.store, Catalogue((held, coming)), "x")
    draft = make_draft(here)
    with here.database.writing() as connection:
        connection.exec_driver_sql("UPDATE draft SET state = 'approved', publish_on = '2030-03-01'")
    days = list_days(here, date(2030, 1, 1))
    assert [(d.day, [x.id for x in d.drafts], d.lists_change, d.decisions) for d in days] == [
        (FIRST, [draft.id], False, ()),
        (SECOND, [], True, ("5/QĐ",)),
    ]
    assert [d.day for d in list_days(here, date(2030, 6, 1))] == [FIRST]
