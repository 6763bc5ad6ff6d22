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

from kiosk.model.manifest import SheetEntry, name_revision
from kiosk.model.site import Site
from kiosk.office import confirming, posted, reprints
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import papers, releases
from kiosk.office.ledger.needs import NeededSheet, list_needed
from kiosk.office.ledger.order_list import ComingParcel, list_coming
from kiosk.office.posted import Hanging
from kiosk.office.published import require_live_site, require_published
from kiosk.paper.comparison import SheetAction
from kiosk.press.reprint import SiteActions
from kiosk.settings.links import make_kiosk_url
from posters.spec import BOARD_LABEL


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
    it stands, by whom that is confirmed, and why its print is another one than before; `lacking`: what is wrong where
    it does not hang as it should, `orders`: open orders that bring it."""

    label: str
    group: str
    revision: str
    release: int
    released: date
    state: SheetState
    confirmed: Confirmed | None
    reasons: tuple[str, ...]
    lacking: str = ""
    orders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GoneSheet:
    """A sheet that hangs and must be taken down, and why."""

    label: str
    confirmed: Confirmed
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteWall:
    """Everything about one site's wall. `paper` is that of its posting sheets; `board`: its index board, None where it
    has none; `parcels`: what open orders still bring."""

    site: Site
    release: int
    as_of: date
    sample: bool
    paper: str
    sheets: tuple[WallSheet, ...]
    gone: tuple[GoneSheet, ...]
    board: WallSheet | None
    parcels: tuple[ComingParcel, ...]
    page_release: int
    kiosk_address: str

    @property
    def papers(self) -> tuple[WallSheet, ...]:
        """All that must hang: the sheets, then the board."""
        return (*self.sheets, *((self.board,) if self.board else ()))

    @property
    def lacking(self) -> tuple[WallSheet, ...]:
        """What does not hang as it is published."""
        return tuple(s for s in self.papers if s.state is not SheetState.CURRENT)

    @property
    def to_print(self) -> tuple[WallSheet, ...]:
        """What does not hang as it is published and comes with no open order."""
        return tuple(s for s in self.lacking if not s.orders)

    @property
    def confirmed(self) -> tuple[WallSheet, ...]:
        """What hangs as it is published."""
        return tuple(s for s in self.papers if s.state is SheetState.CURRENT)


def look_at_wall(here: Workplace, connection: Connection, code: str) -> SiteWall:
    """Everything about one site's wall. Raises `ReleaseError`."""
    release = require_published(here.store)
    site, manifest = require_live_site(release, code), release.manifest
    (actions,) = reprints.list_site_actions(here.store, only=(code,))  # brings the ledger up to date
    reasons = _list_reasons(actions)
    hanging = posted.load_hanging(here.store).get(code, {})
    people = confirming.find_confirmers(connection, code)
    needs = {n.required.sheet: n for n in list_needed(connection, releases.list_live_required(connection, code))}
    entry = manifest.site(code)
    titles = {g.id: g.title for g in release.inputs.groups.groups}
    sheets = manifest.sheets(entry) if entry else ()
    gone_sheets = [a.label for a in actions.actions if a.do is SheetAction.TAKE_DOWN and a.label in hanging]
    return SiteWall(
        site,
        manifest.number,
        manifest.as_of,
        manifest.sample,
        manifest.paper(entry.layout) if entry else site.paper,
        tuple(
            _describe_sheet(
                s, name_revision(s, entry.head if entry else ""), titles, hanging.get(s.label), people, reasons, needs
            )
            for s in sheets
        ),
        tuple(
            GoneSheet(label, _make_confirmed(hanging[label], people), reasons.get(label, ())) for label in gone_sheets
        ),
        _describe_board(connection, code, people, reasons, needs),
        list_coming(connection, code),
        entry.page_release if entry else manifest.number,
        make_kiosk_url(code, release.inputs.config) if release.inputs.config.public_url else "",
    )


def _list_reasons(actions: SiteActions) -> dict[str, tuple[str, ...]]:
    return {a.label: tuple(dict.fromkeys(map(str, a.reasons))) for a in actions.actions}


def _describe_sheet(
    sheet: SheetEntry,
    revision: str,
    titles: Mapping[str, str],
    hung: Hanging | None,
    people: Mapping[tuple[str, str], int | None],
    reasons: Mapping[str, tuple[str, ...]],
    needed: Mapping[str, NeededSheet],
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
        _make_confirmed(hung, people) if hung else None,
        reasons.get(sheet.label, ()),
        *_lack(needed.get(sheet.label)),
    )


def _lack(need: NeededSheet | None) -> tuple[str, tuple[int, ...]]:
    """What is wrong with a sheet, and the orders that bring it."""
    return (need.cause, need.orders) if need else ("", ())


def _make_confirmed(hung: Hanging, people: Mapping[tuple[str, str], int | None]) -> Confirmed:
    return Confirmed(_read_day(hung.at), people.get((hung.label, hung.revision)))


def _read_day(stamp: str) -> date | None:
    try:
        return datetime.fromisoformat(stamp).date()
    except ValueError:
        return None


def _describe_board(
    connection: Connection,
    code: str,
    people: Mapping[tuple[str, str], int | None],
    reasons: Mapping[str, tuple[str, ...]],
    needed: Mapping[str, NeededSheet],
) -> WallSheet | None:
    """The index board that the live release asks of a site, as the ledger knows it."""
    board_required = next((r for r in releases.list_live_required(connection, code) if r.sheet == BOARD_LABEL), None)
    board_revision = (
        releases.load_revisions(connection, {board_required.revision}).get(board_required.revision)
        if board_required
        else None
    )
    if board_required is None or board_revision is None:
        return None
    word = papers.find_sheet_word(connection, code, BOARD_LABEL)
    hangs = word is not None and word.hangs
    state = SheetState.CURRENT if BOARD_LABEL not in needed else SheetState.OLD if hangs else SheetState.ABSENT
    confirmed = Confirmed(word.day, people.get((BOARD_LABEL, word.revision))) if word and hangs else None
    return WallSheet(
        BOARD_LABEL,
        "Bảng chỉ dẫn",
        board_required.revision,
        board_revision.release,
        board_revision.released,
        state,
        confirmed,
        reasons.get(BOARD_LABEL, ()),
        *_lack(needed.get(BOARD_LABEL)),
    )
