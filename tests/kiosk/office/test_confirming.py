"""What a person says of sheets is recorded under the workspace's lock."""

from __future__ import annotations

import pytest

from kiosk.errors import ReleaseError, StoreError
from kiosk.office import posted
from kiosk.office.confirming import confirm_hanging, confirm_taken_down
from kiosk.workspace.store import Store


def test_all_sheets_of_a_site_are_recorded_with_the_release_that_prints_them(office_store: Store) -> None:
    confirmation = confirm_hanging(office_store, "10888")
    assert confirmation.release == 1
    hanging = posted.load_hanging(office_store)["10888"]
    assert {s.label: s.revision for s in confirmation.sheets} == {h.label: h.revision for h in hanging.values()}
    assert {h.release for h in hanging.values()} == {1}


def test_one_sheet_is_added_and_taken_down(office_store: Store) -> None:
    first, second, *_ = (s.label for s in confirm_hanging(office_store, "10888").sheets)
    assert confirm_taken_down(office_store, "10888", (first,)).count == 1
    assert first not in posted.load_hanging(office_store)["10888"]
    assert [s.label for s in confirm_hanging(office_store, "10888", (f"10888-{first}",)).sheets] == [first]
    assert {first, second} <= posted.load_hanging(office_store)["10888"].keys()


@pytest.mark.parametrize(("site", "labels"), [("99999", ()), ("10888", ("XX-99",))])
def test_an_unknown_site_or_sheet_is_refused_and_nothing_recorded(
    office_store: Store, site: str, labels: tuple[str, ...]
) -> None:
    with pytest.raises(ReleaseError):
        confirm_hanging(office_store, site, labels)
    with pytest.raises(ReleaseError):
        confirm_taken_down(office_store, site, labels or ("HT-01",))
    assert posted.load_hanging(office_store) == {}


def test_while_another_writes_nothing_is_recorded(office_store: Store) -> None:
    with office_store.writing(), pytest.raises(StoreError, match="một lệnh khác đang ghi"):
        confirm_hanging(Store(office_store.root), "10888")
    assert posted.load_hanging(office_store) == {}
