"""The current catalogue and some readings to the next catalogue, with everything a person must decide. Pure.

Order: doubts are settled, all lists merged into one statement per code, stated on the timelines, what the
snapshots lack leaves, decisions take effect, posting lists are set, double claims of portal ids are dropped, and
old tombstones pruned. The order in which files are named never matters.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from operator import attrgetter

from kiosk.catalogue.diff import LABELS, Change, begins, diff, ends
from kiosk.errors import IntakeError
from kiosk.intake.entry import error, warning
from kiosk.intake.rows import Kind, Mode, Reading, Row, Status, Tally, tally
from kiosk.intake.rules import departures, timeline
from kiosk.intake.rules.decided import Ruling, apply_annexes
from kiosk.intake.rules.departures import Part, Scope
from kiosk.intake.rules.merge import Statement, merged, same_portal_id
from kiosk.intake.rules.repairs import settle
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
    accept_repairs: bool = False
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
    that any part of the catalogue loses (0 to 1).
    """

    catalogue: Catalogue
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    repairs: tuple[Problem, ...]
    tallies: tuple[Tally, ...]
    lost: int
    lost_share: float


@dataclass(slots=True)
class _Work:
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
    """The next catalogue. Raises `IntakeError`: sample and real data together, or too much lost."""
    base = _base(current, options)
    settled = settle(base, options.readings, options.accept_repairs)
    work = _Work(options, base, settled.readings, _timelines(base))
    statements, contradictions = merged(work.readings, options.today)
    work.problems += contradictions
    _state(work, statements)
    parts = _leave(work)
    ruling = Ruling(options.decision, options.effective, options.today)
    apply_annexes(work.timelines, work.readings, ruling, work.report)
    _unclaim(work)
    lists = _lists(work)
    unlisted = departures.unlisted(base.lists, lists, departures.in_doubt(work.readings))
    if not options.allow_drop:
        departures.guard((*parts, *unlisted), {p.code: p.name for p in base.procedures})
    catalogue = _finished(work, lists)
    catalogue = replace(catalogue, data_date=_data_date(current, catalogue, options))
    changes = _told(diff(current, catalogue), options)
    rows = tuple(tuple(map(work.row, reading.rows)) for reading in work.readings)
    return Proposal(
        catalogue=catalogue if changes or catalogue.sample != current.sample else current,
        changes=changes,
        problems=_problems(work, rows),
        repairs=settled.repairs,
        tallies=tuple(tally(r.file, group) for r, group in zip(work.readings, rows, strict=True)),
        lost=len({code for part in parts for code in part.lost}),
        lost_share=max((part.share for part in (*parts, *unlisted)), default=0.0),
    )


def _base(current: Catalogue, options: Options) -> Catalogue:
    """What the import builds on: nothing where real lists come over a sample. Raises `IntakeError`."""
    bringing = [r for r in options.readings if r.kind is not Kind.CODE_LIST]
    samples = [r.file for r in bringing if r.sample]
    if samples and (len(samples) < len(bringing) or (current.procedures and not current.sample)):
        raise IntakeError(
            "bản mẫu không nhập chung với dữ liệu thật",
            place=samples[0],
            way_out="nhập riêng bản mẫu vào một thư mục làm việc khác (--workspace), hoặc bỏ tệp này",
        )
    for reading in options.others:
        if reading.kind is Kind.CODE_LIST and reading.mode is Mode.CHANGE:
            raise IntakeError(
                "danh sách mã không nói nó là của loại điểm nào",
                place=reading.file,
                way_out="thêm --commune hoặc --city trước tệp; nếu là toàn bộ danh mục thì thêm --as snapshot",
            )
    real_list = any(r.mode is Mode.SNAPSHOT and not r.sample for r in bringing)
    return Catalogue() if current.sample and real_list else current


def _timelines(catalogue: Catalogue) -> dict[str, Versions]:
    found: dict[str, list[Procedure]] = {}
    for p in catalogue.procedures:
        found.setdefault(p.code, []).append(p)
    return {code: tuple(sorted(versions, key=begins)) for code, versions in found.items()}


