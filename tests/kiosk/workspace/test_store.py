"""The workspace: objects are what their names say, pointers move by one rename, a second writer is refused."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import StoreError
from kiosk.flushing import flush
from kiosk.workspace import disk, history
from kiosk.workspace import store as store_module
from kiosk.workspace.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "var")
    made.prepare()
    return made


def test_equal_values_have_equal_bytes() -> None:
    assert dump_canonical({"b": 1, "a": "ố"}) == dump_canonical({"a": "ố", "b": 1}) == '{"a":"ố","b":1}'.encode()


def test_an_object_is_named_by_its_content_and_written_once(store: Store) -> None:
    name = store.put("tờ".encode())
    before = store.object_path(name).stat().st_mtime_ns
    assert name == digest("tờ".encode()) == store.put("tờ".encode())
    assert store.object_path(name).stat().st_mtime_ns == before
    assert store.get(name) == "tờ".encode()


def test_a_damaged_object_is_refused(store: Store) -> None:
    name = store.put(b"abc")
    store.object_path(name).chmod(0o644)
    store.object_path(name).write_bytes(b"abd")
    with pytest.raises(StoreError, match="bị hỏng") as caught:
        store.get(name)
    assert name in str(caught.value)
    assert "kiosk doctor" in caught.value.way_out


def test_a_tree_gets_its_name_only_when_complete(store: Store) -> None:
    name = store.put(b"x")
    assert store.next_number() == 1
    store.plant(1, {"sites/1/a.pdf": name}, {"manifest.json": b"{}"})
    assert (store.tree(1) / "sites/1/a.pdf").read_bytes() == b"x"
    assert store.release_numbers() == (1,)


def test_numbers_only_grow_even_when_a_release_is_removed(store: Store) -> None:
    store.plant(1, {}, {"manifest.json": b"{}"})
    store.plant(2, {}, {"manifest.json": b"{}"})
    store.drop_release(2)
    assert store.next_number() == 3


def test_the_pointer_is_replaced_by_one_rename(store: Store) -> None:
    assert store.current() is None
    for number in (1, 2):
        store.plant(number, {}, {"manifest.json": b"{}"})
        store.point_to(number, {})
        assert store.current() == number


def test_a_second_writer_is_refused_in_words(store: Store) -> None:
    with store.writing(), pytest.raises(StoreError, match="một lệnh khác"), store.writing():
        pass


def test_litter_of_a_killed_writer_is_removed(store: Store) -> None:
    litter = store.root / "tmp" / "release-7"
    litter.mkdir()
    (litter / "half").write_bytes(b"half")
    with store.writing():
        assert not litter.exists()


def test_the_cache_forgets_a_damaged_value(store: Store) -> None:
    cache = store.cache()
    cache.put_many({"a": b"1", "b": b"2"})
    with cache._db:
        cache._db.execute("UPDATE item SET value = ? WHERE key = 'a'", (b"9",))
    assert cache.get_many(["a", "b", "c"]) == {"b": b"2"}
    cache.close()


def test_a_file_that_is_no_cache_is_replaced(store: Store) -> None:
    (store.root / "cache.sqlite").write_bytes(b"not a database, but long enough to look like one" * 50)
    cache = store.cache()
    cache.put_many({"a": b"1"})
    assert cache.get_many(["a"]) == {"a": b"1"}
    cache.close()


def test_sweep_keeps_what_is_wanted(store: Store) -> None:
    kept, gone = store.put(b"kept"), store.put(b"gone")
    assert store.sweep({kept}) == (1, 4)
    assert store.object_path(kept).exists()
    assert not store.object_path(gone).exists()


@pytest.mark.parametrize("content", [b"", b"\0\0", b"mot", b"-4", b"99999999999999", "²".encode(), b"\xff"])
def test_a_damaged_last_number_gives_no_number_at_all(store: Store, content: bytes) -> None:
    for number in (1, 2):
        store.plant(number, {}, {"manifest.json": b"{}"})
        store.point_to(number, {"published": number})
    store.drop_release(2)
    (store.root / "last-number").write_bytes(content)
    with pytest.raises(StoreError, match="kiosk doctor"):
        store.next_number()


@pytest.mark.parametrize(("content", "number"), [(b"7", 7), (b"7\n", 7), (b"7 8", None), (b"9" * 5000, None)])
def test_a_number_is_read_where_it_is_one(store: Store, content: bytes, number: int | None) -> None:
    assert store.last_number() is None
    (store.root / "last-number").write_bytes(content)
    assert store.last_number() == number


@pytest.mark.parametrize("name", ["²", "١٢٣٤", "1", "0001 (copy)", "9" * 40])
def test_a_stray_file_is_no_catalogue(store: Store, name: str) -> None:
    (store.root / f"catalogue/{name}.json").write_bytes(b"{}")
    assert store.catalogue_numbers() == ()


def test_a_record_that_is_no_file_is_not_one_that_is_absent(store: Store) -> None:
    assert store.read("hold.json") is None
    (store.root / "hold.json").symlink_to("nothing")
    with pytest.raises(StoreError, match="không phải tệp thường"):
        store.read("hold.json")


@pytest.mark.parametrize("name", ["0", "007", "²", "١", "1 (copy)", "-1", "tmp"])
def test_a_stray_folder_is_no_release(store: Store, name: str) -> None:
    store.plant(1, {}, {"manifest.json": b"{}"})
    (store.releases / name).mkdir()
    assert store.release_numbers() == (1,)


def test_everything_can_be_read_by_a_web_server_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        store = Store(tmp_path / "new/var")
        with store.writing():
            store.plant(1, {"sites/1/a.html": store.put(b"x")}, {"manifest.json": b"{}"})
            store.point_to(1, {"published": 1})
            store.enact("catalogue/0001.json", b"{}", {"catalogue": 1})
        store.cache().close()
    finally:
        os.umask(before)
    paths = [store.root, *store.root.rglob("*")]
    modes = {stat.S_IMODE(p.stat().st_mode) for p in paths if p.is_file()}
    assert modes == {0o644, 0o444}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (*paths, tmp_path / "new") if p.is_dir()} == {0o755}


def fail_at(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Flushing `place` fails from now on."""

    def failing(path: Path) -> None:
        if path == place:
            raise OSError(errno.EIO, "Input/output error", str(path))
        flush(path)

    for module in (disk, history, store_module):
        monkeypatch.setattr(module, "flush", failing)


