"""What has to be done today: every open task with the command that does it next, the gravest first.

In come the workspace and the settings; out go tasks. Nothing is changed. This list is the office's whole; the browser's
first page shows what of it concerns one person (`first_page`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, func, select

from kiosk.errors import KioskError, explain_cause
from kiosk.model.device import ScreenState
from kiosk.office import draft_publishing, events, nights, overview, register
from kiosk.office.database.engine import Database
from kiosk.office.database.ledger_tables import ORDER_LINE, ORDER_SITE, PRINT_ORDER
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import gaps, incidents, needs, order_list, screens
from kiosk.office.ledger.releases import find_live_release, is_sample, list_live_required
from kiosk.office.ledger.site_events import drop_ended, list_left_behind, list_planned
from kiosk.office.overview import Overview
from kiosk.office.published import load_published
from kiosk.office.snapshots import find_last_backup
from kiosk.reports.count_rows import list_count_tasks
from kiosk.reports.portal_tasks import list_portal_tasks
from kiosk.reports.tasks import OpenTask
from kiosk.reports.weekly import UNCONFIRMED_DAYS
from kiosk.watch.views import stamp_views
from kiosk.workspace.count_table import CountTable

_OLD_BACKUP = 1
"""Days: last night's backup and the one before may be the newest."""


def list_open_tasks(here: Workplace, today: date) -> tuple[OpenTask, ...]:
    """Every task of the office, the gravest first. Raises `KioskError` where a record cannot be read."""
    now = overview.look_over(here, today)
    with here.database.reading() as connection:
        due = draft_publishing.count_due(connection, today)
        screen = _tell_screens(here, connection, today)
        late = (*_tell_overdue(now, due), *list_night_tasks(connection))
        head = events.read_chain_head(connection)[0]
        seen_tasks = _remember_seen(
            _TaskQuestion(here, (here.database, head, today, *_stamp_seen(here, connection))), today
        )
    paper = _remember_paper(here.database, head, here.config.ledger.confirmation_days, today)
    return (
        *late,
        *_tell_publishing(now),
        *_tell_backup(here, today),
        *list_question_tasks(here),
        *paper,
        *seen_tasks,
        *screen,
        *_tell_coming(now),
        *_tell_tables(now),
    )


@lru_cache(4)
def _remember_paper(database: Database, head: int, age: int, today: date) -> tuple[OpenTask, ...]:  # noqa: ARG001 - a key
    """What the ledger asks for, counted once until it says something new: fifty readers of the first page cost one."""
    with database.reading() as connection:
        return list_paper_tasks(connection, age, today)


@dataclass(frozen=True, slots=True)
class _TaskQuestion:
    """A workplace and what the answer follows from: equal keys are equal questions."""

    here: Workplace = field(compare=False)
    key: tuple[object, ...]


def _stamp_seen(here: Workplace, connection: Connection) -> tuple[object, ...]:
    config = here.config
    settings = (config.counts.model_dump_json(), config.night.model_dump_json(), bool(config.public_url))
    return (*stamp_views(here, connection), CountTable(here.store.root).stamp(), settings)


@lru_cache(4)
def _remember_seen(asked: _TaskQuestion, today: date) -> tuple[OpenTask, ...]:
    """What the portal, the links and the counts ask for, remembered as `_remember_paper` does."""
    here = asked.here
    with here.database.reading() as connection:
        return (*list_portal_tasks(here, connection, today), *list_count_tasks(here, connection, today))


def list_paper_tasks(connection: Connection, age: int, today: date) -> tuple[OpenTask, ...]:
    """What the ledger alone asks for: incidents, sites, walls, orders."""
    return (
        *_tell_incidents(connection),
        *_tell_sites(connection, today),
        *_tell_walls(connection, age, today),
        *_tell_orders(connection, today),
    )


def _tell_overdue(now: Overview, due: int) -> Iterator[OpenTask]:
    """What should be live and is not: the first lines."""
    command = "kiosk resume" if now.held else "kiosk nightly"
    if now.overdue and now.published is not None:
        first = now.overdue[0]
        sentence = f"{len(now.overdue)} ngày thay đổi đã đến mà chưa công bố, sớm nhất {first:%d/%m/%Y}"
        yield OpenTask("overdue", sentence, len(now.overdue), command, first)
    yield from tell_due_drafts(due, command)


def tell_due_drafts(due: int, command: str = "kiosk nightly") -> Iterator[OpenTask]:
    """That drafts which were approved are due and not live."""
    if due:
        yield OpenTask("overdue-drafts", f"{due} dự thảo đã duyệt, đã đến ngày mà chưa công bố", due, command)


