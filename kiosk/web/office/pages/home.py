"""The first page: what this person should do now, one button for each sentence."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.office import choices, first_page, jobs
from kiosk.office.first_page import Task, TaskKind
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, reading, show

_PLACES = {
    TaskKind.CHOOSE_APPROVAL: ("Chọn", "/lua-chon"),
    TaskKind.WORKER_STOPPED: ("Xem việc của máy", "/viec"),
    TaskKind.JOB_FAILED: ("Xem lý do", "/viec/{}"),
    TaskKind.NOTHING_PUBLISHED: ("Dựng và công bố", "/viec"),
    TaskKind.DRAFTS_TO_APPROVE: ("Xem và duyệt", "/du-thao?trang-thai=submitted"),
    TaskKind.QUESTIONS: ("Xem và trả lời", "/cau-hoi"),
    TaskKind.DRAFTS_RETURNED: ("Sửa dự thảo", "/du-thao?trang-thai=rejected"),
    TaskKind.DRAFTS_OPEN: ("Soạn tiếp", "/du-thao?trang-thai=open"),
    TaskKind.UNREADABLE: ("Xem việc của máy", "/viec"),
    TaskKind.OVERDUE: ("Dựng và công bố", "/viec"),
    TaskKind.NIGHT: ("Xem nhật ký", "/nhat-ky"),
    TaskKind.HELD: ("Xem và cho đi tiếp", "/tam-dung"),
    TaskKind.RELEASES_WAIT: ("Xem các bản", "/ban-phat-hanh"),
    TaskKind.KIOSKS_BEHIND: ("Xem các điểm", "/do-phu/kiosk"),
    TaskKind.WALLS_OWE: ("Xem các điểm", "/sites?loc=in"),
    TaskKind.COMING: ("Xem lịch", "/lich"),
    TaskKind.NO_CONTACT: ("Xem các điểm", "/do-phu/lien-he"),
    TaskKind.SEARCH_LINKS: ("Xem các thủ tục", "/do-phu/tim-kiem"),
    TaskKind.OWN_PRINT: ("Xem và in", "/sites/{}"),
    TaskKind.OWN_TAKE_DOWN: ("Xem các tờ", "/sites/{}#go"),
    TaskKind.OWN_CONTACT: ("Xem liên hệ", "/sites/{}#lien-he"),
}
"""For each kind of task: the word on the button, and where it leads."""


def show_first_page(visit: Visit) -> Response:
    """What is to be done, what runs, what is published."""
    here = visit.desk.here
    tasks = [(task, *_place(task)) for task in first_page.list_tasks(here, visit.person)]
    with reading(visit) as connection:
        active = jobs.list_active(connection)
        is_chosen = choices.approval_of(connection) is not None
    server = here.config.server
    public = here.config.public_url or f"http://{server.host}:{server.port}/"
    must_choose = visit.may(Permission.ADMINISTER) and not is_chosen
    values = {
        "must_choose": must_choose,
        "tasks": [t for t in tasks if not must_choose or t[0].kind is not TaskKind.CHOOSE_APPROVAL],
        "active": active,
        "published": here.store.current(),
        "public_address": public,
    }
    return show(visit, "home.html", values)


def _place(task: Task) -> tuple[str, str]:
    word, path = _PLACES[task.kind]
    return word, path.format(task.site or task.number)


ROUTES = (PageRoute("GET", "/", Permission.SIGNED_IN, show_first_page),)
