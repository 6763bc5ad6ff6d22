"""How long the word of a device holds."""

from __future__ import annotations

from datetime import date

from kiosk.model.device import Device, DeviceAges, ScreenState


def test_a_kiosk_without_a_network_is_asked_less_often() -> None:
    ages = DeviceAges(2, 40)
    wired, usb = (Device(1, "11824", "Sảnh", by_code, date(2026, 11, 1)) for by_code in (False, True))
    assert (ages.of(wired), ages.of(usb)) == (2, 40)
    assert wired.subject == "device/1"
    assert {state.label for state in ScreenState} == {"hiện đúng bản", "hiện bản cũ", "im lặng"}