def list_night_tasks(connection: Connection) -> Iterator[OpenTask]:
    """That a night did not run, or not well."""
    trouble = nights.find_trouble(connection)
    if trouble is not None:
        yield OpenTask(trouble.kind, trouble.sentence, 1, "kiosk nightly", trouble.since)


def _tell_publishing(now: Overview) -> Iterator[OpenTask]:
    if now.published is None:
        yield OpenTask("nothing-published", "Chưa công bố bản nào", 1, "kiosk regenerate")
        return
    if now.held:
        yield OpenTask("held", f"Đang tạm dừng công bố: {now.held}", 1, "kiosk resume")
    if now.waiting_releases:
        numbers = ", ".join(map(str, now.waiting_releases))
        count = len(now.waiting_releases)
        yield OpenTask("releases", f"{count} bản đã kiểm tra còn chờ công bố: {numbers}", count, "kiosk publish")


def _tell_backup(here: Workplace, today: date) -> Iterator[OpenTask]:
    """The age of the newest backup where a folder is set, once it is older than two nights, or that there is none."""
    if here.config.night.backup is None:
        return
    folder = here.config.path(here.config.night.backup)
    command = f"kiosk backup {folder}"
    try:
        day = find_last_backup(folder)
    except (KioskError, OSError) as error:
        yield OpenTask("backup", f"Không đọc được bản sao lưu mới nhất: {explain_cause(error)}", 1, command)
        return
    if day is None:
        yield OpenTask("backup", f"Chưa có bản sao lưu nào trong {folder}", 1, command)
    elif (today - day).days > _OLD_BACKUP:
        age = (today - day).days
        yield OpenTask("backup", f"Bản sao lưu mới nhất đã {age} ngày, từ {day:%d/%m/%Y}", 1, command, day)


def list_question_tasks(here: Workplace) -> Iterator[OpenTask]:
    """That rows of imported files wait for an answer. Raises `KioskError` where the register cannot be read."""
    count = len(register.find_waiting(here.store))
    if count:
        yield OpenTask("questions", f"{count} dòng của các tệp đã nhập chờ trả lời", count, "kiosk imports")


def _tell_incidents(connection: Connection) -> Iterator[OpenTask]:
    still = incidents.list_open(connection)
    if still:
        reported = sum(one.reports > 0 for one in still)
        sentence = f"{len(still)} sự cố trên tường còn mở" + (f", {reported} do người dân báo" if reported else "")
        yield OpenTask("incidents", sentence, len(still), "kiosk incident list", still[0].day)


def _tell_screens(here: Workplace, connection: Connection, today: date) -> tuple[OpenTask, ...]:
    """Declared kiosks that are silent, and those that still show an old page the day after."""
    live = load_published(here.store)
    if live is None:
        return ()
    standings = screens.list_standings(here.store, connection, live.manifest, here.config.ledger.device_ages)
    late = screens.list_late(standings, today)
    tasks = []
    for state, kind in ((ScreenState.SILENT, "silent-kiosks"), (ScreenState.OLD, "old-kiosks")):
        of_state = [s for s in late if s.state is state]
        if of_state:
            first = min(s.since for s in of_state)
            sites = len({s.device.site for s in of_state})
            sentence = f"{len(of_state)} kiosk ở {sites} điểm {state.label}, lâu nhất từ {first:%d/%m/%Y}"
            tasks.append(OpenTask(kind, sentence, len(of_state), "kiosk device list --late", first))
    return tuple(tasks)


def _tell_sites(connection: Connection, today: date) -> Iterator[OpenTask]:
    """Changes of sites: due and not taken, coming; and what still hangs where nobody serves any more."""
    planned = list_planned(connection)
    due = [p for p in planned if p.change.day <= today]
    if due:
        sentence = f"{len(due)} thay đổi về điểm tiếp nhận đã đến ngày mà chưa ghi vào bảng"
        yield OpenTask("site-due", sentence, len(due), "kiosk nightly", due[0].change.day)
    coming = [p for p in planned if p.change.day > today]
    if coming:
        first = coming[0].change.day
        sentence = f"{len(coming)} thay đổi về điểm tiếp nhận chờ đến ngày, sớm nhất {first:%d/%m/%Y}"
        yield OpenTask("site-planned", sentence, len(coming), "kiosk site list --planned", first)
    left_sheets = list_left_behind(connection)
    if left_sheets:
        sites = sorted({sheet.site for sheet in left_sheets})
        sentence = f"{len(left_sheets)} tờ còn treo ở {len(sites)} điểm không còn hoạt động"
        yield OpenTask("take-down", sentence, len(left_sheets), f"kiosk site takedown {sites[0]}")


