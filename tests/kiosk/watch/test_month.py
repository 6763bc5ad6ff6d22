"""A month of nights against a portal that changes, challenges, lies and moves its pages: on each morning, what does the
office know, what does it not know, and does it say so?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest

from kiosk import clock
from kiosk.clock import get_seconds, get_today
from kiosk.errors import PortalError
from kiosk.office.job_context import Workplace
from kiosk.office.published import require_published
from kiosk.progress import report_nothing
from kiosk.reports.portal_tasks import list_portal_tasks
from kiosk.reports.tasks import OpenTask
from kiosk.watch import pattern_trial, printed, saved_run, sync, upkeep, views
from kiosk.watch.links import LinkState
from kiosk.watch.portal import Portal
from tests.fake_portal import FakePortal, Whim, make_entry, serving
from tests.kiosk.watch.test_upkeep import watching

OLD, NEW = "/thu-tuc-hanh-chinh/{uuid}", "/dich-vu/{uuid}"
RECHECK, LIST_DAYS = 10, 3
LOST, MOVED = "1.000656", "1.000689"
"""Codes that the portal loses, and gives another entry's id."""


@dataclass
class World:
    """The office, the portal, and what was true when."""

    here: Workplace
    fake: FakePortal
    truth: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    lists: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def note_truth(self) -> None:
        """Write down which printed links are right at this moment by the portal's own facts."""
        held = {e["id"]: (e["code"], e["name"]) for e in self.fake.entries}
        for link in printed.load_printed_links(self.here.store):
            is_right = held.get(link.portal_id, ("", ""))[0] == link.code
            self.truth.setdefault(link.code, []).append((get_seconds(), is_right))
        self.lists[str(get_today())] = {(e["id"], e["name"]) for e in self.fake.entries}

    def pass_night(self) -> None:
        """What `kiosk nightly` does of this; a step that fails is told by it and stops no other."""
        self.note_truth()
        with suppress(PortalError):
            upkeep.sync_workspace(self.here.store, self.here.config, report_nothing)
        with suppress(PortalError):
            manifest = require_published(self.here.store).manifest
            upkeep.check_due_links(self.here, manifest, report_nothing)

    def ask(self) -> dict[str, OpenTask]:
        """The morning's tasks."""
        with self.here.database.reading() as connection:
            return {t.kind: t for t in list_portal_tasks(self.here, connection, get_today())}

    def look(self) -> views.LinkView:
        """What is known of the links."""
        with self.here.database.reading() as connection:
            view = views.view_links(self.here, connection)
        assert view is not None
        return view

    def was(self, code: str, *, right: bool, since: int) -> bool:
        """Whether a link was so at some moment since."""
        return any(is_right is right for at, is_right in self.truth[code] if at >= since)


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The clock in our hands; nobody waits for anything, not for the disk either."""
    hand = SimpleNamespace(days=0)
    start = time.time()

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # noqa: ARG003 - the shape of now
            return datetime.fromtimestamp(start, UTC) + timedelta(hand.days)

    monkeypatch.setattr(clock, "datetime", Shifted)
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: start + hand.days * 86_400))
    monkeypatch.setattr(clock, "read_moment", lambda at: datetime.fromtimestamp(at, clock.INDOCHINA))
    for module in (saved_run, sync):
        monkeypatch.setattr(module, "flush", lambda _: None)
    monkeypatch.setattr(upkeep, "Portal", partial(Portal, sleep=lambda _: None))
    return hand


@pytest.fixture
def world(small_live: Workplace) -> Iterator[World]:
    """A city whose printed procedures the portal holds, among others."""
    links = printed.load_printed_links(small_live.store)
    ours = [make_entry(n, k.code, k.name, k.portal_id) for n, k in enumerate(links) if k.portal_id]
    with serving(FakePortal([*ours, *(make_entry(1000 + n) for n in range(20))], page_size=20)) as fake:
        facts = {"daily_limit": 20, "recheck_days": RECHECK, "list_days": LIST_DAYS}
        live = require_published(small_live.store)
        assert live.inputs.config.links.entry.endswith(OLD)
        yield World(Workplace(small_live.store, watching(small_live.config, fake, **facts), small_live.database), fake)


def change(fake: FakePortal, night: int) -> None:
    """What happens at the portal before this night."""
    fake.whims.clear()
    named = {e["code"]: e for e in fake.entries}
    if night == 4:
        fake.entries.remove(named[LOST])
        named[MOVED]["code"] = "9.999999"
        fake.entries += [make_entry(2000 + n) for n in range(3)]
    storms = {
        8: Whim.CHALLENGE, 9: Whim.CHALLENGE, 10: Whim.CHALLENGE, 11: Whim.CHALLENGE, 12: Whim.CHALLENGE,
        19: Whim.LONG_TOTAL, 20: Whim.PAGE_TWICE, 21: Whim.CIRCLE, 22: Whim.BROKEN, 23: Whim.OTHER_ENTRY,
        24: Whim.OTHER_SHAPE,
    }  # fmt: skip
    if night in storms:
        fake.misbehave(storms[night])
    if night == 15:
        fake.pattern = NEW
    if night == 27:
        fake.pattern = OLD
    if night % 5 == 0:
        fake.entries.append(make_entry(3000 + night))


def test_each_morning_says_what_is_known_and_what_is_not(world: World, nights: SimpleNamespace) -> None:
    known_right = 0
    for night in range(1, 31):
        nights.days = night
        change(world.fake, night)
        world.pass_night()
        tasks, view = world.ask(), world.look()
        known_right = max(known_right, len(view.right))
        check_links(world, view, night)
        check_list(world, tasks, night)
        check_pattern(world, tasks, night)
        assert len(world.fake.asked) <= 20, "the day's limit holds whatever happens"
        world.fake.asked.clear()
        assert ("links-due" in tasks) is bool(view.due)
    assert known_right == sum(link.is_entry for link in view.links), "in calm nights every id was seen right"
    bad = {link.code: standing.state for link, standing in view.bad}
    assert bad == {LOST: LinkState.GONE, MOVED: LinkState.WRONG}
    assert "1 sai, 1 đã đóng hoặc không còn" in tasks["links-bad"].sentence


def check_links(world: World, view: views.LinkView, night: int) -> None:
    """Nothing is called right or bad that was not so when it was seen, and no link is forgotten."""
    for link in view.right:
        assert world.was(link.code, right=True, since=get_seconds() - RECHECK * 86_400), (night, link.code)
    for link, standing in view.bad:
        assert standing.at is not None
        assert world.was(link.code, right=False, since=standing.at), (night, link.code)
    bad = tuple(link for link, _ in view.bad)
    assert set(view.links) == {*view.right, *bad, *view.due, *view.for_people}, night


def check_list(world: World, tasks: dict[str, OpenTask], night: int) -> None:
    """The last whole list is what the portal held on its day, and its age is told."""
    root = world.here.store.root / sync.FOLDER
    run, walk = saved_run.load_finished(sync.list_runs(root)[-1])
    assert {(item["id"], item["name"]) for item in walk.items} == world.lists[str(run.day)], night
    age = (get_today() - run.day).days
    assert age == {8: 1, 9: 2, 10: 3, 11: 4, 12: 5, 19: 1, 20: 2, 21: 3, 22: 4, 24: 1}.get(night, 0), night
    assert ("portal-list-old" in tasks) is (age > LIST_DAYS)
    assert tasks["portal-list"].since == run.day


def check_pattern(world: World, tasks: dict[str, OpenTask], night: int) -> None:
    """Ids stay right when pages move; the office says that it sees no page any more, and since when."""
    is_told = "links-pattern" in tasks
    assert is_told is (night in {10, 11, 12} | set(range(17, 27))), "from three days after the last page on"
    if is_told:
        assert "không được thấy mở đúng trang theo mẫu" in tasks["links-pattern"].sentence
        last = 14 if night >= 17 else 7
        assert tasks["links-pattern"].since == get_today() - timedelta(night - last)


def test_a_new_pattern_is_tried_before_anything_is_printed(world: World, nights: SimpleNamespace) -> None:
    links, address = printed.load_printed_links(world.here.store), world.fake.address
    world.fake.pattern = NEW
    root = world.here.store.root / sync.FOLDER
    root.mkdir(exist_ok=True)
    verdicts = {}
    for pattern in (OLD, NEW):
        nights.days += 1
        with upkeep.open_portal(world.here.config, root) as portal:
            result = pattern_trial.try_pattern(
                links, address + pattern, ("dichvucong.gov.vn",), 10, 5, portal, None, report_nothing
            )
        verdicts[pattern] = result.is_proven
    assert verdicts == {OLD: False, NEW: True}
