"""The current catalogue and some readings to the next catalogue, with everything a person must decide. Pure.

Order: doubts are settled, all lists merged into one statement per code, stated on the timelines, what the
snapshots lack leaves, decisions take effect, posting lists are set, double claims of portal ids are dropped, and
old tombstones pruned. The order in which files are named never matters.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from operator import attrgetter

from kiosk.catalogue.diff import LABELS, Change, diff, find_beginning, find_end
from kiosk.errors import IntakeError
from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.printing import refuse_unprintable_decision
from kiosk.intake.rows import FileKind, Mode, Reading, Row, RowStatus, Tally, count_rows
from kiosk.intake.rules import departures, timeline
from kiosk.intake.rules.decided import Ruling, apply_annexes
from kiosk.intake.rules.departures import Part, Scope
from kiosk.intake.rules.merge import Statement, find_shared_portal_ids, merge_readings
from kiosk.intake.rules.repairs import settle_doubts
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Catalogue, Ending, PostingList, Procedure, Source
from kiosk.model.problem import Problem, Severity
from kiosk.model.site import SiteKind

_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Options:
    """What to import and how. `commune` and `city` files are also the lists that those sites post."""

    commune: tuple[Reading, ...] = ()
    city: tuple[Reading, ...] = ()
    others: tuple[Reading, ...] = ()
    decision: str = ""
    effective: date | None = None
    today: date = date(2000, 1, 1)
    accept_repairs: bool | frozenset[str] = False
    allow_drop: bool = False

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading."""
        return self.commune + self.city + self.others

    @property
    def day(self) -> date:
        """The first day of what changes."""
        return self.effective or self.today


@dataclass(frozen=True, slots=True)
class Proposal:
    """The next catalogue and what it changes. `repairs`: proposed corrections of codes, accepted or waiting.

    `lost` counts procedures that leave because a list no longer holds them; `lost_share` is the largest share
    that any part of the catalogue loses (0 to 1). `first`: nothing of the office's own was there to compare with, so
    everything is new; a sample that real lists replace is not compared with.
    """

    catalogue: Catalogue
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    repairs: tuple[Problem, ...]
    tallies: tuple[Tally, ...]
    lost: int
    lost_share: float
    first: bool = False


@dataclass(slots=True)
class _ImportState:
    """The state of one import while it is computed."""

    options: Options
    base: Catalogue
    readings: tuple[Reading, ...]
    timelines: dict[str, Versions]
    problems: list[Problem] = field(default_factory=list)
    refused: dict[tuple[Source, str], Problem] = field(default_factory=dict)

    def report(self, row: Row, problem: Problem) -> None:
        """Keep a problem of a row; an error also takes the row out of the procedures."""
        if problem.severity is Severity.ERROR and row.procedure is not None:
            self.refused[row.source, row.procedure.code] = problem
        else:
            self.problems.append(problem)

    def row(self, row: Row) -> Row:
        """A row with what the import found out about it."""
        problem = self.refused.get((row.source, row.procedure.code)) if row.procedure and row.taken else None
        return replace(row, problems=(*row.problems, problem)) if problem else row

    def in_force(self) -> dict[str, Procedure]:
        """The procedures of the base in force on the day of the import."""
        return {p.code: p for p in self.base.procedures if p.in_force(self.options.day)}


def propose(current: Catalogue, options: Options) -> Proposal:
    """The next catalogue. Raises `IntakeError`: sample and real data together, too much lost, or a decision that cannot
    be printed."""
    refuse_unprintable_decision(options.decision)
    base = _base(current, options)
    settled = settle_doubts(base, options.readings, options.accept_repairs)
    state = _ImportState(options, base, settled.readings, _timelines(base))
    statements, contradictions = merge_readings(state.readings, options.today)
    state.problems += contradictions
    _state(state, statements)
    parts = _leave(state)
    ruling = Ruling(options.decision, options.effective, options.today)
    apply_annexes(state.timelines, state.readings, ruling, state.report)
    _unclaim(state)
    lists = _lists(state)
    unlisted = departures.find_unlisted(base.lists, lists, departures.find_doubted(state.readings))
    if not options.allow_drop:
        departures.refuse_losses((*parts, *unlisted), {p.code: p.name for p in base.procedures})
    catalogue = _finished(state, lists)
    catalogue = replace(catalogue, data_date=_data_date(current, catalogue, options))
    changes = _with_decision(diff(base, catalogue), options)
    rows = tuple(tuple(map(state.row, reading.rows)) for reading in state.readings)
    return Proposal(
        catalogue=catalogue if changes or catalogue.sample != current.sample else current,
        changes=changes,
        problems=_problems(state, rows),
        repairs=settled.repairs,
        tallies=tuple(count_rows(r.file, group) for r, group in zip(state.readings, rows, strict=True)),
        lost=len({code for part in parts for code in part.lost}),
        lost_share=max((part.share for part in (*parts, *unlisted)), default=0.0),
        first=not base.procedures,
    )


