"""Figures, targets and ratios. Pure arithmetic: what a measurement means, not how it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from math import ceil
from statistics import median, quantiles


class Bound(StrEnum):
    """On which side of a target a figure must lie."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a figure must not miss."""

    bound: Bound
    value: float

    def met(self, value: float) -> bool:
        """Whether `value` lies on the right side; the target itself is met. No number (NaN) meets nothing."""
        return value >= self.value if self.bound is Bound.AT_LEAST else value <= self.value


def at_least(value: float) -> Target:
    """A lower limit."""
    return Target(Bound.AT_LEAST, value)


def at_most(value: float) -> Target:
    """An upper limit."""
    return Target(Bound.AT_MOST, value)


@dataclass(frozen=True, slots=True)
class Spread:
    """What several measurements of one thing gave, in the order of measuring; at least one."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    @property
    def quarters(self) -> tuple[float, float]:
        """The first and the third quartile: half of all values lie between them."""
        if len(self.values) == 1:
            return self.values[0], self.values[0]
        first, _, third = quantiles(self.values, n=4, method="inclusive")
        return first, third

    def __str__(self) -> str:
        if len(self.values) == 1:
            return shown(self.middle)
        return f"{shown(self.middle)} ({shown(min(self.values))} to {shown(max(self.values))})"


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Round by round, so that what slows a round down slows both. Raises `ValueError` for times that cannot be."""
    return [times_faster(a, b) for a, b in zip(above, below, strict=True)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure, less of which is better, measured in turns on this checkout and on another."""

    name: str
    unit: str
    ours: Spread
    other: Spread

    @property
    def ratio(self) -> float:
        """This checkout over the other, medians; 1 where both are nothing."""
        ours, other = self.ours.middle, self.other.middle
        return ours / other if other else 1.0 if not ours else float("inf")

    @property
    def worse(self) -> bool:
        """Whether this checkout is worse beyond the spread: each median lies outside the middle half of the other, and
        this one was worse in all rounds but at most one in nine. Of nine rounds of two equals one in seventy says so by
        chance (simulated with normal noise). Fewer than five rounds say nothing."""
        apart = self.ours.middle > self.other.quarters[1] and self.other.middle < self.ours.quarters[0]
        rounds = [a > b for a, b in zip(self.ours.values, self.other.values, strict=True)]
        return apart and len(rounds) >= 5 and sum(rounds) >= len(rounds) - len(rounds) // 9

    @property
    def better(self) -> bool:
        """The same the other way round."""
        return Comparison(self.name, self.unit, self.other, self.ours).worse


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value: its section and name, unit ("x" for a ratio), target where there is one, how it came about
    where the name does not say it, and all values of which it is the median where it was measured several times."""

    section: str
    name: str
    value: float
    unit: str = ""
    target: Target | None = None
    note: str = ""
    values: tuple[float, ...] = ()

    @property
    def spread(self) -> Spread:
        """All values."""
        return Spread(self.values or (self.value,))

    @property
    def met(self) -> bool:
        """Whether the target, if any, is met."""
        return self.target is None or self.target.met(self.value)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not measured, and why."""

    section: str
    name: str
    reason: str


@dataclass(slots=True)
class Results:
    """All figures of a run in the order of measuring."""

    figures: list[Figure] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def missed(self) -> tuple[str, ...]:
        """Names of missed targets, and of sections that could not be measured to their end."""
        return tuple(f"{f.section}: {f.name}" for f in self.figures if not f.met) + tuple(self.broken)

    def as_json(self, machine: dict[str, object]) -> dict[str, object]:
        """Everything for machines."""
        return {
            "machine": machine,
            "figures": [asdict(f) | {"met": f.met} for f in self.figures],
            "skipped": [asdict(s) for s in self.skipped],
            "failures": self.failures,
            "missed": self.missed(),
        }


@dataclass(slots=True)
class Section:
    """Where a section puts its figures."""

    name: str
    results: Results

    def add(self, name: str, value: float, unit: str = "", target: Target | None = None, note: str = "") -> float:
        """Keep a figure and show it; returns its value."""
        return self._keep(Figure(self.name, name, value, unit, target, note))

    def add_all(
        self, name: str, values: Sequence[float], unit: str = "", target: Target | None = None, note: str = ""
    ) -> float:
        """Keep what several rounds gave as one figure, their median, which the target judges; returns it."""
        return self._keep(Figure(self.name, name, median(values), unit, target, note, tuple(values)))

    def _keep(self, figure: Figure) -> float:
        self.results.figures.append(figure)
        state = "" if figure.target is None else "  ok" if figure.met else "  MISSED"
        print(f"  {figure.name}: {figure.spread} {figure.unit}{state}", flush=True)
        return figure.value

    def skip(self, name: str, reason: str) -> None:
        """Keep that something was not measured."""
        self.results.skipped.append(Skipped(self.name, name, reason))
        print(f"  {name}: skipped, {reason}", flush=True)

    def fail(self, what: Iterable[str]) -> None:
        """Name what a figure counts: each code not read, each file rewritten."""
        self.results.failures += [f"{self.name}: {line}" for line in what]


def shown(value: float) -> str:
    """A value with the digits that mean something."""
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value)}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.4f}"


def times_faster(baseline: float, ours: float) -> float:
    """How many times less time than the baseline, both in seconds."""
    if ours <= 0 or baseline <= 0:
        raise ValueError("a time that was measured is positive")
    return baseline / ours


@dataclass(frozen=True, slots=True)
class Sample:
    """A part that was really run: sites, procedures at each, seconds for all of them."""

    sites: int
    procedures: int
    seconds: float

    @property
    def each(self) -> float:
        """Seconds for one procedure at one site."""
        return self.seconds / (self.sites * self.procedures)


def scaled(sample: Sample, sites: int, procedures: int) -> float:
    """Seconds for `sites` sites of `procedures` procedures if every procedure costs what it cost in the sample.

    The naive baseline has no state between procedures, so its time grows in proportion.
    """
    return sample.each * sites * procedures


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all are not above (nearest rank)."""
    if not values:
        raise ValueError("a percentile of nothing")
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def slope(values: Sequence[float]) -> float:
    """Least-squares growth of a series from one value to the next."""
    n = len(values)
    if n < 2:
        raise ValueError("a slope needs two values")
    middle, mean = (n - 1) / 2, sum(values) / n
    above = sum((i - middle) * (v - mean) for i, v in enumerate(values))
    return above / sum((i - middle) ** 2 for i in range(n))