def _state(work: _Work, statements: dict[str, Statement]) -> None:
    """Put what the lists say on the timelines."""
    for code, statement in statements.items():
        versions = work.timelines.get(code, ())
        named = tuple(
            p if p.name else replace(p, name=versions[-1].name if versions else "") for p in statement.versions
        )
        if not named[0].name:
            _nameless(work, named[0])
        elif statement.whole and (len(named) > 1 or not work.options.effective):
            first = begins(named[0])
            work.timelines[code] = (*(p for p in versions if ends(p) < first), *named)
        else:
            work.timelines[code] = _stated(work, versions, named, statement.whole)


def _nameless(work: _Work, p: Procedure) -> None:
    if p.source is not None:
        message = "thủ tục không có tên và danh mục chưa biết mã này"
        work.refused[p.source, p.code] = error(p.source, "tên", p.code, message, "ghi tên, hoặc nhập cùng tệp có tên")


def _stated(work: _Work, versions: Versions, named: Versions, whole: bool) -> Versions:
    """The versions of a list one by one: from their own day, from the day of the import, or as of now."""
    for p in named:
        day = p.effective_from or work.options.effective
        if not versions and (p is named[0]):
            versions = (replace(p, effective_from=day),)
        elif day is None:
            before = versions
            versions = timeline.stated_now(versions, p, work.options.today)
            if versions is before:
                _still_ended(work, before[-1], p)
        else:
            at = timeline.on(versions, day)
            made = p if whole or not versions else timeline.overlay(at or versions[-1], p)
            if at is None:
                made = replace(made, ending=p.ending, ended_by=p.ended_by, replaced_by=p.replaced_by)
            versions = timeline.stated_from(versions, made, day, p.effective_to, resume=False)
    return versions


def _still_ended(work: _Work, last: Procedure, p: Procedure) -> None:
    if p.source is not None:
        message = f"tệp còn nêu thủ tục đã {last.ending.value}" + (f" theo {last.ended_by}" if last.ended_by else "")
        work.problems.append(warning(p.source, "mã", p.code, message, "theo quyết định, không theo danh sách"))


def _leave(work: _Work) -> tuple[Part, ...]:
    """End what the snapshots lack; the parts of the catalogue they replace."""
    codes, names = departures.held(work.readings)
    named = [(f"phần mà {r.file} thay", departures.scope(r)) for r in departures.snapshots(work.options.others)]
    if any(scope == Scope() for _, scope in named) or (work.options.commune and work.options.city):
        named = [("danh mục", Scope())]
    parts = departures.missing(work.in_force(), named, (codes, names)) + _delisted(work, codes)
    for code in sorted({code for part in parts for code in part.lost}):
        day, by = work.options.day, work.options.decision
        work.timelines[code] = timeline.ended(work.timelines[code], day, Ending.LEFT, by)
    return parts


def _delisted(work: _Work, spoken: frozenset[str]) -> tuple[Part, ...]:
    """What left one list while every kind of site has its list and none holds it."""
    given = [k for k, r in ((SiteKind.COMMUNE, work.options.commune), (SiteKind.CITY, work.options.city)) if r]
    former = {x.kind: x for x in work.base.lists}
    others = [k for k in SiteKind if k not in given]
    if len(given) != 1 or not all(kind in former for kind in SiteKind):
        return ()
    still = spoken.union(*(former[kind].codes for kind in others))
    in_force = work.in_force()
    lost = tuple(c for c in sorted(former[given[0]].codes) if c not in still and c in in_force)
    name = f"danh sách {given[0].label}"
    return (Part(name, len(former[given[0]].codes), lost),)


