"""After a change: for each site which sheets to print, which to take down, which to keep, and why.

In come two releases with their inputs, and what hangs; out goes a list of actions for each site. What happens to a
sheet is decided by `paper.comparison`; here the reasons are put into words. Papers and tables are left to
`press.notices` and `press.reprint_files`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.manifest import Manifest
from kiosk.model.site import SiteKind
from kiosk.paper.comparison import SheetAction, SheetChange, SheetFacts, compare_sheets, list_sheets_of_site
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_printed_link

_ORDER = (SheetAction.PRINT, SheetAction.TAKE_DOWN, SheetAction.KEEP)


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
    do: SheetAction
    release: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteActions:
    """What the staff of one site do."""

    code: str
    name: str
    actions: tuple[Action, ...]

    def count(self, do: SheetAction) -> int:
        """How many sheets to print, take down or keep."""
        return sum(a.do == do for a in self.actions)


class _Procedures:
    """The procedures that two releases print at sites of a kind, and why one of them leaves, comes to or changes a
    sheet."""

    def __init__(
        self,
        before: Inputs | None,
        after: Inputs,
        before_day: Manifest | None,
        after_day: Manifest,
        kind: SiteKind,
    ) -> None:
        self.old = before.catalogue.on(before_day.as_of) if before and before_day else {}
        self.new = after.catalogue.on(after_day.as_of)
        self.kind = kind
        self.settings = after.config
        self.old_settings = before.config if before else after.config
        self.ends = {p.code: p for p in after.catalogue.procedures if p.ending is not Ending.NONE}

    def explain_leaving(self, code: str) -> Reason:
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

    def explain_coming(self, code: str) -> Reason:
        p = self.new[code]
        return Reason(code, p.name, "đứng thêm trên tờ này" if code in self.old else "mới", decision=p.decision)

    def explain_changes(self, code: str) -> Iterator[Reason]:
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
        old, new = (make_printed_link(p, c, self.kind) for p, c in ((a, self.old_settings), (b, self.settings)))
        yield "địa chỉ của mã QR", old.url, new.url
        yield "ngày hết áp dụng", _day(a), _day(b)


def _day(p: Procedure) -> str:
    return f"{p.effective_to:%d/%m/%Y}" if p.effective_to else ""


def _explain(change: SheetChange, old: SheetFacts | None, new: SheetFacts | None, both: _Procedures) -> list[Reason]:
    """Why a sheet is printed or taken down; nothing where it stays."""
    if change.action is SheetAction.KEEP:
        return []
    if new is None:
        return [both.explain_leaving(seat.code) for seat in (old.seats if old else None) or ()]
    if change.fresh:
        return [Reason("", "", "tờ mới")]
    reasons = [both.explain_leaving(code) for code in change.left]
    reasons += [both.explain_coming(code) for code in sorted(change.came + change.joined)]
    moved = _moved(old, new)
    for code in sorted({*change.changed, *moved}):
        reasons += both.explain_changes(code)
        if code in moved:
            reasons.append(Reason(code, both.new[code].name, "đổi chỗ trên tờ"))
    return reasons or [Reason("", "", "đổi lời in chung, biểu trưng hoặc tiêu đề của tờ")]


def _moved(old: SheetFacts | None, new: SheetFacts) -> frozenset[str]:
    """Procedures that stand on both sides of a sheet, in other cells."""
    was, now = ({seat.code: seat.slot for seat in (side.seats if side else None) or ()} for side in (old, new))
    return frozenset(code for code in was.keys() & now.keys() if was[code] != now[code])


def _list_actions(
    hanging: Sequence[SheetFacts], planned: Sequence[SheetFacts], both: _Procedures
) -> tuple[Action, ...]:
    """What the staff of one site do: print, take down, keep, each by label."""
    old, new = ({sheet.label: sheet for sheet in side} for side in (hanging, planned))
    actions = [
        Action(
            change.label,
            change.group if change.label in new else "",
            change.action,
            change.release,
            tuple(_explain(change, old.get(change.label), new.get(change.label), both)),
        )
        for change in compare_sheets(hanging, planned)
    ]
    # In each the order of the wall, in which both sides stand.
    return tuple(sorted(actions, key=lambda action: _ORDER.index(action.do)))


def list_actions(
    after: Manifest,
    after_inputs: Inputs,
    before: Manifest | None,
    before_inputs: Inputs | None,
    hanging: Mapping[str, Sequence[SheetFacts]] | None = None,
    only: Collection[str] = (),
) -> tuple[SiteActions, ...]:
    """What each site must do so that `after` hangs, if `hanging` (default: what `before` hung) hangs now."""
    by_kind = {kind: _Procedures(before_inputs, after_inputs, before, after, kind) for kind in SiteKind}
    sites = [site for site in after.sites if not only or site.code in only]
    lists = []
    for site in sites:
        old = list_sheets_of_site(before, site.code) if hanging is None else hanging.get(site.code, ())
        new = list_sheets_of_site(after, site.code)
        lists.append(SiteActions(site.code, site.name, _list_actions(old, new, by_kind[site.kind])))
    return tuple(lists)
