"""Releases leave their facts in the ledger, and their files may go."""

from __future__ import annotations

from kiosk.model.ledger import PaperAct
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger import releases, walls
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, labels, lan_acts, publish_next, revisions, tell


def test_what_stood_on_a_sheet_is_known_when_its_release_is_gone(city: Store) -> None:
    label = labels(city)[0]
    revision = revisions(city)[label]
    tell(city, PaperAct.HUNG, label, revision)
    publish_next(city, {label: "b" * 64})
    with city.writing():
        city.drop_release(1)
    with look_into_ledger(city) as connection:
        (sheet,) = walls.list_wall(connection, SITE)
    assert sheet.content is not None
    assert "Đăng ký khai sinh" in {c.name for c in sheet.content.cards}
    assert not sheet.is_current


def test_the_day_from_which_a_revision_is_asked_stays_while_it_stays(city: Store) -> None:
    label = labels(city)[0]
    with lan_acts(city) as doing:
        before = {r.sheet: r for r in releases.list_live_required(doing.connection) if r.site == SITE}
        doing.connection.exec_driver_sql("UPDATE required_sheet SET since = '2026-01-01'")
    publish_next(city, {label: "b" * 64})
    with look_into_ledger(city) as connection:
        rows = connection.exec_driver_sql("SELECT sheet, since FROM required_sheet WHERE site = ?", (SITE,))
        since = dict(rows.all())
    assert since.pop(label) != "2026-01-01"
    assert set(since.values()) == {"2026-01-01"}
    assert before.keys() - {label} == since.keys()


def test_a_release_is_noted_with_the_digest_of_its_manifest(city: Store) -> None:
    with look_into_ledger(city) as connection:
        (noted,) = [e for e in events.list_events(connection, 500) if e.what is EventKind.RELEASE_NOTED]
        assert noted.subject == "release/1"
        assert len(noted.after["manifest"]) == 64  # type: ignore[index]
        assert not releases.is_sample(connection, 1)
        assert releases.find_marked_revision(connection, "XX-22222Z") is None
