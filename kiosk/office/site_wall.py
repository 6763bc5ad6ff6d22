"""One site as its staff and the office ask about it: what must hang there, what is confirmed, what to do.

In come the workplace and the code of a site; out goes what its page shows. What hangs is what somebody confirmed
(`posted`), by whom is in the log of events. Nothing is changed; confirming is `confirming`, files are `site_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.model.files import BOARD_FILE
from kiosk.model.manifest import Manifest, SheetEntry, name_revision
from kiosk.model.site import Site
from kiosk.office import confirming, posted, reprints
from kiosk.office.job_context import Workplace
from kiosk.office.posted import Hanging
from kiosk.office.published import require_published, site_of
from kiosk.paper.comparison import SheetAction
from kiosk.press.reprint import SiteActions
from kiosk.release import lifecycle
from kiosk.settings.links import make_kiosk_url


class SheetState(StrEnum):
    """Whether a sheet hangs as it is published now."""

    CURRENT = "current"
    OLD = "old"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """Its name for people."""
        return _LABELS[self]


_LABELS = {
    SheetState.CURRENT: "đã xác nhận treo",
    SheetState.OLD: "đang treo tờ cũ",
    SheetState.ABSENT: "chưa xác nhận treo",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That somebody said a sheet hangs: the day, and who (None: from the shell, where no account is known)."""

    day: date | None
    person: int | None


@dataclass(frozen=True, slots=True)
class WallSheet:
    """A sheet that must hang: label, title of its group, revision, the release and day in which it first appeared, how
    it stands, by whom that is confirmed, and why it must be printed."""

    label: str
    group: str
    revision: str
    release: int
    released: date
    state: SheetState
    confirmed: Confirmed | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoneSheet:
    """A sheet that hangs and must be taken down, and why."""

    label: str
    confirmed: Confirmed
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteWall:
    """Everything about one site's wall. `paper` is that of its posting sheets; `board_release`: the release, as far as
    it is still on disk, in which the index board last changed; None where the site has no board."""

    site: Site
    release: int
    as_of: date
    sample: bool
    paper: str
    sheets: tuple[WallSheet, ...]
    gone: tuple[GoneSheet, ...]
    board_release: int | None
    page_release: int
    kiosk_address: str

    @property
    def to_print(self) -> tuple[WallSheet, ...]:
        """The sheets that do not hang as they are published."""
        return tuple(s for s in self.sheets if s.state is not SheetState.CURRENT)

    @property
    def confirmed(self) -> int:
        """How many sheets hang as they are published."""
        return len(self.sheets) - len(self.to_print)


def look_at_wall(here: Workplace, connection: Connection, code: str) -> SiteWall:
    """Everything about one site's wall. Raises `ReleaseError`."""
    release = require_published(here.store)
    site, manifest = site_of(release, code), release.manifest
    hung = posted.load_hanging(here.store).get(code, {})
    people = confirming.find_confirmers(connection, code)
    (actions,) = reprints.list_site_actions(here.store, only=(code,))
    reasons = _reasons(actions)
    entry = manifest.site(code)
    titles = {g.id: g.title for g in release.inputs.groups.groups}
    sheets = manifest.sheets(entry) if entry else ()
    gone = [a.label for a in actions.actions if a.do is SheetAction.TAKE_DOWN and a.label in hung]
    return SiteWall(
        site,
        manifest.number,
        manifest.as_of,
        manifest.sample,
        manifest.paper(entry.layout) if entry else site.paper,
        tuple(
            _sheet(s, name_revision(s, entry.head if entry else ""), titles, hung.get(s.label), people, reasons)
            for s in sheets
        ),
        tuple(GoneSheet(label, _confirmed(hung[label], people), reasons.get(label, ())) for label in gone),
        _board_release(here, manifest, code),
        entry.page_release if entry else manifest.number,
        make_kiosk_url(code, release.inputs.config) if release.inputs.config.public_url else "",
    )


def _reasons(actions: SiteActions) -> dict[str, tuple[str, ...]]:
    return {a.label: tuple(dict.fromkeys(map(str, a.reasons))) for a in actions.actions}


def _sheet(
    sheet: SheetEntry,
    revision: str,
    titles: Mapping[str, str],
    hung: Hanging | None,
    people: Mapping[tuple[str, str], int | None],
    reasons: Mapping[str, tuple[str, ...]],
) -> WallSheet:
    state = (
        SheetState.ABSENT if hung is None
        else SheetState.CURRENT if hung.revision == revision
        else SheetState.OLD
    )  # fmt: skip
    return WallSheet(
        sheet.label,
        titles.get(sheet.group, sheet.group),
        revision,
        sheet.release,
        sheet.released,
        state,
        _confirmed(hung, people) if hung else None,
        reasons.get(sheet.label, ()),
    )


def _confirmed(hung: Hanging, people: Mapping[tuple[str, str], int | None]) -> Confirmed:
    return Confirmed(_day(hung.at), people.get((hung.label, hung.revision)))


def _day(stamp: str) -> date | None:
    try:
        return datetime.fromisoformat(stamp).date()
    except ValueError:
        return None


def _board_release(here: Workplace, manifest: Manifest, code: str) -> int | None:
    """The earliest release, going back without a gap, whose board is the one of now."""
    path = f"sites/{code}/{BOARD_FILE}"
    now = manifest.path_keys().get(path)
    if now is None:
        return None
    number, numbers = manifest.number, set(here.store.release_numbers())
    before = manifest.parent
    while before is not None and before in numbers:
        older = lifecycle.load_manifest(here.store, before)
        if older.path_keys().get(path) != now:
            break
        number, before = before, older.parent
    return number
