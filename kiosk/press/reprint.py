"""After a change: for each site which sheets to print, which to take down, which to keep, and why.

In come two releases with their inputs, and what hangs; out goes a list of actions for each site. What happens to a
sheet is decided by `paper.comparison`; here the reasons are put into words. Papers and tables are left to
`press.notices` and `press.reprint_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.ledger import PrintedCard
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

    def __init__(self, after: Inputs, day: date, kind: SiteKind) -> None:
        self.new = after.catalogue.on(day)
        self.kind = kind
        self.settings = after.config
        self.ends = {p.code: p for p in after.catalogue.procedures if p.ending is not Ending.NONE}

    def explain_leaving(self, code: str, card: PrintedCard | None) -> Reason:
        ending = self.ends.get(code)
        if code in self.new:
            return Reason(code, self.new[code].name, "không còn đứng trên tờ này")
        if ending is None:
            return Reason(code, card.name if card else "", "không còn phải niêm yết")
        instead = ", ".join(ending.replaced_by)
        return Reason(
            code, ending.name, ending.ending.value, after=f"xem {instead}" if instead else "", decision=ending.ended_by
        )

    def explain_coming(self, code: str, *, is_new: bool) -> Reason:
        p = self.new[code]
        return Reason(code, p.name, "mới" if is_new else "đứng thêm trên tờ này", decision=p.decision)

    def explain_changes(self, code: str, card: PrintedCard | None) -> Iterator[Reason]:
        b = self.new[code]
        if card is None or not card.name:
            return
        for what, before, after in self._list_printed_facts(card, b):
            if before != after:
                yield Reason(code, b.name, f"đổi {what}", before, after, b.decision)

    def _list_printed_facts(self, a: PrintedCard, b: Procedure) -> Iterator[tuple[str, str, str]]:
        """Every fact of a procedure that a posting sheet prints."""
        yield "tên", a.name, b.name
        yield "lĩnh vực", a.field, b.field
        yield "địa chỉ của mã QR", a.payload, make_printed_link(b, self.settings, self.kind).url
        yield "ngày hết áp dụng", _format_day(a.until), _format_day(b.effective_to)


def _format_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


Cards = Mapping[str, PrintedCard]
"""Procedures by code, as paper that hangs prints them."""


def list_cards(inputs: Inputs, day: date, kind: SiteKind) -> Cards:
    """Every procedure of a release, as sheets at sites of a kind print it."""
    settings = inputs.config
    return {
        p.code: PrintedCard(
            p.code,
            p.name,
            p.field,
            make_printed_link(p, settings, kind).url,
            p.effective_to,
            p.decision,
            p.decision_date,
        )
        for p in inputs.catalogue.on(day).values()
    }


def _explain(
    change: SheetChange, old: SheetFacts | None, new: SheetFacts | None, both: _Procedures, cards: Cards
) -> list[Reason]:
    """Why a sheet is printed or taken down; nothing where it stays. `cards`: what the old one prints."""
    if change.action is SheetAction.KEEP:
        return []
    if new is None:
        return [both.explain_leaving(seat.code, cards.get(seat.code)) for seat in (old.seats if old else None) or ()]
    if change.fresh:
        return [Reason("", "", "tờ mới")]
    if change.reworded and not new.seats:
        return [Reason("", "", "bảng đổi theo các tờ, hoặc đổi lời in chung")]
    if change.unexplained:
        return [Reason("", "", "tờ đang treo là bản cũ, không còn biết trên đó in gì")]
    reasons = [both.explain_leaving(code, cards.get(code)) for code in change.left]
    reasons += [both.explain_coming(code, is_new=code in change.came) for code in sorted(change.came + change.joined)]
    moved = _find_moved(old, new)
    for code in sorted({*change.changed, *moved}):
        reasons += both.explain_changes(code, cards.get(code))
        if code in moved:
            reasons.append(Reason(code, both.new[code].name, "đổi chỗ trên tờ"))
    return reasons or [Reason("", "", "đổi lời in chung, biểu trưng hoặc tiêu đề của tờ")]


def _find_moved(old: SheetFacts | None, new: SheetFacts) -> frozenset[str]:
    """Procedures that stand on both sides of a sheet, in other cells."""
    was, now = ({seat.code: seat.slot for seat in (side.seats if side else None) or ()} for side in (old, new))
    return frozenset(code for code in was.keys() & now.keys() if was[code] != now[code])


def _list_actions(
    hanging: Sequence[SheetFacts],
    planned: Sequence[SheetFacts],
    both: _Procedures,
    cards_of: Callable[[SheetFacts | None, SiteKind], Cards],
) -> tuple[Action, ...]:
    """What the staff of one site do: print, take down, keep, each by label."""
    old, new = ({sheet.label: sheet for sheet in side} for side in (hanging, planned))

    def sides(label: str) -> tuple[SheetFacts | None, SheetFacts | None]:
        return old.get(label), new.get(label)

    actions = [
        Action(
            change.label,
            change.group if change.label in new else "",
            change.action,
            change.release,
            tuple(_explain(change, *sides(change.label), both, cards_of(old.get(change.label), both.kind))),
        )
        for change in compare_sheets(hanging, planned)
    ]
    # In each the order of the wall, in which both sides stand.
    return tuple(sorted(actions, key=lambda action: _ORDER.index(action.do)))


def list_actions(
    after: Manifest,
    after_inputs: Inputs,
    hanging: Mapping[str, Sequence[SheetFacts]],
    cards_of: Callable[[SheetFacts | None, SiteKind], Cards],
    only: Collection[str] = (),
    boards: Mapping[str, SheetFacts] | None = None,
) -> tuple[SiteActions, ...]:
    """What each site must do so that `after` and its index board (`boards` by site) hang, if `hanging` hangs now;
    `cards_of` a sheet is what it prints."""
    by_kind = {kind: _Procedures(after_inputs, after.as_of, kind) for kind in {s.kind for s in after.sites}}
    sites = [site for site in after.sites if not only or site.code in only]
    lists = []
    for site in sites:
        board = (boards or {}).get(site.code)
        planned = (*list_sheets_of_site(after, site.code), *((board,) if board else ()))
        actions = _list_actions(hanging.get(site.code, ()), planned, by_kind[site.kind], cards_of)
        lists.append(SiteActions(site.code, site.name, actions))
    return tuple(lists)
