"""A key says what a result depends on, and nothing else."""

from __future__ import annotations

import pytest

from kiosk.release import lifecycle
from kiosk.workspace import keys
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

NAMED = (keys.encoded, keys.body, keys.data, keys.artefact, keys.reading, keys.proof)


@pytest.mark.parametrize("name", NAMED)
def test_different_contents_have_different_keys_and_equal_ones_the_same(name: object) -> None:
    assert callable(name)
    assert name("a") == name("a")
    assert name("a") != name("b")


def test_keys_of_different_kinds_never_meet() -> None:
    every = [name("x") for name in NAMED] + [keys.font("x", "x"), keys.spans()]
    assert len({key.partition("/")[0] for key in every}) == len(every)


def test_what_a_release_profits_from(older_office: Office) -> None:
    manifest = lifecycle.manifest_of(Store(older_office.folder / "var"), 1)
    kept = set(keys.of(manifest))
    assert {keys.artefact(f.key) for f in manifest.files} <= kept
    assert {keys.body(body) for body in manifest.bodies} <= kept
    assert {keys.encoded(c.payload) for codes in manifest.bodies.values() for c in codes} <= kept
    assert keys.spans() in kept
    assert not any(key.startswith(("read/", "proof/")) for key in kept)
