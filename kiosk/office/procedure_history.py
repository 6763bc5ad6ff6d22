"""One procedure as people ask about it: what was said of it, since when, and why it hangs where it hangs.

In come the workplace and a code or words; out go versions, statements, and sites with the reason of each on a day.
Nothing is changed; who said what is told by `history`, as for the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.model.catalogue import Procedure
from kiosk.office import catalogues, history
from kiosk.office.history import CodeHistory
from kiosk.office.job_context import Workplace
from kiosk.settings import tables
from kiosk.text import fold

MOST = 50
_NAMED = 10


@dataclass(frozen=True, slots=True)
class ReasonedSites:
    """The sites that post a procedure, or do not, for one reason: a count, and up to ten names."""

    posted: bool
    reason: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureHistory:
    """Everything about one procedure. `now`: the version of the day asked about; `choices`: code and name of every
    site."""

    account: CodeHistory
    now: Procedure | None
    sites: tuple[ReasonedSites, ...]
    choices: tuple[tuple[str, str], ...]


def find_procedures(here: Workplace, words: str) -> tuple[Procedure, ...]:
    """Procedures whose code or name holds all the words, the newest version of each; at most `MOST`."""
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    newest = {p.code: p for p in catalogue.procedures}
    parts = fold(words).split()
    hits = (p for p in newest.values() if all(part in fold(f"{p.code} {p.name}") for part in parts))
    return tuple(p for p, _ in zip(hits, range(MOST), strict=False)) if parts else ()


def look_up(here: Workplace, code: str, day: date, site: str = "") -> ProcedureHistory:
    """Everything about one procedure on a day, at one site or all. Raises `IntakeError` for what nobody ever named."""
    answer = history.tell_history(here.store, here.config, code, day, site)
    reasons: dict[tuple[bool, str], list[str]] = {}
    for each in answer.sites:
        reasons.setdefault((each.posted, each.reason), []).append(each.name)
    rows = tuple(
        ReasonedSites(posted, reason, len(names), tuple(names[:_NAMED]))
        for (posted, reason), names in sorted(reasons.items(), key=lambda pair: not pair[0][0])
    )
    sites = tables.read_sites(here.config.path(here.config.sites)).sites
    now = next((p for p in answer.versions if p.in_force(day)), None)
    return ProcedureHistory(answer, now, rows, tuple((s.code, s.name) for s in sites))
