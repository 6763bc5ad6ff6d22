"""Going back in one act: an earlier release goes live again, and, where a person says so, what was imported since then
is taken back too.

In come the workplace and the number of a release; out go the imports that came after it, and what going back changes.
Done twice it is done once: a job that was killed between the steps goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.diff import Change
from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues, register, releases, undoing
from kiosk.office.job_context import Workplace
from kiosk.office.register import ImportRecord
from kiosk.release import lifecycle, lineage
from kiosk.release.lifecycle import Publication
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class GoingBack:
    """What going back to a release means: what changes on the pages, and the imports since then that still stand."""

    target: Manifest
    live: int
    changes: tuple[Change, ...]
    imports: tuple[ImportRecord, ...]


def look_back(here: Workplace, number: int) -> GoingBack:
    """What going back to a release would do. Raises `ReleaseError` and `StoreError`; changes nothing."""
    live = here.store.current()
    if live is None:
        raise OfficeError("chưa công bố bản nào", place="quay về bản trước", way_out="công bố bản đầu tiên trước")
    target = lifecycle.load_manifest(here.store, number)
    changes = catalogues.compare_catalogues(here.store, here.config, str(live), str(number))
    return GoingBack(target, live, changes, list_later_imports(here.store, target))


def list_later_imports(store: Store, target: Manifest) -> tuple[ImportRecord, ...]:
    """The standing imports that came into force after the catalogue of a release, the newest first."""
    last = _find_catalogue_number(store, target)
    standing = register.select_active(register.read_records(store))
    return tuple(r for r in reversed(standing) if r.undoes is None and r.number > last)


def _find_catalogue_number(store: Store, target: Manifest) -> int:
    """The number of the catalogue from which a release was built; 0 where it was the configured files.

    By content among those that came before it was published; what is held out of a release makes its content another
    one than its import's, and then the last import before its publishing counts.
    """
    first = target.content_of or target.number
    before: list[tuple[int, str]] = []
    for event in lineage.read_events(store):
        if event.get("published") == first:
            break
        if isinstance(number := event.get("catalogue"), int):
            before.append((number, str(event.get("digest", ""))))
    same = [number for number, sha in before if sha == target.inputs.get("catalogue")]
    return same[-1] if same else before[-1][0] if before else 0


def go_back(here: Workplace, target: int, live: int | None) -> Publication | None:
    """Publish the content of `target` again where `live` is still live; None where that was done already.

    Raises `OfficeError` where somebody published something else meanwhile.
    """
    now = lifecycle.load_current(here.store)
    if now is not None and now.parent == live and now.content_of is not None:
        content = lifecycle.load_manifest(here.store, target).content_of or target
        if now.content_of == content:
            return None
    number = now.number if now else None
    if number != live:
        raise OfficeError(
            f"nay {f'bản {number} đang công bố' if number else 'chưa công bố bản nào'}, không còn là bản {live}",
            place="quay về bản trước",
            way_out="xem lại lịch sử các bản rồi chọn lại",
        )
    return releases.roll_back(here.store, target)


def undo_import(here: Workplace, number: int, by: str) -> int | None:
    """Take an import back; None where it no longer stands. Returns the number of the catalogue without it."""
    standing = {r.number for r in register.select_active(register.read_records(here.store))}
    records = register.read_records(here.store)
    if number in {r.number for r in records} and number not in standing:
        return None
    return undoing.undo_import(here.store, here.config, number, get_today(), by).number
