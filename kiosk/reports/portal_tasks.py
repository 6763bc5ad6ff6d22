"""What the portal's list and the printed links ask of the office: tasks, each with its next command.

In come the workspace with its database and the day; out go tasks. What is not known is a task like what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from kiosk.errors import KioskError, explain_cause
from kiosk.office.job_context import Workplace
from kiosk.office.published import load_published
from kiosk.reports.tasks import OpenTask
from kiosk.watch import sync
from kiosk.watch.links import LinkState
from kiosk.watch.upkeep import count_changes
from kiosk.watch.views import LinkView, ListView, count_places, view_links, view_list

_DOUBT = "; mất nhiều như vậy có thể vì Cổng trả lời thiếu: mở Cổng xem lại trước khi nhập"


def list_portal_tasks(here: Workplace, connection: Connection, today: date) -> tuple[OpenTask, ...]:
    """What the links ask for, then what the list does."""
    try:
        links = view_links(here, connection)
        of_links = tuple(_tell_links(here, links)) if links is not None else ()
    except KioskError as error:
        of_links = (OpenTask("links", f"Không đọc được sổ đường dẫn: {explain_cause(error)}", 1, "kiosk doctor"),)
        links = None
    try:
        of_list = tuple(_tell_list(here, view_list(here, connection), links, today))
    except KioskError as error:
        sentence = f"Không đọc được danh sách đã đồng bộ của Cổng: {explain_cause(error)}"
        of_list = (OpenTask("portal-list", sentence, 1, "kiosk sync"),)
    return (*of_links, *of_list)


def _tell_links(here: Workplace, links: LinkView) -> Iterator[OpenTask]:
    yield from _tell_bad_links(here, links)
    yield from _tell_pattern(links)
    if links.for_people:
        count = len(links.for_people)
        sentence = f"{count} đường dẫn máy không kiểm tra được, chờ người mở thử"
        yield OpenTask("links-for-people", sentence, count, "kiosk links list")
    if links.due and here.config.watch.contact:
        sentence = f"{len(links.due)} trên {len(links.links)} đường dẫn đến hạn mà chưa kiểm tra"
        yield OpenTask("links-due", sentence, len(links.due), "kiosk links check")
    elif links.due:
        sentence = (
            f"{len(links.due)} trên {len(links.links)} đường dẫn chưa kiểm tra được, "
            "vì chưa ghi thư điện tử của người phụ trách"
        )
        yield OpenTask("links-due", sentence, len(links.due), "kiosk links check")


def _tell_pattern(links: LinkView) -> Iterator[OpenTask]:
    if links.pattern is None or not links.pages:
        return
    pattern, standing = links.pattern
    last_seen = f"từ {standing.day:%d/%m/%Y} không" if standing.day else "chưa lần nào"
    sentence = f"{pattern.sheets} đường dẫn {last_seen} được thấy mở đúng trang theo mẫu đang in, dù mã định danh đúng"
    yield OpenTask("links-pattern", sentence, pattern.sheets, f"kiosk links try '{pattern.url}'", standing.day)


def _tell_bad_links(here: Workplace, links: LinkView) -> Iterator[OpenTask]:
    live = load_published(here.store)
    if not links.bad or live is None:
        return
    wrong = sum(standing.state is LinkState.WRONG for _, standing in links.bad)
    sheets, sites = count_places(live.manifest, tuple(link for link, _ in links.bad))
    sentence = (
        f"{len(links.bad)} đường dẫn in trên {sheets} tờ ở {sites} điểm không dẫn đến đúng thủ tục: {wrong} sai, "
        f"{len(links.bad) - wrong} đã đóng hoặc không còn"
    )
    yield OpenTask("links-bad", sentence, len(links.bad), "kiosk links list")


def _tell_list(here: Workplace, view: ListView | None, links: LinkView | None, today: date) -> Iterator[OpenTask]:
    if view is None:
        if here.config.night.sync:
            yield OpenTask("portal-list-old", "Chưa lần nào đồng bộ đủ danh sách của Cổng", 1, "kiosk sync")
        return
    yield from _tell_changes(here, view, links, today)
    age, allowed = view.count_days(today), here.config.watch.list_days
    if age > allowed:
        sentence = f"Đã {age} ngày không đồng bộ đủ được danh sách của Cổng, lần cuối {view.last.day:%d/%m/%Y}"
        yield OpenTask("portal-list-old", sentence, 1, "kiosk sync", view.last.day)


def _tell_changes(here: Workplace, view: ListView, links: LinkView | None, today: date) -> Iterator[OpenTask]:
    if view.is_taken:
        return
    command = f"kiosk import {here.store.root / sync.FOLDER / sync.RUNS / f'{view.last.number:06d}'}"
    age = f"danh sách ngày {view.last.day:%d/%m/%Y}, {view.count_days(today)} ngày trước"
    changes = view.changes
    count = len(changes.fresh) + len(changes.changed) + len(changes.gone)
    if not view.is_ever_taken:
        more = f"; so với lần trước: {count_changes(changes)}" if changes.earlier else ""
        more += _DOUBT if changes.is_doubtful else ""
        sentence = f"Danh sách của Cổng chưa được nhập: {age}, {view.last.total} thủ tục{more}"
        yield OpenTask("portal-list", sentence, view.last.total, command, view.last.day)
    elif count:
        posted = view.count_posted(links.codes) if links is not None else 0
        sentence = (
            f"Cổng thay đổi so với danh sách đã nhập: {count_changes(changes)}, trong đó {posted} thủ tục "
            f"đang niêm yết ({age}){_DOUBT if changes.is_doubtful else ''}"
        )
        yield OpenTask("portal-list", sentence, count, command, view.last.day)
