"""What the public server sends in a second to one client that keeps its connection, every byte compared on the way."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

from tests.bench.figures import Section
from tests.bench.material import Material
from tests.bench.page import published, served

_REQUESTS, _ROUNDS = 200, 5
_KINDS = {
    "a page, packed": ("index.html", {"Accept-Encoding": "gzip"}),
    "a page, plain": ("index.html", {}),
    "a page that is known": ("index.html", {"If-None-Match": "*"}),
    "a font": (".woff2", {}),
    "the largest sheets": (".pdf", {}),
}


def run(material: Material, section: Section) -> None:
    """Measure."""
    workspace = published(material)
    files = json.loads((workspace / "current/manifest.json").read_text(encoding="utf-8"))["files"]
    with served(workspace) as address:
        client = http.client.HTTPConnection(urlsplit(address).netloc)
        for name, (ending, headers) in _KINDS.items():
            file = max((f for f in files if f["path"].endswith(ending)), key=lambda f: f["size"])
            first = _seconds(client, file["path"], headers, 1)
            rates = [_REQUESTS / _seconds(client, file["path"], headers, _REQUESTS) for _ in range(_ROUNDS)]
            note = f"{file['size'] / 1000:.0f} kB, the first {1000 * first:.0f} ms"
            section.add_all(name, rates, "requests/s", None, note)
        client.close()


def _seconds(client: http.client.HTTPConnection, path: str, headers: dict[str, str], times: int) -> float:
    """How long so many requests take, one after the other."""
    started = time.perf_counter()
    for _ in range(times):
        client.request("GET", f"/{path}", headers=headers)
        client.getresponse().read()
    return time.perf_counter() - started
