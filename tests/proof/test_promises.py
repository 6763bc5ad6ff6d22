"""Single promises of the list of faults that no row of trials meets: one case each, seen from outside."""

from __future__ import annotations

import random

import pytest

from tests.proof.damage import HARMS
from tests.proof.trials import Bench
from tests.proof.web import serving
from tests.proof.wholeness import FilesOnDisk, look_at, look_at_release, object_place
from tests.proof.workplace import DAY


def test_damage_between_verify_and_publish_does_not_go_live(bench: Bench) -> None:
    folder = bench.workplace.fresh("checked")
    fresh = folder / "var/releases" / str(max(look_at(folder).releases))
    sheet = fresh / "sites/10888/niem-yet-A4.pdf"
    HARMS["flipped"](sheet, folder, random.Random(1))
    bench.injector.run(folder, ("publish",))
    now = look_at(folder)
    assert now.number is not None
    assert look_at_release(FilesOnDisk(folder), now.number)[1] == []


def test_a_rollback_outlives_the_daily_run(bench: Bench) -> None:
    folder = bench.workplace.fresh("live")
    assert bench.injector.run(folder, ("rollback",)).code == 0
    chosen = look_at(folder).content
    bench.injector.run(folder, ("regenerate", "--as-of", DAY))
    assert look_at(folder).content == chosen


@pytest.mark.parametrize(
    "body",
    [
        b'{"site": "10507", "release": NaN}',
        b'{"q": "\\ud800\\ud800", "n": 1}',
        b'{"site": "10507", "release": "x"}',
        b"[",
        b"",
    ],
)
def test_a_malformed_post_is_refused(bench: Bench, body: bytes) -> None:
    with serving(bench.injector, bench.workplace.fresh("first")) as site:
        answer = site.post("/api/misses" if b'"q"' in body else "/api/heartbeat", body)
        assert 400 <= answer.status < 500
        assert "Traceback" not in site.logged()


def test_objects_stand_where_the_proofs_look(bench: Bench) -> None:
    """If the place of objects changes, the proofs above must be told."""
    folder = bench.workplace.state("first")
    place = next((folder / "var/objects").glob("??/*"))
    assert object_place(place.name) == place.relative_to(folder).as_posix()
