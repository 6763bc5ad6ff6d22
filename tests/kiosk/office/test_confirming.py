"""Confirming in the browser: the very revisions that the page showed, by a person, in the ledger."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.manifest import name_revision
from kiosk.office import events, posted
from kiosk.office.confirming import confirm_gone, confirm_seen, find_confirmers
from kiosk.office.database.migrating import open_database
from kiosk.office.events import begin_act
from kiosk.office.job_context import Workplace
from kiosk.release import lifecycle
from kiosk.settings import config as settings
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office


@pytest.fixture
def posting(posting_office: Office) -> Workplace:
    """An office whose release may hang."""
    store = Store(posting_office.folder / "var")
    return Workplace(store, settings.load(posting_office.folder / "config.yaml"), open_database(store.root))


def seen(here: Workplace) -> dict[str, str]:
    manifest = lifecycle.choose_release(here.store, None)
    site = manifest.site("10888")
    assert site is not None
    return {s.label: s.revision for s in manifest.sheets(site)[:2]}


def test_what_the_page_showed_is_recorded_with_the_person(posting: Workplace) -> None:
    shown = seen(posting)
    confirm_seen(posting, begin_act(7), "10888", shown)
    manifest = lifecycle.choose_release(posting.store, None)
    site = manifest.site("10888")
    assert site is not None
    whole = {s.label: name_revision(s, site.head) for s in manifest.sheets(site)}
    hanging = posted.load_hanging(posting.store)["10888"]
    assert {h.label: h.revision for h in hanging.values()} == {label: whole[label] for label in shown}
    with posting.database.reading() as connection:
        assert set(find_confirmers(connection, "10888").values()) == {7}
    first = next(iter(shown))
    confirm_gone(posting, begin_act(7), "10888", [first])
    assert first not in posted.load_hanging(posting.store)["10888"]


def test_a_page_that_is_older_than_the_release_confirms_nothing(posting: Workplace) -> None:
    shown = dict.fromkeys(seen(posting), "0" * 64)
    with pytest.raises(OfficeError, match="nội dung mới từ khi mở trang"):
        confirm_seen(posting, begin_act(7), "10888", shown)
    assert posted.load_hanging(posting.store) == {}


@pytest.mark.parametrize("act", [lambda here: confirm_seen(here, begin_act(1), "10888", {}),
                                 lambda here: confirm_gone(here, begin_act(1), "10888", [])])  # fmt: skip
def test_nothing_ticked_is_told(posting: Workplace, act: object) -> None:
    with pytest.raises(OfficeError, match="chưa chọn tờ nào"):
        act(posting)  # type: ignore[operator]


def test_what_does_not_hang_is_not_taken_down(posting: Workplace) -> None:
    with pytest.raises(OfficeError, match="không ghi tờ này đang treo"):
        confirm_gone(posting, begin_act(1), "10888", ["1-1"])


def test_demonstration_data_never_hang(office: Office) -> None:
    store = Store(office.folder / "var")
    here = Workplace(store, settings.load(office.folder / "config.yaml"), open_database(store.root))
    with pytest.raises(OfficeError, match="BẢN MẪU"):
        confirm_seen(here, begin_act(1), "10888", seen(here))
    with here.database.reading() as connection:
        assert not [e for e in events.list_events(connection, 50) if e.what.value == "paper-hung"]
