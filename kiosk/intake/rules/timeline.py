"""The versions of one code in time: never overlapping, closed on both sides. Pure functions on sorted tuples."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from kiosk.catalogue.diff import CONTENT, find_beginning, find_end
from kiosk.model.catalogue import Ending, Procedure
from kiosk.text import fold, take_letters

Versions = tuple[Procedure, ...]

_DAY = timedelta(days=1)
DECIDED = frozenset((Ending.REPEALED, Ending.REPLACED, Ending.SUSPENDED))
"""What only a decision ends, and no list brings back."""


def find_version(versions: Versions, day: date) -> Procedure | None:
    """The version in force on `day`."""
    return next((p for p in versions if p.in_force(day)), None)


def order_versions(versions: tuple[Procedure, ...]) -> Versions:
    """Sorted; an open end before a later version is closed the day before it. Raises `ValueError` on overlap."""
    closed: list[Procedure] = []
    for p in sorted(versions, key=find_beginning):
        if closed and closed[-1].effective_to is None and find_beginning(p) > find_beginning(closed[-1]):
            closed[-1] = replace(
                closed[-1], effective_to=find_beginning(p) - _DAY, ending=Ending.AMENDED, ended_by=p.decision
            )
        if closed and find_end(closed[-1]) >= find_beginning(p):
            raise ValueError(p.code)
        closed.append(p)
    return tuple(closed)


def list_content(p: Procedure) -> tuple[object, ...]:
    """Everything a version says but its period, its end and where it was read."""
    return tuple(getattr(p, name) for name in CONTENT)


def overlay_fields(old: Procedure, new: Procedure) -> Procedure:
    """`old` with every field that `new` states; period and end stay. An empty field states nothing."""
    stated = {name: value for name in CONTENT if (value := getattr(new, name))}
    return replace(old, **stated, source=new.source)


def amend_version(old: Procedure, new: Procedure) -> Procedure:
    """`old` as an annex amends it: its wording of name and field counts only where it differs in words,
    and the level of its section adds to the levels known."""
    return overlay_fields(
        old,
        replace(
            new,
            name=old.name if take_letters(old.name) == take_letters(new.name) else new.name,
            field=old.field if fold(old.field) == fold(new.field) else new.field,
            levels=tuple(dict.fromkeys((*old.levels, *new.levels))),
        ),
    )


def _open(p: Procedure) -> Procedure:
    return replace(p, effective_to=None, ending=Ending.NONE, ended_by="", replaced_by=())


def _has_only_left(versions: Versions, p: Procedure) -> bool:
    """Whether `p` is the last version and ended (or will end) only because a list no longer held it."""
    return p.ending is Ending.LEFT and p is versions[-1]


def swap_version(versions: Versions, old: Procedure, *new: Procedure) -> Versions:
    """`versions` with one replaced by others."""
    index = versions.index(old)
    return (*versions[:index], *new, *versions[index + 1 :])


def state_now(versions: Versions, new: Procedure, today: date) -> Versions:
    """A list says today what a code is: the version in force takes it over, a later one is completed.

    What a decision repealed stays so, whatever a list still holds; what only left the list comes back.
    """
    if not versions:
        return (new,)
    at = find_version(versions, today) or next((p for p in versions if find_beginning(p) > today), None)
    if at is not None:
        completed = overlay_fields(at, new)
        return swap_version(versions, at, _open(completed) if _has_only_left(versions, at) else completed)
    last = versions[-1]
    if last.ending in DECIDED:
        return versions
    if last.ending is Ending.LEFT and find_end(last) + _DAY >= today:
        return swap_version(versions, last, _open(overlay_fields(last, new)))
    return (*versions, replace(_open(overlay_fields(last, new)), effective_from=today))


def state_from(versions: Versions, version: Procedure, day: date, until: date | None, resume: bool) -> Versions:
    """`made` holds from `day`: the version before it ends the day before.

    With `until` it holds no longer than that; with `resume` the version it interrupted then comes back.
    """
    at = find_version(versions, day)
    if at is None:
        return _insert_between(versions, version, day, until)
    if until is None and _has_only_left(versions, at):
        versions = swap_version(versions, at, _open(at))
        at = versions[-1]
    if list_content(version) == list_content(at) and until is None:
        return versions
    parts = [replace(at, effective_to=day - _DAY, ending=Ending.AMENDED, ended_by=version.decision)]
    if find_beginning(at) >= day:
        parts = []
    last = min(until or date.max, find_end(at))
    middle = replace(
        version,
        effective_from=at.effective_from if find_beginning(at) == day else day,
        effective_to=None if last == date.max else last,
        ending=at.ending if last == find_end(at) else version.ending,
        ended_by=at.ended_by if last == find_end(at) else version.ended_by,
        replaced_by=at.replaced_by if last == find_end(at) else version.replaced_by,
    )
    if resume and last < find_end(at):
        parts += [replace(middle, ending=Ending.AMENDED), replace(at, effective_from=last + _DAY)]
    else:
        parts.append(middle)
    return swap_version(versions, at, *parts)


def _insert_between(versions: Versions, version: Procedure, day: date, until: date | None) -> Versions:
    before = tuple(p for p in versions if find_end(p) < day)
    after = versions[len(before) :]
    last = before[-1] if before else None
    if (
        last
        and last.ending is Ending.LEFT
        and find_end(last) + _DAY == day
        and not until
        and list_content(version) == list_content(last)
    ):
        return (*before[:-1], _open(last), *after)
    limit = find_beginning(after[0]) - _DAY if after else None
    until = min(until or date.max, limit or date.max)
    fresh = replace(version, effective_from=day, effective_to=None if until == date.max else until)
    return (*before, fresh, *after)


def insert_version(versions: Versions, stated: Procedure, day: date, until: date | None) -> Versions:
    """A decision brings back (or begins earlier) what is not in force on `day`; its fields hold for later ones too."""
    before = tuple(p for p in versions if find_end(p) < day)
    nearest = before[-1] if before else versions[0]
    version = replace(_open(amend_version(nearest, stated)), effective_from=None)
    return _insert_between(paint_fields(versions, stated, day, until), version, day, until)


def paint_fields(
    versions: Versions,
    stated: Procedure,
    day: date,
    until: date | None,
    *,
    exact: bool = False,
    cleared: Collection[str] = (),
) -> Versions:
    """`stated` overlays what is in force from `day` to `until` (no end: for good); before and after nothing changes.

    What had only left a list comes back with a decision about it. `exact`: the words count as they are written;
    `cleared`: fields that are emptied.
    """
    at = find_version(versions, day)
    if until is None and at is not None and _has_only_left(versions, at):
        versions = swap_version(versions, at, _open(at))
    painted: list[Procedure] = []
    for p in versions:
        amended = overlay_fields(p, stated) if exact else amend_version(p, stated)
        painted += _paint_version(
            p, replace(amended, **{name: getattr(_BLANK, name) for name in cleared}), stated, day, until
        )
    return tuple(painted)


_BLANK = Procedure("", "")


def _paint_version(
    p: Procedure, amended: Procedure, stated: Procedure, day: date, until: date | None
) -> tuple[Procedure, ...]:
    first, last = max(find_beginning(p), day), min(find_end(p), until or date.max)
    if first > last:
        return (p,)
    if list_content(amended) == list_content(p):
        return (p,)
    parts: list[Procedure] = []
    if find_beginning(p) < first:
        parts.append(replace(p, effective_to=first - _DAY, ending=Ending.AMENDED, ended_by=stated.decision))
        parts[0] = replace(parts[0], replaced_by=())
    middle = replace(amended, effective_from=p.effective_from if find_beginning(p) == first else first)
    if last == find_end(p):
        return (*parts, middle)
    middle = replace(middle, effective_to=last, ending=Ending.AMENDED, ended_by="", replaced_by=())
    return (*parts, middle, replace(p, effective_from=last + _DAY))


def end_version(
    versions: Versions,
    day: date,
    ending: Ending,
    by: str = "",
    replaced_by: tuple[str, ...] = (),
    until: date | None = None,
) -> Versions:
    """What is in force from `day` on ended the day before; with `until` it comes back after that day.

    What a decision ends, it ends for later versions too: they were stated by what was signed before it. What leaves a
    list ends only where it is in force: a later version is no news of the list.
    """
    if until is not None:
        return _interrupt_versions(versions, day, until, ending, by)
    at = find_version(versions, day)
    if at is None:
        return tuple(p for p in versions if find_beginning(p) < day) if ending in DECIDED else versions
    index = versions.index(at)
    later = () if ending in DECIDED or at.ending is Ending.AMENDED else versions[index + 1 :]
    if find_beginning(at) >= day:
        before = versions[:index]
        if before and before[-1].ending is Ending.AMENDED and find_end(before[-1]) + _DAY == day:
            # What was to amend it from this very day falls away: this is what ended it.
            last = replace(before[-1], ending=ending, ended_by=by, replaced_by=replaced_by)
            before = (*before[:-1], last)
        return (*before, *later)
    closed = replace(at, effective_to=day - _DAY, ending=ending, ended_by=by, replaced_by=replaced_by)
    return (*versions[:index], closed, *later)


def _interrupt_versions(versions: Versions, day: date, until: date, ending: Ending, by: str) -> Versions:
    """Nothing in force from `day` to `until`; around it everything as it was."""
    versions_kept: list[Procedure] = []
    for p in versions:
        if find_end(p) < day or find_beginning(p) > until:
            versions_kept.append(p)
            continue
        if find_beginning(p) < day:
            versions_kept.append(replace(p, effective_to=day - _DAY, ending=ending, ended_by=by, replaced_by=()))
        if find_end(p) > until:
            versions_kept.append(replace(p, effective_from=until + _DAY))
    return tuple(versions_kept)


def merge_versions(versions: Versions) -> Versions:
    """Without seams: where one version follows another and says the same, both are one."""
    merged: list[Procedure] = []
    for p in versions:
        last = merged[-1] if merged else None
        follows = (
            last is not None
            and last.ending in {Ending.AMENDED, Ending.NONE}
            and find_end(last) + _DAY == find_beginning(p)
        )
        if last is not None and follows and list_content(last) == list_content(p):
            merged[-1] = replace(p, effective_from=last.effective_from, source=last.source)
        else:
            merged.append(p)
    return tuple(merged)


def prune_versions(versions: Versions, before: date, amended_before: date) -> Versions:
    """Without versions that ended before a day, amended ones before a later day; what is suspended has not ended for
    good. The statements tell what was; a version is kept for what must still be explained or built."""
    return tuple(
        p
        for p in versions
        if p.ending is Ending.SUSPENDED or find_end(p) >= (amended_before if p.ending is Ending.AMENDED else before)
    )
