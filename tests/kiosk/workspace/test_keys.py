"""A key says what a result depends on, and nothing else."""

from __future__ import annotations

import pytest

from kiosk.release import lifecycle
from kiosk.workspace import keys
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

NAMED = (keys.name_symbol, keys.name_body, keys.name_data, keys.name_artefact, keys.name_reading, keys.name_proof)


@pytest.mark.parametrize("name", NAMED)
def test_different_contents_have_different_keys_and_equal_ones_the_same(name: object) -> None:
    assert callable(name)
    assert name("a") == name("a")
    assert name("a") != name("b")


def test_keys_of_different_kinds_never_meet() -> None:
    every = [name("x") for name in NAMED] + [keys.name_font("x", "x"), keys.name_spans()]
    assert len({key.partition("/")[0] for key in every}) == len(every)


def test_what_a_release_profits_from(older_office: Office) -> None:
    manifest = lifecycle.load_manifest(Store(older_office.folder / "var"), 1)
    kept = set(keys.list_keys(manifest))
    assert {keys.name_artefact(f.key) for f in manifest.files} <= kept
    assert {keys.name_body(body) for body in manifest.bodies} <= kept
    assert {keys.name_symbol(c.payload) for codes in manifest.bodies.values() for c in codes} <= kept
    assert keys.name_spans() in kept
    assert not any(key.startswith(("read/", "proof/")) for key in kept)
