"""From the statements about one code to its versions in time.

In come the versions of the time before statements were kept, and every statement about the code, in whatever order it
was imported; out go versions, and what a person must know or answer. Statements act in the order in which they were
signed, each on all of its days: so on every day each field has the value of the statement signed last among those that
hold, and an earlier decision that arrives late changes nothing that a later one has said. What cannot be settled is a
question; its statement then does not act. Pure. Which codes are derived anew is left to `kiosk.intake.proposal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kiosk.catalogue.diff import CONTENT, LABELS, find_beginning, find_end, show_value
from kiosk.intake import values
from kiosk.intake.entry import ask, report_warning
from kiosk.intake.law import speaks_of_ending
from kiosk.intake.rules import timeline
from kiosk.intake.rules.timeline import Versions
from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.problem import Problem
from kiosk.model.question import SKIP, TAKE, Topic
from kiosk.model.statement import LIST_STATUSES, RowStatus, Statement, order_statements
from kiosk.text import are_same, is_broken, measure_similarity, take_letters

Report = Callable[[Statement, Problem], None]
_DAY = timedelta(days=1)
_UNLIKE = 0.5
_UNLIKE_REPEALED = 0.8  # who repeals has no reason to say the name in other words
_ENDINGS = {
    RowStatus.REPEALED: Ending.REPEALED,
    RowStatus.REPLACED: Ending.REPLACED,
    RowStatus.SUSPENDED: Ending.SUSPENDED,
    RowStatus.LEFT: Ending.LEFT,
}
_OF_THE_KNOWN = frozenset((RowStatus.AMENDED, RowStatus.RESUMED))
_REVIVING = frozenset((RowStatus.NEW, RowStatus.REPLACING, RowStatus.RESUMED, RowStatus.PUBLISHED))
_CONTESTED = ("name", "received_at", "fee", "time_legal", "time_city", "place")
_ONE_OF = (TAKE, SKIP)


@dataclass(frozen=True, slots=True)
class Annulment:
    """A decision that undoes another one: from its day on nothing that the other said holds."""

    decision: str
    day: date
    dated: date
    by: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known outside of one code: codes by the letters of their names, and annulments by decision."""

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    annulments: Mapping[str, Annulment] = field(default_factory=dict)


def find_annulments(statements: Iterable[Statement]) -> dict[str, Annulment]:
    """By the number of the decision that is undone; of two annulments of one decision the earlier day counts."""
    annulments: dict[str, Annulment] = {}
    for s in order_statements(tuple(s for s in statements if s.status is RowStatus.ANNULLED)):
        other = annulments.get(s.code)
        if other is None or (s.holds or s.dated) < other.day:
            annulments[s.code] = Annulment(s.code, s.holds or s.dated, s.dated, s.decision)
    return annulments


def derive_versions(
    ground: Versions, statements: Iterable[Statement], around: Surroundings, report: Report
) -> Versions:
    """The versions of one code. `ground` has no day of signing and loses to every statement."""
    versions = ground
    heard: list[Statement] = []
    standing = (_annul_statement(s, around.annulments) for s in order_statements(tuple(statements)))
    acting = [s for s in standing if s is not None and SKIP not in s.answers]
    for s in acting:
        doubt = None if TAKE in s.answers else _find_doubt(versions, s, heard, acting, around)
        if doubt is not None:
            report(s, doubt)
            continue
        versions = _apply(versions, s, report)
        heard.append(s)
    # Decisions leave seams where one began and another said the same later; the versions of a list stay as it has them.
    decided = any(s.status not in LIST_STATUSES for s in heard)
    return timeline.merge_versions(versions) if decided else versions


def _annul_statement(s: Statement, annulments: Mapping[str, Annulment]) -> Statement | None:
    """What is left of a statement whose decision was undone."""
    annulment = annulments.get(s.decision) if s.decision else None
    if annulment is None or s.status in LIST_STATUSES or annulment.dated < s.dated:
        return s
    if s.holds is None or s.holds >= annulment.day:
        return None
    return replace(s, until=min(s.until or date.max, annulment.day - _DAY))


def _apply(versions: Versions, s: Statement, report: Report) -> Versions:
    if s.status is RowStatus.LISTED:
        return _list(versions, s, report)
    day = s.holds or s.dated
    if (ending := _ENDINGS.get(s.status)) is not None:
        if not versions and s.status is not RowStatus.LEFT:
            what = "bị thay thế" if s.status is RowStatus.REPLACED else f"bị {s.status.value}"
            report(s, tell_unknown(s, f"thủ tục {what} không có trong danh mục"))
        by = s.decision or s.stated[0].ended_by
        return timeline.end_version(versions, day, ending, by, s.replaced_by, s.until)
    return _state(versions, s, day, report)


