"""Several files, one entry per code: each field from the first file that states it, contradictions told.

Precedence, by what a file is and never by the order in which files are named: (1) a table of the application's
own form, since a person wrote it on purpose; (2) the portal's details; (3) its commune export; (4) its Excel
export; (5) its list pages. Between two files of one kind the row that states more wins, then the file name that
sorts first. `internal` is the exception: one file that says so is enough, because what is internal must not hang.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.catalogue.diff import CONTENT, find_beginning, find_end
from kiosk.intake import values
from kiosk.intake.entry import report_warning
from kiosk.intake.rows import FileKind, Reading
from kiosk.intake.rules.timeline import order_versions
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.problem import Problem
from kiosk.text import are_same, fold

_ORDER = (FileKind.TABLE, FileKind.PORTAL_DETAIL, FileKind.COMMUNE_EXPORT, FileKind.PORTAL_XLSX, FileKind.PORTAL_LIST)
RANK: Mapping[FileKind, int] = {kind: rank for rank, kind in enumerate(_ORDER)}
# Wording that differs from source to source without contradicting: no warning for each of two thousand rows.
_UNTOLD = frozenset(
    ("executing", "audience", "levels", "cases", "keywords", "channels", "dossier", "everyday", "common")
)
_PRECEDENCE = "thứ tự ưu tiên là bảng danh mục, chi tiết Cổng, bản xuất cấp xã, bản xuất Excel, trang danh sách"
_LABELS = {
    "name": "tên", "field": "lĩnh vực", "promulgator": "cơ quan ban hành", "portal_id": "mã định danh Cổng",
    "decision": "quyết định", "decision_date": "ngày quyết định",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MergedEntry:
    """What all files together say of a code: its versions. `whole`: an empty field is meant to be empty.

    `files`: the files that speak of it, as digests.
    """

    versions: tuple[Procedure, ...]
    whole: bool
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one file says of one code."""

    reading: Reading
    versions: tuple[Procedure, ...]

    @property
    def key(self) -> tuple[int, int, str, str]:
        filled = sum(bool(getattr(p, name)) for p in self.versions for name in CONTENT)
        return (RANK[self.reading.kind], -filled, self.reading.file, self.reading.sha256)


def merge_readings(readings: Iterable[Reading], today: date) -> tuple[dict[str, MergedEntry], tuple[Problem, ...]]:
    """One entry per code, in code order, and the contradictions. Annexes and code lists take no part."""
    voices: dict[str, list[_Voice]] = {}
    for reading in readings:
        if reading.kind in RANK:
            for code, versions in _group_by_code(reading).items():
                voices.setdefault(code, []).append(_Voice(reading, versions))
    problems: list[Problem] = []
    # Most codes are in one file, and a key looks at every field.
    ranked = {
        code: sorted(group, key=lambda v: v.key) if len(group) > 1 else group for code, group in sorted(voices.items())
    }
    entries = {code: _merge_voices(group, today, problems) for code, group in ranked.items()}
    return entries, tuple(problems)


def _group_by_code(reading: Reading) -> dict[str, tuple[Procedure, ...]]:
    versions: dict[str, tuple[Procedure, ...]] = {}
    for p in reading.procedures:
        versions[p.code] = (*versions.get(p.code, ()), p)
    return versions


def _merge_voices(voices: list[_Voice], today: date, problems: list[Problem]) -> MergedEntry:
    first, *rest = voices
    whole = first.reading.complete
    versions = order_versions(first.versions)
    for other in rest:
        theirs = _choose_current(other.versions, today)
        at = _choose_current(versions, today)
        versions = tuple(_fill_in_fields(p, theirs, problems, other.reading) if p is at else p for p in versions)
    if not whole:
        versions = tuple(map(_add_guessed_levels, versions))
    return MergedEntry(versions, whole, tuple(v.reading.sha256 for v in voices))


def _choose_current(versions: tuple[Procedure, ...], today: date) -> Procedure:
    in_force = [p for p in versions if p.in_force(today)]
    return in_force[0] if in_force else max(versions, key=find_beginning)


def _add_guessed_levels(p: Procedure) -> Procedure:
    return p if p.levels else replace(p, levels=values.guess_levels(p.executing))


def _fill_in_fields(ours: Procedure, theirs: Procedure, problems: list[Problem], other: Reading) -> Procedure:
    changed: dict[str, object] = {}
    for name in CONTENT:
        mine, yours = getattr(ours, name), getattr(theirs, name)
        if yours and (not mine or name == "internal"):
            changed[name] = yours
        elif mine and yours and name not in _UNTOLD and not are_same(str(mine), str(yours)):
            problems.append(_report_contradiction(ours, theirs, name, other))
    return replace(ours, **changed) if changed else ours  # type: ignore[arg-type]


def _report_contradiction(ours: Procedure, theirs: Procedure, name: str, other: Reading) -> Problem:
    our_file = ours.source.file if ours.source else ""
    return report_warning(
        theirs.source or Source(other.file, 0),
        _LABELS.get(name, name),
        str(getattr(theirs, name))[:300],
        f"thủ tục {ours.code}: {our_file} ghi «{str(getattr(ours, name))[:300]}»",
        f"theo {our_file}, vì {_PRECEDENCE}",
    )


def find_shared_portal_ids(procedures: Iterable[Procedure], day: date) -> dict[str, tuple[str, ...]]:
    """Portal ids that two codes in force at one time from `day` on claim, with those codes."""
    claims: dict[str, list[Procedure]] = {}
    for p in procedures:
        if p.portal_id:
            claims.setdefault(p.portal_id, []).append(p)
    return {
        uuid: tuple(sorted({p.code for p in claimants}))
        for uuid, claimants in claims.items()
        if any(_clash(a, b, day) for i, a in enumerate(claimants) for b in claimants[i + 1 :])
    }


def _clash(a: Procedure, b: Procedure, day: date) -> bool:
    return a.code != b.code and max(find_beginning(a), find_beginning(b), day) <= min(find_end(a), find_end(b))


def fold_scope(text: str) -> str:
    """An agency's name as scopes compare it."""
    return fold(text)
