"""A change of a site is asked for by one person and agreed to by another; then it is a change like any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.clock import get_today
from kiosk.errors import KioskError, OfficeError
from kiosk.model.ledger import PaperAct
from kiosk.model.site_change import SiteChange, SiteChangeKind
from kiosk.office import access, events, site_proposals
from kiosk.office.choices import Approval, choose_approval
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.site_events import list_changes, list_planned, list_proposed
from kiosk.office.people import Person, Role
from kiosk.settings import tables
from tests.kiosk.hanging import hang_published

NAME = "Trung tâm mới"


@pytest.fixture
def here(small_live: Workplace) -> Workplace:
    """An office that has published."""
    return small_live


def add(here: Workplace, name: str, role: Role) -> Person:
    return access.add_with_link(here.database, name, name, role, None)[0]


def rename(days: int = 0) -> SiteChange:
    return SiteChange(SiteChangeKind.RENAMED, "10507", get_today() + timedelta(days), "15/QĐ-UBND", {"name": NAME})


def ask(here: Workplace, person: Person, change: SiteChange) -> int:
    return site_proposals.propose_change(here, events.begin_act(person.id), change)


def name_of(here: Workplace) -> str:
    sites = tables.read_sites(here.config.path(here.config.sites)).sites
    return next(s.name for s in sites if s.code == "10507")


def test_nothing_changes_until_another_person_agrees(here: Workplace) -> None:
    lan, nam = add(here, "lan", Role.ADMIN), add(here, "nam", Role.APPROVER)
    number = ask(here, lan, rename())
    with pytest.raises(OfficeError, match="đã có một thay đổi chờ duyệt"):
        ask(here, lan, rename(3))
    with pytest.raises(OfficeError, match="người trình không tự duyệt"):
        site_proposals.agree(here, lan, number)
    assert name_of(here) != NAME
    assert not site_proposals.agree(here, nam, number).is_planned
    assert name_of(here) == NAME
    with here.database.reading() as connection:
        (change,) = list_changes(connection)
        assert (change.proposed, change.person, change.change.decision) == (number, nam.id, "15/QĐ-UBND")
        assert list_proposed(connection) == ()
    for late in (lambda: site_proposals.agree(here, nam, number), lambda: ask_off(here, nam, number)):
        with pytest.raises(OfficeError, match="không còn chờ"):
            late()


def ask_off(here: Workplace, person: Person, number: int) -> None:
    site_proposals.give_back(here, person, number, "nhầm số")


def test_one_person_agrees_alone_where_one_decides_and_a_coming_day_can_be_called_off(here: Workplace) -> None:
    lan = add(here, "lan", Role.ADMIN)
    with here.database.writing() as connection:
        choose_approval(connection, events.begin_act(lan.id), Approval.ONE)
    assert site_proposals.agree(here, lan, ask(here, lan, rename(5))).is_planned
    with here.database.reading() as connection:
        (planned,) = list_planned(connection)
        assert list_proposed(connection) == ()
    ask_off(here, lan, planned.event)
    with here.database.reading() as connection:
        assert (list_planned(connection), list_proposed(connection)) == ((), ()), "what was agreed to is not asked anew"


def test_giving_back_undoes_proposals_and_nothing_else(here: Workplace) -> None:
    lan = add(here, "lan", Role.APPROVER)
    hang_published(here.store, "10507")
    with here.database.reading() as connection:
        hung = next(e.id for e in events.list_events(connection, 500) if e.what is EventKind.PAPER_HUNG)
    with pytest.raises(OfficeError, match="không còn chờ"):
        ask_off(here, lan, hung)
    number = ask(here, lan, rename())
    ask_off(here, lan, number)
    with here.database.reading() as connection:
        assert list_proposed(connection) == ()
        kept = connection.exec_driver_sql("SELECT count(*) FROM paper WHERE undone_by IS NULL").scalar()
        assert kept, PaperAct.HUNG


@pytest.mark.parametrize(
    "change",
    [
        SiteChange(SiteChangeKind.CLOSED, "99999", get_today(), "15/QĐ"),
        SiteChange(SiteChangeKind.MERGED, "10507", get_today(), "15/QĐ", into="10507"),
        SiteChange(SiteChangeKind.OPENED, "10507", get_today(), "15/QĐ", {"kind": "commune", "name": "Khác"}),
        SiteChange(SiteChangeKind.RENAMED, "10507", get_today(), "", {"name": NAME}),
    ],
)
def test_what_cannot_be_taken_is_not_asked_for(here: Workplace, change: SiteChange) -> None:
    with pytest.raises(KioskError):
        ask(here, add(here, "lan", Role.EDITOR), change)
    with here.database.reading() as connection:
        assert list_proposed(connection) == ()
