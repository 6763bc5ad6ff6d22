"""What the city's own addresses cost to answer: `/P/…` beside a static file of much the same size, in turns.

One client keeps its connection, and asks for a file and for addresses by turns, so that what slows one slows both. The
release prints own addresses for the whole list at a few sites; every address is another one, as on walls.
"""

from __future__ import annotations

import http.client
import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Section, at_most
from tests.bench.material import Material
from tests.bench.page import served
from tests.bench.run import ROOT, BenchError, kiosk

_REQUESTS, _ROUNDS, _SITES = 200, 15, 3
_MOST = 1.5
"""Times a static file of the same size."""


def run(material: Material, section: Section) -> None:
    """Measure."""
    workspace = _publish(material)
    files = json.loads((workspace / "current/manifest.json").read_text(encoding="utf-8"))["files"]
    codes = sorted(json.loads((workspace / "current/redirects.json").read_text(encoding="utf-8"))["codes"])
    with served(workspace) as address:
        client = http.client.HTTPConnection(urlsplit(address).netloc)
        size = _count_bytes(client, f"P/{codes[0]}")
        file = min(files, key=lambda f: abs(f["size"] - size))["path"]
        own = [f"P/{codes[n % len(codes)]}" for n in range(_REQUESTS)]
        unknown = [f"P/9.{n:06d}" for n in range(_REQUESTS)]
        for name, paths in (("an address that leads on", own), ("an address of nobody", unknown)):
            _ask(client, [*paths[:20], file])  # the first answer of a kind loads what all others use
            pairs = [_ask_in_turns(client, file, paths) for _ in range(_ROUNDS)]
            note = f"{1000 * min(answer for _, answer in pairs) / _REQUESTS:.2f} ms an answer"
            target = at_most(_MOST) if paths is own else None
            section.add_all(name, [answer / still for still, answer in pairs], "x a static file", target, note)
        client.close()


def _publish(material: Material) -> Path:
    """A release that prints own addresses, of the whole list at a few sites."""
    city = material.folder / "own"
    shutil.copytree(ROOT / "data", city / "data")
    settings = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for before, after in (
        ('public_url: ""', "public_url: https://niemyet.haiphong.gov.vn"),
        ("mode: portal", "mode: own"),
    ):
        if before not in settings:
            raise BenchError(f"config.yaml has no «{before}»")
        settings = settings.replace(before, after, 1)
    (city / "config.yaml").write_text(settings, encoding="utf-8")
    sites = (city / "data/sites.csv").read_text(encoding="utf-8").splitlines()
    (city / "data/sites.csv").write_text("\n".join(sites[: 1 + _SITES]) + "\n", encoding="utf-8")
    arguments = (*material.lists.arguments(), "--allow-drop", "--config", str(city / "config.yaml"))
    kiosk(city / "var", "regenerate", *arguments)
    return city / "var"


def _ask_in_turns(client: http.client.HTTPConnection, file: str, paths: Sequence[str]) -> tuple[float, float]:
    """Seconds for as many requests for the file, and for the addresses, ten of each in turn."""
    still = answer = 0.0
    for at in range(0, len(paths), 10):
        part = paths[at : at + 10]
        still += _ask(client, [file] * len(part))
        answer += _ask(client, part)
    return still, answer


def _ask(client: http.client.HTTPConnection, paths: Sequence[str]) -> float:
    started = time.perf_counter()
    for path in paths:
        client.request("GET", f"/{path}")
        client.getresponse().read()
    return time.perf_counter() - started


def _count_bytes(client: http.client.HTTPConnection, path: str) -> int:
    client.request("GET", f"/{path}")
    return len(client.getresponse().read())
