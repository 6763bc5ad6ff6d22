"""Everything that was ever said of one procedure, and why it hangs at a site on a day.

In come the workspace and a code; out go the statements with their imports, the versions that follow, and the reason of
each site. Read only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kiosk.catalogue import listing
from kiosk.errors import IntakeError
from kiosk.intake import revision
from kiosk.intake.rules.derivation import list_stated_fields
from kiosk.model.catalogue import Catalogue, Procedure
from kiosk.model.listing import Listing
from kiosk.model.site import Site, spell_codes
from kiosk.model.statement import Past, Statement
from kiosk.office import catalogues, register
from kiosk.settings import inputs
from kiosk.settings.config import Config, ListingSettings
from kiosk.workspace.store import Store

_BEFORE_ALL = date(1900, 1, 1)
"""A day on which nothing has ended yet, so that nothing is dropped as long past."""


@dataclass(frozen=True, slots=True)
class SourcedStatement:
    """A statement with the import that brought it; `stands`: that import was not undone."""

    number: int
    by: str
    day: date
    stands: bool
    statement: Statement
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteReason:
    """Whether a site posts the procedure, and why."""

    site: str
    name: str
    posted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CodeHistory:
    """A code's statements in the order of signing, its ground (versions without a day of signing), its versions now,
    and the reason of every site asked about."""

    code: str
    day: date
    ground: tuple[Procedure, ...]
    statements: tuple[SourcedStatement, ...]
    versions: tuple[Procedure, ...]
    sites: tuple[SiteReason, ...]


def tell_history(store: Store, config: Config, code: str, day: date, site: str = "") -> CodeHistory:
    """The history of a code. Raises `IntakeError` where nobody ever spoke of it, or the site is unknown."""
    records = register.read_records(store)
    standing = {entry.number for entry in register.select_active(records)}
    ground = catalogues.load_ground(store, config)
    past = register.gather_past(store, ground, records)
    statements = [
        SourcedStatement(entry.number, entry.by, entry.day, entry.number in standing, s, list_stated_fields(s))
        for entry in records
        for s in register.read_statements(store, entry.number)
        if s.code == code
    ]
    current = catalogues.load_in_force(store, config).catalogue
    derived = _tell_all(current, past, code)
    versions = derived.procedures
    grounded = tuple(p for p in past.ground.procedures if p.code == code)
    if not statements and not versions and not grounded:
        raise IntakeError(
            "chưa tệp nào nói về mã này", place="kiosk history", value=code, way_out="kiểm tra lại mã thủ tục"
        )
    sites_asked = _choose_sites(inputs.gather(config, current).sites, site)
    placed = _name_placing(derived, past, code)
    listings = listing.list_postings(placed, sites_asked, config.listing, day)
    sites = tuple(_explain_site(x, placed, config.listing, day) for x in listings)
    ordered = tuple(sorted(statements, key=lambda x: (x.statement.dated, x.number)))
    return CodeHistory(code, day, grounded, ordered, versions, sites)


def _choose_sites(sites: tuple[Site, ...], code: str) -> tuple[Site, ...]:
    exact = spell_codes((code,), (s.code for s in sites))
    matching = tuple(s for s in sites if not code or s.code in exact)
    if not matching:
        raise IntakeError("không có điểm này", place="kiosk history", value=code, way_out="xem kiosk site list")
    return matching


def _tell_all(current: Catalogue, past: Past, code: str) -> Catalogue:
    """The versions of one code from the first statement on: the catalogue in force drops what ended long ago, and a
    day of then is asked about too."""
    whole = revision.rebuild(current, past, current.lists, _BEFORE_ALL, frozenset((code,))).catalogue
    return Catalogue(tuple(p for p in whole.procedures if p.code == code), current.lists)


def _name_placing(derived: Catalogue, past: Past, code: str) -> Catalogue:
    """The same versions, each under the decision that says where the procedure is received: the last one about it may
    have changed a fee. Derived again from statements of which only those about the place have a number."""
    placing = tuple(s if s.code != code or _says_place(s) else _drop_number(s) for s in past.statements)
    history = _tell_all(derived, replace(past, statements=placing), code).procedures
    versions = tuple(replace(p, decision=_find_number(history, p)) if p.received_at else p for p in derived.procedures)
    lists = tuple(
        replace(x, decided=tuple(replace(d, decision="") if d.code == code else d for d in x.decided))
        for x in derived.lists
    )
    return Catalogue(versions, lists)


def _says_place(s: Statement) -> bool:
    return any(p.received_at for p in s.stated)


def _drop_number(s: Statement) -> Statement:
    return replace(s, stated=tuple(replace(p, decision="") for p in s.stated))


def _find_number(known: tuple[Procedure, ...], p: Procedure) -> str:
    begins = p.effective_from or date.min
    return next((other.decision for other in known if other.in_force(begins)), p.decision)


def _explain_site(x: Listing, derived: Catalogue, rules: ListingSettings, day: date) -> SiteReason:
    """Why a site posts the one procedure of `derived` on a day, or why not."""
    posted = next(iter(x.posted), None)
    if posted is not None:
        return SiteReason(x.site.code, x.site.name, True, posted.reason)
    now = next((p for p in derived.procedures if p.in_force(day)), None)
    why = (
        listing.explain_absence(now, x.site, derived, rules, day) if now else _explain_absence(derived.procedures, day)
    )
    return SiteReason(x.site.code, x.site.name, False, why)


def _explain_absence(versions: tuple[Procedure, ...], day: date) -> str:
    """Why a code is posted nowhere on a day on which no version of it is in force."""
    ended = [p for p in versions if p.effective_to is not None and p.effective_to < day]
    if ended:
        last = ended[-1]
        by = f" theo {last.ended_by}" if last.ended_by else ""
        return f"đã {last.ending.value or 'hết thời hạn áp dụng'}{by}, áp dụng đến hết {last.effective_to:%d/%m/%Y}"
    begins = [p.effective_from for p in versions if p.effective_from is not None]
    return f"áp dụng từ {min(begins):%d/%m/%Y}" if begins else "không còn trong danh mục"
