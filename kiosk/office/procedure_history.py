"""One procedure as people ask about it: what it says, since when, and why it hangs where it hangs.

In come the workplace and a code or words; out go versions and sites with the reason of each. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.catalogue import listing
from kiosk.errors import OfficeError
from kiosk.model.catalogue import Procedure
from kiosk.office import catalogues
from kiosk.office.job_context import Workplace
from kiosk.settings import tables
from kiosk.text import fold

MOST = 50


@dataclass(frozen=True, slots=True)
class ReasonedSites:
    """The sites that post a procedure for one reason: a count, and up to ten names."""

    reason: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureHistory:
    """A procedure: its versions, the oldest first, and who posts it on a day."""

    code: str
    versions: tuple[Procedure, ...]
    now: Procedure | None
    sites: tuple[ReasonedSites, ...]


def find_procedures(here: Workplace, words: str) -> tuple[Procedure, ...]:
    """Procedures whose code or name holds all the words, the newest version of each; at most `MOST`."""
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    newest = {p.code: p for p in catalogue.procedures}
    parts = fold(words).split()
    hits = (p for p in newest.values() if all(part in fold(f"{p.code} {p.name}") for part in parts))
    return tuple(p for p, _ in zip(hits, range(MOST), strict=False)) if parts else ()


def look_up(here: Workplace, code: str, day: date) -> ProcedureHistory:
    """Everything about one procedure. Raises `OfficeError` for a code that the catalogue does not know."""
    catalogue = catalogues.load_in_force(here.store, here.config).catalogue
    versions = tuple(p for p in catalogue.procedures if p.code == code)
    if not versions:
        raise OfficeError("danh mục không có thủ tục này", place="thủ tục", value=code[:40], way_out="tìm theo tên")
    sites = tables.read_sites(here.config.path(here.config.sites)).sites
    reasons: dict[str, list[str]] = {}
    for each in listing.list_postings(catalogue, sites, here.config.listing, day):
        for posted in each.posted:
            if posted.procedure.code == code:
                reasons.setdefault(posted.reason, []).append(each.site.name)
    rows = tuple(ReasonedSites(reason, len(names), tuple(names[:10])) for reason, names in reasons.items())
    return ProcedureHistory(code, versions, catalogue.on(day).get(code), rows)
