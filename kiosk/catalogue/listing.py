"""What each site must post on a day, each procedure with the reason.

Comes in: a catalogue, the sites and the rules of `config.yaml`. Goes out: a listing for every site, and the days on
which it will change. Where a procedure stands on paper is left to `paper`. Who posts what comes from the city's
decisions. In order: codes excluded or added by hand, the place of reception in a decision signed after the posting
list, an explicit list for the kind of site, the place of reception a decision names, and only where none of them speaks
the portal's level as a first guess, less the fields that are never received there (customs procedures are flagged
commune-level).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.model.catalogue import Catalogue, PostingList, Procedure
from kiosk.model.listing import Listing, Posted, PostedList
from kiosk.model.site import Site, SiteKind
from kiosk.settings.config import KindRule, ListingSettings, SiteRule
from kiosk.text import fold


@dataclass(frozen=True, slots=True)
class _KindRules:
    """A kind's rule with its texts folded once."""

    kind: SiteKind
    rule: KindRule
    own_city: str
    excluded_fields: frozenset[str]
    excluded_promulgators: frozenset[str]
    included_fields: frozenset[str]
    listed: PostingList | None
    codes: frozenset[str]
    decided: Mapping[str, str]


def _prepare_rules(kind: SiteKind, rules: ListingSettings, lists: Iterable[PostingList], day: date) -> _KindRules:
    rule = rules.kind(kind)
    listed = next((entry for entry in lists if entry.kind is kind), None)
    return _KindRules(
        kind,
        rule,
        fold(rules.own_city),
        frozenset(map(fold, rule.exclude_fields)),
        frozenset(map(fold, rule.exclude_promulgators)),
        frozenset(map(fold, rule.include_fields)),
        listed,
        frozenset(listed.codes if listed else ()),
        {d.code: d.decision for d in listed.decided if d.since <= day} if listed else {},
    )


def _explain_posting(p: Procedure, k: _KindRules) -> str:
    """Why a kind of site posts `p`, or empty where it does not."""
    if p.internal or p.code in k.rule.exclude:
        return ""
    if p.code in k.rule.extra:
        return "bổ sung cho mọi điểm " + k.kind.label
    if k.listed is not None and p.code in k.decided and p.received_at:
        by = k.decided[p.code] or p.decision
        later = f" theo {by}, ký sau danh sách {k.listed.origin}"
        return f"tiếp nhận tại {k.kind.label}{later}" if k.kind in p.received_at else ""
    if k.listed is not None and p.code in k.codes:
        return f"có trong danh sách {k.listed.origin}"
    if p.received_at:
        by = f" theo {p.decision}" if p.decision else ""
        return f"tiếp nhận tại {k.kind.label}{by}" if k.kind in p.received_at else ""
    if k.listed is not None or _is_excluded(p, k):
        return ""
    if fold(p.field) in k.included_fields:
        return f"lĩnh vực {p.field} niêm yết tại {k.kind.label}"
    level = next((lv for lv in p.levels if lv in k.rule.levels), None)
    return f"cấp thực hiện: {level.value}" if level else ""


def explain_absence(p: Procedure, site: Site, catalogue: Catalogue, rules: ListingSettings, day: date) -> str:
    """Why `site` does not post `p`, which is in force: the same order of rules as for posting it."""
    rule, k = rules.sites.get(site.code), _prepare_rules(site.kind, rules, catalogue.lists, day)
    if rule is not None and p.code in rule.exclude:
        by = f" theo {rule.documents[p.code]}" if p.code in rule.documents else ""
        return f"bỏ riêng ở điểm này{by}"
    if p.internal:
        return "thủ tục nội bộ, không thuộc diện niêm yết"
    if p.code in k.rule.exclude:
        return f"quy tắc trong cấu hình bỏ khỏi mọi điểm {k.kind.label}"
    decided = k.listed is not None and p.code in k.decided
    if p.received_at and k.kind not in p.received_at and (decided or p.code not in k.codes):
        by = (k.decided.get(p.code) or p.decision) if decided else p.decision
        later = f", ký sau danh sách {k.listed.origin}" if decided and k.listed else ""
        where = ", ".join(kind.label for kind in p.received_at)
        return f"tiếp nhận tại {where}" + (f" theo {by}{later}" if by else "")
    if k.listed is not None:
        return f"không có trong danh sách {k.listed.origin}, không quyết định nào ký sau đặt ở {k.kind.label}"
    if _is_excluded(p, k):
        return f"lĩnh vực hoặc cơ quan công bố không thuộc nơi tiếp nhận {k.kind.label}"
    return "không danh sách, quyết định hay cấp thực hiện nào đặt ở điểm này"