def tell_unknown(s: Statement, message: str, rule: str = "dòng này không làm thay đổi gì") -> Problem:
    """The warning about a code."""
    return report_warning(s.source, "mã", s.code, message, rule)


# lists -----------------------------------------------------------------------------------------------------


def _list(versions: Versions, s: Statement, report: Report) -> Versions:
    named_versions = tuple(p if p.name else replace(p, name=versions[-1].name if versions else "") for p in s.stated)
    if not named_versions[0].name:
        return versions
    if s.whole and (len(named_versions) > 1 or not s.holds):
        first = find_beginning(named_versions[0])
        return (*(p for p in versions if find_end(p) < first), *named_versions)
    return _apply_periods(versions, named_versions, s, report)


def _apply_periods(versions: Versions, named: Versions, s: Statement, report: Report) -> Versions:
    """The versions of a list one by one: from their own day, from the day that a person named, or as of its day."""
    for p in named:
        day = p.effective_from or s.holds
        if not versions and (p is named[0]):
            versions = (p if p.effective_from == day else replace(p, effective_from=day),)
        elif day is None:
            before = versions
            versions = timeline.state_now(versions, p, s.dated)
            if versions is before:
                _tell_still_ended(s, before[-1], report)
        else:
            at = timeline.find_version(versions, day)
            version = p if s.whole or not versions else timeline.overlay_fields(at or versions[-1], p)
            if at is None:
                version = replace(version, ending=p.ending, ended_by=p.ended_by, replaced_by=p.replaced_by)
            versions = timeline.state_from(versions, version, day, p.effective_to, resume=False)
    return versions


def _tell_still_ended(s: Statement, last: Procedure, report: Report) -> None:
    message = f"tệp còn nêu thủ tục đã {last.ending.value}" + (f" theo {last.ended_by}" if last.ended_by else "")
    report(s, tell_unknown(s, message, "theo quyết định, không theo danh sách"))


# decisions -------------------------------------------------------------------------------------------------


def _state(versions: Versions, s: Statement, day: date, report: Report) -> Versions:
    stated = s.stated[0]
    if not versions:
        if not stated.name:
            return versions
        if s.status is RowStatus.AMENDED:
            report(s, tell_unknown(s, "thủ tục được sửa đổi chưa có trong danh mục", "thêm như thủ tục mới"))
        levels = stated.levels or values.guess_levels(stated.executing)
        return (replace(stated, levels=levels, effective_from=day, effective_to=s.until),)
    at = timeline.find_version(versions, day)
    ended = s.status is not RowStatus.EDITED and any(find_end(p) < day for p in versions)
    if at is None and (s.status in _REVIVING or ended):
        return timeline.insert_version(versions, stated, day, s.until)
    amended = None if at is None else timeline.amend_version(at, stated)
    if (
        at is not None
        and amended is not None
        and s.status is RowStatus.NEW
        and timeline.list_content(amended) != timeline.list_content(at)
    ):
        report(s, tell_unknown(s, "quyết định ghi ban hành mới nhưng mã đã có", "coi là sửa đổi"))
    exact = s.status is RowStatus.EDITED
    return timeline.paint_fields(versions, stated, day, s.until, exact=exact, cleared=s.cleared)


# doubts ----------------------------------------------------------------------------------------------------


def _find_doubt(
    versions: Versions, s: Statement, heard: list[Statement], acting: list[Statement], around: Surroundings
) -> Problem | None:
    """The question that a statement raises beside what is known of its code; None where it raises none."""
    if s.status in {RowStatus.LEFT, RowStatus.EDITED}:
        return None
    if s.status is not RowStatus.LISTED and (doubt := _ask_subject(versions, s, around)):
        return doubt
    if s.assumed and (doubt := _ask_older(s, heard)):
        return doubt
    if doubt := _ask_same_day(s, acting):
        return doubt
    return _ask_ended(versions, s) if s.status is RowStatus.AMENDED else None


