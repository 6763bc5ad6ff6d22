"""A small city whose release is live, and another release that follows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.model.ledger import PaperAct, PaperEntry, Witness
from kiosk.model.manifest import Manifest, name_revision
from kiosk.model.verdict import Verdict
from kiosk.office import events
from kiosk.office.database.ledger_tables import SHEET_MARK
from kiosk.office.ledger import papers
from kiosk.office.ledger.acting import LedgerAct, act_in_ledger
from kiosk.office.ledger.opening import open_ledger
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.release import lifecycle
from kiosk.workspace.store import Store

SITE, OTHER = "11824", "10507"
TODAY = get_today()
LAN = Witness("Lan")


def days_ago(days: int) -> date:
    """A day before today."""
    return TODAY - timedelta(days)


@pytest.fixture(scope="session")
def live_city(tmp_path_factory: pytest.TempPathFactory, drawn_city: tuple[Store, Manifest]) -> Store:
    """The workspace of the small city, its release live. Not to be changed: use `fresh_city`."""
    store, manifest = drawn_city
    live = Store(copy_city(store, tmp_path_factory.mktemp("live") / "city"))
    go_live(live, manifest)
    return live


@pytest.fixture(scope="session")
def known_city(tmp_path_factory: pytest.TempPathFactory, live_city: Store) -> Store:
    """The same, and its ledger knows it. Not to be changed: use `city`."""
    known = Store(copy_city(live_city, tmp_path_factory.mktemp("known") / "city"))
    open_ledger(known).close()
    return known


@pytest.fixture
def fresh_city(live_city: Store, tmp_path: Path) -> Store:
    """A copy of the live city, whose ledger nobody has opened."""
    return Store(copy_city(live_city, tmp_path / "city"))


@pytest.fixture
def city(known_city: Store, tmp_path: Path) -> Store:
    """A copy of the live city that the ledger knows."""
    return Store(copy_city(known_city, tmp_path / "city"))


def copy_city(store: Store, target: Path) -> Path:
    """A copy free to change. Hard links become copies of their own, the pointer stays a link."""
    return Path(shutil.copytree(store.root, target, copy_function=shutil.copyfile, symlinks=True))


def go_live(store: Store, manifest: Manifest) -> None:
    """Publish a release as if it had been read back."""
    with store.writing():
        lifecycle.save_verdict(store, manifest.number, Verdict(manifest.digest(), 1, 1, 1, 1, (), ()))
        lifecycle.publish(store, manifest)


def publish_next(store: Store, changed: dict[str, str], *, as_of: date | None = None, live: bool = True) -> Manifest:
    """A release on top of the live one, in which these sheets (by label) have these revisions."""
    now = lifecycle.choose_release(store, None)
    number = store.next_number()
    layouts = {
        name: tuple(replace(e, revision=changed[e.label], release=number) if e.label in changed else e for e in entries)
        for name, entries in now.layouts.items()
    }
    again = replace(now, number=number, parent=now.number, layouts=layouts, as_of=as_of or now.as_of)
    store.plant(number, again.path_shas(), {"manifest.json": again.dump()}, again.inputs.values())
    if live:
        go_live(store, again)
    else:
        lifecycle.save_verdict(store, number, Verdict(again.digest(), 1, 1, 1, 1, (), ()))
    return again


@contextmanager
def lan_acts(store: Store) -> Iterator[LedgerAct]:
    """An act of one person."""
    with act_in_ledger(store, LAN) as doing:
        yield doing


def tell(
    store: Store, act: PaperAct, sheet: str, revision: str = "", *, day: date = TODAY, site: str = SITE, key: str = ""
) -> RecordedEntry:
    """Record one entry."""
    with lan_acts(store) as doing:
        entry = PaperEntry(site, sheet, act, day, revision, key=key)
        (recorded,) = papers.record_papers(doing.connection, doing.act, LAN, [entry])
        return recorded


def age_prints(store: Store, days: int) -> None:
    """As if all that is live had been printed so many days ago."""
    with lan_acts(store) as doing:
        doing.connection.execute(SHEET_MARK.update().values(released=days_ago(days).isoformat()))


def labels(store: Store) -> tuple[str, ...]:
    """The posting sheets of the site."""
    manifest = lifecycle.choose_release(store, None)
    site = manifest.site(SITE)
    assert site is not None
    return tuple(e.label for e in manifest.sheets(site))


def revisions(store: Store) -> dict[str, str]:
    """Revisions of the site's posting sheets by label, with what the site adds."""
    manifest = lifecycle.choose_release(store, None)
    site = manifest.site(SITE)
    assert site is not None
    return {e.label: name_revision(e, site.head) for e in manifest.sheets(site)}


def count_events(store: Store, what: events.EventKind) -> int:
    """How many events of a kind there are."""
    with lan_acts(store) as doing:
        return sum(e.what is what for e in events.list_events(doing.connection, 10_000))
