"""Kiosks as the office looks at them: strangers are told apart, and count nowhere."""

from __future__ import annotations

from kiosk.office.job_context import Workplace
from kiosk.office.ledger import devices
from kiosk.office.news import News
from kiosk.office.site_kiosks import look_at_all_kiosks, look_at_kiosks
from tests.kiosk.kiosks import declare, say
from tests.kiosk.office.ledger.conftest import LAN, lan_acts


def test_a_stranger_is_told_only_where_nothing_is_declared(earnest_live: Workplace) -> None:
    store = earnest_live.store
    News(store.root / "news.sqlite").heard("10507", 9, 0)
    stranger = look_at_kiosks(earnest_live, "10507").stranger
    assert stranger is not None and stranger.shows == 9
    number, _ = declare(store, "10507")
    say(store, number, 1)
    own = look_at_kiosks(earnest_live, "10507")
    assert (own.stranger, own.current, len(own.standings)) == (None, 1, 1)
    with lan_acts(store) as doing:
        devices.declare_absence(doing.connection, doing.act, LAN, "10888")
    everything = look_at_all_kiosks(earnest_live)
    assert (len(everything.standings), list(everything.absences), everything.undeclared) == (1, ["10888"], 2)
    absent = look_at_kiosks(earnest_live, "10888")
    assert absent.absent_since is not None and absent.standings == ()
