"""How much is taken from kiosks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.web.public.rates import SITE_BURST, SITE_RATE, WHOLE_BURST, WHOLE_RATE, Rates


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_about_one_site_leaves_the_others_theirs() -> None:
    clock = Clock()
    rates = Rates(clock)
    taken = sum(rates.admit("11824") for _ in range(50_000))
    assert taken == SITE_BURST
    assert all(rates.admit("10507") for _ in range(200))


def test_a_site_that_was_stopped_is_heard_again() -> None:
    clock = Clock()
    rates = Rates(clock)
    while rates.admit("11824"):
        pass
    clock.now += 10
    assert [rates.admit("11824") for _ in range(11)] == [True] * 10 + [False]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", "e", "f"]), st.floats(0, 2)), max_size=400))
def test_no_order_of_messages_takes_more_than_the_rates(messages: list[tuple[str, float]]) -> None:
    clock = Clock()
    rates, taken = Rates(clock), list[str]()
    for site, pause in messages:
        clock.now += pause
        for _ in range(30):
            taken += [site] if rates.admit(site) else []
    seconds = clock.now - 1000.0
    assert len(taken) <= WHOLE_BURST + WHOLE_RATE * seconds + 1e-6
    assert all(taken.count(site) <= SITE_BURST + SITE_RATE * seconds + 1e-6 for site in set(taken))