_COMMITTEE = re.compile(r"(?:ubnd|uy ban nhan dan)\s+(?:tinh|thanh pho|tp\.?)\s+\S")


def _is_excluded(p: Procedure, k: _KindRules) -> bool:
    """Whether the level of `p` is no sign that it is received here."""
    promulgator = fold(p.promulgator)
    elsewhere = _COMMITTEE.match(promulgator) is not None and k.own_city not in promulgator
    return elsewhere or fold(p.field) in k.excluded_fields or promulgator in k.excluded_promulgators


def _apply_site_rule(common: PostedList, rule: SiteRule | None, current: dict[str, Procedure]) -> PostedList:
    if rule is None:
        return common
    posted = {p.procedure.code: p for p in common if p.procedure.code not in rule.exclude}
    for code in rule.extra:
        if code in current and not current[code].internal:
            by = f" theo {rule.documents[code]}" if code in rule.documents else ""
            posted[code] = Posted(current[code], f"bổ sung riêng cho điểm này{by}")
    return PostedList(posted[code] for code in sorted(posted))


def list_postings(
    catalogue: Catalogue, sites: Iterable[Site], rules: ListingSettings, day: date
) -> tuple[Listing, ...]:
    """The listing of every site on `day`. Sites of a kind without own rules share one list."""
    current = catalogue.on(day)
    common: dict[SiteKind, PostedList] = {}
    for kind in SiteKind:
        prepared = _prepare_rules(kind, rules, catalogue.lists, day)
        reasons = ((p, _explain_posting(p, prepared)) for p in current.values())
        common[kind] = PostedList(Posted(p, why) for p, why in reasons if why)
    return tuple(
        Listing(site, day, _apply_site_rule(common[site.kind], rules.sites.get(site.code), current)) for site in sites
    )


def find_next_dates(
    catalogue: Catalogue, sites: tuple[Site, ...], rules: ListingSettings, day: date
) -> tuple[date, ...]:
    """The days after `day` on which some site's listing will differ from the day before."""
    by_kind = tuple({s.kind: s for s in sites if s.code not in rules.sites}.values())
    watched = by_kind + tuple(s for s in sites if s.code in rules.sites)
    days: list[date] = []
    before = [x.posted for x in list_postings(catalogue, watched, rules, day)]
    for boundary in sorted({d for d in catalogue.boundaries() if d > day}):
        after = [x.posted for x in list_postings(catalogue, watched, rules, boundary)]
        if after != before:
            days.append(boundary)
        before = after
    return tuple(days)


def find_unknown_codes(catalogue: Catalogue, rules: ListingSettings) -> tuple[tuple[str, str], ...]:
    """(place, code) of every code that a rule names and the catalogue does not know: a rule that does nothing."""
    known_codes = {p.code for p in catalogue.procedures}
    named_codes = [
        (f"listing.{kind.value}.{key}", code)
        for kind in SiteKind
        for key in ("extra", "exclude")
        for code in getattr(rules.kind(kind), key)
    ]
    named_codes += [(f"listing.sites.{s}.extra", c) for s, rule in rules.sites.items() for c in rule.extra]
    named_codes += [(f"listing.sites.{s}.exclude", c) for s, rule in rules.sites.items() for c in rule.exclude]
    return tuple((place, code) for place, code in named_codes if code not in known_codes)
