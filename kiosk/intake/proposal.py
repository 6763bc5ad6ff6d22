"""The current catalogue and some readings to the next catalogue, with everything a person must decide. Pure.

Order: doubts are settled and answers taken, the files become statements (`rules.stating`), every code they speak of is
derived anew from all that was ever said of it (`rules.derivation`), posting lists are set, double claims of portal
ids are dropped, and old tombstones pruned. Neither the order in which files are named nor the one in which decisions
are imported matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from operator import attrgetter

from kiosk.catalogue.diff import LABELS, Change, begins, diff
from kiosk.errors import IntakeError
from kiosk.intake.entry import error, warning
from kiosk.intake.rows import FileKind, Mode, Reading, Row, Tally, count_rows
from kiosk.intake.rules import departures, stating, timeline
from kiosk.intake.rules.answers import Answers, settle_questions
from kiosk.intake.rules.departures import Part, Scope
from kiosk.intake.rules.derivation import Surroundings, derive_versions, find_annulments
from kiosk.intake.rules.explaining import explain_changes
from kiosk.intake.rules.merge import find_shared_portal_ids, merge_readings
from kiosk.intake.rules.repairs import settle_doubts
from kiosk.intake.rules.stating import Ruling
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Catalogue, PostingList, Procedure, Source
from kiosk.model.problem import Problem, Severity, Waiting
from kiosk.model.site import SiteKind
from kiosk.model.statement import LIST_STATUSES, Past, RowStatus, Statement
from kiosk.text import letters

_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Options:
    """What to import and how. `commune` and `city` files are also the lists that those sites post.

    `dated`: the day of the lists, where a person names it; else the one in the file, else `today`.
    """

    commune: tuple[Reading, ...] = ()
    city: tuple[Reading, ...] = ()
    others: tuple[Reading, ...] = ()
    decision: str = ""
    effective: date | None = None
    today: date = date(2000, 1, 1)
    accept_repairs: bool = False
    allow_drop: bool = False
    dated: date | None = None
    answers: Answers = field(default_factory=Answers)

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
    everything is new; a sample that real lists replace is not compared with. `statements`: what these files say;
    `waiting`: the questions that stand, older ones about the `derived` codes included; `fresh`: with these files the
    catalogue begins anew.
    """

    catalogue: Catalogue
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    repairs: tuple[Problem, ...]
    tallies: tuple[Tally, ...]
    lost: int
    lost_share: float
    first: bool = False
    statements: tuple[Statement, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    derived: frozenset[str] = frozenset()
    fresh: bool = False


@dataclass(slots=True)
class _ImportState:
    """The state of one import while it is computed."""

    options: Options
    base: Catalogue
    readings: tuple[Reading, ...]
    timelines: dict[str, Versions]
    past: Past
    statements: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: dict[tuple[Source, str], Problem] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    derived: frozenset[str] = frozenset()

    def report(self, statement: Statement, problem: Problem) -> None:
        """Keep a problem of a statement; an error or a question also takes its row out of the procedures."""
        if problem.severity in {Severity.ERROR, Severity.QUESTION}:
            self.refused[statement.source, statement.code] = problem
        if problem.severity is Severity.QUESTION:
            self.waiting.append(Waiting(problem, statement.origin, statement.code, derived=True))
        self.problems.append(problem)

    def row(self, row: Row) -> Row:
        """A row with what the import found out about it."""
        problem = self.refused.get((row.source, row.procedure.code)) if row.procedure and row.taken else None
        return replace(row, problems=(*row.problems, problem)) if problem else row

    def in_force(self) -> dict[str, Procedure]:
        """The procedures of the base in force on the day of the import."""
        return {p.code: p for p in self.base.procedures if p.in_force(self.options.day)}


def propose(current: Catalogue, options: Options, past: Past | None = None) -> Proposal:
    """The next catalogue. Without a `past`, `current` is all that is known. Raises `IntakeError`: sample and real data
    together, or too much lost."""
    base = _base(current, options)
    past = past if past is not None and base is current else Past(base)
    settled = settle_doubts(base, options.readings, options.accept_repairs)
    readings = settle_questions(settled.readings, options.answers)
    state = _ImportState(options, base, readings, _timelines(base), past)
    parts = _speak(state)
    _derive(state)
    _unclaim(state)
    lists = _lists(state)
    unlisted = departures.find_unlisted(base.lists, lists, departures.find_doubted(state.readings))
    if not options.allow_drop:
        departures.refuse_losses((*parts, *unlisted), {p.code: p.name for p in base.procedures})
    catalogue = _finished(state, lists)
    catalogue = replace(catalogue, data_date=_data_date(current, catalogue, options))
    changes = explain_changes(diff(base, catalogue), options.decision, _ended_unbegun(state))
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
        statements=tuple(state.statements),
        waiting=_waiting(state),
        derived=state.derived,
        fresh=base is not current,
    )


