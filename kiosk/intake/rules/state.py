"""The state of one import while its catalogue is derived: what was asked, what is known, what every code has become.

In come options, the catalogue in force, readings and the past; out go versions by code, and the problems and questions
that came up. Which statements the readings make is left to `stating`, the order of the steps to `proposal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from operator import attrgetter

from kiosk.catalogue.diff import LABELS, Change, find_beginning
from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.rows import Reading, Row, Tally
from kiosk.intake.rules import stating, timeline
from kiosk.intake.rules.answers import Answers
from kiosk.intake.rules.derivation import Surroundings, derive_versions, find_annulments, tell_unknown
from kiosk.intake.rules.merge import find_shared_portal_ids
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Catalogue, PostingList, Procedure, Source
from kiosk.model.problem import Problem, Severity, Waiting
from kiosk.model.statement import LIST_STATUSES, Past, RowStatus, Statement
from kiosk.text import take_letters

_KEPT = timedelta(days=400)
"""How long a version that ended is kept, so that pages can explain it."""
_NAMING = frozenset((RowStatus.LISTED, RowStatus.NEW))
_KEPT_AMENDED = timedelta(days=62)
"""How long one that another one followed is kept, so that a day of last month can be built."""


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
    accept_repairs: bool | frozenset[str] = False
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
class ImportState:
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


def group_versions(catalogue: Catalogue) -> dict[str, Versions]:
    """The versions of each code, sorted."""
    timelines: dict[str, list[Procedure]] = {}
    for p in catalogue.procedures:
        timelines.setdefault(p.code, []).append(p)
    return {code: tuple(sorted(versions, key=find_beginning)) for code, versions in timelines.items()}


def derive_codes(state: ImportState, undone: frozenset[str] = frozenset()) -> None:
    """Derive every code of which the files speak, the `undone` ones, and all codes of a decision that is annulled."""
    by_code: dict[str, list[Statement]] = {}
    for s in (*state.past.statements, *state.statements):
        by_code.setdefault(s.code, []).append(s)
    annulments = find_annulments(s for group in by_code.values() for s in group)
    annulled = {s.code for group in by_code.values() for s in group if s.decision in annulments}
    everything = [s for group in by_code.values() for s in group]
    decisions = any(s.status not in LIST_STATUSES for s in everything)
    namesakes = _find_namesakes(state, everything) if decisions else set()
    codes = {s.code for s in state.statements} | annulled | undone | namesakes
    ground = group_versions(state.past.ground)
    for s in state.statements:
        if s.status is RowStatus.ANNULLED and not any(
            other.decision == s.code for group in by_code.values() for other in group
        ):
            state.report(s, tell_unknown(s, "chưa nhập tệp nào của quyết định bị hủy bỏ"))
    around = Surroundings(_group_by_name(state, everything) if decisions else {}, annulments)
    state.derived = frozenset(codes - annulments.keys())
    for code in sorted(state.derived):
        derived = derive_versions(ground.get(code, ()), by_code.get(code, ()), around, state.report)
        decided = any(s.status not in LIST_STATUSES for s in by_code.get(code, ()))
        state.timelines[code] = _drop_old_versions(derived, state.options.today, decided)
        _refuse_nameless(state, code)


def _group_by_name(state: ImportState, statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """Codes by the letters of the names that lists and new procedures bear, whichever was imported first."""
    codes: dict[str, set[str]] = {}
    names = [(p.code, p.name) for p in state.past.ground.procedures]
    names += [(s.code, p.name) for s in statements if s.status in _NAMING for p in s.stated]
    for code, name in names:
        codes.setdefault(take_letters(name), set()).add(code)
    return {name: frozenset(group) for name, group in codes.items()}


def _find_namesakes(state: ImportState, statements: Iterable[Statement]) -> set[str]:
    """Codes of decisions that bear a name which these files bring as another procedure's: they may ask now."""
    brought = {take_letters(p.name) for s in state.statements if s.status in _NAMING for p in s.stated if p.name}
    decided = (s for s in statements if s.status not in LIST_STATUSES)
    return {s.code for s in decided for p in s.stated if p.name and take_letters(p.name) in brought}


def _refuse_nameless(state: ImportState, code: str) -> None:
    """A decision that states a code nobody named yet: the procedure cannot be posted."""
    if state.timelines[code]:
        return
    for s in state.statements:
        if s.code == code and not s.ends and s.status not in LIST_STATUSES and not s.stated[0].name:
            message = "mã chưa có trong danh mục và dòng không có tên thủ tục"
            state.report(s, report_error(s.source, "tên", code, message, "ghi tên thủ tục vào tệp"))


def drop_shared_ids(state: ImportState) -> None:
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


def set_places(state: ImportState, lists: Iterable[PostingList]) -> tuple[PostingList, ...]:
    """The lists with the codes about which a decision signed later says where they are received."""
    statements = (*state.past.statements, *state.statements)
    return stating.place_lists(lists, statements, state.timelines)


def _drop_old_versions(versions: Versions, today: date, decided: bool) -> Versions:
    """The versions that are still worth keeping on a day; what was amended is told by the statements, where decisions
    made any."""
    oldest, amended = (
        today - keep_days if today.toordinal() > keep_days.days else date.min for keep_days in (_KEPT, _KEPT_AMENDED)
    )
    return timeline.prune_versions(versions, oldest, amended if decided else oldest)


def finish_catalogue(state: ImportState, lists: tuple[PostingList, ...]) -> Catalogue:
    """The catalogue of the timelines; versions that say what the base says keep the base's own words and source, but
    for codes of which decisions speak: those are the same whichever was imported first."""
    decided = {s.code for s in (*state.past.statements, *state.statements) if s.status not in LIST_STATUSES}
    former = {code: versions for code, versions in group_versions(state.base).items() if code not in decided}
    procedures: list[Procedure] = []
    for code in sorted(state.timelines):
        versions = _drop_old_versions(state.timelines[code], state.options.today, code in decided)
        procedures += [_keep_wording(p, former.get(code, ())) for p in versions]
    sample = state.base.sample or any(r.sample for r in state.readings)
    return Catalogue(tuple(procedures), lists, sample)


def _keep_wording(p: Procedure, former: Versions) -> Procedure:
    """The former version that says the same as `p`, else `p`."""
    return next((old for old in former if _WORDING(old) == _WORDING(p)), p)


_WORDING = attrgetter(*(f.name for f in fields(Procedure) if f.name != "source"))
"""Everything a version says, but where it was read."""


def gather_waiting(state: ImportState) -> tuple[Waiting, ...]:
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
