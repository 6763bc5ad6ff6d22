"""Confirming: a person says which sheets of a site hang, or were taken down, and the record says so.

In come a site and labels of sheets; out goes what was recorded. In the browser a person confirms the very revisions
that the page showed, and the log keeps who it was. The record itself is `posted`. Nothing is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kiosk.errors import OfficeError
from kiosk.model.manifest import Manifest, SheetEntry, name_revision
from kiosk.office import events, posted
from kiosk.office.database.schema import EVENT
from kiosk.office.events import Act, EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.posted import TakenDown
from kiosk.release import lifecycle
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

_ONE_SITE = 400
"""Confirmations of a site that its page looks back on."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The sheets that were recorded as hanging, the number of the release that prints them, and what could not be done
    afterwards."""

    release: int
    sheets: tuple[SheetEntry, ...]
    revisions: Mapping[str, str]
    shortfalls: tuple[Shortfall, ...] = ()


def confirm_hanging(
    store: Store, site_code: str, labels: Sequence[str] = (), seen: Mapping[str, str] | None = None
) -> Confirmation:
    """Record that sheets (none named: all of the site) hang as the published release prints them.

    Where `seen` gives the revision of each label that the person looked at, another one is refused. Raises
    `ReleaseError` for an unknown site or sheet, and for a site without sheets; then nothing is recorded.
    """
    with store.writing():
        manifest = lifecycle.choose_release(store, None)
        if seen is not None:
            _require_seen(manifest, site_code, seen)
        recorded = posted.confirm(store, manifest, site_code, labels)
    return Confirmation(manifest.number, recorded.sheets, recorded.revisions, recorded.shortfalls)


def _require_seen(manifest: Manifest, site_code: str, seen: Mapping[str, str]) -> None:
    """Raises `OfficeError` where the release now prints another revision: what hangs is not what would be recorded."""
    site = manifest.site(site_code)
    now = {s.label: name_revision(s, site.head) for s in manifest.sheets(site)} if site else {}
    changed = [label for label, revision in seen.items() if now.get(label) != revision]
    if changed:
        raise OfficeError(
            "tờ này đã có nội dung mới từ khi mở trang, chưa ghi nhận gì",
            place=f"điểm {site_code}",
            value=", ".join(changed[:5]),
            way_out="mở lại trang của điểm, so mã tờ và số bản ở chân tờ rồi xác nhận lại",
        )


def confirm_taken_down(store: Store, site_code: str, labels: Sequence[str]) -> TakenDown:
    """Record that sheets no longer hang. Raises `ReleaseError` for a sheet not known to hang."""
    with store.writing():
        return posted.take_down(store, site_code, labels)


def confirm_seen(here: Workplace, act: Act, site_code: str, seen: Mapping[str, str]) -> Confirmation:
    """Record that a person saw these sheets hang, each in the revision given. Raises as `confirm_hanging`."""
    _require_any(seen, site_code)
    with here.database.writing() as connection:
        confirmation = confirm_hanging(here.store, site_code, tuple(seen), seen)
        after = {"sheets": confirmation.revisions, "release": confirmation.release}
        events.record(connection, act, EventKind.SHEETS_CONFIRMED, f"site/{site_code}", after=after)
    return confirmation


def confirm_gone(here: Workplace, act: Act, site_code: str, labels: Sequence[str]) -> TakenDown:
    """Record that a person took these sheets down. Raises as `confirm_taken_down`."""
    _require_any(labels, site_code)
    with here.database.writing() as connection:
        taken = confirm_taken_down(here.store, site_code, labels)
        events.record(connection, act, EventKind.SHEETS_TAKEN_DOWN, f"site/{site_code}", before=sorted(labels))
    return taken


def _require_any(labels: Sequence[str] | Mapping[str, str], site_code: str) -> None:
    if not labels:
        way_out = "đánh dấu các tờ đã treo hoặc đã gỡ rồi gửi lại"
        raise OfficeError("chưa chọn tờ nào", place=f"điểm {site_code}", way_out=way_out)


def find_confirmers(connection: Connection, site_code: str) -> dict[tuple[str, str], int | None]:
    """Who last confirmed a sheet of a site, by label and revision."""
    query = select(EVENT).where(EVENT.c.subject == f"site/{site_code}", EVENT.c.what == EventKind.SHEETS_CONFIRMED)
    confirmers: dict[tuple[str, str], int | None] = {}
    for row in connection.execute(query.order_by(EVENT.c.id.desc()).limit(_ONE_SITE)).mappings():
        event = events.read_event(row)
        sheets = event.after.get("sheets") if isinstance(event.after, dict) else None
        for label, revision in (sheets or {}).items():
            confirmers.setdefault((label, revision), event.person)
    return confirmers