def rebuild(current: Catalogue, past: Past, lists: tuple[PostingList, ...], today: date) -> Proposal:
    """The catalogue that follows from `past` alone, compared with the one in force: an import was undone."""
    state = _ImportState(Options(today=today), past.ground, (), _timelines(past.ground), past)
    _derive(state, everything=True)
    _unclaim(state)
    catalogue = replace(_finished(state, _place(state, lists)), data_date=today)
    catalogue = catalogue if past.statements else past.ground
    changes = diff(current, catalogue)
    problems = tuple(sorted(set(state.problems), key=lambda p: (p.source, p.column, p.value, p.message)))
    waiting, derived = tuple(dict.fromkeys(state.waiting)), state.derived
    return Proposal(catalogue, changes, problems, (), (), 0, 0.0, waiting=waiting, derived=derived)


def _waiting(state: _ImportState) -> tuple[Waiting, ...]:
    """Every question that stands: of the rows as they are read, and beside what else is known."""
    of_rows = [
        Waiting(problem, reading.sha256, row.procedure.code if row.procedure else "")
        for reading in state.readings
        for row in reading.rows
        for problem in row.problems
        if row.held and problem.severity is Severity.QUESTION
    ]
    of_notes = [
        Waiting(problem, reading.sha256, "")
        for reading in state.readings
        for problem in reading.notes
        if problem.severity is Severity.QUESTION
    ]
    return tuple(dict.fromkeys((*of_rows, *of_notes, *state.waiting)))


def _speak(state: _ImportState) -> tuple[Part, ...]:
    """The statements of the files; the parts of the catalogue that their snapshots replace."""
    options = state.options
    ruling = Ruling(options.decision, options.effective, options.today, options.dated)
    merged, contradictions = merge_readings(state.readings, options.today)
    state.problems += contradictions
    for statement in stating.state_lists(state.readings, merged, ruling):
        if statement.stated[0].name or state.timelines.get(statement.code):
            state.statements.append(statement)
        else:
            _nameless(state, statement.stated[0])
    parts = _leave(state)
    state.statements += stating.state_departures(parts, ruling)
    state.statements += stating.state_decisions(state.readings, ruling, state.problems.append)
    return parts


def _derive(state: _ImportState, *, everything: bool = False) -> None:
    """Derive every code of which the files speak, and with an annulment every code of that decision."""
    said: dict[str, list[Statement]] = {}
    for s in (*state.past.statements, *state.statements):
        said.setdefault(s.code, []).append(s)
    annulments = find_annulments(s for group in said.values() for s in group)
    annulled = {s.code for group in said.values() for s in group if s.decision in annulments}
    codes = set(said) if everything else {s.code for s in state.statements} | annulled
    ground = _timelines(state.past.ground)
    around = Surroundings(_named(state), annulments)
    state.derived = frozenset(codes - annulments.keys())
    for code in sorted(state.derived):
        state.timelines[code] = derive_versions(ground.get(code, ()), said.get(code, ()), around, state.report)
        _refuse_nameless(state, code)


