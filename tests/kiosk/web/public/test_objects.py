"""Objects that are what their names say."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.web.public.objects import PIECE, ObjectShelf
from kiosk.workspace.store import Store

LARGE = b"".join(bytes([n]) * PIECE for n in range(5)) + b"end"


@pytest.fixture
def shelf(store: Store) -> ObjectShelf:
    store.prepare()
    return ObjectShelf(store)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * PIECE, b"x" * (PIECE + 1), LARGE])
def test_an_object_is_read_whole(store: Store, shelf: ObjectShelf, content: bytes) -> None:
    name = store.put(content)
    for _ in range(2):
        with shelf.open(name, len(content)) as opened:
            assert (opened.read_all(), opened.size) == (content, len(content))


def test_what_changes_in_place_while_it_is_sent_is_not_handed_on(store: Store, shelf: ObjectShelf) -> None:
    place = store.object_path(store.put(LARGE))
    place.chmod(0o644)
    with shelf.open(digest(LARGE), len(LARGE)) as opened:
        assert opened.read_piece(0) == LARGE[:PIECE]
        with place.open("r+b") as damaged:
            damaged.seek(3 * PIECE + 7)
            damaged.write(b"!")
        assert opened.read_piece(2) == LARGE[2 * PIECE : 3 * PIECE]
        with pytest.raises(StoreError):
            opened.read_piece(3)


def test_what_is_replaced_while_it_is_sent_goes_on_as_it_was(store: Store, shelf: ObjectShelf) -> None:
    place = store.object_path(store.put(LARGE))
    with shelf.open(digest(LARGE), len(LARGE)) as opened:
        place.unlink()
        place.write_bytes(LARGE[::-1])
        assert opened.read_all() == LARGE


def test_one_piece_at_a_time_is_held(store: Store, shelf: ObjectShelf) -> None:
    content = bytes(40 * PIECE)
    name = store.put(content)
    tracemalloc.start()
    with shelf.open(name, len(content)) as opened:
        for number in range(40):
            opened.read_piece(number)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * PIECE


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "", "x\0y", "a" * 300])
def test_a_name_that_is_no_digest_opens_nothing(shelf: ObjectShelf, name: str) -> None:
    with pytest.raises(StoreError):
        shelf.open(name, 10)


@given(st.binary(min_size=1, max_size=300), st.data())
def test_any_other_bytes_are_found(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    store = Store(tmp_path_factory.mktemp("var"))
    store.prepare()
    other = data.draw(st.binary(max_size=300).filter(lambda drawn: drawn != content))
    place = store.object_path(store.put(content))
    place.chmod(0o644)
    place.write_bytes(other)
    with pytest.raises(StoreError):
        ObjectShelf(store).open(digest(content), len(content))
