"""A workspace of an older program is opened, read, built on and rolled back; one of a newer program is refused.

`tests/workspaces/make.py` says how the archives were made and what the office did in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError, StoreError
from kiosk.office import catalogues, holding, posted
from kiosk.office.releases import build_release, publish_release
from kiosk.progress import report_nothing
from kiosk.release import housekeeping, lifecycle
from kiosk.release.hold import read_hold
from kiosk.reports import coverage
from kiosk.settings import config, inputs
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from posters.spec import BOARD_LABEL
from tests.kiosk.commands import Office
from tests.kiosk.hanging import hang_published

DAY = date(2026, 11, 24)


@pytest.fixture
def store(older_office: Office) -> Store:
    return Store(older_office.folder / "var")


def test_every_record_is_read(store: Store) -> None:
    published = lifecycle.choose_release(store, None)
    assert (published.content_of, [s.code for s in published.sites]) == (1, ["10507", "10888", "HP-E"])
    assert published.dump() == store.read(f"releases/{published.number}/manifest.json")
    verdict = lifecycle.load_verdict(store, published)
    assert verdict is not None
    assert verdict.passed
    assert coverage.report_coverage(store, published).gaps == 0
    assert [len(catalogues.load_numbered(store, n).procedures) for n in store.catalogue_numbers()] == [10, 11]
    hanging = posted.load_hanging(store)
    assert hanging.keys() == {"10507", "HP-E"}
    assert {h.release for sheets in hanging.values() for h in sheets.values()} == {1}


def test_it_is_built_on_and_everything_is_printed_once_and_not_again(older_office: Office, store: Store) -> None:
    """Its sheets were drawn anew and are called otherwise, so nothing that hangs stays; what is hung then does."""
    before = lifecycle.choose_release(store, None)
    settings = config.load(older_office.folder / "config.yaml")
    release = build_release(store, settings, DAY, report_nothing)
    assert release.is_new
    with pytest.raises(ReleaseError, match="đang tạm dừng công bố"):
        publish_release(store, release.manifest, report_nothing)
    holding.resume(store)
    assert publish_release(store, release.manifest, report_nothing).verdict.passed
    labels, anew = (
        {s.code: {sheet.label for sheet in m.sheets(s)} for s in m.sites} for m in (before, release.manifest)
    )
    assert not any(labels[site] & anew[site] for site in anew)
    assert list_work(older_office, "in") == {site: sheets | {BOARD_LABEL} for site, sheets in anew.items()}
    assert list_work(older_office, "gỡ") == {"10507": {"HT-01"}, "10888": set(), "HP-E": {"DD-01"}}
    for site, sheets in list_work(older_office, "gỡ").items():
        for label in sheets:
            older_office.ok("confirm", site, label, "--down")
    for site in anew:
        hang_published(store, site)
    assert not build_release(store, settings, DAY, report_nothing).is_new
    again = build_release(store, settings, DAY + timedelta(1), report_nothing)
    assert publish_release(store, again.manifest, report_nothing).verdict.passed
    assert list_work(older_office, "giữ") == {site: sheets | {BOARD_LABEL} for site, sheets in anew.items()}
    assert not any(list_work(older_office, "in").values())


def list_work(office: Office, do: str) -> dict[str, set[str]]:
    """The sheets with which each site has this to do."""
    sites = office.json("reprint")["sites"]
    return {s["code"]: {a["label"] for a in s["actions"] if a["do"] == do} for s in sites}


def test_it_is_rolled_back(store: Store) -> None:
    with store.writing():
        again = lifecycle.publish_earlier(store, 2).manifest
    assert (again.content_of, store.current()) == (2, again.number)
    written = json.loads(store.read(f"releases/{again.number}/manifest.json") or b"")
    assert written["format"] == 1
    assert lifecycle.load_verdict(store, again) is not None


def test_old_confirmations_move_into_the_ledger_and_stay_beside(store: Store) -> None:
    before, content = posted.load_hanging(store), store.read("posted.json")
    hang_published(store, "10888")
    after = posted.load_hanging(store)
    assert {s: {k: h.revision for k, h in x.items()} for s, x in before.items()} == {
        s: {k: h.revision for k, h in after[s].items()} for s in before
    }
    assert after["10888"]
    assert store.read("posted.json") == content


def test_old_and_new_lines_stand_in_one_history(store: Store) -> None:
    with store.writing():
        lifecycle.publish_earlier(store, 2)
    lines = [json.loads(line) for line in (store.read("history.jsonl") or b"").splitlines()]
    assert {line.get("format") for line in lines[:-1]} == {None}
    assert lines[-1]["format"] == 1


def test_what_nothing_needs_is_removed_and_the_rest_still_reads(store: Store) -> None:
    with store.writing():
        housekeeping.collect(store, 1)
    published = lifecycle.choose_release(store, None)
    assert inputs.restore(published.inputs, store.get).sites
    assert all(store.object_path(f.sha256).exists() for f in published.files)


def newer(path: Path) -> None:
    """As a later program might write it: another number, another shape."""
    path.write_text(json.dumps({"format": 2, "shape": "of tomorrow"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("releases/1/manifest.json", lambda store: lifecycle.load_manifest(store, 1)),
        ("verified/1.json", lambda store: lifecycle.load_verdict(store, lifecycle.load_manifest(store, 1))),
        ("posted.json", posted.load_old_hanging),
        ("hold.json", read_hold),
        ("catalogue/0001.json", lambda store: catalogues.load_numbered(store, 1)),
    ],
)
def test_a_record_of_a_newer_program_is_refused_in_a_sentence(
    store: Store, name: str, read: Callable[[Store], object]
) -> None:
    newer(store.root / name)
    with pytest.raises(StoreError, match="phiên bản mới hơn") as caught:
        read(store)
    assert caught.value.place == str(store.root / name)
    assert "dạng 2" in caught.value.value


def test_a_cache_of_a_newer_program_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    cache.put_many({"key": b"value"})
    cache._db.execute("PRAGMA user_version=2")
    cache.close()
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        Cache(path)
    assert path.exists()