def _named(state: _ImportState) -> dict[str, frozenset[str]]:
    """Codes by the letters of the names they bear today."""
    if all(s.status in LIST_STATUSES for s in (*state.past.statements, *state.statements)):
        return {}
    codes: dict[str, set[str]] = {}
    for code, versions in state.timelines.items():
        for p in versions:
            codes.setdefault(letters(p.name), set()).add(code)
    return {name: frozenset(group) for name, group in codes.items()}


def _refuse_nameless(state: _ImportState, code: str) -> None:
    """A decision that states a code nobody named yet: the procedure cannot be posted."""
    if state.timelines[code]:
        return
    for s in state.statements:
        if s.code == code and not s.ends and s.status not in LIST_STATUSES and not s.stated[0].name:
            message = "mã chưa có trong danh mục và dòng không có tên thủ tục"
            state.report(s, error(s.source, "tên", code, message, "ghi tên thủ tục vào tệp"))


def _ended_unbegun(state: _ImportState) -> dict[str, Statement]:
    """By code the statement that ended what had not begun: no version is left that tells why."""
    return {s.code: s for s in state.statements if s.ends and not state.timelines.get(s.code)}


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
    return {code: tuple(sorted(versions, key=begins)) for code, versions in timelines.items()}


def _nameless(state: _ImportState, p: Procedure) -> None:
    if p.source is not None:
        message = "thủ tục không có tên và danh mục chưa biết mã này"
        state.refused[p.source, p.code] = error(p.source, "tên", p.code, message, "ghi tên, hoặc nhập cùng tệp có tên")


def _leave(state: _ImportState) -> tuple[Part, ...]:
    """The parts of the catalogue that the snapshots replace, with what they lack."""
    codes, names = departures.find_spoken(state.readings)
    named = [
        (f"phần mà {r.file} thay", departures.find_scope(r)) for r in departures.select_snapshots(state.options.others)
    ]
    if any(scope == Scope() for _, scope in named) or (state.options.commune and state.options.city):
        named = [("danh mục", Scope())]
    return departures.find_missing(state.in_force(), named, (codes, names)) + _delisted(state, codes)


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
                warning(
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
            dated = max(stating.find_list_day(r, state.options.dated, state.options.today)[0] for r in readings)
            lists[kind] = PostingList(kind, tuple(sorted(codes)), origin, dated)
    return _place(state, (lists[kind] for kind in SiteKind if kind in lists))


def _place(state: _ImportState, lists: Iterable[PostingList]) -> tuple[PostingList, ...]:
    said = (s for s in (*state.past.statements, *state.statements) if state.timelines.get(s.code))
    return stating.place_lists(lists, said)


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
            problem = error(row.source, "mã", p.code, message, "nhập cùng tệp có tên thủ tục, hoặc sửa mã")
            state.refused[row.source, p.code] = problem
    return procedures


def _finished(state: _ImportState, lists: tuple[PostingList, ...]) -> Catalogue:
    """The catalogue of the timelines; versions that say what the base says keep the base's own words and source, but
    for codes of which decisions speak: those are the same whichever was imported first."""
    decided = {s.code for s in (*state.past.statements, *state.statements) if s.status not in LIST_STATUSES}
    former = {code: versions for code, versions in _timelines(state.base).items() if code not in decided}
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


def _problems(state: _ImportState, rows: tuple[tuple[Row, ...], ...]) -> tuple[Problem, ...]:
    """Every problem once, by place, so that the order of files does not show."""
    problems = {p for group in rows for row in group for p in row.problems}
    problems |= {p for r in state.readings for p in r.notes} | set(state.problems)
    return tuple(sorted(problems, key=lambda p: (p.source, p.column, p.value, p.message)))
