"""Removing what nothing needs any more: old releases, objects and cached results without an owner."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass

from kiosk.canonical import digest
from kiosk.release import lifecycle, lineage
from kiosk.workspace import keys
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Collected:
    """What went: release numbers, objects and their bytes, cached results."""

    releases: tuple[int, ...]
    objects: int
    bytes: int
    cached: int


def collect(store: Store, keep: int, kept: Collection[int] = ()) -> Collected:
    """Remove what no kept release refers to; those in `kept` stay whatever their age. The caller holds the workspace
    for writing."""
    old_numbers = tuple(number for number in lifecycle.list_removable(store, keep) if number not in kept)
    for number in old_numbers:
        store.drop_release(number)
    manifests = [lifecycle.load_manifest(store, number) for number in store.release_numbers()]
    needed_objects = {f.sha256 for m in manifests for f in m.files} | {
        sha for m in manifests for sha in m.inputs.values()
    }
    # Second copies of what stands nowhere else, for the doctor: also of a catalogue that is lost.
    needed_objects |= {m.digest() for m in manifests} | {
        digest(content) for content in store.catalogue_files().values()
    }
    needed_objects |= set(lineage.list_recorded_catalogues(store).values())
    objects, size = store.sweep(needed_objects)
    with closing(store.cache()) as cache:
        cached = cache.keep_only(key for m in manifests for key in keys.list_keys(m))
    return Collected(old_numbers, objects, size, cached)
