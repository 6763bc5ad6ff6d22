"""Hostile addresses against a running server: an answer holds a published file, or nothing of this machine."""

from __future__ import annotations

from collections.abc import Iterable

from tests.proof.texts import make_address
from tests.proof.trials import Bench
from tests.proof.web import Answer, serving

STATUSES = frozenset({0, 200, 304, 307, 308, 400, 404, 405, 414, 431, 503})
_SECRETS = (b"root:", b"keep_releases", b"SQLite format", b'"placements"', b'"published"', b"BEGIN ")
_MOST = 4096
"""Bytes of an answer that is no published file."""


def check_addresses(bench: Bench, numbers: Iterable[int]) -> tuple[list[str], int]:
    """Complaints, and how many addresses were tried."""
    folder = bench.workplace.state("live")
    tree = (folder / "var/current").resolve()
    published = {p.read_bytes() for p in tree.rglob("*") if p.is_file() and p.name != "manifest.json"}
    complaints, tried = [], 0
    with serving(bench.injector, folder) as site:
        for number in numbers:
            tried += 1
            address = make_address(number)
            complaints += [f"address {number}: {x}" for x in judge_answer(site.get(address), address, published)]
        complaints += ["the log holds a traceback"] if "Traceback" in site.logged() else []
        if site.get("/healthz").status != 200:
            complaints.append("the server does not answer any more")
    return complaints, tried


def judge_answer(answer: Answer, address: str, published: set[bytes]) -> list[str]:
    """Complaints about what was answered to an address."""
    if answer.status not in STATUSES:
        return [f"{address!r} is answered with {answer.status}"]
    if answer.status == 200 and answer.body in published:
        return []
    complaints = [f"{address!r} shows {secret!r}" for secret in _SECRETS if secret in answer.body]
    if answer.status == 200 and not answer.body.startswith(b'{"release":'):
        complaints.append(f"{address!r} is answered with {len(answer.body)} bytes that are not published")
    if len(answer.body) > _MOST:
        complaints.append(f"{address!r} is answered with {len(answer.body)} bytes")
    if "set-cookie" in answer.headers:
        complaints.append(f"{address!r} sets a header")
    target = answer.headers.get("location", "/")
    if not target.startswith("/") or target.startswith("//"):
        complaints.append(f"{address!r} leads away to {target!r}")
    return complaints
