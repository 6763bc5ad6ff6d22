"""The register of imports: each with its files (kept, by content), day, person, answers, and what the files said.

In comes the workspace; out go records, the past from which a catalogue follows, and the questions that wait. An import
is never changed: undoing it is a record of its own. Catalogues without a record are of the time before the register:
the newest of them is the ground on which statements stand. What is undone and re-derived is left to `undoing`.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter, ValidationError

from kiosk import record
from kiosk.canonical import digest, dump_canonical
from kiosk.errors import StoreError
from kiosk.model.catalogue import Catalogue, PostingList
from kiosk.model.problem import Waiting
from kiosk.model.site import SiteKind
from kiosk.model.statement import Past, Statement
from kiosk.workspace.store import Store

FORMAT = 1
STATEMENTS_FORMAT = 2  # 2: fields that a person emptied
_FILES = "imports/files"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of an import, kept under its sha256. `role`: the kind of site whose list it is, or empty."""

    name: str
    sha256: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import. `number` is that of the catalogue it made; `undoes` the import that it takes back.

    `changes`: how many of each kind it made; `fresh`: the catalogue began anew with it (real lists over a sample).
    """

    number: int
    day: date
    at: str
    by: str
    why: str
    files: tuple[KeptFile, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: tuple[PostingList, ...] = ()
    changes: Mapping[str, int] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()
    fresh: bool = False
    undoes: int | None = None
    reason: str = ""


_RECORD: TypeAdapter[ImportRecord] = TypeAdapter(ImportRecord)
_STATEMENTS: TypeAdapter[tuple[Statement, ...]] = TypeAdapter(tuple[Statement, ...])


def name_record(number: int) -> str:
    """Where the record of an import stands, relative to the workspace."""
    return f"imports/{number:04d}.json"


def name_statements(number: int) -> str:
    """Where stands what its files said."""
    return f"imports/{number:04d}-statements.json"


def name_kept(sha256: str) -> str:
    """Where a file of an import stands."""
    return f"{_FILES}/{sha256}"


def name_user() -> str:
    """The system's user, for records of people who did not say their name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "không rõ"


def keep_files(store: Store, contents: Mapping[str, bytes]) -> None:
    """Keep files by content (sha256 -> bytes); what is there whole stays. The caller holds the workspace."""
    for sha256, content in contents.items():
        if store.read(name_kept(sha256)) != content:
            store.write(name_kept(sha256), content)


def read_kept(store: Store, kept: KeptFile) -> bytes:
    """The content of a kept file. Raises `StoreError` where it is gone, or is not what its name says."""
    content = store.read(name_kept(kept.sha256))
    if content is None or digest(content) != kept.sha256:
        raise StoreError(
            "tệp của lần nhập trước không còn trong thư mục làm việc"
            if content is None
            else "tệp của lần nhập trước bị hỏng",
            place=str(store.root / name_kept(kept.sha256)),
            value=kept.name,
            way_out="khôi phục thư mục imports từ bản sao lưu, hoặc nhập lại tệp",
        )
    return content


def write_record(store: Store, written: ImportRecord, statements: tuple[Statement, ...]) -> None:
    """Write an import into the register, before its catalogue. The caller holds the workspace for writing."""
    stated = _STATEMENTS.dump_python(statements, mode="json", exclude_defaults=True)
    statements_record = record.number_record({"statements": stated}, STATEMENTS_FORMAT)
    store.write(name_statements(written.number), dump_canonical(statements_record))
    store.write(name_record(written.number), record.dump_record(_RECORD, FORMAT, written, exclude_defaults=True))


def drop_record(store: Store, number: int) -> None:
    """Forget a record whose catalogue never came into force."""
    for name in (name_record(number), name_statements(number)):
        (store.root / name).unlink(missing_ok=True)


def read_record(store: Store, number: int) -> ImportRecord | None:
    """The record of an import, None for one of the time before the register. Raises `StoreError`."""
    content = store.read(name_record(number))
    if content is None:
        return None
    place = str(store.root / name_record(number))
    try:
        return record.load_record(_RECORD, FORMAT, content, place)
    except ValidationError:
        raise _explain_damage(place) from None


def read_records(store: Store) -> tuple[ImportRecord, ...]:
    """Every record since the ground, oldest first."""
    records: list[ImportRecord] = []
    for number in reversed(store.catalogue_numbers()):
        entry = read_record(store, number)
        if entry is None:
            break
        records.append(entry)
    return tuple(reversed(records))


def read_statements(store: Store, number: int) -> tuple[Statement, ...]:
    """What the files of an import said. Raises `StoreError` where the record is damaged."""
    content = store.read(name_statements(number))
    place = str(store.root / name_statements(number))
    if content is None:
        raise _explain_damage(place)
    try:
        return record.load_record(_STATEMENTS_RECORD, STATEMENTS_FORMAT, content, place).statements
    except ValidationError:
        raise _explain_damage(place) from None


@dataclass(frozen=True, slots=True)
class _StatementsRecord:
    statements: tuple[Statement, ...] = ()
    format: int = 0


_STATEMENTS_RECORD: TypeAdapter[_StatementsRecord] = TypeAdapter(_StatementsRecord)


def _explain_damage(place: str) -> StoreError:
    return StoreError(
        "sổ ghi lần nhập bị hỏng", place=place, way_out="khôi phục thư mục imports từ bản sao lưu rồi chạy lại"
    )


def find_ground_number(store: Store) -> int | None:
    """The newest catalogue of the time before the register, None where the configured files are the ground."""
    return next((n for n in reversed(store.catalogue_numbers()) if read_record(store, n) is None), None)


def select_active(records: Iterable[ImportRecord]) -> tuple[ImportRecord, ...]:
    """The imports that stand: not undone by a record that itself stands."""
    undone: set[int] = set()
    active: list[ImportRecord] = []
    for entry in sorted(records, key=lambda r: -r.number):
        if entry.number in undone:
            continue
        if entry.undoes is not None:
            undone.add(entry.undoes)
        active.append(entry)
    return tuple(reversed(active))


def gather_past(store: Store, ground: Catalogue, records: Iterable[ImportRecord]) -> Past:
    """What the standing imports said. The ones before the catalogue began anew say nothing any more."""
    active = [entry for entry in select_active(records) if entry.undoes is None]
    first = max((i for i, entry in enumerate(active) if entry.fresh), default=None)
    counted = active if first is None else active[first:]
    statements = tuple(s for entry in counted for s in read_statements(store, entry.number))
    return Past(ground if first is None else Catalogue(), statements)


def select_lists(ground: Catalogue, records: Iterable[ImportRecord]) -> tuple[PostingList, ...]:
    """The posting lists in force: for each kind the one with the latest day, of equal ones the last imported."""
    lists = {x.kind: x for x in ground.lists}
    for entry in select_active(records):
        for listed in entry.lists:
            newest = lists.get(listed.kind)
            if newest is None or (newest.dated or date.min) <= (listed.dated or date.min):
                lists[listed.kind] = listed
    return tuple(lists[kind] for kind in SiteKind if kind in lists)


def find_waiting(store: Store) -> tuple[Waiting, ...]:
    """The questions that stand, of all imports."""
    numbers = store.catalogue_numbers()
    newest = read_record(store, numbers[-1]) if numbers else None
    return newest.waiting if newest else ()
