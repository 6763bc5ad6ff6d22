"""The life of sites: renamed, moved, merged, closed, opened; on the day and by the decision that say so.

In come the workspace, the settings, a change and who says so; out goes what it costs, or the event that says that it is
done. The tables are changed through the one writer of settings and the log keeps day and decision. What is for a coming
day is kept in the log until the night of that day. The walls of a site that ended stay in the ledger, and answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from kiosk.clock import get_today
from kiosk.errors import ConfigError, KioskError, OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.site import spell_codes
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import events, settings_watch
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.acting import LedgerAct, act_in_ledger, look_into_ledger
from kiosk.office.ledger.needs import SurplusSheet
from kiosk.office.ledger.opening import open_ledger
from kiosk.office.ledger.order_list import list_open_lines
from kiosk.office.ledger.site_events import SUBJECT, SiteEvent, list_left_behind, list_planned, note_facts
from kiosk.office.settings_files import read_files
from kiosk.office.site_costs import forecast_site
from kiosk.office.words import check_words
from kiosk.paper.comparison import SheetAction
from kiosk.press import notices
from kiosk.press.take_down import describe_take_down
from kiosk.release import lifecycle
from kiosk.settings import config as settings
from kiosk.settings import site_changes, tables
from kiosk.settings.config import Config
from kiosk.settings.site_changes import CellChange
from kiosk.workspace.store import Store
from posters.spec import SiteHead

_LONGEST_NUMBER = 80


@dataclass(frozen=True, slots=True)
class SiteCost:
    """What a change costs: sheets to print, and to take down beside those that are replaced; what hangs there now and
    would come down as a whole, where the site ends; open orders that bring something to it."""

    prints: int
    removals: int
    left_behind: tuple[SurplusSheet, ...] = ()
    orders: tuple[int, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nobody has to print or take down anything."""
        return not (self.prints or self.removals or self.left_behind or self.orders)


@dataclass(frozen=True, slots=True)
class TakenChange:
    """A change that was recorded: its event, and the cells that differ (none while it waits for its day)."""

    change: SiteChange
    event: int
    cells: tuple[CellChange, ...]
    is_planned: bool


def check_change(config: Config, change: SiteChange) -> SiteChange:
    """The change with the site's code as the table writes it. Raises `ConfigError` and `OfficeError` for one that
    cannot be taken."""
    decision = check_words(change.decision, "--decision")
    if len(decision) > _LONGEST_NUMBER:
        raise OfficeError(
            "số quyết định quá dài", place="--decision", value=decision[:40], way_out="chỉ ghi số, ký hiệu"
        )
    codes = [s.code for s in tables.read_sites(config.path(config.sites)).sites]
    (code,), (into,) = (spell_codes((text,), codes) for text in (change.site, change.into))
    checked = replace(change, site=code, into=into, decision=decision)
    site_changes.preview_change(config.path(config.sites), checked)
    if change.kind.ends:
        _refuse_rule(config, code)
    return checked


def _refuse_rule(config: Config, code: str) -> None:
    """Raises `ConfigError` where `config.yaml` itself has a rule for the site: the writer of tables cannot end it."""
    content = config.source.read_bytes()
    if code in settings.read_config(content, config.source).listing.sites:
        raise ConfigError(
            "điểm này còn quy tắc riêng trong tệp cấu hình",
            place=f"{config.source}, khóa listing.sites",
            value=code,
            way_out="xóa quy tắc của điểm này trong tệp cấu hình rồi làm lại",
        )


def foresee_site(store: Store, config: Config, change: SiteChange) -> SiteCost:
    """What a checked change costs in paper. Nothing is written. Raises as building would."""
    with look_into_ledger(store) as connection:
        orders = tuple(sorted({number for number, site in list_open_lines(connection) if site == change.site}))
        sheets_left = list_left_behind(connection, change.site) if change.kind.ends else ()
    if change.kind.ends:
        return SiteCost(0, 0, sheets_left, orders)
    path, day = config.path(config.sites), get_today()
    after = forecast_site(store, config, day, site_changes.preview_change(path, change), change.site)
    if after is None:
        return SiteCost(0, 0)
    if change.kind is SiteChangeKind.OPENED:
        return SiteCost(after.count(SheetAction.PRINT), 0)
    before = forecast_site(store, config, day, tables.read_sites(path).sites, change.site)
    prints, removals = (
        after.count(a) - (before.count(a) if before else 0) for a in (SheetAction.PRINT, SheetAction.TAKE_DOWN)
    )
    return SiteCost(max(0, prints), max(0, removals), (), orders if prints > 0 else ())


