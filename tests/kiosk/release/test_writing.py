"""What is known by its key is not made again; what is lost is; a maker that fails leaves no key behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.paper.artefact import Artefact, Templates
from kiosk.progress import report_nothing
from kiosk.release import writing
from kiosk.release.writing import find_known_objects, find_missing_artefacts, write_artefacts
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store

PATHS = ("a/1", "a/2", "b/1", "c")


def artefact(path: str) -> Artefact:
    return Artefact(path, f"key of {path}", lambda _templates: f"bytes of {path}".encode())


ARTEFACTS = tuple(map(artefact, PATHS))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    fresh = Store(tmp_path)
    fresh.prepare()
    return fresh


@pytest.fixture
def cache(store: Store) -> Iterator[Cache]:
    with closing(store.cache()) as opened:
        yield opened


def write(store: Store, cache: Cache, *artefacts: Artefact) -> dict[str, str]:
    return write_artefacts(store, cache, artefacts, {}, report_nothing)


def test_every_artefact_becomes_an_object_under_its_key(store: Store, cache: Cache) -> None:
    reports: list[tuple[str, int, int]] = []
    objects = write_artefacts(store, cache, ARTEFACTS, {}, lambda *facts: reports.append(facts))
    assert {key: store.get(sha) for key, sha in objects.items()} == {a.key: a.make({}) for a in ARTEFACTS}
    # The files of a folder are made by one worker, and told together.
    assert [done for _, done, _ in reports] == [2, 3, 4]
    assert {(stage, total) for stage, _, total in reports} == {("Ghi tệp", 4)}


def test_only_what_is_not_known_is_missing(store: Store, cache: Cache) -> None:
    assert find_missing_artefacts(store, cache, ARTEFACTS) == ARTEFACTS
    objects = write(store, cache, *ARTEFACTS[:2])
    assert find_known_objects(store, cache, ARTEFACTS) == objects
    assert find_missing_artefacts(store, cache, iter(ARTEFACTS)) == ARTEFACTS[2:]


def test_a_lost_object_is_not_known(store: Store, cache: Cache) -> None:
    objects = write(store, cache, *ARTEFACTS)
    store.object_path(objects["key of b/1"]).unlink()
    assert [a.path for a in find_missing_artefacts(store, cache, ARTEFACTS)] == ["b/1"]


def test_two_files_of_the_same_bytes_are_one_object_under_two_keys(store: Store, cache: Cache) -> None:
    twins = [Artefact(path, path, lambda _templates: b"same") for path in ("x/1", "y/1")]
    objects = write(store, cache, *twins)
    assert objects.keys() == {"x/1", "y/1"}
    assert len(set(objects.values())) == 1


def test_makers_are_given_the_drawings() -> None:
    """In this process, as a worker does it."""
    given: list[Templates] = []

    class Objects:
        def put(self, content: bytes) -> str:
            return content.decode()

    templates: Templates = {"layout": None}  # type: ignore[dict-item]
    job = writing._WritingJob(Objects(), [Artefact("a", "k", lambda t: given.append(t) or b"made")], templates)  # type: ignore[arg-type, func-returns-value]
    assert writing._write(job, [0]) == {"k": "made"}
    assert given == [templates]


def test_a_maker_that_fails_stops_the_writing_and_nothing_is_remembered(store: Store, cache: Cache) -> None:
    def fail(_templates: Templates) -> bytes:
        raise ValueError("no drawing")

    with pytest.raises(ValueError, match="no drawing"):
        write(store, cache, *ARTEFACTS[:2], Artefact("b/1", "broken", fail))
    assert find_known_objects(store, cache, [Artefact("b/1", "broken", fail)]) == {}
