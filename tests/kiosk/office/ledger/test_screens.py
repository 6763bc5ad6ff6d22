"""How kiosks stand beside the page that their site has now: unknown is never current."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.clock import get_seconds, read_moment
from kiosk.model.device import Device, DeviceAges, ScreenState
from kiosk.office.ledger import screens
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.device_words import DAY
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.kiosks import declare, say
from tests.kiosk.office.ledger.conftest import OTHER, SITE, TODAY

NOW = get_seconds()
WIRED = Device(1, SITE, "Sảnh", False, date(2026, 11, 1), 4, NOW - 2 * DAY)
USB = replace(WIRED, by_code=True, heard=NOW - 20 * DAY)
AGES, LIVE = DeviceAges(3, 30), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("device", "should", "state", "next_step"),
    [
        (WIRED, 4, ScreenState.CURRENT, ""),
        (USB, 4, ScreenState.CURRENT, ""),
        (WIRED, 5, ScreenState.OLD, "kiosk device list 11824"),
        (USB, 5, ScreenState.OLD, "kiosk export 11824 THƯ_MỤC"),
        (WIRED, 0, ScreenState.OLD, "kiosk device remove 1"),
        (replace(WIRED, heard=NOW - 3 * DAY - 1), 4, ScreenState.SILENT, "kiosk device seen 11824 --code MÃ"),
        (replace(USB, heard=NOW - 31 * DAY), 4, ScreenState.SILENT, "kiosk device seen 11824 --code MÃ"),
        (replace(WIRED, heard=None, release=None), 4, ScreenState.SILENT, "kiosk device key 1"),
        (replace(USB, heard=None, release=None), 4, ScreenState.SILENT, "kiosk device seen 11824 --code MÃ"),
    ],
)
def test_a_kiosk_is_current_only_while_its_word_holds(
    device: Device, should: int, state: ScreenState, next_step: str
) -> None:
    standing = screens.judge(device, should, LIVE, AGES, NOW)
    assert (standing.state, standing.next) == (state, next_step)
    assert bool(standing.why) is (state is not ScreenState.CURRENT)


def test_a_gap_says_since_when() -> None:
    assert screens.judge(WIRED, 5, LIVE, AGES, NOW).since == LIVE
    silent = screens.judge(replace(WIRED, heard=NOW - 10 * DAY), 4, LIVE, AGES, NOW)
    assert (read_moment(NOW).date() - silent.since).days == 7


def test_one_that_had_no_day_to_follow_is_not_late(city: Store) -> None:
    silent = screens.judge(replace(WIRED, heard=NOW - 10 * DAY), 4, LIVE, AGES, NOW)
    fresh = screens.judge(WIRED, 5, TODAY, AGES, NOW)
    new = screens.judge(replace(WIRED, heard=None, release=None, added=TODAY), 4, LIVE, AGES, NOW)
    assert screens.list_late([silent, fresh, new], TODAY) == (silent,)


def test_every_declared_kiosk_stands_beside_its_sites_page(city: Store) -> None:
    first, _ = declare(city, SITE, "Một")
    second, _ = declare(city, SITE, "Hai")
    third, _ = declare(city, OTHER)
    for number, release in ((first, 2), (second, 1), (third, 1)):
        say(city, number, release)
    manifest = lifecycle.choose_release(city, None)
    with look_into_ledger(city) as connection:
        standings = screens.list_standings(city, connection, manifest, AGES)
    assert [(s.device.number, s.state) for s in standings] == [
        (third, ScreenState.CURRENT),
        (first, ScreenState.OLD),
        (second, ScreenState.CURRENT),
    ]
    assert screens.list_late(standings, TODAY) == ()
    assert screens.list_late(standings, TODAY + timedelta(1)) == standings[1:2]
