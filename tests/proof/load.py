"""Many clients while releases are published: every answer is whole, and how long the slowest took against idle time.

Comes in: a bench, clients, seconds. Goes out: `Figures` of one run without publishing and one with it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof.trials import Bench
from tests.proof.web import Site, serving
from tests.proof.wholeness import look_at
from tests.proof.workplace import DAY

PAGES = (
    "/",
    "/sites/10507/",
    "/sites/10888/index.html",
    "/sites/HP-E/",
    "/release.json",
    "/sites/HP-E/niem-yet-A4.pdf",
)


@dataclass(slots=True)
class Figures:
    """Seconds of each answer, answers that were no whole published file, and releases published meanwhile."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    published: int = 0

    def p99(self) -> float:
        """Seconds within which 99 of 100 answers came."""
        return sorted(self.seconds)[int(0.99 * (len(self.seconds) - 1))] if self.seconds else 0.0


def put_under_load(bench: Bench, clients: int, seconds: float) -> tuple[Figures, Figures]:
    """(idle, publishing): the same clients without and with publishing and rolling back all the time."""
    folder = bench.workplace.fresh("live")
    known: set[bytes] = set()
    with serving(bench.injector, folder) as site:
        idle = _run(site, folder, known, clients, seconds, None)
        busy = _run(site, folder, known, clients, seconds, bench)
    return idle, busy


def _run(site: Site, folder: Path, known: set[bytes], clients: int, seconds: float, bench: Bench | None) -> Figures:
    figures, end = Figures(), time.monotonic() + seconds
    answers: dict[bytes, str] = {}
    threads = [threading.Thread(target=_ask, args=(site, n, end, figures, answers)) for n in range(clients)]
    for thread in threads:
        thread.start()
    if bench is not None:
        _publish_until(bench, folder, end, figures)
    for thread in threads:
        thread.join()
    for tree in (folder / "var/releases").iterdir():
        known |= {p.read_bytes() for p in tree.rglob("*") if p.is_file()}
    figures.wrong += judge_answers(answers, known)
    return figures


def judge_answers(answers: Mapping[bytes, str], known: Collection[bytes]) -> list[str]:
    """Complaints about bodies (body -> path) that were no whole file of any release."""
    return [f"{path} was answered with other bytes" for body, path in answers.items() if body not in known]


def _ask(site: Site, number: int, end: float, figures: Figures, answers: dict[bytes, str]) -> None:
    chosen = random.Random(number)
    while time.monotonic() < end:
        path, started = chosen.choice(PAGES), time.monotonic()
        try:
            answer = site.get(path)
        except OSError as error:
            figures.wrong.append(f"{path}: {error!r}")
            continue
        figures.seconds.append(time.monotonic() - started)
        if answer.status == 200:
            answers.setdefault(answer.body, path)
        else:
            figures.wrong.append(f"{path} was answered with {answer.status}")


def _publish_until(bench: Bench, folder: Path, end: float, figures: Figures) -> None:
    """Publish another catalogue, then two older releases in turns; at least once, however slow the machine is."""
    older = sorted(look_at(folder).releases)[-2:]
    while not figures.published or time.monotonic() < end:
        back = ("rollback", str(older[figures.published % 2]))
        words = back if figures.published else ("regenerate", "ca-nam.csv", "--as-of", DAY)
        run = bench.injector.run(folder, words)
        if run.code:
            figures.wrong.append(f"kiosk {' '.join(words)}: {run.err}")
            return
        figures.published += 1