def test_a_pointer_that_has_moved_is_never_said_not_to_have(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.plant(1, {}, {"manifest.json": b"{}"})
    with monkeypatch.context() as patched:
        fail_at(patched, store.root)
        shortfalls = store.point_to(1, {"published": 1})
    assert store.current() == 1
    assert [s.place for s in shortfalls] == [str(store.root), str(store.root / "history.jsonl")]
    with store.writing():
        pass
    assert store.unrecorded() == 0


def test_words_that_are_in_force_are_never_said_not_to_be(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    event = {"at": "x", "catalogue": 1, "why": "một"}
    with monkeypatch.context() as patched:
        fail_at(patched, store.root / "catalogue")
        (shortfall,) = store.enact("catalogue/0001.json", b"{}", event)
    assert shortfall.place.endswith("catalogue")
    assert store.catalogue_numbers() == (1,)
    assert store.enact("catalogue/0001.json", b"{}", event) == ()


def test_nothing_is_done_that_the_history_could_not_take(store: Store) -> None:
    (store.root / "history.jsonl").mkdir()
    with pytest.raises(StoreError, match="không phải tệp thường"):
        store.enact("catalogue/0001.json", b"{}", {"at": "x", "catalogue": 1, "why": "một"})
    store.plant(1, {}, {"manifest.json": b"{}"})
    with pytest.raises(StoreError, match="không phải tệp thường"):
        store.point_to(1, {"published": 1})
    assert (store.catalogue_numbers(), store.current()) == ((), None)


def test_what_was_not_recorded_is_recorded_by_the_next_writer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(history, "_write_all", full)
        (shortfall,) = store.enact("catalogue/0001.json", b"{}", {"at": "x", "catalogue": 1, "why": "một"})
    assert "chưa ghi được vào nhật ký" in str(shortfall)
    assert store.unrecorded() == 1
    with store.writing():
        assert store.unrecorded() == 0
    assert '"why": "một"' in (store.root / "history.jsonl").read_text(encoding="utf-8")
