"""The first page: what this person should do now, one button for each sentence; and the page with all of it."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.clock import get_today
from kiosk.office import choices, jobs, nights
from kiosk.reports import first_page
from kiosk.reports.first_page import MOST, Task
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, show

PLACES = {
    "choose-approval": ("Chọn", "/lua-chon"),
    "worker-stopped": ("Xem việc của máy", "/viec"),
    "job-failed": ("Xem lý do", "/viec/{}"),
    "unreadable": ("Xem việc của máy", "/viec"),
    "nothing-published": ("Dựng và công bố", "/viec"),
    "drafts-to-approve": ("Xem và duyệt", "/du-thao?trang-thai=submitted"),
    "site-proposed": ("Xem và duyệt", "/diem-ngung"),
    "drafts-returned": ("Sửa dự thảo", "/du-thao?trang-thai=rejected"),
    "drafts-open": ("Soạn tiếp", "/du-thao?trang-thai=open"),
    "questions": ("Xem và trả lời", "/cau-hoi"),
    "overdue": ("Dựng và công bố", "/viec"),
    "overdue-drafts": ("Xem các dự thảo", "/du-thao"),
    nights.MISSED: ("Xem nhật ký", "/nhat-ky"),
    nights.BROKEN: ("Xem nhật ký", "/nhat-ky"),
    "held": ("Xem và cho đi tiếp", "/tam-dung"),
    "releases": ("Xem các bản", "/ban-phat-hanh"),
    "backup": ("Xem việc của máy", "/viec"),
    "incidents": ("Xem sự cố", "/su-co"),
    "to-order": ("Xem tốn bao nhiêu", "/lenh-in"),
    "send": ("Xem lệnh in", "/lenh-in/{}"),
    "chase": ("Xem ai cần nhắc", "/lenh-in/{}#diem"),
    "obsolete": ("Xem lệnh in", "/lenh-in/{}"),
    "stale": ("Xem các tờ", "/do-phu/thieu-tren-tuong"),
    "surplus": ("Xem các điểm", "/sites?loc=go"),
    "take-down": ("Xem các tờ", "/diem-ngung"),
    "site-due": ("Xem các thay đổi", "/diem-ngung"),
    "site-planned": ("Xem các thay đổi", "/diem-ngung"),
    "old-kiosks": ("Xem các kiosk", "/kiosk?loc=lo"),
    "silent-kiosks": ("Xem các kiosk", "/kiosk?loc=lo"),
    "links-bad": ("Xem các đường dẫn", "/duong-dan"),
    "links-pattern": ("Mở và ghi kết quả", "/duong-dan/xem"),
    "links-for-people": ("Mở và ghi kết quả", "/duong-dan/xem"),
    "links-due": ("Xem các đường dẫn", "/duong-dan"),
    "links": ("Xem việc của máy", "/viec"),
    "portal-list": ("Xem danh sách của Cổng", "/duong-dan"),
    "portal-list-old": ("Xem danh sách của Cổng", "/duong-dan"),
    "retired-codes": ("Xem lượt mở mã", "/luot-mo"),
    "strange-codes": ("Xem lượt mở mã", "/luot-mo"),
    "unopened-sheets": ("Xem lượt mở mã", "/luot-mo"),
    "counts": ("Xem việc của máy", "/viec"),
    "coming": ("Xem lịch", "/lich"),
    "contacts": ("Xem các điểm", "/do-phu/lien-he"),
    "search-links": ("Xem các thủ tục", "/do-phu/tim-kiem"),
    "own-incidents": ("Xem sự cố", "/sites/{}/su-co"),
    "own-kiosks": ("Xem kiosk", "/sites/{}/kiosk"),
    "own-print": ("Xem và in", "/sites/{}"),
    "own-hang": ("Xác nhận đã treo", "/sites/{}/treo"),
    "own-take-down": ("Xem các tờ", "/sites/{}#go"),
    "own-ended": ("Xem các tờ", "/diem-ngung/{}"),
    "own-contact": ("Xem liên hệ", "/sites/{}#lien-he"),
}
"""For each kind of task: the word on the button, and where it leads."""
_ELSEWHERE = ("Xem số liệu", "/do-phu")


def show_first_page(visit: Visit) -> Response:
    """What is to be done, what runs, what is published."""
    here = visit.desk.here
    with begin_reading(visit) as connection:
        active = jobs.list_active(connection)
        is_chosen = choices.read_approval(connection) is not None
    server = here.config.server
    public = here.config.public_url or f"http://{server.host}:{server.port}/"
    must_choose = visit.may(Permission.ADMINISTER) and not is_chosen
    tasks = [t for t in _list_tasks(visit) if not must_choose or t[0].kind != "choose-approval"]
    values = {
        "must_choose": must_choose,
        "tasks": tasks[:MOST],
        "more": max(0, len(tasks) - MOST),
        "active": active,
        "published": here.store.current(),
        "public_address": public,
    }
    return show(visit, "home.html", values)


def show_all_tasks(visit: Visit) -> Response:
    """Everything that this person should do."""
    return show(visit, "tasks.html", {"tasks": _list_tasks(visit)})


def _list_tasks(visit: Visit) -> list[tuple[Task, str, str]]:
    return [(task, *_place(task)) for task in first_page.list_tasks(visit.desk.here, visit.person, get_today())]


def _place(task: Task) -> tuple[str, str]:
    word, path = PLACES.get(task.kind, _ELSEWHERE)
    return word, path.format(task.site or task.number)


ROUTES = (
    PageRoute("GET", "/", Permission.SIGNED_IN, show_first_page),
    PageRoute("GET", "/moi-viec", Permission.SIGNED_IN, show_all_tasks),
)
