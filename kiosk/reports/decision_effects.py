"""What each decision of a period did to the walls: which sheets it changed, how many hang, after how many days.

In comes a period as the ledger knew it; out go decisions in the order of their days. Pure. A sheet belongs to a
decision where it was asked for anew by a release of the period and carries a procedure that begins by the decision, or
carried one that ended by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.office.ledger.period import AskedAnew, PeriodFacts
from kiosk.office.ledger.release_facts import BEGUN, Effect
from kiosk.office.ledger.standing import StandingSheet


@dataclass(frozen=True, slots=True)
class DecisionEffect:
    """A decision that took effect in the period: procedures that begin and end, sheets that it changed and are still
    asked for, how many of them hang; `days` from effect to the last wall, None where not all hang or none changed."""

    decision: str
    day: date
    begun: int
    ended: int
    sheets: int
    hanging: int
    days: int | None
    events: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every sheet that it changed hangs."""
        return self.hanging == self.sheets


def list_effects(period: PeriodFacts) -> tuple[DecisionEffect, ...]:
    """The decisions that took effect in the period, by day and number."""
    grouped: dict[tuple[date, str], set[Effect]] = {}
    for effect in _choose_effects(period):
        grouped.setdefault((effect.day, effect.decision), set()).add(effect)
    standing = {(s.site, s.sheet, s.revision): s for s in period.standing}
    return tuple(_measure_effect(period, key, grouped[key], standing) for key in sorted(grouped))


def _choose_effects(period: PeriodFacts) -> Iterator[Effect]:
    """What releases up to the end of the period tell of its days, each once."""
    scope = period.scope
    for release in period.releases:
        if release.day <= scope.last and release.facts is not None:
            yield from (e for e in release.facts.effects if scope.first <= e.day <= scope.last)


def _measure_effect(
    period: PeriodFacts,
    key: tuple[date, str],
    effects: set[Effect],
    standing: dict[tuple[str, str, str], StandingSheet],
) -> DecisionEffect:
    day, decision = key
    begun = {e.code for e in effects if e.what == BEGUN}
    ended = {e.code for e in effects if e.what != BEGUN}
    changed = [a for a in period.anew if not a.is_superseded and _concerns(period, a, begun, ended)]
    standings = [standing.get((a.site, a.sheet, a.revision)) for a in changed]
    hanging = [s for s in standings if s is not None and s.stands]
    days = None
    if hanging and len(hanging) == len(changed):
        days = max(0, *((s.hung - day).days for s in hanging if s.hung))
    events = (*{a.event for a in changed}, *(s.hung_event for s in hanging if s.hung_event is not None))
    return DecisionEffect(
        decision, day, len(begun), len(ended), len(changed), len(hanging), days, tuple(sorted(set(events)))
    )


def _concerns(period: PeriodFacts, sheet: AskedAnew, begun: set[str], ended: set[str]) -> bool:
    now, before = (
        {card.code for card in period.contents[r].cards} if r in period.contents else set()
        for r in (sheet.revision, sheet.before)
    )
    return bool(now & begun or (before - now) & ended)
