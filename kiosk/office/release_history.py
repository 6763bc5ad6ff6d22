"""The releases on disk, as people look back on them.

In comes the workspace, out go rows, the newest first: number, day, what it is built on, whether it is live.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.release import lifecycle
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release. `content_of`: the release whose content a rollback published again."""

    number: int
    parent: int | None
    as_of: date
    content_of: int | None
    sites: int
    is_live: bool
    is_trial: bool
    is_checked: bool


def list_releases(store: Store) -> tuple[ReleaseRow, ...]:
    """Every release on disk. Raises `ReleaseError` for a damaged one."""
    live = store.current()
    rows = []
    for number in sorted(store.release_numbers(), reverse=True):
        manifest = lifecycle.load_manifest(store, number)
        verdict = lifecycle.load_verdict(store, manifest)
        rows.append(
            ReleaseRow(
                number,
                manifest.parent,
                manifest.as_of,
                manifest.content_of,
                len(manifest.sites),
                number == live,
                manifest.partial,
                verdict is not None and verdict.passed,
            )
        )
    return tuple(rows)