def take_change(
    store: Store,
    config: Config,
    change: SiteChange,
    witness: Witness,
    person: int | None = None,
    proposed: int | None = None,
) -> TakenChange:
    """Record a checked change: in the tables at once where its day has come, else in the log alone until that night.
    `proposed`: the event with which somebody asked for it. Raises `ConfigError`, and then nothing is changed."""
    _note_hands(store, config)
    with act_in_ledger(store, witness, person) as doing:
        if change.day > get_today():
            facts = note_facts(change, name_site(config, change.site), doing.witness, None, proposed)
            subject = f"{SUBJECT}{change.site}"
            event = events.record(doing.connection, doing.act, EventKind.SITE_PLANNED, subject, after=facts)
            return TakenChange(change, event, (), True)
        return _write(doing, config, change, proposed=proposed)


def take_due(store: Store, config: Config, today: date) -> tuple[TakenChange, ...]:
    """Take every planned change whose day has come into the tables, in the order of their days; twice is once.

    Raises `OfficeError` for those that cannot be taken, after all the others were.
    """
    with look_into_ledger(store) as connection:
        due = [p for p in list_planned(connection) if p.change.day <= today]
    taken_changes, refused = [], []
    for planned in due:
        try:
            _note_hands(store, config)
            with act_in_ledger(store, Witness(planned.by)) as doing:
                if _still_waits(doing.connection, planned):
                    taken_changes.append(_write(doing, config, planned.change, planned.event))
        except KioskError as error:
            refused.append(f"điểm {planned.change.site}, {planned.change.kind.label}: {error}")
    if refused:
        raise OfficeError(
            f"{len(refused)} thay đổi về điểm đã đến ngày mà không ghi được: {'; '.join(refused)}",
            place="bảng các điểm",
            way_out="hủy bằng kiosk undo SỐ_SỰ_KIỆN rồi ghi lại cho đúng",
        )
    return tuple(taken_changes)


def _still_waits(connection: Connection, planned: SiteEvent) -> bool:
    return any(each.event == planned.event for each in list_planned(connection))


def _write(
    doing: LedgerAct, config: Config, change: SiteChange, planned: int | None = None, proposed: int | None = None
) -> TakenChange:
    """Change the tables and say so, the event last: a change whose event is lost is taken again and changes nothing."""
    name = name_site(config, change.site)
    try:
        cells = site_changes.write_change(config.path(config.sites), config.path(config.exceptions), change)
    except ConfigError:
        is_gone = planned is not None and change.kind.ends and not name
        if not is_gone:
            raise
        cells = ()
    before = {cell.column: cell.before for cell in cells}
    facts = note_facts(change, name, doing.witness, planned, proposed)
    subject = f"{SUBJECT}{change.site}"
    event = events.record(doing.connection, doing.act, EventKind.SITE_CHANGED, subject, before, facts)
    settings_watch.keep_seen(doing.connection, read_files(settings.load(config.source)))
    return TakenChange(change, event, cells, False)


def say_why(event: SiteEvent) -> str:
    """What became of a site, from which day and by which paper."""
    into = f" {event.change.into}" if event.change.into else ""
    return f"{event.change.kind.label}{into} từ {event.change.day:%d/%m/%Y} theo {event.change.decision}"


def draw_take_down(store: Store, ended: SiteEvent, sheets: Sequence[str]) -> bytes:
    """The take-down list of a site that ended, on paper. Raises `ReleaseError` before the first release."""
    manifest = lifecycle.choose_release(store, None)
    why, site = say_why(ended), ended.change.site
    facts = (("Vì sao", why[:1].upper() + why[1:]),)
    notice = describe_take_down(site, sheets, facts, manifest.number, manifest.as_of)
    return notices.draw_notice(notice, SiteHead(site, ended.name))


def name_site(config: Config, code: str) -> str:
    """What the table calls a site, empty where it has none of this code."""
    sites = tables.read_sites(config.path(config.sites)).sites
    return next((s.name for s in sites if s.code == code), "")


def _note_hands(store: Store, config: Config) -> None:
    """What was changed by hand before is recorded as such, apart from what is changed now."""
    database = open_ledger(store)
    try:
        settings_watch.note_changes_by_hand(Workplace(store, config, database))
    finally:
        database.close()