def _base(current: Catalogue, options: Options) -> Catalogue:
    """What the import builds on: nothing where real lists come over a sample. Raises `IntakeError`."""
    bringing = [r for r in options.readings if r.kind is not FileKind.CODE_LIST]
    samples = [r.file for r in bringing if r.sample]
    if samples and (len(samples) < len(bringing) or (current.procedures and not current.sample)):
        raise IntakeError(
            "bản mẫu không nhập chung với dữ liệu thật",
            place=samples[0],
            way_out="nhập riêng bản mẫu vào một thư mục làm việc khác (--workspace), hoặc bỏ tệp này",
        )
    for reading in options.others:
        if reading.kind is FileKind.CODE_LIST and reading.mode is Mode.CHANGE:
            raise IntakeError(
                "danh sách mã không nói nó là của loại điểm nào",
                place=reading.file,
                way_out="thêm --commune hoặc --city trước tệp; nếu là toàn bộ danh mục thì thêm --as snapshot",
            )
    real_list = any(r.mode is Mode.SNAPSHOT and not r.sample for r in bringing)
    return Catalogue() if current.sample and real_list else current


def _timelines(catalogue: Catalogue) -> dict[str, Versions]:
    timelines: dict[str, list[Procedure]] = {}
    for p in catalogue.procedures:
        timelines.setdefault(p.code, []).append(p)
    return {code: tuple(sorted(versions, key=find_beginning)) for code, versions in timelines.items()}


def _state(state: _ImportState, statements: dict[str, Statement]) -> None:
    """Put what the lists say on the timelines."""
    for code, statement in statements.items():
        versions = state.timelines.get(code, ())
        named = tuple(
            p if p.name else replace(p, name=versions[-1].name if versions else "") for p in statement.versions
        )
        if not named[0].name:
            _nameless(state, named[0])
        elif statement.whole and (len(named) > 1 or not state.options.effective):
            first = find_beginning(named[0])
            state.timelines[code] = (*(p for p in versions if find_end(p) < first), *named)
        else:
            state.timelines[code] = _stated(state, versions, named, statement.whole)


def _nameless(state: _ImportState, p: Procedure) -> None:
    if p.source is not None:
        message = "thủ tục không có tên và danh mục chưa biết mã này"
        state.refused[p.source, p.code] = report_error(
            p.source, "tên", p.code, message, "ghi tên, hoặc nhập cùng tệp có tên"
        )


def _stated(state: _ImportState, versions: Versions, named: Versions, whole: bool) -> Versions:
    """The versions of a list one by one: from their own day, from the day of the import, or as of now."""
    for p in named:
        day = p.effective_from or state.options.effective
        if not versions and (p is named[0]):
            versions = (replace(p, effective_from=day),)
        elif day is None:
            before = versions
            versions = timeline.state_now(versions, p, state.options.today)
            if versions is before:
                _still_ended(state, before[-1], p)
        else:
            at = timeline.find_version(versions, day)
            version = p if whole or not versions else timeline.overlay_fields(at or versions[-1], p)
            if at is None:
                version = replace(version, ending=p.ending, ended_by=p.ended_by, replaced_by=p.replaced_by)
            versions = timeline.state_from(versions, version, day, p.effective_to, resume=False)
    return versions


def _still_ended(state: _ImportState, last: Procedure, p: Procedure) -> None:
    if p.source is not None:
        message = f"tệp còn nêu thủ tục đã {last.ending.value}" + (f" theo {last.ended_by}" if last.ended_by else "")
        state.problems.append(report_warning(p.source, "mã", p.code, message, "theo quyết định, không theo danh sách"))


def _leave(state: _ImportState) -> tuple[Part, ...]:
    """End what the snapshots lack; the parts of the catalogue they replace."""
    codes, names = departures.find_spoken(state.readings)
    named = [
        (f"phần mà {r.file} thay", departures.find_scope(r)) for r in departures.select_snapshots(state.options.others)
    ]
    if any(scope == Scope() for _, scope in named) or (state.options.commune and state.options.city):
        named = [("danh mục", Scope())]
    parts = departures.find_missing(state.in_force(), named, (codes, names)) + _delisted(state, codes)
    for code in sorted({code for part in parts for code in part.lost}):
        day, by = state.options.day, state.options.decision
        state.timelines[code] = timeline.end_version(state.timelines[code], day, Ending.LEFT, by)
    return parts


