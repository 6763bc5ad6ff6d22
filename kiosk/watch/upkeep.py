"""The two things that keep what is known of the portal true: its whole list asked again, printed links that are due.

In come the workspace and the settings; out go the whole list's folder with what changed, or a round of checks. The
command line and the night call the same functions; nothing is applied. Raises `PortalError` where nothing could be
concluded, `StoreError`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.clock import get_seconds, get_today
from kiosk.flushing import make_folders
from kiosk.model.manifest import Manifest
from kiosk.office import events
from kiosk.office.job_context import Workplace
from kiosk.progress import Progress
from kiosk.settings.config import Config
from kiosk.watch import checking, link_book, outcome, patterns, printed, saved_run, sync
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.checking import CheckRound
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink
from kiosk.watch.outcome import ListOutcome
from kiosk.watch.portal import AllowanceSpentError, Portal
from kiosk.watch.saved_run import SavedRun
from kiosk.workspace.store import Store

_INCOMING = "incoming"
"""Where a list from another machine is copied to until it is known to be whole."""


@dataclass(frozen=True, slots=True)
class WholeList:
    """A whole list of the portal that was just kept, and what it changed against the one before."""

    folder: Path
    outcome: ListOutcome

    @property
    def summary(self) -> str:
        """What a person reads of it."""
        compared = (
            f"so với lần trước: {count_changes(self.outcome)}"
            if self.outcome.earlier
            else "lần đầu nên chưa có gì để so với danh sách trước"
        )
        return f"Đã đồng bộ đủ {self.outcome.total} thủ tục của Cổng ngày {self.outcome.day:%d/%m/%Y}; {compared}."


def count_changes(outcome: ListOutcome) -> str:
    """How much a list changed, in words. A code that stands under another id than before is neither new nor gone."""
    moved = len(outcome.moved_codes)
    counts = f"{len(outcome.fresh) - moved} mới, {len(outcome.changed)} đổi, {len(outcome.gone) - moved} không còn"
    return f"{counts}, {moved} đổi mã định danh" if moved else counts


def open_portal(config: Config, folder: Path) -> Portal:
    """A conversation with the portal whose questions of the day are counted in `folder`."""
    return Portal(config.watch, DailyAllowance(folder, config.watch.daily_limit, get_today))


def sync_workspace(store: Store, config: Config, report: Progress, *, every_detail: bool = False) -> WholeList:
    """Ask for the whole list and keep it with those before; with the details of all that changed, or of everything."""
    root = store.root / sync.FOLDER
    with saved_run.hold_folder(root / sync.CURRENT):
        before = sync.load_last_items(root)
        with open_portal(config, root) as portal:
            sync.run_sync(
                root / sync.CURRENT, portal, config.watch.portal, before, get_today(), report, every_detail=every_detail
            )
        folder = sync.keep_run(root)
    return WholeList(folder, outcome.keep_outcome(root, folder))


def save_list(folder: Path, config: Config, report: Progress, *, every_detail: bool = False) -> SavedRun:
    """Ask for the whole list into a folder of its own, with the details of what changed since the list that the folder
    held before, or of everything; no workspace is needed."""
    with saved_run.hold_folder(folder):
        before = sync.remember_items(folder)
        with open_portal(config, folder) as portal:
            address = config.watch.portal
            return sync.run_sync(folder, portal, address, before, get_today(), report, every_detail=every_detail)


def take_saved_list(store: Store, folder: Path) -> WholeList | None:
    """Keep a whole list that another machine saved among those of the workspace, so that its age and its changes are
    known here; None where it is there already or a younger one is. Raises as `saved_run.open_finished`."""
    run = saved_run.open_finished(folder)
    root = store.root / sync.FOLDER
    outcomes = outcome.list_outcomes(root)
    if outcomes and (run.day < outcomes[-1].day or run.files[saved_run.LIST_FILE] == outcomes[-1].sha256):
        return None
    with saved_run.hold_folder(root / _INCOMING):
        saved_run.copy_run(folder, run, root / _INCOMING)
        place = sync.keep_run(root, _INCOMING)
    return WholeList(place, outcome.keep_outcome(root, place))


def check_due_links(
    here: Workplace,
    manifest: Manifest,
    report: Progress,
    chosen: tuple[PrintedLink, ...] = (),
    limit: int | None = None,
) -> tuple[CheckRound, int]:
    """Look behind the links of a release that are due, or are `chosen`, within the day's limit and `limit`; the round,
    and how many there were to look at. Where none are chosen some pages are looked at first."""
    links = printed.list_printed_links(here.store, manifest)
    due = chosen or _list_due(here, links)
    root = here.store.root / sync.FOLDER
    make_folders(root)
    with open_portal(here.config, root) as portal:
        try:
            page = None if chosen else _look_at_pages(here, links, portal)
        except AllowanceSpentError as error:
            return CheckRound((), len(due[:limit]), str(error)), len(due)
        checks = checking.check_links(due[:limit], portal, here.database, here.config.watch.browser, report)
    return replace(checks, page=page), len(due)


def _look_at_pages(here: Workplace, links: tuple[PrintedLink, ...], portal: Portal) -> LinkFinding | None:
    """What pages under the printed pattern show, kept; None where no entry is printed."""
    pattern = patterns.find_pattern(links)
    if pattern is None:
        return None
    hosts = here.config.links.hosts
    page_links = patterns.choose_pages(links, pattern, get_today())
    pages = [patterns.stand_at(link, portal.address, hosts) for link in page_links]
    finding = patterns.look_at_pattern(pages, portal, here.config.watch.browser)
    with here.database.writing() as connection:
        link_book.keep_finding(connection, events.begin_act(None), pattern, finding)
    return finding


def _list_due(here: Workplace, links: tuple[PrintedLink, ...]) -> tuple[PrintedLink, ...]:
    with here.database.reading() as connection:
        standings = link_book.load_standings(connection)
    return link_book.order_links(links, standings, get_seconds(), here.config.watch.recheck_days)


def describe_round(checks: CheckRound, due: int) -> str:
    """How a round went, in one sentence."""
    counts = {state: sum(c.finding.state is state for c in checks.checked) for state in LinkState}
    summary = ", ".join(f"{count} {state.label}" for state, count in counts.items())
    rest = due - len(checks.checked)
    return (
        f"Đã kiểm tra {len(checks.checked)} đường dẫn: {summary}. Còn {rest} đến hạn chưa kiểm tra.{_tell_page(checks)}"
    )


def _tell_page(checks: CheckRound) -> str:
    if checks.page is None:
        return ""
    if checks.page.state is LinkState.RIGHT:
        return f" Trang theo mẫu đang in mở đúng ({checks.page.evidence})."
    return f" Chưa thấy trang nào theo mẫu đang in hiện đúng thủ tục ({checks.page.evidence})."
