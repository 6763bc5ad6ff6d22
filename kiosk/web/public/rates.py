"""How much the server takes from kiosks: each site has its share, and all together have theirs.

In comes a site's code; out goes whether its message is taken now. A site that sends too much is stopped by its own
share before it touches what all have in common, so that a flood about one site leaves the others theirs. Whose codes
may come at all is left to the caller, which thereby bounds the table.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

SITE_BURST, SITE_RATE = 240, 1.0
"""A kiosk sends what it counted at once, 200 messages at most, once an hour."""
WHOLE_BURST, WHOLE_RATE = 600, 20.0
"""All kiosks of a city start together after a power cut."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages at once, and how many more a second: about one site, and in all."""

    site_burst: float
    site_rate: float
    whole_burst: float
    whole_rate: float


OF_DEVICES = Limits(60, 1 / 30, 10_000, 100)
"""By device: one says something once an hour, and at each start."""
OF_REPORTS = Limits(6, 1 / 300, 60, 1 / 20)
"""By site: nobody who reads a sheet reports it more often."""


@dataclass(slots=True)
class _Allowance:
    """Messages that may still come, up to `most`; `rate` more each second since `at`."""

    left: float
    at: float

    def fill(self, most: float, rate: float, now: float) -> None:
        self.left = min(most, self.left + (now - self.at) * rate)
        self.at = now


class Rates:
    """Counts what was taken. `clock` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, limits: Limits | None = None) -> None:
        self._clock = clock
        self._limits = limits
        self._lock = threading.Lock()
        self._whole = _Allowance(self._find_limits().whole_burst, clock())
        self._sites: dict[str, _Allowance] = {}

    def _find_limits(self) -> Limits:
        return self._limits or Limits(SITE_BURST, SITE_RATE, WHOLE_BURST, WHOLE_RATE)

    def admit(self, site: str) -> bool:
        """Whether one more message about `site` is taken now; if so it is counted."""
        with self._lock:
            now = self._clock()
            most = self._find_limits()
            own = self._sites.setdefault(site, _Allowance(most.site_burst, now))
            own.fill(most.site_burst, most.site_rate, now)
            self._whole.fill(most.whole_burst, most.whole_rate, now)
            if own.left < 1 or self._whole.left < 1:
                return False
            own.left -= 1
            self._whole.left -= 1
            return True
