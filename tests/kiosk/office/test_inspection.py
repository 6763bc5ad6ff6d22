"""A look reads what is published and what the next command needs; the inspection reads everything. Neither writes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.model.manifest import Manifest
from kiosk.office.inspection import (
    inspect_workspace,
    is_event,
    look_at_workspace,
    read_releases,
)
from kiosk.release.damage import Damage, Kind
from kiosk.release.lineage import list_recorded_catalogues
from kiosk.workspace.history import History
from kiosk.workspace.store import Store
from tests.kiosk.made import plant, publish

SHARED = b"body {}"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two releases that share a file; the second is published."""
    store = Store(tmp_path / "var")
    for page in (b"<p>1</p>", b"<p>2</p>"):
        publish(store, {"index.html": page, "kiosk.css": SHARED})
    return store


def seen(damage: tuple[Damage, ...]) -> list[tuple[Kind, str]]:
    return [(one.kind, one.place) for one in damage]


def overwrite(place: Path, content: bytes) -> None:
    place.chmod(0o644)
    place.write_bytes(content)


def listing(store: Store) -> dict[str, tuple[int, bytes]]:
    files = [p for p in store.root.rglob("*") if p.is_file()]
    return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


def test_a_whole_workspace_has_no_damage_and_is_not_written(store: Store) -> None:
    before = listing(store)
    assert look_at_workspace(store) == inspect_workspace(store) == ()
    assert listing(store) == before


def test_before_the_first_release_nothing_is_damaged(tmp_path: Path) -> None:
    assert inspect_workspace(Store(tmp_path / "var")) == ()
    assert list(tmp_path.iterdir()) == []


def test_an_older_release_is_read_by_the_inspection_alone(store: Store) -> None:
    (store.tree(1) / "index.html").unlink()
    assert look_at_workspace(store) == ()
    assert seen(inspect_workspace(store)) == [(Kind.TREE, "releases/1/index.html")]


def test_a_file_that_releases_share_is_named_once(store: Store) -> None:
    sha256 = digest(SHARED)
    overwrite(store.tree(1) / "kiosk.css", b"damaged")
    assert sorted(seen(inspect_workspace(store))) == [
        (Kind.OBJECT, f"objects/{sha256[:2]}/{sha256}"),
        (Kind.TREE, "releases/1/kiosk.css"),
        (Kind.TREE, "releases/2/kiosk.css"),
    ]


def replaced_by_a_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


RECORDS: list[tuple[Callable[[Store], object], Kind, str]] = [
    (lambda store: (store.root / "current").unlink(), Kind.POINTER, "current"),
    (lambda store: (store.root / "last-number").unlink(), Kind.NUMBER, "last-number"),
    (lambda store: (store.root / "last-number").write_bytes(b"\0"), Kind.NUMBER, "last-number"),
    (lambda store: (store.root / "last-number").write_bytes(b"1"), Kind.NUMBER, "last-number"),
    (lambda store: (store.root / "verified/2.json").unlink(), Kind.VERDICT, "verified/2.json"),
    (lambda store: (store.root / "verified/2.json").write_bytes(b"{"), Kind.VERDICT, "verified/2.json"),
    (lambda store: (store.root / "posted.json").write_bytes(b"[]"), Kind.POSTED, "posted.json"),
    (lambda store: (store.root / "posted.json").mkdir(), Kind.POSTED, "posted.json"),
    (lambda store: (store.root / "history.jsonl").write_bytes(b""), Kind.HISTORY, "history.jsonl"),
    (lambda store: replaced_by_a_pipe(store.root / "history.jsonl"), Kind.HISTORY, "history.jsonl"),
    (lambda store: os.mkfifo(store.root / "announced.json"), Kind.HISTORY, "announced.json"),
    (lambda store: (store.root / "hold.json").write_bytes(b"{}{"), Kind.HOLD, "hold.json"),
    (lambda store: (store.root / "hold.json").symlink_to("nothing"), Kind.HOLD, "hold.json"),
    (lambda store: store.record_event({"at": "2026-11-29", "held": "chờ"}), Kind.HOLD, "hold.json"),
    (lambda store: (store.root / "last-number").write_bytes(b"-3"), Kind.NUMBER, "last-number"),
    (lambda store: (store.root / "last-number").write_bytes(b"9" * 12), Kind.NUMBER, "last-number"),
    (lambda store: replaced_by_a_pipe(store.root / "last-number"), Kind.NUMBER, "last-number"),
    (lambda store: (store.releases / "99999999999999999999").mkdir(), Kind.STRAY, "releases/99999999999999999999"),
    (lambda store: (store.releases / "9").symlink_to("/etc"), Kind.STRAY, "releases/9"),
    (lambda store: (store.root / "imports/answers.json").symlink_to("nothing"), Kind.IMPORT, "imports/answers.json"),
    (lambda store: (store.root / "catalogue/0003.json").write_bytes(b"[]"), Kind.CATALOGUE, "catalogue/0003.json"),
    (lambda store: (store.releases / "notes").mkdir(), Kind.STRAY, "releases/notes"),
    (lambda store: (store.tree(2) / "x").write_bytes(b"x"), Kind.STRANGER, "releases/2/x"),
    (lambda store: (store.tree(1) / "manifest.json").write_bytes(b"{"), Kind.MANIFEST, "releases/1/manifest.json"),
]


