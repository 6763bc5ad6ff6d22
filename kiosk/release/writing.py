"""Writing artefacts: which are known already, and making the others on all cores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kiosk import cores
from kiosk.paper.artefact import Artefact, Templates
from kiosk.progress import Progress
from kiosk.workspace import keys
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store

_FOLDERS_AT_A_TIME = 4
"""How many a worker is given at once: sending costs little then, and all end together."""


@dataclass(frozen=True, slots=True)
class _WritingJob:
    """What all workers inherit: where to write, what to make, and the drawings to make it from."""

    store: Store
    artefacts: Sequence[Artefact]
    templates: Templates


def find_missing_artefacts(store: Store, cache: Cache, artefacts: Iterable[Artefact]) -> tuple[Artefact, ...]:
    """The artefacts whose bytes are not known by their key, or are known and lost."""
    artefacts = tuple(artefacts)
    known_objects = find_known_objects(store, cache, artefacts)
    return tuple(artefact for artefact in artefacts if artefact.key not in known_objects)


def find_known_objects(store: Store, cache: Cache, artefacts: Iterable[Artefact]) -> dict[str, str]:
    """Names of the objects that hold the bytes of artefacts, by their keys, as far as they are there and are what their
    names say: a build that crashed may have left files of the right size full of zeros."""
    names = {artefact.key: keys.name_artefact(artefact.key) for artefact in artefacts}
    cached = cache.get_many(names.values())
    objects = {key: cached[name].decode() for key, name in names.items() if name in cached}
    return {key: sha256 for key, sha256 in objects.items() if store.is_sound(sha256)}


def write_artefacts(
    store: Store, cache: Cache, artefacts: Sequence[Artefact], templates: Templates, report: Progress
) -> dict[str, str]:
    """Make and keep artefacts; names of their objects by key. A worker makes the files of one folder together, because
    the forms of a page share work."""
    folders = [
        tuple(members) for _, members in groupby(range(len(artefacts)), lambda i: _name_folder(artefacts[i].path))
    ]
    objects: dict[str, str] = {}
    with cores.open_pool(_WritingJob(store, artefacts, templates)) as pool:
        for fresh in pool.map(cores.WithShared(_write), folders, chunksize=_FOLDERS_AT_A_TIME):
            objects |= fresh
            report("Ghi tệp", len(objects), len(artefacts))
    cache.put_many({keys.name_artefact(key): sha256.encode() for key, sha256 in objects.items()})
    return objects


def _name_folder(path: str) -> str:
    return path.rpartition("/")[0]


def _write(job: _WritingJob, indices: Sequence[int]) -> dict[str, str]:
    artefacts = (job.artefacts[i] for i in indices)
    return {artefact.key: job.store.put(artefact.make(job.templates)) for artefact in artefacts}
