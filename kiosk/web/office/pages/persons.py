"""The persons of the office: list, add, change, close, let in again; and what the office has chosen for itself."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.errors import OfficeError
from kiosk.office import choices, invitations, people, sessions
from kiosk.office.choices import Approval
from kiosk.office.people import Role
from kiosk.settings import tables
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show


def _name_sites(visit: Visit) -> dict[str, str]:
    config = visit.desk.here.config
    return {s.code: s.name for s in tables.read_sites(config.path(config.sites)).sites}


def list_persons(visit: Visit) -> Response:
    """Everybody, and the form for one more."""
    with begin_reading(visit) as connection:
        everybody = people.list_persons(connection)
    return show(visit, "persons.html", {"persons": everybody, "roles": tuple(Role), "sites": _name_sites(visit)})


def _read_role_and_site(visit: Visit) -> tuple[Role, str | None]:
    try:
        role = Role(visit.text("role"))
    except ValueError:
        raise OfficeError("vai trò không có", place="người dùng", way_out="chọn trong danh sách") from None
    site = visit.text("site") or None
    if site is not None and site not in _name_sites(visit):
        raise OfficeError("không có điểm này", place="người dùng", value=site, way_out="chọn trong danh sách")
    return role, site


def add_person(visit: Visit) -> Response:
    """One more person; their link is shown once."""
    role, site = _read_role_and_site(visit)
    with begin_writing(visit) as (connection, act):
        person = people.add_person(connection, act, visit.text("name"), visit.text("label"), role, site)
        token = invitations.invite(connection, act, person)
    return _show_link(visit, person.id, token)


def _show_link(visit: Visit, number: int, token: str) -> Response:
    with begin_reading(visit) as connection:
        person = people.require_person(connection, number)
    link = f"{visit.desk.here.config.office.url}/dat-mat-khau/{token}"
    return show(visit, "person_link.html", {"other": person, "link": link})


def show_person(visit: Visit) -> Response:
    """One person: rights, sessions."""
    with begin_reading(visit) as connection:
        other = people.require_person(connection, visit.number())
        own = sessions.list_sessions(connection, visit.desk.lengths, other.id)
    values = {"other": other, "sessions": own, "roles": tuple(Role), "sites": _name_sites(visit)}
    return show(visit, "person.html", values)


def change_person(visit: Visit) -> Response:
    """Another shown name, role or site."""
    role, site = _read_role_and_site(visit)
    with begin_writing(visit) as (connection, act):
        people.change_person(connection, act, visit.number(), visit.text("label"), role, site)
    return go_to(f"/nguoi-dung/{visit.number()}", "da-sua-nguoi")


def disable_person(visit: Visit) -> Response:
    """The account is closed."""
    with begin_writing(visit) as (connection, act):
        people.disable_person(connection, act, visit.number())
    return go_to(f"/nguoi-dung/{visit.number()}", "da-khoa")


def enable_person(visit: Visit) -> Response:
    """The account is open again."""
    with begin_writing(visit) as (connection, act):
        people.enable_person(connection, act, visit.number())
    return go_to(f"/nguoi-dung/{visit.number()}", "da-mo")


def reset_person(visit: Visit) -> Response:
    """Password and second factor are forgotten; a link to set new ones is shown once."""
    with begin_writing(visit) as (connection, act):
        people.reset_access(connection, act, visit.number())
        token = invitations.invite(connection, act, people.require_person(connection, visit.number()))
    return _show_link(visit, visit.number(), token)


def end_session(visit: Visit) -> Response:
    """One session of somebody ends."""
    with begin_writing(visit) as (connection, act):
        sessions.end_session(connection, act, visit.number("session"))
    return go_to(f"/nguoi-dung/{visit.number()}", "da-ket-thuc-phien")


def show_choices(visit: Visit) -> Response:
    """What the office has chosen for itself."""
    with begin_reading(visit) as connection:
        approval = choices.read_approval(connection)
    return show(visit, "choices.html", {"approval": approval, "kinds": tuple(Approval)})


def take_choices(visit: Visit) -> Response:
    """One person or two decide."""
    try:
        approval = Approval(visit.text("approval"))
    except ValueError:
        raise OfficeError("chưa chọn", place="lựa chọn chung", way_out="chọn một trong hai cách") from None
    with begin_writing(visit) as (connection, act):
        choices.choose_approval(connection, act, approval)
    return go_to("/", "da-chon")


_OTHER = "/nguoi-dung/{number:int}"
ROUTES = (
    PageRoute("GET", "/nguoi-dung", Permission.ADMINISTER, list_persons),
    PageRoute("POST", "/nguoi-dung", Permission.ADMINISTER, add_person),
    PageRoute("GET", _OTHER, Permission.ADMINISTER, show_person),
    PageRoute("POST", _OTHER, Permission.ADMINISTER, change_person),
    PageRoute("POST", f"{_OTHER}/khoa", Permission.ADMINISTER, disable_person),
    PageRoute("POST", f"{_OTHER}/mo", Permission.ADMINISTER, enable_person),
    PageRoute("POST", f"{_OTHER}/dat-lai", Permission.ADMINISTER, reset_person),
    PageRoute("POST", f"{_OTHER}/phien/{{session:int}}/ket-thuc", Permission.ADMINISTER, end_session),
    PageRoute("GET", "/lua-chon", Permission.ADMINISTER, show_choices),
    PageRoute("POST", "/lua-chon", Permission.ADMINISTER, take_choices),
)
