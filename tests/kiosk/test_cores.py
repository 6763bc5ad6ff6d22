"""Workers inherit what they are handed, and are never forked beside threads."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from kiosk import cores
from kiosk.errors import KioskError


def add(shared: list[int], argument: int) -> int:
    return shared[0] + argument


def nobody(shared: None, argument: int) -> tuple[None, int]:
    return shared, argument


class Unpicklable(list[int]):
    """A list that must not be sent."""

    def __reduce__(self) -> str:
        raise TypeError("sent")


def test_workers_inherit_what_is_shared_without_its_being_sent() -> None:
    with cores.open_pool(Unpicklable([40])) as pool:
        assert list(pool.map(cores.WithShared(add), range(4))) == [40, 41, 42, 43]
        assert pool.submit(os.getpid).result() != os.getpid()


def test_two_pools_one_after_the_other_share_different_things() -> None:
    for number in (1, 2):
        with cores.open_pool([number]) as pool:
            assert pool.submit(cores.WithShared(add), 0).result() == number
    with cores.open_pool() as pool:
        assert pool.submit(cores.WithShared(nobody), 1).result() == (None, 1)


def test_a_process_with_threads_is_refused() -> None:
    """A server that built a release in itself could hang for ever on a lock copied while it was held."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="server")
    thread.start()
    try:
        with pytest.raises(RuntimeError, match="server"):
            cores.open_pool().__enter__()
    finally:
        done.set()
        thread.join()
    with cores.open_pool() as pool:
        assert pool.submit(os.getpid).result() != os.getpid()


def test_there_is_a_worker_and_not_too_many() -> None:
    assert 1 <= cores.count_workers() <= 8


def end_itself(_shared: object, argument: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return argument


def test_a_killed_worker_is_a_sentence() -> None:
    with pytest.raises(KioskError, match="bị dừng giữa chừng") as told, cores.open_pool() as pool:
        list(pool.map(cores.WithShared(end_itself), range(4)))
    assert "bộ nhớ" in told.value.way_out
    with cores.open_pool() as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
