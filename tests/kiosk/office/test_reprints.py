"""What sites must do on their walls, against a release and against what they confirmed."""

from __future__ import annotations

import pytest

from kiosk.errors import ReleaseError
from kiosk.office import posted
from kiosk.office.reprints import list_site_actions, load_confirmed_sheets
from kiosk.paper.comparison import SheetAction
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


def test_without_confirmation_every_sheet_is_to_be_printed(office_store: Store) -> None:
    for site in list_site_actions(office_store, against_posted=True):
        assert {action.do for action in site.actions} == {SheetAction.PRINT}


def test_a_confirmed_site_has_nothing_to_do_until_a_change(office: Office, office_store: Store) -> None:
    with office_store.writing():
        posted.confirm(office_store, lifecycle.choose_release(office_store, None), "10888", ())
    (site,) = list_site_actions(office_store, against_posted=True, only=("10888",))
    assert {action.do for action in site.actions} == {SheetAction.KEEP}
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    (confirmed,) = list_site_actions(office_store, against_posted=True, only=("10888",))
    (released,) = list_site_actions(office_store, only=("10888",))
    assert confirmed == released
    assert confirmed.count(SheetAction.PRINT) > 0
    assert all(sheet.seats for sheet in load_confirmed_sheets(office_store)["10888"])


def test_a_site_that_nobody_knows_is_told(office_store: Store) -> None:
    with pytest.raises(ReleaseError, match="không có điểm này") as caught:
        list_site_actions(office_store, only=("10507", "99999"))
    assert (caught.value.place, caught.value.value) == ("--site", "99999")


@pytest.mark.parametrize("named", ["1-1", "1·1", "10507-1-1", " 10507-1·1 "])
def test_a_sheet_is_named_as_it_is_printed_or_typed(office_store: Store, named: str) -> None:
    manifest = lifecycle.choose_release(office_store, None)
    with office_store.writing():
        (entry,) = posted.confirm(office_store, manifest, "10507", [named]).sheets
        assert entry.label == "1-1"
        assert posted.take_down(office_store, "10507", [named]).count == 1
