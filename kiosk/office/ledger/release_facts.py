"""What a report says of a release years later, when its files are gone: written down when it goes live.

In come a release that was read back and what it was built from; out go plain facts for its event, and back. Counts of
procedures by level, field and online level; what reading back has shown of each site; which procedures begin or end by
which decision; what single sites add and leave out, by which document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kiosk.model.catalogue import Ending
from kiosk.model.manifest import Manifest
from kiosk.model.verdict import Verdict
from kiosk.settings.exceptions import SiteEffect
from kiosk.settings.inputs import Inputs

LOOKED_BACK = 31
"""Days before the one for which a release is built: what began or ended in them is told with it. Every change of lists
is published, so that no month lies between a day and the release that tells of it."""
BEGUN = "bắt đầu áp dụng"


@dataclass(frozen=True, slots=True)
class ProcedureCount:
    """How many procedures of the public catalogue have these levels, this field and this online level."""

    levels: str
    field: str
    online: str
    count: int


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A site of a release and what reading its files back has shown; `was_read`: whether a verdict was there;
    `page_release`: the one that its screens must show (0: written down before that was)."""

    code: str
    name: str
    kind: str
    required: int
    on_paper: int
    on_page: int
    entry_links: int
    search_links: int
    gaps: int
    was_read: bool
    page_release: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision does to a procedure from `day` on: it begins to apply, or ends (`what` says how)."""

    code: str
    decision: str
    day: date
    what: str


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A procedure that one site posts beside the others' list, or leaves out, and the document that says so."""

    site: str
    code: str
    effect: str
    document: str


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """All of them."""

    procedures: tuple[ProcedureCount, ...]
    sites: tuple[SiteRecord, ...]
    effects: tuple[Effect, ...]
    rules: tuple[OwnRule, ...]


def gather_facts(manifest: Manifest, inputs: Inputs, verdict: Verdict | None) -> ReleaseRecord:
    """The facts of a release from what it was built from and its verdict."""
    day = manifest.as_of
    public = [p for p in inputs.catalogue.on(day).values() if not p.internal]
    counts = Counter((", ".join(level.value for level in p.levels), p.field, p.online.value) for p in public)
    covered = {s.code: s for s in verdict.sites} if verdict else {}
    sites = []
    for site in manifest.sites:
        s = covered.get(site.code)
        figures = (s.required, s.on_paper, s.on_page, s.entry_links, s.search_links, len(s.gaps)) if s else (0,) * 6
        sites.append(SiteRecord(site.code, site.name, site.kind.value, *figures, s is not None, site.page_release))
    return ReleaseRecord(
        tuple(ProcedureCount(*key, counts[key]) for key in sorted(counts)),
        tuple(sites),
        tuple(sorted(_list_effects(inputs, day), key=lambda e: (e.day, e.decision, e.code, e.what))),
        tuple(_list_own_rules(inputs)),
    )


def _list_effects(inputs: Inputs, day: date) -> list[Effect]:
    since = day - timedelta(LOOKED_BACK)
    effects = []
    for p in inputs.catalogue.procedures:
        if p.internal:
            continue
        if p.decision and p.effective_from and since <= p.effective_from <= day:
            effects.append(Effect(p.code, p.decision, p.effective_from, BEGUN))
        ends = p.effective_to + timedelta(1) if p.effective_to else None
        if ends and since <= ends <= day and p.ending not in {Ending.AMENDED, Ending.NONE}:
            effects.append(Effect(p.code, p.ended_by, ends, p.ending.value))
    return effects


def _list_own_rules(inputs: Inputs) -> list[OwnRule]:
    rules = []
    for site, rule in sorted(inputs.config.listing.sites.items()):
        for codes, effect in ((rule.extra, SiteEffect.EXTRA), (rule.exclude, SiteEffect.EXCLUDE)):
            rules += [OwnRule(site, code, effect.value, rule.documents.get(code, "")) for code in sorted(codes)]
    return rules


def dump_facts(facts: ReleaseRecord) -> dict[str, object]:
    """The facts as an event holds them."""
    return {
        "procedures": [[c.levels, c.field, c.online, c.count] for c in facts.procedures],
        "sites": [
            [
                s.code,
                s.name,
                s.kind,
                s.required,
                s.on_paper,
                s.on_page,
                s.entry_links,
                s.search_links,
                s.gaps,
                s.was_read,
                s.page_release,
            ]
            for s in facts.sites
        ],
        "effects": [[e.code, e.decision, e.day, e.what] for e in facts.effects],
        "rules": [[r.site, r.code, r.effect, r.document] for r in facts.rules],
    }


def read_facts(event: Mapping[str, Any]) -> ReleaseRecord | None:
    """Read them back; None from an event of the time before they were written down."""
    if "procedures" not in event:
        return None
    return ReleaseRecord(
        tuple(ProcedureCount(*row) for row in event["procedures"]),
        tuple(SiteRecord(*row) for row in event["sites"]),
        tuple(Effect(code, by, date.fromisoformat(day), what) for code, by, day, what in event["effects"]),
        tuple(OwnRule(*row) for row in event["rules"]),
    )
