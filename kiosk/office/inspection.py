"""What is wrong with a workspace: pointer, releases, and the words of people beside them.

In comes a workspace, out go damages (`kiosk.release.damage`); nothing is changed. `look_at_workspace` looks at what is
published and at what the next command needs, `inspect_workspace` at everything. Healing is left to `doctor`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from pydantic import ValidationError

from kiosk import record
from kiosk.canonical import digest
from kiosk.errors import ReleaseError, StoreError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.office import posted, register, remembered
from kiosk.office.database_health import inspect_databases, look_at_databases
from kiosk.release import hold, inspection, lifecycle, lineage
from kiosk.release.damage import Damage, Kind
from kiosk.release.inspection import Hasher
from kiosk.settings.inputs import load_catalogue
from kiosk.workspace.folders import find_taken
from kiosk.workspace.history import ANNOUNCEMENT_FORMAT, read_event
from kiosk.workspace.objects import is_object_name
from kiosk.workspace.store import Store

_IMPORT = re.compile(r"imports/([0-9]{4,6})(?:-statements)?\.json")
_UNREADABLE = "không đọc được"
_MISSING = "không có"


def look_at_workspace(store: Store) -> tuple[Damage, ...]:
    """What a look shows: the published release read whole, all others by their manifests, the records that the next
    command needs. Raises `StoreError` for a record of a newer program."""
    if unusable := (*find_taken_folders(store), *_find_unreadable_history(store)):
        return unusable
    hasher = Hasher()
    releases = read_releases(store)
    number = lineage.find_pointed_number(store)
    now = [release for release in releases if isinstance(release, Manifest) and release.number == number]
    return _drop_repeats(
        (
            *_inspect_pointer(store),
            *inspection.find_stray_releases(store),
            *(release for release in releases if isinstance(release, Damage)),
            *(one for manifest in now for one in _inspect_release(store, manifest, hasher)),
            *(one for manifest in now for one in _inspect_verdict(store, manifest, published=True)),
            *_inspect_number(store),
            *_inspect_catalogues(store, _list_catalogues(store)[-1:]),
            *_inspect_imports(store, store.catalogue_numbers()[-1:]),
            *_inspect_answers(store),
            *_inspect_posted(store),
            *_inspect_hold(store),
            *_inspect_history(store),
            *look_at_databases(store),
        )
    )


def inspect_workspace(store: Store) -> tuple[Damage, ...]:
    """Everything: all that `look_at_workspace` sees, every other release, catalogue, verdict, database and object."""
    if unusable := (*find_taken_folders(store), *_find_unreadable_history(store)):
        return unusable
    hasher = Hasher()
    number = lineage.find_pointed_number(store)
    others = [m for m in read_releases(store) if isinstance(m, Manifest) and m.number != number]
    return _drop_repeats(
        (
            *look_at_workspace(store),
            *(one for manifest in others for one in _inspect_release(store, manifest, hasher)),
            *(one for manifest in others for one in _inspect_verdict(store, manifest, published=False)),
            *_inspect_catalogues(store, _list_catalogues(store)),
            *_inspect_imports(store, store.catalogue_numbers()),
            *_inspect_kept_files(store, hasher),
            *inspect_databases(store),
            *_inspect_unneeded(store, hasher),
        )
    )


def find_taken_folders(store: Store) -> tuple[Damage, ...]:
    """What stands in the place of a folder: all else lies below them."""
    return tuple(Damage(Kind.FOLDER, name, fault) for name, fault in find_taken(store.root))


def read_releases(store: Store) -> tuple[Manifest | Damage, ...]:
    """Every release by its manifest, or what is wrong with that; folders that are strays are left out."""
    strays = {one.place for one in inspection.find_stray_releases(store)}
    numbers = [number for number in store.release_numbers() if f"releases/{number}" not in strays]
    return tuple(inspection.read_sound_manifest(store, number) for number in numbers)


def _drop_repeats(damage: Iterable[Damage]) -> tuple[Damage, ...]:
    """A file that several releases share is named once."""
    return tuple({(one.kind, one.place): one for one in reversed(tuple(damage))}.values())[::-1]


def _inspect_pointer(store: Store) -> Iterator[Damage]:
    try:
        number = lineage.find_published_number(store)
    except ReleaseError as error:
        other = "không phải liên kết" if os.path.lexists(store.root / "current") else "không có"
        yield Damage(Kind.POINTER, "current", error.value or other)
        return
    if number is not None and not store.tree(number).is_dir():
        yield Damage(Kind.POINTER, "current", f"chỉ vào bản {number}, bản này không còn")


def _inspect_release(store: Store, manifest: Manifest, hasher: Hasher) -> Iterator[Damage]:
    yield from inspection.find_damaged_files(store, manifest, hasher)
    yield from inspection.list_strangers(store, manifest)
    yield from inspection.find_damaged_inputs(store, manifest, hasher)


def _inspect_verdict(store: Store, manifest: Manifest, *, published: bool) -> Iterator[Damage]:
    place = f"verified/{manifest.number}.json"
    try:
        verdict = lifecycle.load_verdict(store, manifest)
        is_lost = verdict is None and (published or (store.root / place).exists())
        failed = published and verdict is not None and not verdict.passed
    except OSError:
        is_lost, failed = True, False
    if is_lost or failed:
        cause = "lần đọc lại gần nhất không đạt" if failed else "không có hoặc không nói về danh sách tệp này"
        yield Damage(Kind.VERDICT, place, cause, manifest.number)


def _inspect_number(store: Store) -> Iterator[Damage]:
    try:
        last = store.last_number()
    except OSError:
        last = None
    numbers = store.release_numbers()
    if last is None and (numbers or os.path.lexists(store.root / "last-number")):
        yield Damage(Kind.NUMBER, "last-number", "không có hoặc không phải một số")
    elif last is not None and numbers and last < numbers[-1]:
        yield Damage(Kind.NUMBER, "last-number", f"ghi {last}, đã có bản {numbers[-1]}")


def _list_catalogues(store: Store) -> tuple[int, ...]:
    """Numbers of the catalogues that are there or must be, oldest first."""
    return tuple(sorted({*store.catalogue_numbers(), *lineage.list_recorded_catalogues(store)}))


def _inspect_catalogues(store: Store, numbers: Iterable[int]) -> Iterator[Damage]:
    known_digests = lineage.list_recorded_catalogues(store)
    for number in numbers:
        place = f"catalogue/{number:04d}.json"
        if not os.path.lexists(store.root / place):
            yield Damage(Kind.CATALOGUE, place, _MISSING, sha256=known_digests.get(number, ""))
            continue
        try:
            content = store.read(place) or b""
            load_catalogue(content, str(store.root / place))
        except (ValidationError, OSError):
            yield Damage(Kind.CATALOGUE, place, _UNREADABLE, sha256=known_digests.get(number, ""))
            continue
        if known_digests.get(number) and digest(content) != known_digests[number]:
            yield Damage(Kind.CATALOGUE, place, "khác bản đã nhập", sha256=known_digests[number])


def _inspect_imports(store: Store, numbers: Iterable[int]) -> Iterator[Damage]:
    """Records of imports and what their files said. A catalogue without both is of the time before the register."""
    for number in numbers:
        place, statements = register.name_record(number), register.name_statements(number)
        if not any(os.path.lexists(store.root / name) for name in (place, statements)):
            continue
        for name, newest, read_record in (
            (place, register.FORMAT, register.read_record),
            (statements, register.STATEMENTS_FORMAT, register.read_statements),
        ):
            fault = _find_fault(store, name, newest, partial(read_record, store, number))
            if fault:
                yield Damage(Kind.IMPORT, name, fault)


def find_import_number(place: str) -> int | None:
    """The number of the import whose record or statements stand at `place`, None for anything else."""
    match = _IMPORT.fullmatch(place)
    return int(match[1]) if match else None


def _inspect_answers(store: Store) -> Iterator[Damage]:
    if os.path.lexists(store.root / remembered.FILE):
        fault = _find_fault(store, remembered.FILE, remembered.FORMAT, partial(remembered.read_remembered, store))
        if fault:
            yield Damage(Kind.IMPORT, remembered.FILE, fault)


def _find_fault(store: Store, place: str, newest: int, read: Callable[[], object]) -> str:
    """What keeps a record from being read, "" where nothing does. Raises `StoreError` for one of a newer program."""
    try:
        content = store.read(place)
    except OSError:
        return _UNREADABLE
    if content is None:
        return _MISSING
    record.refuse_newer(content, newest, str(store.root / place))
    try:
        read()
    except StoreError:
        return _UNREADABLE
    return ""


def _inspect_kept_files(store: Store, hasher: Hasher) -> Iterator[Damage]:
    """Files of imports that are missing or not what their names say."""
    shas: dict[str, str] = {}
    for number in store.catalogue_numbers():
        with suppress(StoreError, OSError):
            entry = register.read_record(store, number)
            shas |= {file.sha256: file.name for file in entry.files} if entry else {}
    places = {sha: register.name_kept(sha) for sha in sorted(shas) if is_object_name(sha)}
    faults = hasher.faults((str(store.root / place), sha) for sha, place in places.items())
    for (sha, place), fault in zip(places.items(), faults, strict=True):
        if fault:
            yield Damage(Kind.IMPORT, place, f"{fault}: {shas[sha]}", sha256=sha)


def _inspect_posted(store: Store) -> Iterator[Damage]:
    try:
        record.refuse_newer(store.read("posted.json") or b"", posted.FORMAT, str(store.root / "posted.json"))
    except OSError:
        yield Damage(Kind.POSTED, "posted.json", _UNREADABLE)
        return
    try:
        posted.load_old_hanging(store)
    except StoreError:
        yield Damage(Kind.POSTED, "posted.json", "không phải sổ xác nhận")


def _inspect_hold(store: Store) -> Iterator[Damage]:
    """A record that is lost or damaged: nothing is published until somebody says what is held."""
    place = str(store.root / hold.FILE)
    try:
        record.refuse_newer(store.read(hold.FILE) or b"", hold.FORMAT, place)
    except OSError as error:
        yield Damage(Kind.HOLD, hold.FILE, explain_cause(error))
        return
    try:
        hold.read_hold(store)
    except StoreError as error:
        yield Damage(Kind.HOLD, hold.FILE, error.message)


def _find_unreadable_history(store: Store) -> Iterator[Damage]:
    """A history that cannot be read at all: it decides what everything else is compared with."""
    for place, number in (("history.jsonl", None), ("announced.json", ANNOUNCEMENT_FORMAT)):
        try:
            content = store.read(place)
            if number is not None:
                record.refuse_newer(content or b"", number, str(store.root / place))
        except NotADirectoryError:  # what was named is no workspace at all
            raise
        except OSError as error:
            yield Damage(Kind.HISTORY, place, explain_cause(error))


def _inspect_history(store: Store) -> Iterator[Damage]:
    """Lines that are none. One that was cut off at the very end is none of them: the next writer ends it by itself, as
    it adds the very first line where a publication was ended between pointer and history."""
    *lines, _ = (store.read("history.jsonl") or b"").split(b"\n")
    bad = [str(n) for n, line in enumerate(lines, 1) if line.strip() and not is_event(line)]
    if bad:
        more = ", …" if len(bad) > 5 else ""
        yield Damage(Kind.HISTORY, "history.jsonl", f"dòng {', '.join(bad[:5])}{more}")
    elif not any(lines) and lineage.find_pointed_number(store) is not None and not store.owes_line():
        yield Damage(Kind.HISTORY, "history.jsonl", "không có dòng nào dù đã công bố")


def is_event(line: bytes) -> bool:
    """Whether a line of the history says anything."""
    return read_event(line) is not None


def _inspect_unneeded(store: Store, hasher: Hasher) -> Iterator[Damage]:
    """Damaged objects that no release names; those that one names are told as its own."""
    releases = [m for m in read_releases(store) if isinstance(m, Manifest)]
    needed_objects = {f.sha256 for m in releases for f in m.files} | {
        sha for m in releases for sha in m.inputs.values()
    }
    places = [p for p in sorted(store.objects.glob("*/*")) if p.name not in needed_objects]
    faults = hasher.faults((str(path), path.name) for path in places)
    for path, fault in zip(places, faults, strict=True):
        misnamed = not is_object_name(path.name) or path.parent.name != path.name[:2]
        if fault or misnamed:
            cause = "tên không phải mã nội dung" if misnamed else fault
            yield Damage(Kind.UNNEEDED, path.relative_to(store.root).as_posix(), cause)
