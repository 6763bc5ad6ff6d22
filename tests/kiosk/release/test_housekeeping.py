"""What nothing needs is removed, and nothing else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kiosk.release import housekeeping, lifecycle
from kiosk.release.housekeeping import Collected
from kiosk.workspace import keys
from kiosk.workspace.store import Store
from tests.kiosk.made import publish


def test_old_releases_their_objects_and_their_cached_results_go(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in (1, 2, 3):
        publish(store, {"same": b"same", f"own-{number}": f"{number}".encode()})
    last = lifecycle.load_manifest(store, 3)
    first = lifecycle.load_manifest(store, 1)
    with closing(store.cache()) as cache:
        cache.put_many({keys.name_artefact(f.key): b"x" for f in (*first.files, *last.files)})
    stray = store.put(b"nobody's")
    done = housekeeping.collect(store, 1)
    assert done == Collected(releases=(1,), objects=2, bytes=len(b"1") + len(b"nobody's"), cached=1)
    assert store.release_numbers() == (2, 3)
    assert not store.object_path(stray).exists()
    assert all(store.get(f.sha256) for f in last.files)
    with closing(store.cache()) as cache:
        assert len(cache.get_many(keys.name_artefact(f.key) for f in last.files)) == 2
    assert housekeeping.collect(store, 1) == Collected((), 0, 0, 0)
