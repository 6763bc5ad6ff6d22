"""What is to come, day by day: approved drafts that go out, and days on which the lists of sites change.

In come the workplace and the day from which to look; out go the days in order. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.catalogue import listing
from kiosk.office import catalogues, drafts
from kiosk.office.drafts import DraftState, ImportDraft
from kiosk.office.job_context import Workplace
from kiosk.settings import tables


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: the drafts that go out, whether lists change by what is in force, by which decisions."""

    day: date
    drafts: tuple[ImportDraft, ...]
    lists_change: bool
    decisions: tuple[str, ...]


def list_days(here: Workplace, start: date) -> tuple[CalendarDay, ...]:
    """Every day from `start` on that brings something; a draft that is overdue stands under its own day."""
    with here.database.reading() as connection:
        waiting = drafts.list_drafts(connection, DraftState.APPROVED)
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    sites = tables.read_sites(here.config.path(here.config.sites)).sites
    changing = set(listing.find_next_dates(catalogue, sites, here.config.listing, start))
    decisions: dict[date, set[str]] = {}
    for p in catalogue.procedures:
        if p.effective_from in changing and p.decision:
            decisions.setdefault(p.effective_from, set()).add(p.decision)
    days = sorted(changing | {d.publish_on for d in waiting if d.publish_on})
    return tuple(
        CalendarDay(
            day,
            tuple(d for d in waiting if d.publish_on == day),
            day in changing,
            tuple(sorted(decisions.get(day, ()))),
        )
        for day in days
    )
