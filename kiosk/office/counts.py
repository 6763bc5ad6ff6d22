"""What the counts of opened codes mean: which code in words, how often, and where old paper still hangs.

In come the workspace with its ledger and two days; out goes a report. The counts say nothing of people and little of a
single wall; they are hints, and where they and the ledger contradict each other both are told. Tables and tasks are
left to `reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from kiosk.model.scan import ScanCount, ScanKind, ScanState
from kiosk.office import unopened
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.releases import load_revisions
from kiosk.office.published import load_published
from kiosk.office.unopened import UnopenedSheet
from kiosk.pages import redirects
from kiosk.workspace.count_table import CountTable
from kiosk.workspace.mark_table import MarkTable

_LOST_ZEROS = re.compile(r"[0-9]\.[0-9]{4,5}")
_CASE = re.compile(r"([0-9]\.[0-9]{6})[.0-9-][0-9A-Z.-]*")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class OpenedCode:
    """A printed code that was opened: id or code (empty: names that were not kept), what it is in words, how often, the
    last day, the sites at which the ledger says that it hangs, and what else is known."""

    kind: ScanKind
    state: ScanState
    name: str
    title: str
    count: int
    last: date
    sites: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountReport:
    """Openings from `first` to `last`: on how many of these days was counted, each day's counts, the sums by code, and
    the sheets that hang unopened now; `has_address`: whether the codes on sheets lead to this server at all."""

    first: date
    last: date
    days: int
    by_day: tuple[ScanCount, ...]
    opened: tuple[OpenedCode, ...]
    unopened: tuple[UnopenedSheet, ...]
    has_address: bool

    def choose(self, *states: ScanState) -> tuple[OpenedCode, ...]:
        """The codes that were opened in one of these states."""
        return tuple(code for code in self.opened if code.state in states)

    def count(self, kind: ScanKind) -> int:
        """All openings of a kind."""
        return sum(code.count for code in self.opened if code.kind is kind)


@dataclass(frozen=True, slots=True)
class _KnownCodes:
    """What the records say of codes: names of procedures, how ended ones ended, revision and label of ids, where the
    ledger says that a revision hangs and that a procedure is printed."""

    names: Mapping[str, str]
    endings: Mapping[str, str]
    labels: Mapping[str, tuple[str, str]]
    hung: Mapping[str, tuple[str, ...]]
    printed: Mapping[str, tuple[str, ...]]
    marks: MarkTable

    def find_label(self, mark: str) -> str:
        """The label of what bears an id that the ledger does not hold: pages of index boards, lost releases."""
        marked = self.marks.find(mark) if mark and self.marks.is_there() else None
        return marked.sheet if marked else ""


def report_counts(here: Workplace, connection: Connection, first: date, last: date, today: date) -> CountReport:
    """The openings of a period, the most opened first. Raises `StoreError`."""
    table = CountTable(here.store.root)
    by_day = table.list_counts(first, last)
    sums = _add_up(by_day)
    known_codes = _gather_known(here, connection, sums)
    opened = [_describe(known_codes, one) for one in sums]
    return CountReport(
        first,
        last,
        len(table.list_days(first, last)),
        by_day,
        tuple(sorted(opened, key=lambda c: (-c.count, c.kind, c.name))),
        unopened.list_unopened(connection, table, here.config.counts.unopened_days, today),
        bool(here.config.public_url),
    )


def _add_up(counts: tuple[ScanCount, ...]) -> list[OpenedCode]:
    """The counts of all days together, not yet explained."""
    sums: dict[tuple[ScanKind, ScanState, str], tuple[int, date]] = {}
    for one in counts:
        key = (one.key.kind, one.key.state, one.key.name)
        before, last = sums.get(key, (0, one.key.day))
        sums[key] = (before + one.count, max(last, one.key.day))
    return [OpenedCode(*key, "", count, last) for key, (count, last) in sums.items()]


def _gather_known(here: Workplace, connection: Connection, opened: Iterable[OpenedCode]) -> _KnownCodes:
    live = load_published(here.store)
    hanging = {r: tuple(h.site for h in sheets) for r, sheets in unopened.list_hung(connection).items()}
    endings, printed = dict[str, str](), dict[str, set[str]]()
    if live and any(c.kind is ScanKind.PROCEDURE and c.state is ScanState.RETIRED for c in opened):
        leads = redirects.make_redirects(live.inputs, live.manifest.as_of)
        endings = {code: redirects.describe_end(one) for code, one in leads.items() if not one.url}
        for revision, facts in load_revisions(connection, hanging).items():
            for card in facts.cards:
                printed.setdefault(card.code, set()).update(hanging[revision])
    return _KnownCodes(
        {p.code: p.name for p in live.inputs.catalogue.procedures} if live else {},
        endings,
        unopened.list_labels(connection),
        hanging,
        {code: tuple(sorted(sites)) for code, sites in printed.items()},
        MarkTable(here.store.root),
    )


def _describe(known: _KnownCodes, code: OpenedCode) -> OpenedCode:
    if code.kind is ScanKind.PROCEDURE:
        return _describe_procedure(known, replace(code, title=known.names.get(code.name, "")))
    revision, label = known.labels.get(code.name) or ("", known.find_label(code.name))
    titled = replace(code, title=f"tờ {label}" if label else "")
    return _explain_old_sheet(known, titled, revision) if code.state is ScanState.RETIRED else titled


def _describe_procedure(known: _KnownCodes, code: OpenedCode) -> OpenedCode:
    if code.state is ScanState.RETIRED:
        sites = known.printed.get(code.name, ())
        where = f"còn in trên tờ treo ở {_name_sites(sites)}" if sites else "không tờ nào đang treo còn in mã này"
        return replace(code, sites=sites, note=f"{known.endings.get(code.name, '')} Sổ treo ghi {where}.".strip())
    if code.state in {ScanState.FOREIGN, ScanState.UNCLEAR}:
        return replace(code, note=_guess_code(code.name, known.names))
    return code


def _explain_old_sheet(known: _KnownCodes, old: OpenedCode, revision: str) -> OpenedCode:
    """Where a sheet that is no longer in force hangs by the ledger; else where it belonged."""
    hanging = known.hung.get(revision, ())
    if hanging:
        return replace(old, sites=hanging, note=f"Sổ treo ghi còn treo ở {_name_sites(hanging)}.")
    marked = known.marks.find(old.name) if known.marks.is_there() else None
    belonged = f"; trước đây của {_name_sites(marked.sites)}" if marked and marked.sites else ""
    return replace(old, note=f"Sổ treo không ghi điểm nào còn treo tờ này{belonged}.")


def _name_sites(sites: tuple[str, ...]) -> str:
    more = f" và {len(sites) - _SHOWN} điểm khác" if len(sites) > _SHOWN else ""
    return ", ".join(sites[:_SHOWN]) + more


def _guess_code(code: str, names: Mapping[str, str]) -> str:
    """Which known code an unknown one may be: zeros that a spreadsheet took, digits or a case added."""
    if _LOST_ZEROS.fullmatch(code) and (whole := code.ljust(8, "0")) in names:
        return f"có thể là {whole} bị mất số 0 ở cuối"
    match = _CASE.fullmatch(code)
    if match and match[1] in names:
        return f"có thể là {match[1]} bị ghi thêm"
    return ""
