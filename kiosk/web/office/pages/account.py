"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from starlette.responses import Response

from kiosk.errors import KioskError, SignInError
from kiosk.office import invitations, second_factor, sessions, signing_in
from kiosk.web.office import cookies, qr
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, begin_writing, go_to, show


def show_account(visit: Visit) -> Response:
    """Who I am here, and where I am signed in."""
    with begin_reading(visit) as connection:
        own = sessions.list_sessions(connection, visit.desk.lengths, visit.person.id)
        codes = second_factor.count_recovery_codes(connection, visit.person)
    return show(visit, "account.html", {"sessions": own, "codes": codes})


def end_own_session(visit: Visit) -> Response:
    """One of my sessions ends; somebody else's does not exist."""
    with begin_writing(visit) as (connection, act):
        own = sessions.list_sessions(connection, visit.desk.lengths, visit.person.id)
        if visit.number() in {s.id for s in own}:
            sessions.end_session(connection, act, visit.number())
    return go_to("/tai-khoan", "da-ket-thuc-phien")


def change_password(visit: Visit) -> Response:
    """Another password, after the present one; all sessions end."""
    database, person = visit.desk.here.database, visit.person
    signing_in.require_password(database, person, str(visit.form.get("current", "")), visit.caller)
    with begin_writing(visit) as (connection, act):
        invitations.set_password(connection, act, person, str(visit.form.get("password", "")))
    response = go_to("/dang-nhap", "da-doi-mat-khau")
    cookies.forget_session(visit.desk, response)
    return response


def show_enrolment(visit: Visit) -> Response:
    """A new secret for an authenticator, as a code to scan and as text."""
    return _offer_enrolment(visit, second_factor.make_secret())


def _offer_enrolment(visit: Visit, secret: str, error: KioskError | None = None) -> Response:
    if not second_factor.is_secret(secret):
        secret = second_factor.make_secret()
    address = second_factor.make_authenticator_address(secret, visit.person, visit.desk.here.config.publisher)
    values = {"secret": secret, "picture": qr.draw_code(address), "error": error}
    return show(visit, "enrol.html", values, 400 if error else 200)


def take_enrolment(visit: Visit) -> Response:
    """The first code of the new authenticator arrives; recovery codes are shown once."""
    secret, person = visit.text("secret"), visit.person
    try:
        if person.has_factor:
            signing_in.require_password(
                visit.desk.here.database, person, str(visit.form.get("current", "")), visit.caller
            )
        with begin_writing(visit) as (connection, act):
            codes = second_factor.set_factor(connection, act, person, secret, visit.text("code"))
    except SignInError as error:
        return _offer_enrolment(visit, secret, error)
    return show(visit, "recovery.html", {"codes": codes})


ROUTES = (
    PageRoute("GET", "/tai-khoan", Permission.SIGNED_IN, show_account),
    PageRoute("POST", "/tai-khoan/phien/{number:int}/ket-thuc", Permission.SIGNED_IN, end_own_session),
    PageRoute("POST", "/tai-khoan/mat-khau", Permission.SIGNED_IN, change_password),
    PageRoute("GET", "/tai-khoan/hai-lop", Permission.ENROL, show_enrolment),
    PageRoute("POST", "/tai-khoan/hai-lop", Permission.ENROL, take_enrolment),
)
