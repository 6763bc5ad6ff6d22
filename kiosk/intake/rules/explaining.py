"""The changes of an import with the reasons that only its statements know. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kiosk.catalogue.diff import Change, ChangeKind
from kiosk.model.statement import Statement


def explain_changes(changes: Iterable[Change], decision: str, unbegun: Mapping[str, Statement]) -> tuple[Change, ...]:
    """The changes with the decision that a person named (empty: their own), and with what ended the `unbegun` codes."""
    return tuple(_explain(replace(c, decision=decision) if decision else c, unbegun) for c in changes)


def _explain(change: Change, unbegun: Mapping[str, Statement]) -> Change:
    s = unbegun.get(change.code)
    if s is None or change.kind is not ChangeKind.ENDED:
        return change
    by = f" theo {s.decision}" if s.decision else ""
    return replace(change, reason=f"{s.status.value}{by} trước khi có hiệu lực", decision=s.decision)