def _tell_walls(connection: Connection, age: int, today: date) -> Iterator[OpenTask]:
    live = find_live_release(connection)
    if live is None or is_sample(connection, live):
        return  # demonstration data may not hang, so no wall owes it
    required = drop_ended(connection, list_live_required(connection))
    lacking = gaps.list_gaps(connection, required, age, today, today)
    stale = [gap for gap in lacking if gap.is_stale]
    to_order = [gap for gap in lacking if not gap.is_stale and not gap.orders]
    if to_order:
        sites = len({gap.site for gap in to_order})
        sentence = f"{len(to_order)} tờ ở {sites} điểm chưa treo đúng và chưa có trong lệnh in nào"
        yield OpenTask("to-order", sentence, len(to_order), "kiosk order make", min(gap.since for gap in to_order))
    surplus = needs.list_surplus(connection, required)
    if surplus:
        sites = len({sheet.site for sheet in surplus})
        sentence = f"{len(surplus)} tờ không còn dùng còn treo ở {sites} điểm"
        yield OpenTask("surplus", sentence, len(surplus), "kiosk reprint")
    if stale:
        sentence = f"{len(stale)} tờ quá {age} ngày chưa ai kiểm tra"
        yield OpenTask("stale", sentence, len(stale), stale[0].next, min(gap.since for gap in stale))


def _tell_orders(connection: Connection, today: date) -> Iterator[OpenTask]:
    for number, sites in _count_open_sites(connection, sent=False):
        yield OpenTask("send", f"Lệnh in {number}: {sites} điểm chưa gửi in", sites, f"kiosk order send {number}")
    chased = today - timedelta(UNCONFIRMED_DAYS)
    for number, sites in _count_open_sites(connection, sent=True, before=chased):
        sentence = f"Lệnh in {number}: {sites} điểm quá {UNCONFIRMED_DAYS} ngày chưa xác nhận treo đủ"
        yield OpenTask("chase", sentence, sites, f"kiosk order show {number}")
    for order in order_list.list_orders(connection, only_open=True):
        obsolete = sum(x.is_obsolete for x in order_list.load_order(connection, order.number).lines)
        if obsolete:
            sentence = f"Lệnh in {order.number}: {obsolete} tờ không còn đúng với bản đang công bố"
            yield OpenTask("obsolete", sentence, obsolete, f"kiosk order cancel {order.number} --obsolete")


def _count_open_sites(connection: Connection, *, sent: bool, before: date | None = None) -> list[tuple[int, int]]:
    """(order, sites with open lines) whose parcel was sent, before a day, or was not."""
    last = func.coalesce(ORDER_SITE.c.delivered, ORDER_SITE.c.sent)
    query = (
        select(ORDER_LINE.c.order_number, func.count(ORDER_LINE.c.site.distinct()))
        .join(
            ORDER_SITE,
            (ORDER_SITE.c.order_number == ORDER_LINE.c.order_number) & (ORDER_SITE.c.site == ORDER_LINE.c.site),
        )
        .join(PRINT_ORDER, PRINT_ORDER.c.number == ORDER_LINE.c.order_number)
        .where(ORDER_LINE.c.open.is_(True), last.is_not(None) if sent else last.is_(None))
        .group_by(ORDER_LINE.c.order_number)
        .order_by(ORDER_LINE.c.order_number)
    )
    if before is not None:
        query = query.where(last < before.isoformat())
    return [(number, count) for number, count in connection.execute(query)]


def _tell_coming(now: Overview) -> Iterator[OpenTask]:
    if now.coming:
        sentence = f"{len(now.coming)} ngày thay đổi trong hai tuần tới, sớm nhất {now.coming[0]:%d/%m/%Y}"
        command = f"kiosk build --as-of {now.coming[0]:%Y-%m-%d}"
        yield OpenTask("coming", sentence, len(now.coming), command, now.coming[0])


def _tell_tables(now: Overview) -> Iterator[OpenTask]:
    if now.sites_without_contact:
        count = now.sites_without_contact
        yield OpenTask("contacts", f"{count} điểm thiếu liên hệ", count, "kiosk site list")
    if now.search_links:
        sentence = f"{now.search_links} thủ tục chỉ có liên kết tìm kiếm"
        yield OpenTask("search-links", sentence, now.search_links, "kiosk coverage")
