"""A wall lacks what does not hang as it should, and what nobody has looked at for too long."""

from __future__ import annotations

from kiosk.model.ledger import PaperAct, Witness
from kiosk.office.database.ledger_tables import REQUIRED_SHEET
from kiosk.office.ledger import releases
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.gaps import WallGap, list_gaps
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, TODAY, age_prints, days_ago, labels, lan_acts, revisions, tell


def gap_of(store: Store, sheet: str, age: int = 90) -> WallGap | None:
    with look_into_ledger(store) as connection:
        gaps = list_gaps(connection, releases.list_live_required(connection), age, TODAY)
    return next((g for g in gaps if (g.site, g.sheet) == (SITE, sheet)), None)


def test_a_gap_says_why_and_what_closes_it(city: Store) -> None:
    label = labels(city)[0]
    gap = gap_of(city, label)
    assert gap is not None
    assert (gap.why, gap.next) == ("chưa từng treo", f"kiosk order make --site {SITE}")
    make_print_order(city, Order(sites=(SITE,)), Witness("Lan"))
    gap = gap_of(city, label)
    assert gap is not None
    assert (gap.orders, gap.next) == ((1,), f"kiosk confirm --order 1 --site {SITE} {label}")


def test_a_confirmation_ages_until_somebody_looks_again(city: Store) -> None:
    label = labels(city)[0]
    age_prints(city, 91)
    tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(91))
    gap = gap_of(city, label)
    assert gap is not None
    assert (gap.is_stale, gap.since) == (True, days_ago(1))
    assert gap_of(city, label, age=91) is None
    tell(city, PaperAct.SEEN, label)
    assert gap_of(city, label) is None


def test_a_sheet_that_was_lost_is_lacking_since_that_day(city: Store) -> None:
    label = labels(city)[0]
    age_prints(city, 9)
    with lan_acts(city) as doing:
        doing.connection.execute(REQUIRED_SHEET.update().values(since=days_ago(9).isoformat()))
    tell(city, PaperAct.HUNG, label, revisions(city)[label], day=days_ago(8))
    for act, day in ((PaperAct.DAMAGED, 3), (PaperAct.LOST, 2)):
        tell(city, act, label, day=days_ago(day))
        gap = gap_of(city, label)
        assert gap is not None and gap.since == days_ago(day)
