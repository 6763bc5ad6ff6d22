"""What sites must do on their walls, against what hangs or as if a release hung."""

from __future__ import annotations

import pytest

from kiosk.clock import get_today
from kiosk.errors import ReleaseError
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.office.ledger import papers
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.office.reprints import list_site_actions
from kiosk.paper.comparison import SheetAction
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published


def test_without_confirmation_every_sheet_and_board_is_to_be_printed(office_store: Store) -> None:
    for site in list_site_actions(office_store):
        assert {action.do for action in site.actions} == {SheetAction.PRINT}
        assert "BCD" in {action.label for action in site.actions}


def test_a_confirmed_site_has_nothing_to_do_until_a_change(office: Office, office_store: Store) -> None:
    hang_published(office_store, "10888")
    (site,) = list_site_actions(office_store, only=("10888",))
    assert {action.do for action in site.actions} == {SheetAction.KEEP}
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    (confirmed,) = list_site_actions(office_store, only=("10888",))
    (released,) = list_site_actions(office_store, 1, only=("10888",))
    assert [a for a in confirmed.actions if a.label != "BCD"] == list(released.actions)
    assert confirmed.count(SheetAction.PRINT) > 0


def test_two_releases_later_reasons_compare_with_what_hangs(small_office: Office) -> None:
    office, office_store = small_office, Store(small_office.folder / "var")
    hang_published(office_store, "10888")
    office.write("qd.csv", "code,name,levels,received_at,field\n1.001193,Khai sinh đổi tên,xã,xã,Hộ tịch\n")
    office.ok("regenerate", "qd.csv", "--as", "change", "--as-of", "2026-11-24")
    office.write("qd.csv", "code,name,levels,received_at,field\n1.001193,Khai sinh đổi nữa,xã,xã,Hộ tịch\n")
    office.ok("regenerate", "qd.csv", "--as", "change", "--as-of", "2026-11-24")
    (site,) = list_site_actions(office_store, only=("10888",))
    changed = [r for a in site.actions for r in a.reasons if r.what == "đổi tên"]
    assert [(r.before, r.after) for r in changed] == [("Thủ tục đăng ký khai sinh", "Khai sinh đổi nữa")]


def test_what_nobody_knows_any_more_is_told_as_old(office_store: Store) -> None:
    with act_in_ledger(office_store, Witness("x")) as doing:
        entry = PaperEntry("10888", "1-1", PaperAct.HUNG, get_today(), "f" * 64)
        papers.record_papers(doing.connection, doing.act, Witness("x"), [entry])
    (site,) = list_site_actions(office_store, only=("10888",))
    (action,) = [a for a in site.actions if a.label == "1-1"]
    assert "không còn biết trên đó in gì" in str(action.reasons[0])


def test_a_site_that_nobody_knows_is_told(office_store: Store) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này") as caught:
        list_site_actions(office_store, only=("10507", "99999"))
    assert (caught.value.place, caught.value.value) == ("--site", "99999")
