"""Nouns of the kiosks as devices: what was declared at a site, what is known of it, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Device:
    """A declared kiosk. `by_code`: it has no network, and people read its return code; `release`: what it showed when
    it was last heard; `heard`: when, in seconds since 1970. Both are None before the first word."""

    number: int
    site: str
    name: str
    by_code: bool
    added: date
    release: int | None = None
    heard: int | None = None

    @property
    def subject(self) -> str:
        """How events name it."""
        return f"device/{self.number}"


class ScreenState(StrEnum):
    """What is known of a screen."""

    CURRENT = "current"
    OLD = "old"
    SILENT = "silent"

    @property
    def label(self) -> str:
        """What a person reads."""
        return _STATES[self]


_STATES = {
    ScreenState.CURRENT: "hiện đúng bản",
    ScreenState.OLD: "hiện bản cũ",
    ScreenState.SILENT: "im lặng",
}


@dataclass(frozen=True, slots=True)
class DeviceAges:
    """Days for which a word of a device holds: of one with a network, and of one whose code people read."""

    network: int = 3
    by_code: int = 30

    def of(self, device: Device) -> int:
        """Those of a device."""
        return self.by_code if device.by_code else self.network


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """How a device stands: `should` is the release whose page its site has now; `since` and `why` explain what is not
    as it should be, `next` is the command that closes it. All three are empty of a current one, but for `since`: the
    day of its last word."""

    device: Device
    state: ScreenState
    should: int
    since: date
    why: str = ""
    next: str = ""
