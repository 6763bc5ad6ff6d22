"""The programming interface for other systems: read-only lists as JSON, in pages, with tags.

Who may read is decided in `bearer`; what an item says is `reports.open_facts`; what exists is `openapi.RESOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kiosk.canonical import digest, dump_canonical
from kiosk.clock import get_today
from kiosk.errors import KioskError
from kiosk.office import release_history
from kiosk.office.published import LiveRelease, load_published
from kiosk.reports import coverage, open_facts
from kiosk.web.office import openapi
from kiosk.web.office.openapi import BASE, MOST, RESOURCES, USUAL, Resource
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit
from kiosk.web.tags import has_answer


def describe_interface(visit: Visit) -> Response:  # noqa: ARG001 - every page's signature
    """The OpenAPI document; it says nothing that is not public."""
    return JSONResponse(openapi.describe_interface())


def _require_live(visit: Visit) -> LiveRelease:
    release = load_published(visit.desk.here.store)
    if release is None:
        raise HTTPException(503, "Nothing is published yet.")
    return release


def _read_day(visit: Visit) -> date:
    text = visit.query("day")
    try:
        return date.fromisoformat(text) if text else get_today()
    except ValueError:
        raise HTTPException(400, "«day» is a date such as 2027-03-01.") from None


def _list_procedures(visit: Visit, release: LiveRelease) -> Sequence[Any]:
    links = release.inputs.config.links
    return [open_facts.describe_procedure(p, links) for p in open_facts.list_procedures(release, _read_day(visit))]


def _list_sites(visit: Visit, release: LiveRelease) -> Sequence[Any]:  # noqa: ARG001 - as its neighbours
    return [open_facts.describe_site(s) for s in sorted(release.sites, key=lambda s: s.code)]


def _list_posted(visit: Visit, release: LiveRelease) -> Sequence[Any]:
    code = visit.word("code")
    if code not in {s.code for s in release.sites}:
        raise HTTPException(404, "No site has this code.")
    return open_facts.list_posted(release, code, _read_day(visit))


def _list_releases(visit: Visit, release: LiveRelease) -> Sequence[Any]:  # noqa: ARG001 - as its neighbours
    return open_facts.describe_releases(release_history.list_releases(visit.desk.here.store))


def _list_coverage(visit: Visit, release: LiveRelease) -> Sequence[Any]:
    ages = visit.desk.here.config.ledger
    report = coverage.report_coverage(visit.desk.here.store, release.manifest, ages.confirmation_days, ages.device_ages)
    return [open_facts.describe_coverage(row) for row in sorted(report.sites, key=lambda s: s.code)]


_Lister = Callable[[Visit, LiveRelease], Sequence[Any]]
_LISTERS: Mapping[str, _Lister] = {
    "/procedures": _list_procedures,
    "/sites": _list_sites,
    "/sites/{code}/listing": _list_posted,
    "/releases": _list_releases,
    "/coverage": _list_coverage,
}


def _make_reader(resource: Resource) -> Callable[[Visit], Response]:
    """The page that sends one list."""
    items_of, items = _LISTERS[resource.path], TypeAdapter(tuple[resource.item, ...])  # type: ignore[name-defined]

    def read(visit: Visit) -> Response:
        try:
            release = _require_live(visit)
            page, following = _cut(visit, items_of(visit, release), resource.key)
        except KioskError:
            # What is damaged, and where, is for the office and not for other systems.
            raise HTTPException(503, "The published release cannot be read now.") from None
        facts = {
            "release": release.manifest.number,
            "items": items.dump_python(tuple(page), mode="json"),
            "next": following,
        }
        return _answer_tagged(visit, dump_canonical(facts))

    return read


def _cut(visit: Visit, items: Sequence[Any], key: str) -> tuple[Sequence[Any], str | None]:
    """The page that was asked for, and the address of the next one."""
    limit, after = visit.query("limit") or str(USUAL), visit.query("after")
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= MOST):
        raise HTTPException(400, f"«limit» is a number from 1 to {MOST}.")
    keys = [str(getattr(item, key)) for item in items]
    if after and after not in keys:
        raise HTTPException(400, "«after» is no key of this list.")
    start = keys.index(after) + 1 if after else 0
    page = items[start : start + int(limit)]
    if start + len(page) >= len(items):
        return page, None
    others = {name: visit.query(name) for name in ("day",) if visit.query(name)}
    query = urlencode({**others, "limit": limit, "after": keys[start + len(page) - 1]})
    return page, f"{visit.request.url.path}?{query}"


def _answer_tagged(visit: Visit, content: bytes) -> Response:
    """The answer with its tag; no content where the caller has it already."""
    tag = f'W/"{digest(content)[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if has_answer(visit.request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


ROUTES = (
    PageRoute("GET", f"{BASE}/openapi.json", Permission.PUBLIC, describe_interface),
    *(PageRoute("GET", f"{BASE}{r.path}", Permission.SYSTEM, _make_reader(r), scope=r.scope.value) for r in RESOURCES),
)
