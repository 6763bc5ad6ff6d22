"""The office's first page for fifty readers at once, alone and while a build runs beside them.

Each reader opens the first page, looks at it, and opens it again; the build is a job's: a whole city, cold, niced.
Rounds alternate, and each is compared with the one before it.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from kiosk.office import access, sessions
from kiosk.office.database.migrating import open_database
from kiosk.office.people import Role
from tests.bench.figures import Section, at_most
from tests.bench.material import Material
from tests.bench.page import published, served
from tests.bench.run import ROOT

_READERS, _LOOKS, _PAUSE, _ROUNDS = 50, 6, 1.0, 3
_MOST_SLOWER, _MOST_BYTES = 3, 60_000


def run(material: Material, section: Section) -> None:
    """Measure."""
    workspace = published(material)
    tokens = _sign_in(workspace)
    alone, beside = [], []
    with served(workspace, command="office") as address:
        _look(address, tokens[0], [])
        for _ in range(_ROUNDS):
            alone.append(_p95(address, tokens))
            with _building(material):
                beside.append(_p95(address, tokens))
        size = _size(address, tokens[0])
    section.add_all("the first page, 50 readers: p95", [1000 * x for x in alone], "ms", None, "one look a second each")
    section.add_all("the same while a build runs", [1000 * x for x in beside], "ms", None, "")
    slower = [b / a for a, b in zip(alone, beside, strict=True)]
    section.add_all("slower by", slower, "times", at_most(_MOST_SLOWER), "")
    section.add_all("the first page, packed", [size], "bytes", at_most(_MOST_BYTES), "without styles and face")


def _sign_in(workspace: Path) -> list[str]:
    """Sessions of so many readers."""
    database = open_database(workspace)
    tokens = []
    for number in range(_READERS):
        person, _ = access.add_with_link(database, f"doc-{number:02}-{os.getpid()}", "Chỉ xem", Role.READER, None)
        with database.writing() as connection:
            tokens.append(sessions.open_session(connection, person, "127.0.0.1", "bench", full=True))
    database.close()
    return tokens


@contextmanager
def _building(material: Material) -> Iterator[None]:
    """Cold builds, one after the other, as a job runs them, until it is left."""
    done = threading.Event()

    def build() -> None:
        while not done.is_set():
            with tempfile.TemporaryDirectory() as folder:
                start = ("-c", "from kiosk.cli import main; main()", "--workspace", folder, "regenerate")
                words = [sys.executable, *start, *material.lists.arguments(), "--allow-drop"]
                with subprocess.Popen(
                    ["nice", "-n", "10", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                ) as process:
                    while process.poll() is None and not done.wait(0.1):
                        pass
                    process.terminate()

    thread = threading.Thread(target=build)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _p95(address: str, tokens: list[str]) -> float:
    """Seconds within which nineteen of twenty looks were answered."""
    seconds: list[float] = []
    readers = [threading.Thread(target=_look, args=(address, token, seconds)) for token in tokens]
    for i, reader in enumerate(readers):
        reader.start()
        time.sleep(_PAUSE / len(readers) if i + 1 < len(readers) else 0)
    for reader in readers:
        reader.join()
    return quantiles(seconds, n=20)[-1]


def _look(address: str, token: str, seconds: list[float]) -> None:
    client = http.client.HTTPConnection(urlsplit(address).netloc)
    for _ in range(_LOOKS):
        started = time.perf_counter()
        client.request("GET", "/", headers={"Cookie": f"office-session={token}", "Accept-Encoding": "gzip"})
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the first page answered {answer.status}")
        seconds.append(time.perf_counter() - started)
        time.sleep(_PAUSE)
    client.close()


def _size(address: str, token: str) -> float:
    client = http.client.HTTPConnection(urlsplit(address).netloc)
    client.request("GET", "/", headers={"Cookie": f"office-session={token}", "Accept-Encoding": "gzip"})
    content = client.getresponse().read()
    client.close()
    return float(len(content))
