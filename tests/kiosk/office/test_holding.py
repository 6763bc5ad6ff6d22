"""Holding: nothing goes live by itself, and a held decision is in nothing that is built."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.clock import get_today
from kiosk.errors import ReleaseError
from kiosk.intake.read import Mode, ReadOptions
from kiosk.office import catalogues, holding, imports, releases, undoing
from kiosk.office.imports import ImportRequest
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.release.hold import read_hold
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.settings.inputs import load_catalogue
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)
HELD, CODE = "7001/QĐ-UBND", "1.001193"


@pytest.fixture
def office(small_office: Office) -> Office:
    """What these commands do to a workspace is the same with thirty procedures."""
    return small_office


@pytest.fixture
def config(office: Office) -> Config:
    return settings.load(office.folder / "config.yaml")


def take(office: Office, store: Store, config: Config, decision: str, code: str, name: str, day: date) -> int:
    """An amendment by `decision` from `day` on, taken over; the number of the catalogue."""
    path = office.folder / "qd.csv"
    path.write_text(f"code,name,decision,level,field\n{code},{name},{decision},xã,Hộ tịch\n", encoding="utf-8")
    request = ImportRequest(files=(path,), read=ReadOptions(mode=Mode.CHANGE), decision=decision, effective=day)
    adoption = imports.apply_import(store, config, imports.propose_import(store, config, request, get_today()), "qd")
    assert adoption is not None
    return adoption.number


def publish(store: Store, config: Config) -> int:
    releases.publish_built(store, releases.build_release(store, config, DAY, report_nothing), report_nothing)
    return store.current() or 0


def coming(store: Store) -> set[str]:
    """Names that the published release knows from the decision."""
    published = lifecycle.choose_release(store, None)
    catalogue = load_catalogue(store.get(published.inputs["catalogue"]))
    return {p.name for p in catalogue.procedures if p.decision == HELD}


def test_after_a_rollback_nothing_goes_live_until_a_person_imports(
    office: Office, office_store: Store, config: Config
) -> None:
    take(office, office_store, config, "1/QĐ-UBND", "1.999991", "Thủ tục sai", DAY)
    publish(office_store, config)
    releases.roll_back(office_store, None)
    with pytest.raises(ReleaseError, match="đang tạm dừng công bố"):
        releases.require_publishing(office_store, DAY)
    with pytest.raises(ReleaseError, match="đang tạm dừng công bố"):
        publish(office_store, config)
    assert office_store.current() == 3
    take(office, office_store, config, "2/QĐ-UBND", "1.999991", "Thủ tục đúng", DAY)
    releases.require_publishing(office_store, DAY)
    assert publish(office_store, config) > 3


def test_an_import_that_changes_nothing_lets_nothing_go(office: Office, office_store: Store, config: Config) -> None:
    take(office, office_store, config, "1/QĐ-UBND", "1.999991", "Thủ tục", DAY)
    holding.hold_publishing(office_store, "chờ ý kiến", "Phòng KSTT")
    with pytest.raises(AssertionError):
        take(office, office_store, config, "1/QĐ-UBND", "1.999991", "Thủ tục", DAY)
    assert lifecycle.find_standing_hold(office_store) is not None
    number = office_store.catalogue_numbers()[-1]
    assert undoing.undo_import(office_store, config, number, DAY).shortfalls == ()
    assert lifecycle.find_standing_hold(office_store) is None


def test_holding_twice_is_holding_once(office_store: Store) -> None:
    first = holding.hold_publishing(office_store, "chờ ý kiến")
    assert holding.hold_publishing(office_store, "chờ ý kiến").hold == first.hold
    changed = holding.hold_publishing(office_store, "chờ văn bản").hold.publishing
    assert changed is not None
    assert changed.reason == "chờ văn bản"
    holding.resume(office_store)
    with pytest.raises(ReleaseError, match="không có gì đang tạm dừng"):
        holding.resume(office_store)


def test_a_held_decision_leaves_what_is_live_and_comes_back(
    office: Office, office_store: Store, config: Config
) -> None:
    later = get_today() + timedelta(days=90)
    take(office, office_store, config, HELD, CODE, "Tên sẽ đổi", later)
    with_it = publish(office_store, config)
    assert coming(office_store) == {"Tên sẽ đổi"}
    change = holding.hold_decision(office_store, config, "qđ 7001/qđ-ubnd", "chờ sửa", get_today())
    assert change.is_live
    without = publish(office_store, config)
    assert without > with_it
    assert coming(office_store) == set()
    assert [d.release for d in read_hold(office_store).decisions] == [without]
    assert {p.name for p in catalogues.load_in_force(office_store, config).catalogue.procedures} >= {"Tên sẽ đổi"}
    again = holding.hold_decision(office_store, config, HELD, "chờ sửa", get_today() + timedelta(days=1))
    assert not again.is_live
    assert [(d.since, d.release) for d in again.hold.decisions] == [(get_today(), without)]
    holding.resume(office_store, HELD)
    publish(office_store, config)
    assert coming(office_store) == {"Tên sẽ đổi"}


def test_going_back_to_pages_that_carry_it_is_noticed(office: Office, office_store: Store, config: Config) -> None:
    take(office, office_store, config, HELD, CODE, "Tên sẽ đổi", get_today() + timedelta(days=90))
    with_it = publish(office_store, config)
    holding.hold_decision(office_store, config, HELD, "chờ sửa", get_today())
    publish(office_store, config)
    releases.roll_back(office_store, with_it)
    assert [d.release for d in read_hold(office_store).decisions] == [None]


def test_another_import_lets_no_held_decision_back(office: Office, office_store: Store, config: Config) -> None:
    take(office, office_store, config, HELD, CODE, "Tên sẽ đổi", get_today() + timedelta(days=90))
    assert not holding.hold_decision(office_store, config, HELD, "chờ sửa", get_today()).is_live
    take(office, office_store, config, "2/QĐ-UBND", "1.999991", "Thủ tục mới", DAY)
    publish(office_store, config)
    assert coming(office_store) == set()


def test_a_decision_that_brings_nothing_is_not_held(office: Office, office_store: Store, config: Config) -> None:
    take(office, office_store, config, HELD, CODE, "Tên sẽ đổi", get_today() + timedelta(days=90))
    with pytest.raises(ReleaseError, match="không có thay đổi nào") as refusal:
        holding.hold_decision(office_store, config, "9/QĐ-UBND", "chờ sửa", get_today())
    assert HELD in refusal.value.way_out
    with pytest.raises(ReleaseError, match="không bị giữ lại"):
        holding.resume(office_store, HELD)
    assert read_hold(office_store).decisions == ()
