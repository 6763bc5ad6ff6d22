"""The current catalogue and some readings to the next catalogue, with everything a person must decide. Pure.

Order: doubts are settled and answers taken, the files become statements (`rules.stating`), every code they speak of is
derived anew from all that was ever said of it (`rules.derivation`), posting lists are set, double claims of portal
ids are dropped, and old tombstones pruned. Neither the order in which files are named nor the one in which decisions
are imported matters.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.catalogue.diff import diff
from kiosk.errors import IntakeError
from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.printing import refuse_unprintable_decision
from kiosk.intake.rows import FileKind, Mode, Reading, Row, count_rows
from kiosk.intake.rules import departures, stating
from kiosk.intake.rules.answers import settle_questions
from kiosk.intake.rules.checking import check_ruling
from kiosk.intake.rules.departures import Part, Scope
from kiosk.intake.rules.explaining import explain_changes
from kiosk.intake.rules.merge import merge_readings
from kiosk.intake.rules.repairs import settle_doubts
from kiosk.intake.rules.state import (
    ImportState,
    Options,
    Proposal,
    derive_codes,
    drop_shared_ids,
    finish_catalogue,
    gather_waiting,
    group_versions,
    set_places,
)
from kiosk.intake.rules.stating import Ruling
from kiosk.model.catalogue import Catalogue, PostingList, Procedure, Source
from kiosk.model.problem import Problem
from kiosk.model.site import SiteKind
from kiosk.model.statement import Past, RowStatus, Statement

__all__ = ["Options", "Proposal", "propose"]


def propose(current: Catalogue, options: Options, past: Past | None = None) -> Proposal:
    """The next catalogue. Without a `past`, `current` is all that is known. Raises `IntakeError`: sample and real data
    together, too much lost, or a decision that cannot be printed."""
    refuse_unprintable_decision(options.decision)
    base = _choose_base(current, options)
    past = past if past is not None and base is current else Past(base)
    settled = settle_doubts(base, options.readings, options.accept_repairs)
    ruling = Ruling(options.decision, options.effective, options.today, options.dated)
    readings = settle_questions(check_ruling(settled.readings, ruling), options.answers, base)
    state = ImportState(options, base, readings, group_versions(base), past)
    parts = _speak(state, ruling)
    derive_codes(state)
    drop_shared_ids(state)
    lists = _make_lists(state)
    unlisted = departures.find_unlisted(base.lists, lists, departures.find_doubted(state.readings))
    if not options.allow_drop:
        departures.refuse_losses((*parts, *unlisted), {p.code: p.name for p in base.procedures})
    catalogue = finish_catalogue(state, lists)
    catalogue = replace(catalogue, data_date=_choose_data_date(current, catalogue, options))
    changes = explain_changes(diff(base, catalogue), options.decision, _find_ended_unbegun(state))
    rows = tuple(tuple(map(state.row, reading.rows)) for reading in state.readings)
    return Proposal(
        catalogue=catalogue if changes or _differs(catalogue, current) else current,
        changes=changes,
        problems=_gather_problems(state, rows),
        repairs=settled.repairs,
        tallies=tuple(count_rows(r.file, group) for r, group in zip(state.readings, rows, strict=True)),
        lost=len({code for part in parts for code in part.lost}),
        lost_share=max((part.share for part in (*parts, *unlisted)), default=0.0),
        first=not base.procedures,
        statements=tuple(state.statements),
        waiting=gather_waiting(state),
        derived=state.derived,
        fresh=base is not current,
    )


def _differs(catalogue: Catalogue, current: Catalogue) -> bool:
    """Whether two catalogues of which no procedure differs from today on say different things of samples, of who posts,
    or of days that are past: those explain why something hung."""
    placed = [{x.kind: x.decided for x in c.lists if x.decided} for c in (catalogue, current)]
    past = catalogue.procedures != current.procedures
    return catalogue.sample != current.sample or placed[0] != placed[1] or past


def _speak(state: ImportState, ruling: Ruling) -> tuple[Part, ...]:
    """The statements of the files; the parts of the catalogue that their snapshots replace."""
    merged, contradictions = merge_readings(state.readings, state.options.today)
    state.problems += contradictions
    for statement in stating.state_lists(state.readings, merged, ruling):
        if statement.stated[0].name or state.timelines.get(statement.code):
            state.statements.append(statement)
        else:
            _refuse_nameless(state, statement.stated[0])
    parts = _leave(state)
    state.statements += stating.state_departures(parts, ruling)
    state.statements += stating.state_decisions(state.readings, ruling, state.problems.append)
    return parts


def _find_ended_unbegun(state: ImportState) -> dict[str, Statement]:
    """By code the statement that ended what had not begun: no version is left that tells why."""
    return {s.code: s for s in state.statements if s.ends and not state.timelines.get(s.code)}


def _choose_base(current: Catalogue, options: Options) -> Catalogue:
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


def _refuse_nameless(state: ImportState, p: Procedure) -> None:
    if p.source is not None:
        message = "thủ tục không có tên và danh mục chưa biết mã này"
        state.refused[p.source, p.code] = report_error(
            p.source, "tên", p.code, message, "ghi tên, hoặc nhập cùng tệp có tên"
        )


def _leave(state: ImportState) -> tuple[Part, ...]:
    """The parts of the catalogue that the snapshots replace, with what they lack."""
    codes, names = departures.find_spoken(state.readings)
    scopes = [
        (f"phần mà {r.file} thay", departures.find_scope(r)) for r in departures.select_snapshots(state.options.others)
    ]
    if any(scope == Scope() for _, scope in scopes) or (state.options.commune and state.options.city):
        scopes = [("danh mục", Scope())]
    return departures.find_missing(state.in_force(), scopes, (codes, names)) + _find_delisted(state, codes)


def _find_delisted(state: ImportState, spoken: frozenset[str]) -> tuple[Part, ...]:
    """What left one list while every kind of site has its list and none holds it."""
    kinds = [k for k, r in ((SiteKind.COMMUNE, state.options.commune), (SiteKind.CITY, state.options.city)) if r]
    former = {x.kind: x for x in state.base.lists}
    others = [k for k in SiteKind if k not in kinds]
    if len(kinds) != 1 or not all(kind in former for kind in SiteKind):
        return ()
    still = spoken.union(*(former[kind].codes for kind in others))
    in_force = state.in_force()
    lost_codes = tuple(c for c in sorted(former[kinds[0]].codes) if c not in still and c in in_force)
    name = f"danh sách {kinds[0].label}"
    return (Part(name, len(former[kinds[0]].codes), lost_codes),)


def _make_lists(state: ImportState) -> tuple[PostingList, ...]:
    """The posting lists: a new one for each kind that files were named for, the former ones for the rest."""
    lists = {x.kind: x for x in state.base.lists}
    start = 0
    for kind, group in ((SiteKind.COMMUNE, state.options.commune), (SiteKind.CITY, state.options.city)):
        readings = state.readings[start : start + len(group)]
        start += len(group)
        if readings:
            codes = {p.code for r in readings for p in _keep_known(state, r)}
            origin = ", ".join(sorted({r.file for r in readings}))
            dated = max(stating.find_list_day(r, state.options.dated, state.options.today)[0] for r in readings)
            former = lists.get(kind)
            if former is None or (former.dated or date.min) <= dated:
                lists[kind] = PostingList(kind, tuple(sorted(codes)), origin, dated)
            else:
                state.problems.append(_tell_older(former, origin))
    return set_places(state, (lists[kind] for kind in SiteKind if kind in lists))


def _tell_older(former: PostingList, origin: str) -> Problem:
    """A posting list of an earlier day than the one in force replaces nothing, whichever was imported first."""
    message = f"danh sách này có ngày trước danh sách đang dùng ({former.origin}, ngày {former.dated:%d/%m/%Y})"
    return report_warning(Source(origin, 0), "danh sách", "", message, "giữ danh sách có ngày sau")


def _keep_known(state: ImportState, reading: Reading) -> list[Procedure]:
    """The procedures of a reading that the catalogue holds; the others are refused."""
    repealed = {e.procedure.code for e in reading.entries if e.procedure and e.status is RowStatus.REPEALED}
    # One with a name of its own is on the list even where a decision ended it so long ago that no version is left.
    procedures = [p for p in reading.procedures if _has_name(state, p) and p.code not in repealed]
    for row in reading.rows:
        p = row.procedure
        if row.taken and p is not None and not _has_name(state, p) and (row.source, p.code) not in state.refused:
            message = "danh mục không có mã này, và danh sách không nêu tên"
            problem = report_error(row.source, "mã", p.code, message, "nhập cùng tệp có tên thủ tục, hoặc sửa mã")
            state.refused[row.source, p.code] = problem
    return procedures


def _has_name(state: ImportState, p: Procedure) -> bool:
    """Whether a procedure has a name, its own or one that is known."""
    return bool(p.name or state.timelines.get(p.code))


def _choose_data_date(current: Catalogue, next_catalogue: Catalogue, options: Options) -> date | None:
    """The day of the import; for a first reading, which happens at no particular day, the latest day it names."""
    if current.procedures:
        return options.today
    days = (d for p in next_catalogue.procedures for d in (p.decision_date, p.effective_from) if d)
    return max((d for d in days if d <= options.today), default=None)


def _gather_problems(state: ImportState, rows: tuple[tuple[Row, ...], ...]) -> tuple[Problem, ...]:
    """Every problem once, by place, so that the order of files does not show."""
    problems = {p for group in rows for row in group for p in row.problems}
    problems |= {p for r in state.readings for p in r.notes} | set(state.problems)
    return tuple(sorted(problems, key=lambda p: (p.source, p.column, p.value, p.message)))
