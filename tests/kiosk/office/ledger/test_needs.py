"""What is needed is what is asked for, less what hangs whole; what is not asked for is told."""

from __future__ import annotations

from kiosk.model.ledger import PaperAct
from kiosk.office.ledger import releases
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.needs import list_needed, list_surplus
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, labels, revisions, tell


def causes(store: Store) -> dict[str, str]:
    with look_into_ledger(store) as connection:
        required = [r for r in releases.list_live_required(connection) if r.site == SITE]
        return {n.required.sheet: n.cause for n in list_needed(connection, required)}


def test_each_state_of_a_sheet_has_its_cause(city: Store) -> None:
    label = labels(city)[0]
    revision = revisions(city)[label]
    assert causes(city)[label] == "chưa từng treo"
    tell(city, PaperAct.HUNG, label, "a" * 64)
    assert causes(city)[label] == "tờ đang treo là bản cũ"
    tell(city, PaperAct.HUNG, label, revision)
    assert label not in causes(city)
    tell(city, PaperAct.DAMAGED, label)
    assert causes(city)[label] == "tờ đang treo bị hỏng"
    tell(city, PaperAct.LOST, label)
    assert causes(city)[label] == "tờ đang treo bị mất"
    tell(city, PaperAct.HUNG, label, revision)
    tell(city, PaperAct.DOWN, label)
    assert causes(city)[label] == "đã gỡ, nay phải treo lại"


def test_what_hangs_and_is_not_asked_for_is_surplus(city: Store) -> None:
    tell(city, PaperAct.HUNG, "ZZ-01", "a" * 64)
    with look_into_ledger(city) as connection:
        (surplus,) = list_surplus(connection, releases.list_live_required(connection))
    assert (surplus.site, surplus.sheet) == (SITE, "ZZ-01")
