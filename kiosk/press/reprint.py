"""After a change: for each site which sheets to print, which to take down, which to keep, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.manifest import CodeEntry, Manifest, SheetEntry
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import link

PRINT, TAKE_DOWN, KEEP = "in", "gỡ", "giữ"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sheet changes: which procedure, which printed field, before and after, by which decision."""

    code: str
    name: str
    what: str
    before: str = ""
    after: str = ""
    decision: str = ""

    def __str__(self) -> str:
        change = f": «{self.before}» → «{self.after}»" if self.before or self.after else ""
        by = f" ({self.decision})" if self.decision else ""
        return f"{self.code} {self.what}{change}{by}"


@dataclass(frozen=True, slots=True)
class Action:
    """One sheet of one site: label, group, what to do, which release it prints, and the reasons."""

    label: str
    group: str
    do: str
    release: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteActions:
    """What the staff of one site do."""

    code: str
    name: str
    actions: tuple[Action, ...]

    def count(self, do: str) -> int:
        """How many sheets to print, take down or keep."""
        return sum(a.do == do for a in self.actions)


@dataclass(frozen=True, slots=True)
class Hung:
    """A sheet as it hangs now: revision, release, and the codes on it where that release is still known."""

    revision: str
    release: int
    codes: tuple[CodeEntry, ...] | None


class _Facts:
    """The procedures before and after, for telling reasons."""

    def __init__(self, before: Inputs | None, after: Inputs, before_day: Manifest | None, after_day: Manifest) -> None:
        self.old = before.catalogue.on(before_day.as_of) if before and before_day else {}
        self.new = after.catalogue.on(after_day.as_of)
        self.settings = after.config.links
        self.old_settings = before.config.links if before else after.config.links
        self.ends = {p.code: p for p in after.catalogue.procedures if p.ending is not Ending.NONE}

    def left(self, code: str) -> Reason:
        known = self.ends.get(code) or self.old.get(code)
        name = known.name if known else ""
        if code in self.new:
            return Reason(code, self.new[code].name, "không còn đứng trên tờ này")
        how = known.ending.value if known and known.ending is not Ending.NONE else "không còn phải niêm yết"
        instead = ", ".join(known.replaced_by) if known else ""
        return Reason(
            code,
            name,
            how,
            after=f"xem {instead}" if instead else "",
            decision=known.ended_by if known else "",
        )

    def came(self, code: str) -> Reason:
        p = self.new[code]
        return Reason(code, p.name, "đứng thêm trên tờ này" if code in self.old else "mới", decision=p.decision)

    def changed(self, code: str) -> Iterator[Reason]:
        a, b = self.old.get(code), self.new[code]
        if a is None:
            return
        for what, before, after in self._printed(a, b):
            if before != after:
                yield Reason(code, b.name, f"đổi {what}", before, after, b.decision)

    def _printed(self, a: Procedure, b: Procedure) -> Iterator[tuple[str, str, str]]:
        """Every fact of a procedure that a posting sheet prints."""
        yield "tên", a.name, b.name
        yield "lĩnh vực", a.field, b.field
        yield "địa chỉ của mã QR", link(a, self.old_settings).url, link(b, self.settings).url
        yield "ngày hết áp dụng", _day(a), _day(b)


def _day(p: Procedure) -> str:
    return f"{p.effective_to:%d/%m/%Y}" if p.effective_to else ""


def _reasons(old: Hung | None, new: tuple[CodeEntry, ...], facts: _Facts) -> tuple[Reason, ...]:
    if old is None or old.codes is None:
        return ()
    before = {c.code: c for c in old.codes}
    after = {c.code: c for c in new}
    found = [facts.left(code) for code in sorted(before.keys() - after.keys())]
    found += [facts.came(code) for code in sorted(after.keys() - before.keys())]
    for code in sorted(before.keys() & after.keys()):
        found += facts.changed(code)
        if before[code].slot != after[code].slot:
            found.append(Reason(code, facts.new[code].name, "đổi chỗ trên tờ"))
    return tuple(found)


def _site(
    code: str,
    name: str,
    old: Mapping[str, Hung],
    sheets: tuple[SheetEntry, ...],
    manifest: Manifest,
    facts: _Facts,
) -> SiteActions:
    actions = []
    now = {s.label: s for s in sheets}
    for label, hung in old.items():
        if label not in now:
            reasons = tuple(facts.left(c.code) for c in hung.codes or ())
            actions.append(Action(label, "", TAKE_DOWN, hung.release, reasons))
    for s in sheets:
        hung_now = old.get(s.label)
        if hung_now is not None and hung_now.revision == s.revision:
            actions.append(Action(s.label, s.group, KEEP, s.release))
            continue
        reasons = _reasons(hung_now, manifest.bodies[s.body], facts)
        if hung_now is None:
            reasons = (Reason("", "", "tờ mới"), *reasons)
        elif not reasons:
            reasons = (Reason("", "", "đổi lời in chung, biểu trưng hoặc tiêu đề của tờ"),)
        actions.append(Action(s.label, s.group, PRINT, s.release, reasons))
    return SiteActions(code, name, tuple(sorted(actions, key=lambda a: (a.do != PRINT, a.do != TAKE_DOWN, a.label))))


def hung_by(manifest: Manifest, site_code: str) -> dict[str, Hung]:
    """What a release hangs at a site, taken as hanging."""
    site = manifest.site(site_code)
    if site is None:
        return {}
    return {s.label: Hung(s.revision, s.release, manifest.bodies[s.body]) for s in manifest.sheets(site)}


def actions(
    after: Manifest,
    after_inputs: Inputs,
    before: Manifest | None,
    before_inputs: Inputs | None,
    hanging: Mapping[str, Mapping[str, Hung]] | None = None,
    only: Iterable[str] = (),
) -> tuple[SiteActions, ...]:
    """What each site must do so that `after` hangs, if `hanging` (default: what `before` hung) hangs now."""
    facts = _Facts(before_inputs, after_inputs, before, after)
    chosen = set(only)
    found = []
    for site in after.sites:
        if chosen and site.code not in chosen:
            continue
        old = hanging.get(site.code, {}) if hanging is not None else (hung_by(before, site.code) if before else {})
        found.append(_site(site.code, site.name, old, after.sheets(site), after, facts))
    return tuple(found)
