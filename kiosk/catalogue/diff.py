"""What differs between two catalogues: by procedure, by day, by field.

In come two catalogues, out go changes in a fixed order, each with its reason in Vietnamese. Pure; which catalogues are
compared, and how a change is shown, is left to others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from kiosk.model.catalogue import Catalogue, Channel, Ending, PostingList, Procedure
from kiosk.model.site import SiteKind

_DAY = timedelta(days=1)
_ENDING = ("ending", "ended_by", "replaced_by")
_TIME = frozenset(("code", "effective_from", "effective_to", "source", *_ENDING))
# What a version says, apart from its period, how it ended and where it was read.
CONTENT = tuple(f.name for f in fields(Procedure) if f.name not in _TIME)

LABELS = {
    "name": "tên", "field": "lĩnh vực", "promulgator": "cơ quan ban hành", "executing": "cơ quan thực hiện",
    "levels": "cấp thực hiện", "portal_id": "mã định danh Cổng", "decision": "quyết định",
    "decision_date": "ngày quyết định", "received_at": "nơi tiếp nhận", "internal": "nội bộ",
    "online": "mức độ trực tuyến", "time_legal": "thời hạn theo quy định", "time_city": "thời hạn sau cắt giảm",
    "fee": "phí, lệ phí", "place": "địa điểm", "legal_basis": "căn cứ pháp lý", "channels": "cách thức thực hiện",
    "dossier": "thành phần hồ sơ", "result": "kết quả", "audience": "đối tượng", "everyday": "tên thường gọi",
    "keywords": "từ khóa", "cases": "trường hợp", "common": "hay dùng", "ending": "lý do kết thúc",
    "ended_by": "văn bản kết thúc", "replaced_by": "thay thế bởi", "effective_from": "có hiệu lực từ",
    "effective_to": "có hiệu lực đến",
}  # fmt: skip


class ChangeKind(StrEnum):
    """What happened to a procedure, or to its place in a posting list."""

    NEW = "mới"
    CHANGED = "thay đổi"
    ENDED = "thôi áp dụng"
    RETURNED = "trở lại"
    LISTED = "thêm vào danh sách"
    UNLISTED = "bỏ khỏi danh sách"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text; empty means that nothing is stated."""

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{LABELS.get(self.field, self.field)}: «{self.before}» → «{self.after}»"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `effective`: its first day, None where it holds at once; `reason` in Vietnamese."""

    kind: ChangeKind
    code: str
    name: str
    fields: tuple[FieldChange, ...] = ()
    decision: str = ""
    effective: date | None = None
    reason: str = ""


def find_beginning(p: Procedure) -> date:
    """The first day in force; the beginning of time where none is stated."""
    return p.effective_from or date.min


def find_end(p: Procedure) -> date:
    """The last day in force; the end of time where none is stated."""
    return p.effective_to or date.max


def diff(a: Catalogue, b: Catalogue) -> tuple[Change, ...]:
    """Changes from `a` to `b` over all time, sorted by kind, code and first day.

    Versions that ended before the data of `b` were taken and that `b` no longer keeps are history, no change.
    """
    before, after = _group_versions(a), _group_versions(b)
    horizon = b.data_date or a.data_date or date.min
    changes: list[Change] = []
    for code in sorted(before.keys() | after.keys()):
        changes += _compare_code(before.get(code, ()), after.get(code, ()), horizon)
    changes += _compare_lists(a, b, {c.code for c in changes if c.kind in {ChangeKind.NEW, ChangeKind.ENDED}})
    order = tuple(ChangeKind)
    return tuple(sorted(changes, key=lambda c: (order.index(c.kind), c.code, c.effective or date.min)))


def _group_versions(catalogue: Catalogue) -> dict[str, tuple[Procedure, ...]]:
    timelines: dict[str, list[Procedure]] = {}
    for p in catalogue.procedures:
        timelines.setdefault(p.code, []).append(p)
    return {code: tuple(sorted(versions, key=find_beginning)) for code, versions in timelines.items()}


def _find_in_force(versions: Sequence[Procedure], day: date) -> Procedure | None:
    return next((p for p in versions if p.in_force(day)), None)


def _compare_code(before: tuple[Procedure, ...], after: tuple[Procedure, ...], horizon: date) -> Iterator[Change]:
    if before == after:
        return
    relevant = tuple(p for p in before if find_end(p) >= horizon or any(_overlap(p, q) for q in after))
    last: Change | None = None
    for index, day in enumerate(_list_days(relevant, after)):
        change = _compare_on_day(relevant, after, day, None if index == 0 else day)
        if change is not None and (last is None or not _continues(last, change)):
            yield change
        last = change


