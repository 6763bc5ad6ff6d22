"""The two things that keep what is known of the portal true: its whole list asked again, printed links that are due.

In come the workspace and the settings; out go the whole list's folder with what changed, or a round of checks. The
command line and the night call the same functions; nothing is applied. Raises `PortalError` where nothing could be
concluded, `StoreError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import get_today, seconds
from kiosk.flushing import make_folders
from kiosk.model.manifest import Manifest
from kiosk.office.job_context import Workplace
from kiosk.progress import Progress
from kiosk.settings.config import Config
from kiosk.watch import checking, link_book, printed, saved_run, sync
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.checking import CheckRound
from kiosk.watch.links import LinkState, PrintedLink
from kiosk.watch.portal import Portal
from kiosk.watch.sync import ListChanges
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class WholeList:
    """A whole list of the portal that was just kept; `changes`: against the one before, None for the first."""

    folder: Path
    total: int
    changes: ListChanges | None

    @property
    def summary(self) -> str:
        """What a person reads of it."""
        day = saved_run.open_finished(self.folder).day
        compared = (
            f"so với lần trước: {len(self.changes.fresh)} mới, {len(self.changes.changed)} đổi, "
            f"{len(self.changes.gone)} không còn"
            if self.changes
            else "lần đầu nên chưa có gì để so với danh sách trước"
        )
        return f"Đã đồng bộ đủ {self.total} thủ tục của Cổng ngày {day:%d/%m/%Y}; {compared}."


def open_portal(config: Config, folder: Path) -> Portal:
    """A conversation with the portal whose questions of the day are counted in `folder`."""
    return Portal(config.watch, DailyAllowance(folder, config.watch.daily_limit, get_today))


def sync_workspace(store: Store, config: Config, report: Progress) -> WholeList:
    """Ask for the whole list and keep it with those before."""
    root = store.root / sync.FOLDER
    with saved_run.holding_folder(root / sync.CURRENT):
        before = sync.load_last_items(root)
        with open_portal(config, root) as portal:
            sync.run_sync(root / sync.CURRENT, portal, config.watch.portal, before, get_today(), report)
        folder = sync.keep_run(root)
    total = len(saved_run.load_finished(folder)[1].items)
    return WholeList(folder, total, sync.compare_with_earlier(root) if before else None)


def check_due_links(
    here: Workplace,
    manifest: Manifest,
    report: Progress,
    chosen: tuple[PrintedLink, ...] = (),
    limit: int | None = None,
) -> tuple[CheckRound, int]:
    """Look behind the links of a release that are due, or are `chosen`, within the day's limit and `limit`; the round,
    and how many there were to look at."""
    due = chosen or _list_due(here, manifest)
    root = here.store.root / sync.FOLDER
    make_folders(root)
    with open_portal(here.config, root) as portal:
        return checking.check_links(due[:limit], portal, here.database, here.config.watch.browser, report), len(due)


def _list_due(here: Workplace, manifest: Manifest) -> tuple[PrintedLink, ...]:
    links = printed.list_printed_links(here.store, manifest)
    with here.database.reading() as connection:
        standings = link_book.load_standings(connection)
    return link_book.order_links(links, standings, seconds(), here.config.watch.recheck_days)


def describe_round(checks: CheckRound, due: int) -> str:
    """How a round went, in one sentence."""
    counts = {state: sum(c.finding.state is state for c in checks.checked) for state in LinkState}
    summary = ", ".join(f"{count} {state.label}" for state, count in counts.items())
    left = due - len(checks.checked)
    return f"Đã kiểm tra {len(checks.checked)} đường dẫn: {summary}. Còn {left} đến hạn chưa kiểm tra."
