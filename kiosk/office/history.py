"""Everything that was ever said of one procedure, and why it hangs at a site on a day.

In come the workspace and a code; out go the statements with their imports, the versions that follow, and the reason of
each site. Read only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.catalogue import listing
from kiosk.errors import IntakeError
from kiosk.intake.rules.derivation import stated_fields
from kiosk.model.catalogue import Procedure
from kiosk.model.site import Site
from kiosk.model.statement import Statement
from kiosk.office import catalogues, register
from kiosk.settings import inputs
from kiosk.settings.config import Config, SiteRule
from kiosk.workspace.store import Store


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
    ground = catalogues.ground(store, config)
    past = register.gather_past(store, ground, records)
    statements = [
        SourcedStatement(entry.number, entry.by, entry.day, entry.number in standing, s, stated_fields(s))
        for entry in records
        for s in register.read_statements(store, entry.number)
        if s.code == code
    ]
    current = catalogues.load_in_force(store, config).catalogue
    versions = tuple(p for p in current.procedures if p.code == code)
    grounded = tuple(p for p in past.ground.procedures if p.code == code)
    if not statements and not versions and not grounded:
        raise IntakeError(
            "chưa tệp nào nói về mã này", place="kiosk history", value=code, way_out="kiểm tra lại mã thủ tục"
        )
    gathered = inputs.gather(config, current)
    listings = listing.list_postings(current, _chosen(gathered.sites, site), config.listing, day)
    rules = config.listing.sites
    sites = tuple(
        _reason(x.site, code, {p.procedure.code: p.reason for p in x.posted}, _excluded(rules, x.site, code))
        or SiteReason(x.site.code, x.site.name, False, _absent(versions, day))
        for x in listings
    )
    ordered = tuple(sorted(statements, key=lambda x: (x.statement.dated, x.number)))
    return CodeHistory(code, day, grounded, ordered, versions, sites)


def _chosen(sites: tuple[Site, ...], code: str) -> tuple[Site, ...]:
    chosen = tuple(s for s in sites if not code or s.code == code)
    if not chosen:
        raise IntakeError("không có điểm này", place="kiosk history", value=code, way_out="xem kiosk site list")
    return chosen


def _reason(site: Site, code: str, reasons: Mapping[str, str], excluded: str) -> SiteReason | None:
    """Why a site posts a procedure, or leaves it out by itself; None where neither says so."""
    why = reasons.get(code, "") or excluded
    return SiteReason(site.code, site.name, code in reasons, why) if why else None


def _excluded(rules: Mapping[str, SiteRule], site: Site, code: str) -> str:
    rule = rules.get(site.code)
    if rule is None or code not in rule.exclude:
        return ""
    by = f" theo {rule.documents[code]}" if code in rule.documents else ""
    return f"bỏ riêng ở điểm này{by}"


def _absent(versions: tuple[Procedure, ...], day: date) -> str:
    """Why a code is posted nowhere on a day, or not at this site."""
    if any(p.in_force(day) for p in versions):
        return "không danh sách, quyết định hay cấp thực hiện nào đặt ở điểm này"
    ended = [p for p in versions if p.effective_to is not None and p.effective_to < day]
    if ended:
        last = ended[-1]
        by = f" theo {last.ended_by}" if last.ended_by else ""
        return f"đã {last.ending.value or 'hết thời hạn áp dụng'}{by}, áp dụng đến hết {last.effective_to:%d/%m/%Y}"
    begins = [p.effective_from for p in versions if p.effective_from is not None]
    return f"áp dụng từ {min(begins):%d/%m/%Y}" if begins else "không còn trong danh mục"