def _delisted(state: _ImportState, spoken: frozenset[str]) -> tuple[Part, ...]:
    """What left one list while every kind of site has its list and none holds it."""
    kinds = [k for k, r in ((SiteKind.COMMUNE, state.options.commune), (SiteKind.CITY, state.options.city)) if r]
    former = {x.kind: x for x in state.base.lists}
    others = [k for k in SiteKind if k not in kinds]
    if len(kinds) != 1 or not all(kind in former for kind in SiteKind):
        return ()
    still = spoken.union(*(former[kind].codes for kind in others))
    in_force = state.in_force()
    lost = tuple(c for c in sorted(former[kinds[0]].codes) if c not in still and c in in_force)
    name = f"danh sách {kinds[0].label}"
    return (Part(name, len(former[kinds[0]].codes), lost),)


def _unclaim(state: _ImportState) -> None:
    """A portal id that two codes claim is nobody's: both get the search link, both are told."""
    everything = [p for versions in state.timelines.values() for p in versions]
    for uuid, codes in sorted(find_shared_portal_ids(everything, state.options.today).items()):
        for code in codes:
            versions = state.timelines[code]
            claims = [p for p in versions if p.portal_id == uuid]
            state.timelines[code] = tuple(replace(p, portal_id="") if p in claims else p for p in versions)
            message = f"mã {code}: mã định danh Cổng này cũng được ghi cho {', '.join(c for c in codes if c != code)}"
            source = claims[0].source or Source("danh mục đang áp dụng", 0)
            state.problems.append(
                report_warning(
                    source, LABELS["portal_id"], uuid, message, "không dùng cho mã nào, cả hai dùng liên kết tìm kiếm"
                )
            )


def _lists(state: _ImportState) -> tuple[PostingList, ...]:
    """The posting lists: a new one for each kind that files were named for, the former ones for the rest."""
    lists = {x.kind: x for x in state.base.lists}
    start = 0
    for kind, group in ((SiteKind.COMMUNE, state.options.commune), (SiteKind.CITY, state.options.city)):
        readings = state.readings[start : start + len(group)]
        start += len(group)
        if readings:
            codes = {p.code for r in readings for p in _known(state, r)}
            origin = ", ".join(sorted({r.file for r in readings}))
            lists[kind] = PostingList(kind, tuple(sorted(codes)), origin)
    return tuple(lists[kind] for kind in SiteKind if kind in lists)


def _known(state: _ImportState, reading: Reading) -> list[Procedure]:
    """The procedures of a reading that the catalogue holds; the others are refused."""
    repealed = {e.procedure.code for e in reading.entries if e.procedure and e.status is RowStatus.REPEALED}
    procedures = [p for p in reading.procedures if state.timelines.get(p.code) and p.code not in repealed]
    for row in reading.rows:
        p = row.procedure
        if (
            row.taken
            and p is not None
            and not state.timelines.get(p.code)
            and (row.source, p.code) not in state.refused
        ):
            message = "danh mục không có mã này, và danh sách không nêu tên"
            problem = report_error(row.source, "mã", p.code, message, "nhập cùng tệp có tên thủ tục, hoặc sửa mã")
            state.refused[row.source, p.code] = problem
    return procedures


def _finished(state: _ImportState, lists: tuple[PostingList, ...]) -> Catalogue:
    """The catalogue of the timelines; versions that say what the base says keep the base's own words and source."""
    former = _timelines(state.base)
    oldest = state.options.today - _KEPT if state.options.today.toordinal() > _KEPT.days else date.min
    procedures: list[Procedure] = []
    for code in sorted(state.timelines):
        versions = timeline.prune_versions(state.timelines[code], oldest)
        procedures += [_worded(p, former.get(code, ())) for p in versions]
    sample = state.base.sample or any(r.sample for r in state.readings)
    return Catalogue(tuple(procedures), lists, sample)


def _worded(p: Procedure, former: Versions) -> Procedure:
    """The former version that says the same as `p`, else `p`."""
    return next((old for old in former if _WORDING(old) == _WORDING(p)), p)


_WORDING = attrgetter(*(f.name for f in fields(Procedure) if f.name != "source"))
"""Everything a version says, but where it was read."""


def _data_date(current: Catalogue, next_catalogue: Catalogue, options: Options) -> date | None:
    """The day of the import; for a first reading, which happens at no particular day, the latest day it names."""
    if current.procedures:
        return options.today
    named = (d for p in next_catalogue.procedures for d in (p.decision_date, p.effective_from) if d)
    return max((d for d in named if d <= options.today), default=None)


def _with_decision(changes: tuple[Change, ...], options: Options) -> tuple[Change, ...]:
    """The changes with the decision that a person named."""
    if not options.decision:
        return changes
    return tuple(replace(c, decision=options.decision) for c in changes)


def _problems(state: _ImportState, rows: tuple[tuple[Row, ...], ...]) -> tuple[Problem, ...]:
    """Every problem once, by place, so that the order of files does not show."""
    problems = {p for group in rows for row in group for p in row.problems}
    problems |= {p for r in state.readings for p in r.notes} | set(state.problems)
    return tuple(sorted(problems, key=lambda p: (p.source, p.column, p.value, p.message)))
