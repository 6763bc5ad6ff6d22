"""Kiosks as devices: declared, keyed, confirmed by code, removed; every change an event."""

from __future__ import annotations

import pytest

from kiosk import signing
from kiosk.errors import OfficeError, ReleaseError
from kiosk.office import events
from kiosk.office.database.device_tables import DEVICE
from kiosk.office.events import EventKind
from kiosk.office.ledger import devices, undoing
from kiosk.workspace.device_table import DeviceTable
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY, count_events, days_ago, lan_acts


def test_a_key_is_known_to_the_public_server_and_to_no_event(city: Store) -> None:
    number, key = declare(city, SITE)
    assert DeviceTable(city.root).find(number) is not None
    with lan_acts(city) as doing:
        (device,) = devices.list_devices(doing.connection, SITE)
        assert (device.number, device.name, device.release, device.added) == (number, "Sảnh", None, TODAY)
        rows = doing.connection.exec_driver_sql("SELECT after FROM event WHERE what = 'device-added'").all()
    assert len(rows) == 1 and key not in str(rows)


def test_a_new_key_ends_the_one_before(city: Store) -> None:
    number, key = declare(city, SITE)
    with lan_acts(city) as doing:
        device, token = devices.renew_key(doing.connection, doing.act, LAN, number)
        (known,) = devices.list_keys(doing.connection)
    read = signing.read_token(token)
    assert device.number == number and read is not None and read[1] == known.key != key
    assert count_events(city, EventKind.DEVICE_KEY) == 1


def test_a_removed_one_is_nowhere_and_its_number_is_not_given_again(city: Store) -> None:
    number, _ = declare(city, SITE)
    with lan_acts(city) as doing:
        assert devices.remove_device(doing.connection, doing.act, LAN, number).site == SITE
        assert devices.list_devices(doing.connection) == () == devices.list_keys(doing.connection)
        with pytest.raises(OfficeError, match="không có kiosk nào"):
            devices.renew_key(doing.connection, doing.act, LAN, number)
    assert declare(city, SITE)[0] == number + 1


def test_names_are_told_apart_at_one_site(city: Store) -> None:
    declare(city, SITE, "Sảnh")
    declare(city, OTHER, "Sảnh")
    with pytest.raises(OfficeError, match="đã có kiosk tên"):
        declare(city, SITE, " sảnh ")
    with pytest.raises(OfficeError, match="quá dài"):
        declare(city, SITE, "x" * 81)
    with pytest.raises(ReleaseError, match="chưa ghi nội dung"):
        declare(city, SITE, "  ")


def test_a_site_without_a_kiosk_is_said_so_until_one_comes(city: Store) -> None:
    with lan_acts(city) as doing:
        assert devices.declare_absence(doing.connection, doing.act, LAN, SITE)
        assert not devices.declare_absence(doing.connection, doing.act, LAN, SITE)
        assert devices.list_absences(doing.connection) == {SITE: TODAY}
        assert devices.withdraw_absence(doing.connection, doing.act, LAN, SITE)
        assert not devices.withdraw_absence(doing.connection, doing.act, LAN, SITE)
        devices.declare_absence(doing.connection, doing.act, LAN, SITE)
    declare(city, SITE)
    with lan_acts(city) as doing:
        assert devices.list_absences(doing.connection) == {}
        with pytest.raises(OfficeError, match="còn kiosk đã khai báo"):
            devices.declare_absence(doing.connection, doing.act, LAN, SITE)
    assert (count_events(city, EventKind.KIOSK_ABSENT), count_events(city, EventKind.KIOSK_EXPECTED)) == (2, 2)


def test_a_code_says_which_kiosk_runs_what(city: Store) -> None:
    declare(city, SITE, "Sảnh")
    number, key = declare(city, SITE, "Tầng 2", by_code=True)
    code = signing.make_return_code(SITE, 1, key)
    with lan_acts(city) as doing:
        seen = devices.see_device(doing.connection, doing.act, LAN, SITE, code.lower(), TODAY)
        assert (seen.number, seen.release) == (number, 1)
        # What was read earlier and entered later says nothing of today.
        old = signing.make_return_code(SITE, 0, key)
        assert devices.see_device(doing.connection, doing.act, LAN, SITE, old, days_ago(3)).release == 1
    assert count_events(city, EventKind.DEVICE_SEEN) == 2


def test_a_code_without_a_key_is_the_only_kiosks_or_the_named_ones(city: Store) -> None:
    first, _ = declare(city, SITE, "Sảnh", by_code=True)
    code = signing.make_return_code(SITE, 1)
    with lan_acts(city) as doing:
        assert devices.see_device(doing.connection, doing.act, LAN, SITE, code, TODAY).number == first
    second, _ = declare(city, SITE, "Tầng 2", by_code=True)
    with lan_acts(city) as doing:
        with pytest.raises(OfficeError, match="nhiều kiosk"):
            devices.see_device(doing.connection, doing.act, LAN, SITE, code, TODAY)
        assert devices.see_device(doing.connection, doing.act, LAN, SITE, code, TODAY, second).number == second


def test_a_code_that_is_none_or_another_sites_or_made_up_is_refused(city: Store) -> None:
    with lan_acts(city) as doing, pytest.raises(OfficeError, match="không khai báo kiosk ấy"):
        devices.see_device(doing.connection, doing.act, LAN, SITE, signing.make_return_code(SITE, 1), TODAY)
    _, key = declare(city, SITE)
    _, other = declare(city, OTHER)
    bad = [
        "xin chào",
        signing.make_return_code(OTHER, 1, other),
        signing.make_return_code(SITE, 1, key[::-1]),
        "23-ABCDE",
    ]
    for code in bad:
        with lan_acts(city) as doing, pytest.raises(OfficeError):
            devices.see_device(doing.connection, doing.act, LAN, SITE, code, TODAY)
    with lan_acts(city) as doing, pytest.raises(OfficeError, match="chưa đến"):
        good = signing.make_return_code(SITE, 1, key)
        devices.see_device(doing.connection, doing.act, LAN, SITE, good, days_ago(-1))
    assert count_events(city, EventKind.DEVICE_SEEN) == 0


def test_a_code_that_was_read_wrong_is_undone_unless_the_kiosk_spoke_since(city: Store) -> None:
    with lan_acts(city) as doing:
        number = devices.add_device(doing.connection, doing.act, LAN, SITE, "Sảnh")[0].number
        for release in (1, 2):
            code = signing.make_return_code(SITE, release)
            devices.see_device(doing.connection, doing.act, LAN, SITE, code, TODAY)
        first, second = sorted(e.id for e in events.list_events(doing.connection, 9) if e.what is EventKind.DEVICE_SEEN)
    with lan_acts(city) as doing:
        undoing.undo_event(doing.connection, doing.act, LAN, second)
        assert devices.require_device(doing.connection, number).release == 1
        with pytest.raises(OfficeError, match="đã được hủy rồi"):
            undoing.undo_event(doing.connection, doing.act, LAN, second)
    with lan_acts(city) as doing:
        doing.connection.execute(DEVICE.update().values(release=7, heard=DEVICE.c.heard + 5))
        undoing.undo_event(doing.connection, doing.act, LAN, first)
        assert devices.require_device(doing.connection, number).release == 7, "what it said by itself stands"
