"""A catalogue as if one decision had not come: what it was to change from some day on stays as it is.

In come a catalogue, the decision and a day; out goes the catalogue without what that decision starts, changes or ends
after the day. What it had brought up to that day stands. Pure.

What the decision cut off for good is not in the catalogue any more: a version that some other decision was to end
later, and that this one ends first, goes on without an end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from kiosk.catalogue.diff import CONTENT, find_beginning
from kiosk.model.catalogue import Catalogue, Ending, Procedure
from kiosk.text import fold

_DAY = timedelta(days=1)
_WORDS_BEFORE = ("quyet dinh", "qd", "so")


def name_decision(text: str) -> str:
    """A decision's number as it is compared: without marks, case, spaces and the words before it.

    >>> name_decision("Quyết định số 3501/QĐ-UBND") == name_decision("3501/qđ-ubnd")
    True
    """
    bare = fold(text.replace("Ð", "Đ").replace("ð", "đ"))
    for word in _WORDS_BEFORE:
        bare = bare.removeprefix(f"{word} ")
    return bare.replace(" ", "")


def list_coming(catalogue: Catalogue, day: date) -> tuple[str, ...]:
    """The decisions that start, change or end something after `day`, as they are written, sorted."""
    starting = {p.decision for p in catalogue.procedures if find_beginning(p) > day}
    ending = {p.ended_by for p in catalogue.procedures if p.effective_to is not None and p.effective_to >= day}
    return tuple(sorted(name for name in starting | ending if name))


def leave_out(catalogue: Catalogue, decision: str, since: date) -> Catalogue:
    """`catalogue` without what `decision` was to bring after `since`."""
    name = name_decision(decision)
    by_code = groupby(sorted(catalogue.procedures, key=lambda p: (p.code, find_beginning(p))), key=lambda p: p.code)
    procedures = tuple(p for _, versions in by_code for p in _keep_remaining(tuple(versions), name, since))
    return catalogue if procedures == catalogue.procedures else replace(catalogue, procedures=procedures)


def _keep_remaining(versions: Iterable[Procedure], name: str, since: date) -> list[Procedure]:
    """The versions of one code, in time, that remain. What a version that falls away had followed goes on until the end
    of that one, and from there as if it had never been interrupted."""
    versions_before: list[Procedure] = []
    interrupted = False
    for p in versions:
        if find_beginning(p) > since and name_decision(p.decision) == name:
            if versions_before and _is_next(versions_before[-1], p):
                versions_before[-1] = _copy_end(versions_before[-1], _own_end(p))
                interrupted = True
        elif interrupted and _is_next(versions_before[-1], p) and _says_same(versions_before[-1], p):
            versions_before[-1] = _copy_end(versions_before[-1], p)
        else:
            versions_before.append(p)
    following = (*versions_before[1:], None)
    return [_reopen_version(p, after, name, since) for p, after in zip(versions_before, following, strict=False)]


def _own_end(p: Procedure) -> Procedure:
    """An end that nobody else decided was the decision's own."""
    return replace(p, ended_by=p.decision) if p.effective_to is not None and not p.ended_by else p


def _is_next(former: Procedure, p: Procedure) -> bool:
    return former.effective_to is not None and former.effective_to + _DAY == find_beginning(p)


def _says_same(a: Procedure, b: Procedure) -> bool:
    return all(getattr(a, name) == getattr(b, name) for name in CONTENT)


def _copy_end(p: Procedure, other: Procedure) -> Procedure:
    """`p` until the day and for the cause that end `other`."""
    return replace(
        p,
        effective_to=other.effective_to,
        ending=other.ending,
        ended_by=other.ended_by,
        replaced_by=other.replaced_by,
    )


def _reopen_version(p: Procedure, after: Procedure | None, name: str, since: date) -> Procedure:
    """Without an end that the decision was to set: until the next version, if there is one."""
    ends_later = p.effective_to is not None and p.effective_to >= since
    if not ends_later or name_decision(p.ended_by) != name:
        return p
    if after is None:
        return replace(p, effective_to=None, ending=Ending.NONE, ended_by="", replaced_by=())
    last = find_beginning(after) - _DAY
    return replace(p, effective_to=last, ending=Ending.AMENDED, ended_by=after.decision, replaced_by=())
