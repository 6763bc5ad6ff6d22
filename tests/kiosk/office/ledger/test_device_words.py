"""What kiosks say: a change of release and a long silence are events, a heartbeat is a state."""

from __future__ import annotations

import pytest

from kiosk.clock import get_seconds
from kiosk.errors import StoreError
from kiosk.model.device import DeviceAges
from kiosk.office import inbox
from kiosk.office.events import EventKind
from kiosk.office.ledger import device_words
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.device_words import DAY
from kiosk.workspace.device_table import DeviceTable
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare, say
from tests.kiosk.office.ledger.conftest import SITE, count_events, lan_acts


def test_a_change_of_release_is_an_event_and_a_heartbeat_is_none(city: Store) -> None:
    number, _ = declare(city, SITE)
    for counter in range(1, 6):
        assert say(city, number, 1, counter) is None
        with look_into_ledger(city) as connection:
            (device,) = device_words.list_heard(connection, device_words.read_words(city))
        assert device.release == 1
    assert count_events(city, EventKind.DEVICE_RELEASE) == 1
    say(city, number, 2, 9)
    assert count_events(city, EventKind.DEVICE_RELEASE) == 2


def test_the_last_word_outlives_the_box_and_is_not_said_again(city: Store) -> None:
    number, _ = declare(city, SITE)
    say(city, number, 1, 700)
    with look_into_ledger(city):
        pass
    (city.root / inbox.FILE).unlink()
    with look_into_ledger(city) as connection:
        (device,) = device_words.list_heard(connection, device_words.read_words(city))
    assert device.release == 1
    declared = DeviceTable(city.root).find(number)
    assert declared is not None and declared.floor == 700
    assert say(city, number, 0, 700) == 700


def test_a_word_under_an_old_key_says_nothing(city: Store) -> None:
    from kiosk.office.ledger import devices
    from tests.kiosk.office.ledger.conftest import LAN

    number, _ = declare(city, SITE)
    say(city, number, 5, 1)
    with lan_acts(city) as doing:
        devices.renew_key(doing.connection, doing.act, LAN, number)
        words = device_words.read_words(city)
        assert device_words.find_fresh(doing.connection, words) == ()


def test_a_silence_is_one_event_and_so_is_its_end(city: Store) -> None:
    number, _ = declare(city, SITE)
    say(city, number, 1, 1)
    later = get_seconds() + 4 * DAY
    for _ in range(2):
        with lan_acts(city) as doing:
            words = device_words.read_words(city)
            device_words.note_silences(doing.connection, doing.act, words, DeviceAges(), later)
    assert count_events(city, EventKind.DEVICE_SILENT) == 1
    say(city, number, 1, 2)
    assert count_events(city, EventKind.DEVICE_BACK) == 1
    with lan_acts(city) as doing:
        assert device_words.note_silences(doing.connection, doing.act, {}, DeviceAges(), get_seconds()) == 0


def test_one_that_was_never_heard_has_not_fallen_silent(city: Store) -> None:
    declare(city, SITE)
    with lan_acts(city) as doing:
        assert device_words.note_silences(doing.connection, doing.act, {}, DeviceAges(), get_seconds() + 99 * DAY) == 0


def test_a_box_that_cannot_be_read_is_told(city: Store) -> None:
    (city.root / inbox.FILE).write_bytes(b"no database")
    with pytest.raises(StoreError, match="không đọc được tin của các kiosk"):
        device_words.read_words(city)