def _unclaim(work: _Work) -> None:
    """A portal id that two codes claim is nobody's: both get the search link, both are told."""
    everything = [p for versions in work.timelines.values() for p in versions]
    for uuid, codes in sorted(same_portal_id(everything, work.options.today).items()):
        for code in codes:
            versions = work.timelines[code]
            claims = [p for p in versions if p.portal_id == uuid]
            work.timelines[code] = tuple(replace(p, portal_id="") if p in claims else p for p in versions)
            message = f"mã {code}: mã định danh Cổng này cũng được ghi cho {', '.join(c for c in codes if c != code)}"
            source = claims[0].source or Source("danh mục đang áp dụng", 0)
            work.problems.append(
                warning(
                    source, LABELS["portal_id"], uuid, message, "không dùng cho mã nào, cả hai dùng liên kết tìm kiếm"
                )
            )


def _lists(work: _Work) -> tuple[PostingList, ...]:
    """The posting lists: a new one for each kind that files were named for, the former ones for the rest."""
    found = {x.kind: x for x in work.base.lists}
    start = 0
    for kind, given in ((SiteKind.COMMUNE, work.options.commune), (SiteKind.CITY, work.options.city)):
        readings = work.readings[start : start + len(given)]
        start += len(given)
        if readings:
            codes = {p.code for r in readings for p in _known(work, r)}
            origin = ", ".join(sorted({r.file for r in readings}))
            found[kind] = PostingList(kind, tuple(sorted(codes)), origin)
    return tuple(found[kind] for kind in SiteKind if kind in found)


def _known(work: _Work, reading: Reading) -> list[Procedure]:
    """The procedures of a reading that the catalogue holds; the others are refused."""
    repealed = {e.procedure.code for e in reading.entries if e.procedure and e.status is Status.REPEALED}
    found = [p for p in reading.procedures if work.timelines.get(p.code) and p.code not in repealed]
    for row in reading.rows:
        p = row.procedure
        if row.taken and p is not None and not work.timelines.get(p.code) and (row.source, p.code) not in work.refused:
            message = "danh mục không có mã này, và danh sách không nêu tên"
            problem = error(row.source, "mã", p.code, message, "nhập cùng tệp có tên thủ tục, hoặc sửa mã")
            work.refused[row.source, p.code] = problem
    return found


def _finished(work: _Work, lists: tuple[PostingList, ...]) -> Catalogue:
    """The catalogue of the timelines; versions that say what the base says keep the base's own words and source."""
    former = _timelines(work.base)
    oldest = work.options.today - _KEPT if work.options.today.toordinal() > _KEPT.days else date.min
    procedures: list[Procedure] = []
    for code in sorted(work.timelines):
        versions = timeline.pruned(work.timelines[code], oldest)
        procedures += [_worded(p, former.get(code, ())) for p in versions]
    sample = work.base.sample or any(r.sample for r in work.readings)
    return Catalogue(tuple(procedures), lists, sample)


def _worded(p: Procedure, former: Versions) -> Procedure:
    """The former version that says the same as `p`, else `p`."""
    return next((old for old in former if _SAID(old) == _SAID(p)), p)


_SAID = attrgetter(*(f.name for f in fields(Procedure) if f.name != "source"))
"""Everything a version says, but where it was read."""


def _data_date(current: Catalogue, made: Catalogue, options: Options) -> date | None:
    """The day of the import; for a first reading, which happens at no particular day, the latest day it names."""
    if current.procedures:
        return options.today
    named = (d for p in made.procedures for d in (p.decision_date, p.effective_from) if d)
    return max((d for d in named if d <= options.today), default=None)


def _told(changes: tuple[Change, ...], options: Options) -> tuple[Change, ...]:
    """The changes with the decision that a person named."""
    if not options.decision:
        return changes
    return tuple(replace(c, decision=options.decision) for c in changes)


def _problems(work: _Work, rows: tuple[tuple[Row, ...], ...]) -> tuple[Problem, ...]:
    """Every problem once, by place, so that the order of files does not show."""
    found = {p for group in rows for row in group for p in row.problems}
    found |= {p for r in work.readings for p in r.notes} | set(work.problems)
    return tuple(sorted(found, key=lambda p: (p.source, p.column, p.value, p.message)))
