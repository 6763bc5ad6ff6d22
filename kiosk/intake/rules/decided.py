"""What a decision's annex does to the versions of each code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kiosk.catalogue.diff import LABELS
from kiosk.intake import values
from kiosk.intake.entry import report_error, report_warning
from kiosk.intake.rows import FileKind, Reading, Row, RowStatus
from kiosk.intake.rules import timeline
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Ending, Procedure, Source
from kiosk.model.problem import Problem
from kiosk.text import measure_similarity

Timelines = dict[str, Versions]
Report = Callable[[Row, Problem], None]
_UNLIKE = 0.5


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of the decision, and the day of the import."""

    decision: str
    effective: date | None
    today: date


def apply_annexes(timelines: Timelines, readings: tuple[Reading, ...], ruling: Ruling, report: Report) -> None:
    """Change `timelines` as the annexes say, earliest day first, whatever order the files were named in."""
    rows = [row for r in readings if r.kind is FileKind.ANNEX for row in r.entries if row.taken]
    if ruling.effective is None:
        for first in {row.source.file: row for row in reversed(rows) if not _procedure(row).effective_from}.values():
            report(first, _undated(first.source, ruling.today))
    decided_rows: dict[tuple[str, date], Row] = {}
    for row in sorted(rows, key=lambda row: (_day(row, ruling), _procedure(row).decision_date or date.min, row.source)):
        key = (_procedure(row).code, _day(row, ruling))
        if key in decided_rows and decided_rows[key].source.file != row.source.file:
            report(row, _twice(row, decided_rows[key]))
        decided_rows[key] = row
        _apply(timelines, row, ruling, report)


def _twice(row: Row, other: Row) -> Problem:
    message = f"{other.source.file} cũng nêu mã này với cùng ngày có hiệu lực"
    rule = "theo quyết định ký sau; ký cùng ngày thì theo tệp có tên xếp sau"
    return report_warning(row.source, "mã", _procedure(row).code, message, rule)


def _undated(source: Source, today: date) -> Problem:
    message = "quyết định không ghi ngày có hiệu lực mà chương trình đọc được"
    problem = report_warning(
        source, LABELS["effective_from"], "", message, f"coi là có hiệu lực từ hôm nay, {today:%d/%m/%Y}"
    )
    return replace(problem, way_out="nếu không phải thì thêm --effective NGÀY")


def _procedure(row: Row) -> Procedure:
    if row.procedure is None:
        raise AssertionError(f"{row.source}: a heading is no entry")
    return row.procedure


def _day(row: Row, ruling: Ruling) -> date:
    return ruling.effective or _procedure(row).effective_from or ruling.today


def _apply(timelines: Timelines, row: Row, ruling: Ruling, report: Report) -> None:
    stated, day = _procedure(row), _day(row, ruling)
    stated = replace(stated, decision=ruling.decision or stated.decision)
    versions = timelines.get(stated.code, ())
    _compare_names(versions, stated, row, report)
    if row.status is RowStatus.REPEALED:
        _repeal(timelines, stated, day, row, report)
        return
    for code in row.replaces:
        if code not in timelines:
            report(row, _unknown(row.source, code, "thủ tục bị thay thế không có trong danh mục"))
        by = stated.decision
        timelines[code] = timeline.end_version(timelines.get(code, ()), day, Ending.REPLACED, by, (stated.code,))
    if not versions and not stated.name:
        message = "mã chưa có trong danh mục và dòng không có tên thủ tục"
        report(row, report_error(row.source, "tên", stated.code, message, "ghi tên thủ tục vào tệp"))
        return
    timelines[stated.code] = _stated(versions, stated, day, row, report)


def _repeal(timelines: Timelines, stated: Procedure, day: date, row: Row, report: Report) -> None:
    versions = timelines.get(stated.code, ())
    if not versions:
        report(row, _unknown(row.source, stated.code, "thủ tục bị bãi bỏ không có trong danh mục"))
        return
    timelines[stated.code] = timeline.end_version(versions, day, Ending.REPEALED, stated.decision or stated.ended_by)


def _stated(versions: Versions, stated: Procedure, day: date, row: Row, report: Report) -> Versions:
    until = stated.effective_to
    if not versions:
        if row.status is RowStatus.AMENDED:
            report(
                row,
                _unknown(
                    row.source,
                    stated.code,
                    "thủ tục được sửa đổi chưa có trong danh mục",
                    "thêm như thủ tục mới",
                ),
            )
        levels = stated.levels or values.guess_levels(stated.executing)
        return (replace(stated, levels=levels, effective_from=day, effective_to=until),)
    at = timeline.find_version(versions, day)
    version = timeline.amend_version(at or versions[-1], stated)
    if at is None:
        version = replace(version, ending=Ending.NONE, ended_by="", replaced_by=())
    elif row.status is RowStatus.NEW and timeline.list_content(version) != timeline.list_content(at):
        report(
            row,
            _unknown(row.source, stated.code, "quyết định ghi ban hành mới nhưng mã đã có", "coi là sửa đổi"),
        )
    return timeline.state_from(versions, version, day, until, resume=True)


def _compare_names(versions: Versions, stated: Procedure, row: Row, report: Report) -> None:
    """A code whose name is another procedure's is most likely mistyped."""
    known = [p.name for p in versions]
    if known and stated.name and max(measure_similarity(stated.name, name) for name in known) < _UNLIKE:
        message = f"mã {stated.code} trong danh mục có tên khác hẳn: «{known[-1][:200]}»"
        report(row, report_warning(row.source, "tên", stated.name[:200], message, "theo mã, vì mã quyết định"))


def _unknown(source: Source, code: str, message: str, rule: str = "dòng này không làm thay đổi gì") -> Problem:
    return report_warning(source, "mã", code, message, rule)