@pytest.mark.parametrize(("harm", "kind", "place"), RECORDS)
def test_what_the_next_command_needs_is_seen_by_a_look(
    store: Store, harm: Callable[[Store], object], kind: Kind, place: str
) -> None:
    harm(store)
    assert seen(look_at_workspace(store)) == [(kind, place)]
    assert (kind, place) in seen(inspect_workspace(store))


def test_a_pointer_to_a_release_that_is_gone(store: Store) -> None:
    (store.tree(2)).rename(store.root / "moved")
    assert [(one.kind, one.detail) for one in look_at_workspace(store)][:1] == [
        (Kind.POINTER, "chỉ vào bản 2, bản này không còn")
    ]


def test_the_lines_of_the_history_that_are_none_are_numbered(store: Store) -> None:
    good = (store.root / "history.jsonl").read_bytes()
    (store.root / "history.jsonl").write_bytes(b"[1]\n" + good + b'{"at"')
    (damage,) = look_at_workspace(store)
    assert (damage.kind, damage.detail) == (Kind.HISTORY, "dòng 1"), "the last one is being written"
    assert store.is_torn()
    assert [is_event(line) for line in (b'{"at": ""}', b"[1]", b"", b"{")] == [True, False, False, False]


@pytest.mark.parametrize("left", [b"", b'{"at": "2026'], ids=["no line", "a torn line"])
def test_a_first_publication_that_was_ended_before_its_line_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bytes
) -> None:
    store = Store(tmp_path / "var")
    with monkeypatch.context() as patched:
        patched.setattr(History, "record", lambda *_: ())  # killed between the pointer and the line
        publish(store, {"index.html": b"<p>1</p>"})
    if left:
        (store.root / "history.jsonl").write_bytes(left)
    assert (store.current(), store.owes_line(), look_at_workspace(store)) == (1, True, ())
    (store.root / "announced.json").unlink()
    assert not store.owes_line()
    assert seen(look_at_workspace(store)) == [(Kind.HISTORY, "history.jsonl")], "now nothing says that it was published"


def test_a_verdict_of_another_list_of_files_is_none(store: Store) -> None:
    other = (store.root / "verified/2.json").read_bytes()
    (store.root / "verified/1.json").write_bytes(other)
    assert look_at_workspace(store) == ()
    assert seen(inspect_workspace(store)) == [(Kind.VERDICT, "verified/1.json")]
    (store.root / "verified/1.json").unlink()
    assert inspect_workspace(store) == ()


def test_a_catalogue_is_compared_with_what_the_history_says(store: Store) -> None:
    with (store.root / "history.jsonl").open("ab") as history:
        for event in ({"catalogue": 1, "digest": "ab"}, {"catalogue": 2}):
            history.write(json.dumps(event).encode() + b"\n")
    assert list_recorded_catalogues(store) == {1: "ab", 2: ""}
    (store.root / "catalogue/0001.json").write_bytes(b"{")
    lost = [one.place for one in look_at_workspace(store) if one.kind is Kind.CATALOGUE]
    assert lost == ["catalogue/0002.json"], "a look asks for the newest"
    both = [(one.place, one.sha256) for one in inspect_workspace(store) if one.kind is Kind.CATALOGUE]
    assert sorted(both) == [("catalogue/0001.json", "ab"), ("catalogue/0002.json", "")]


@pytest.mark.parametrize("name", ["posted.json", "announced.json"])
def test_words_of_a_newer_program_are_refused_and_no_damage(store: Store, name: str) -> None:
    (store.root / name).write_bytes(b'{"format":99,"sites":{}}')
    with pytest.raises(StoreError, match="mới hơn"):
        look_at_workspace(store)


def test_databases_and_objects_that_nothing_names_are_inspected(store: Store) -> None:
    for name in ("cache.sqlite", "news.sqlite", "counts.sqlite"):
        (store.root / name).write_bytes(b"no database at all" * 100)
    whole, damaged = (store.object_path(store.put(content)) for content in (b"whole", b"damaged"))
    overwrite(damaged, b"")
    misplaced = store.objects / "zz" / whole.name
    misplaced.parent.mkdir()
    misplaced.write_bytes(b"whole")
    assert look_at_workspace(store) == ()
    expected = {(Kind.CACHE, "cache.sqlite"), (Kind.NEWS, "news.sqlite"), (Kind.COUNTS, "counts.sqlite")}
    expected |= {(Kind.UNNEEDED, p.relative_to(store.root).as_posix()) for p in (damaged, misplaced)}
    assert set(seen(inspect_workspace(store))) == expected


def test_releases_are_read_without_strays(store: Store) -> None:
    waiting = plant(store, {"index.html": b"<p>3</p>"})
    (store.releases / "9").mkdir()
    overwrite(store.tree(1) / "manifest.json", b"{")
    first, *rest = read_releases(store)
    assert isinstance(first, Damage)
    assert [one.number for one in rest if isinstance(one, Manifest)] == [2, waiting.number]
