"""Pull the plug: a publisher killed at any point leaves the old or the new release live, never a mixture."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

import pytest

from kiosk.errors import StoreError
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

FILES = tuple(f"sites/{n:03d}/page.html" for n in range(24))
KILLS = 40


@pytest.fixture
def office(small_office: Office) -> Office:
    """A small one is enough here."""
    return small_office


def content(number: int, path: str) -> bytes:
    return f"{number} {path} ".encode() * 400


def publish_by_rename(root: Path, number: int) -> None:
    store = Store(root)
    with store.writing():
        files = {path: store.put(content(number, path)) for path in FILES}
        store.plant(store.next_number(), files, {"manifest.json": str(number).encode()})
        store.point_to(store.release_numbers()[-1], {})


def publish_in_place(root: Path, number: int) -> None:
    for path in FILES:
        (root / "live" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "live" / path).write_bytes(content(number, path))


def read_release(root: Path) -> set[bytes]:
    """What one request sees: the pointer is resolved once, then every file of that release is read."""
    store = Store(root)
    number = store.current()
    if number is None:
        return set()
    tree = store.tree(number)
    stamp = (tree / "manifest.json").read_bytes()
    return {stamp if (tree / p).read_bytes() == content(int(stamp), p) else b"torn" for p in FILES}


def read_in_place(root: Path) -> set[bytes]:
    seen = set()
    for path in FILES:
        found = (root / "live" / path).read_bytes() if (root / "live" / path).exists() else b""
        stamp = found.split(b" ", 1)[0]
        seen.add(stamp if found and found == content(int(stamp), path) else b"torn")
    return seen


@contextmanager
def readers(read: Callable[[Path], set[bytes]], root: Path) -> Iterator[list[set[bytes]]]:
    """Two readers that keep asking; yields what they saw wrong."""
    wrong: list[set[bytes]] = []
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            seen = read(root)
            if len(seen) > 1 or b"torn" in seen:
                wrong.append(seen)

    threads = [threading.Thread(target=loop) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def killed(publish: Callable[[Path, int], None], root: Path, number: int, after: float) -> bool:
    """Run `publish` in a child and kill it `after` seconds later; whether the kill came in time."""
    child = os.fork()
    if child == 0:
        try:
            publish(root, number)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def storm(
    publish: Callable[[Path, int], None], read: Callable[[Path], set[bytes]], root: Path, kills: int
) -> tuple[int, list[set[bytes]]]:
    """Publish and kill until `kills` publishers died at work or something wrong was seen; what that was."""
    rng = random.Random(20261124)
    begun = time.perf_counter()
    publish(root, 1)
    usual = time.perf_counter() - begun
    died = 0
    number = 1
    with readers(read, root) as wrong:
        while died < kills and not wrong:
            number += 1
            died += killed(publish, root, number, rng.uniform(0, usual * 1.5))
            after = read(root)
            if len(after) > 1 or b"torn" in after:
                wrong.append(after)
    return died, wrong


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_kills_never_show_a_mixture(tmp_path: Path) -> None:
    died, wrong = storm(publish_by_rename, read_release, tmp_path, KILLS)
    assert died >= KILLS
    assert wrong == []
    publish_by_rename(tmp_path, 10**6)
    assert read_release(tmp_path) == {b"1000000"}, "the workspace still publishes after all those deaths"


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_publisher_in_place_fails_the_same_storm(tmp_path: Path) -> None:
    _, wrong = storm(publish_in_place, read_in_place, tmp_path, 20)
    assert wrong, "if this passes, the storm proves nothing"


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "half of the files": lambda workspace: _objects(workspace) > 20,
    "reading back": lambda workspace: (workspace / "releases/1").is_dir(),
}


def _objects(workspace: Path) -> int:
    return sum(1 for _ in (workspace / "objects").glob("??/*"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_whole_command_with_its_workers_can_be_killed_and_run_again(
    office: Office, tmp_path: Path, moment: str
) -> None:
    """Workers of a killed command end with it: they would hold the workspace's lock, and nothing could write again."""
    workspace = tmp_path / "var"
    words = (sys.executable, "-m", "kiosk", "--workspace", str(workspace), "regenerate")
    child = subprocess.Popen(words, cwd=office.folder, env=office.env(), stdout=DEVNULL, stderr=DEVNULL)
    while child.poll() is None and not MOMENTS[moment](workspace):
        time.sleep(0.005)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    store = Store(workspace)
    assert store.current() is None
    with _patience(store):
        pass
    office.ok("--workspace", str(workspace), "regenerate")
    assert office.json("--workspace", str(workspace), "verify")["passed"]


@contextmanager
def _patience(store: Store) -> Iterator[None]:
    """The writer's lock, as soon as workers have seen that their parent is gone: a moment, unless the machine is busy.
    Without that they would hold it for ever, which a minute tells as well as a second."""
    until = time.monotonic() + 60
    while True:
        try:
            with store.writing():
                yield
            return
        except StoreError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
