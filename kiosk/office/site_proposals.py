"""Changes of sites that the office prepares in the browser: asked for by one person, agreed to by another.

In come the workplace, an act and a change; out go the event of the proposal, or the change as it was taken. What a
change costs and how it is taken is `site_life`; the shell takes changes there at once and says so.
"""

from __future__ import annotations

from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.site_change import SiteChange
from kiosk.office import choices, events, site_life
from kiosk.office.choices import Approval
from kiosk.office.events import Act, EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger import undoing
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.office.ledger.site_events import SUBJECT, SiteEvent, list_planned, list_proposed, note_facts
from kiosk.office.people import Person
from kiosk.office.site_life import TakenChange

_PLACE = "thay đổi về điểm"


def propose_change(here: Workplace, act: Act, change: SiteChange) -> int:
    """Write down that somebody asks for a change; gives its event. Raises as `site_life.check_change`, and
    `OfficeError` where the same site has a change that waits."""
    checked = site_life.check_change(here.config, change)
    with here.database.writing() as connection:
        if any(p.change.site == checked.site for p in list_proposed(connection)):
            raise OfficeError(
                "điểm này đã có một thay đổi chờ duyệt",
                place=_PLACE,
                value=checked.site,
                way_out="duyệt hoặc trả lại thay đổi ấy trước",
            )
        facts = note_facts(checked, site_life.name_site(here.config, checked.site), Witness(""))
        return events.record(connection, act, EventKind.SITE_PROPOSED, f"{SUBJECT}{checked.site}", after=facts)


def require_proposed(connection: Connection, number: int) -> SiteEvent:
    """A proposal that waits. Raises `OfficeError`."""
    proposal = next((p for p in list_proposed(connection) if p.event == number), None)
    if proposal is None:
        raise _explain_gone(number)
    return proposal


def _explain_gone(number: int) -> OfficeError:
    return OfficeError(
        "thay đổi này không còn chờ: đã có người duyệt, trả lại hoặc hủy",
        place=_PLACE,
        value=str(number),
        way_out="xem lại danh sách",
    )


def may_agree(connection: Connection, proposal: SiteEvent, person: Person) -> bool:
    """Whether this person may agree: where two decide, another one than who asked."""
    return choices.read_approval(connection) is Approval.ONE or proposal.person != person.id


def agree(here: Workplace, person: Person, number: int) -> TakenChange:
    """Take a proposal, checked again. Raises `OfficeError` and as `site_life`."""
    with here.database.reading() as connection:
        proposal = require_proposed(connection, number)
        if not may_agree(connection, proposal, person):
            raise OfficeError(
                "người trình không tự duyệt", place=_PLACE, value=proposal.change.site, way_out="nhờ người khác duyệt"
            )
    checked = site_life.check_change(here.config, proposal.change)
    return site_life.take_change(here.store, here.config, checked, Witness(""), person.id, number)


def give_back(here: Workplace, person: Person, number: int, reason: str) -> None:
    """Undo a proposal, or a planned change whose day has not come. Raises `OfficeError`."""
    with act_in_ledger(here.store, Witness("", note=reason), person.id) as doing:
        waiting = {p.event for p in (*list_proposed(doing.connection), *list_planned(doing.connection))}
        if number not in waiting:
            raise _explain_gone(number)
        undoing.undo_event(doing.connection, doing.act, doing.witness, number)