def _overlap(a: Procedure, b: Procedure) -> bool:
    return find_beginning(a) <= find_end(b) and find_beginning(b) <= find_end(a)


def _list_days(*timelines: tuple[Procedure, ...]) -> list[date]:
    """The days on which either side may begin to differ: the beginning of time and every boundary."""
    days = {date.min}
    for p in (p for versions in timelines for p in versions):
        days.add(find_beginning(p))
        if p.effective_to is not None:
            days.add(p.effective_to + _DAY)
    return sorted(days)


def _continues(last: Change, change: Change) -> bool:
    return (last.kind, last.fields) == (change.kind, change.fields)


def _compare_on_day(
    before: tuple[Procedure, ...], after: tuple[Procedure, ...], day: date, effective: date | None
) -> Change | None:
    old, new = _find_in_force(before, day), _find_in_force(after, day)
    if old is None and new is not None:
        returned = any(find_end(p) < day for p in (*before, *after))
        kind = ChangeKind.RETURNED if returned else ChangeKind.NEW
        return Change(kind, new.code, new.name, (), new.decision, effective, _explain_new(new, returned))
    if old is not None and new is None:
        return _describe_end(old, after, day, effective)
    if old is None or new is None:
        return None
    names = (*CONTENT, *_ENDING) if old.effective_to == new.effective_to else CONTENT
    differing = tuple(
        FieldChange(name, show_value(getattr(old, name)), show_value(getattr(new, name)))
        for name in names
        if getattr(old, name) != getattr(new, name)
    )
    if not differing:
        return None
    by = f"theo {new.decision}" if new.decision and new.decision != old.decision else "theo nguồn mới"
    return Change(ChangeKind.CHANGED, new.code, new.name, differing, new.decision, effective, by)


def _explain_new(p: Procedure, returned: bool) -> str:
    what = "có trở lại trong danh mục" if returned else "có thêm trong danh mục"
    return f"{what} theo {p.decision}" if p.decision else what


def _describe_end(old: Procedure, after: tuple[Procedure, ...], day: date, effective: date | None) -> Change:
    closed = next((p for p in after if p.effective_to is not None and p.effective_to + _DAY == day), None)
    ending = closed.ending if closed else Ending.LEFT
    by = closed.ended_by if closed else ""
    instead = f", thay bằng {', '.join(closed.replaced_by)}" if closed and closed.replaced_by else ""
    words = {
        Ending.REPEALED: "bị bãi bỏ",
        Ending.REPLACED: "được thay thế",
        Ending.LEFT: "không còn trong danh mục",
        Ending.NONE: "hết thời hạn áp dụng",
        Ending.AMENDED: "được sửa đổi",
        Ending.SUSPENDED: "tạm dừng thực hiện",
    }
    reason = words[ending] + (f" theo {by}" if by else "") + instead
    return Change(ChangeKind.ENDED, old.code, old.name, (), by, effective, reason)


def _compare_lists(a: Catalogue, b: Catalogue, listed: set[str]) -> Iterator[Change]:
    """Codes that joined or left an explicit posting list, those already told as new or ended left out."""
    names = {p.code: p.name for p in (*a.procedures, *b.procedures)}
    for kind in SiteKind:
        old, new = _find_list(a, kind), _find_list(b, kind)
        before, after = set(old.codes), set(new.codes)
        for code in sorted((before ^ after) - listed):
            joined = code in after
            what = ChangeKind.LISTED if joined else ChangeKind.UNLISTED
            origin = new.origin or old.origin
            verb = "có" if joined else "không còn"
            reason = f"{verb} trong danh sách niêm yết {kind.label} ({origin})"
            yield Change(what, code, names.get(code, ""), reason=reason)


def _find_list(catalogue: Catalogue, kind: SiteKind) -> PostingList:
    return next((x for x in catalogue.lists if x.kind is kind), PostingList(kind, (), ""))


def show_value(value: object) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, tuple):
        return "; ".join(map(show_value, value))
    if isinstance(value, Channel):
        quoted = ", ".join(part for part in (value.time, value.fee) if part)
        return f"{value.name}: {quoted}" if quoted else value.name
    if isinstance(value, SiteKind):
        return value.label
    if isinstance(value, bool):
        return "có" if value else ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