def _ask_subject(versions: Versions, s: Statement, around: Surroundings) -> Problem | None:
    """A code whose name is another procedure's is most likely mistyped."""
    name, known_names = s.stated[0].name, [p.name for p in versions if p.name]
    if not name or any(take_letters(name) == take_letters(other) for other in known_names):
        return None
    least = _UNLIKE_REPEALED if s.ends else _UNLIKE
    others = sorted(around.codes.get(take_letters(name), frozenset()) - {s.code})
    if not known_names:
        return _ask_unknown(s, name, others)
    if max(measure_similarity(name, other) for other in known_names) < least or others:
        of = f"; tên này là của {', '.join(others[:3])}" if others else ""
        message = f"mã {s.code} trong danh mục có tên khác hẳn: «{known_names[-1][:200]}»{of}"
        return ask(s.source, "tên", name[:200], message, Topic.SUBJECT, _ONE_OF)
    if not s.ends and speaks_of_ending(name) and not any(map(speaks_of_ending, known_names)):
        message = f"tên có chữ nói về bãi bỏ, tạm dừng mà tên đã biết không có: «{known_names[-1][:200]}»"
        return ask(s.source, "tên", name[:200], message, Topic.NAME, _ONE_OF)
    if not s.ends and is_broken(name):
        message = "tên có chữ bị tách rời, có thể do chuyển từ PDF"
        return ask(s.source, "tên", name[:200], message, Topic.NAME, _ONE_OF)
    return None


def _ask_unknown(s: Statement, name: str, others: list[str]) -> Problem | None:
    """An amendment, or an ending, of a code that nobody knows, under a name that is known: most likely a slip."""
    if not others or (s.status not in _OF_THE_KNOWN and not s.ends):
        return None
    message = f"danh mục chưa có mã {s.code}; tên này là của {', '.join(others[:3])}"
    return ask(s.source, "mã", name[:200], message, Topic.SUBJECT, _ONE_OF)


def _ask_older(s: Statement, heard: Iterable[Statement]) -> Problem | None:
    """A file without a day of its own, against a signed decision that says something else."""
    day = s.dated
    signed = [d for d in heard if not d.assumed and d.status not in LIST_STATUSES and (d.holds or d.dated) <= day]
    for d in reversed(signed):
        for name in _CONTESTED:
            ours, theirs = getattr(s.stated[0], name), getattr(d.stated[0], name)
            if ours and theirs and not s.ends and not d.ends and not are_same(str(ours), str(theirs)):
                message = (
                    f"tệp không ghi ngày, còn {d.decision or 'quyết định'} ký ngày {d.dated:%d/%m/%Y} "
                    f"ghi {LABELS[name]} khác: «{str(theirs)[:200]}»"
                )
                return ask(s.source, LABELS[name], str(ours)[:200], message, Topic.CONFLICT, _ONE_OF)
    return None


def _ask_ended(versions: Versions, s: Statement) -> Problem | None:
    """An amendment of what an earlier decision took off the boards."""
    day = s.holds or s.dated
    if timeline.find_version(versions, day) is not None:
        return None
    before = [p for p in versions if find_end(p) < day]
    if not before or before[-1].ending not in timeline.DECIDED:
        return None
    last = before[-1]
    by = f" theo {last.ended_by}" if last.ended_by else ""
    message = f"quyết định sửa đổi thủ tục đã {last.ending.value}{by} từ {find_end(last) + _DAY:%d/%m/%Y}"
    return ask(s.source, "mã", s.code, message, Topic.CONFLICT, _ONE_OF)


def _ask_same_day(s: Statement, acting: Iterable[Statement]) -> Problem | None:
    """Two decisions signed on one day, or two files of one decision, that contradict each other: neither acts before a
    person says which one holds."""
    if s.status in LIST_STATUSES | {RowStatus.EDITED}:
        return None
    for d in acting:
        if d.dated != s.dated or d.status in LIST_STATUSES | {RowStatus.EDITED}:
            continue
        one = d.decision == s.decision
        if (one and d.origin == s.origin) or (one and d.holds != s.holds):
            continue
        if contradiction := _contradict(s, d):
            other = d.source.file if one else d.decision or d.source.file
            message = f"{other} ký cùng ngày ghi {contradiction}"
            return ask(s.source, "mã", s.code, message, Topic.CONFLICT, _ONE_OF)
    return None


def _contradict(s: Statement, d: Statement) -> str:
    """What another statement says against this one; empty where both can hold."""
    if d.ends != s.ends:
        return f"{d.status.value}, dòng này ghi {s.status.value}"
    if s.ends:
        return ""
    for name in _CONTESTED:
        ours, theirs = getattr(s.stated[0], name), getattr(d.stated[0], name)
        if ours and theirs and not are_same(str(ours), str(theirs)):
            return f"{LABELS[name]} khác với dòng này: «{show_value(theirs)[:200]}»"
    return ""


def list_stated_fields(s: Statement) -> tuple[str, ...]:
    """Names of the fields of which a statement says something, be it that they are empty."""
    return tuple(name for name in CONTENT if name in s.cleared or any(getattr(p, name) for p in s.stated))
