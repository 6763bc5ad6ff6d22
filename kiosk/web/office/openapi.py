"""The description of the programming interface (OpenAPI 3.1), made from the very types that it sends.

Out goes the document. Which routes exist is said once, in `RESOURCES`, and the pages are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from kiosk.office.api_tokens import ReadingScope
from kiosk.reports.open_facts import CoverageFacts, PostedFacts, ProcedureFacts, ReleaseFacts, SiteFacts

BASE = "/api/v1"
MOST, USUAL = 500, 100
"""Items of one answer: at most, and where nobody says."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A list that can be read: its address, what a token needs, what it says, the type of an item, the field by which
    it is sorted and paged, whether it is asked for a day."""

    path: str
    scope: ReadingScope
    says: str
    item: type
    key: str
    has_day: bool = False


RESOURCES = (
    Resource("/procedures", ReadingScope.PROCEDURES, "Procedures in force on a day.", ProcedureFacts, "code", True),
    Resource("/sites", ReadingScope.SITES, "Sites of the published release.", SiteFacts, "code"),
    Resource(
        "/sites/{code}/listing",
        ReadingScope.LISTINGS,
        "What a site posts on a day, and why.",
        PostedFacts,
        "code",
        True,
    ),
    Resource("/releases", ReadingScope.RELEASES, "Releases on disk, the newest first.", ReleaseFacts, "number"),
    Resource(
        "/coverage",
        ReadingScope.COVERAGE,
        "What is published, and apart from it what hangs.",
        CoverageFacts,
        "code",
    ),
)


@cache
def describe_interface() -> dict[str, Any]:
    """The OpenAPI document."""
    schemas = {r.item.__name__: TypeAdapter(r.item).json_schema() for r in RESOURCES}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Posting of administrative procedures", "version": "1"},
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": {r.path: {"get": _describe_operation(r)} for r in RESOURCES},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**schemas, "Problem": _PROBLEM},
        },
    }


def _describe_operation(resource: Resource) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": "after", "in": "query", "schema": {"type": "string"}, "description": "The last key already read."},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST}},
    ]
    if resource.has_day:
        parameters.append({"name": "day", "in": "query", "schema": {"type": "string", "format": "date"}})
    if "{code}" in resource.path:
        parameters.append({"name": "code", "in": "path", "required": True, "schema": {"type": "string"}})
    item = {"$ref": f"#/components/schemas/{resource.item.__name__}"}
    page = {
        "type": "object",
        "required": ["release", "items", "next"],
        "properties": {
            "release": {"type": "integer"},
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "description": "The address of the next page."},
        },
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = {"400": "Wrong parameter.", "401": "No valid token.", "403": "Not in the token's scopes."}
    refusals |= {"404": "Nothing there.", "503": "Nothing is published."}
    return {
        "operationId": resource.path.strip("/").replace("/{code}/", "_"),
        "summary": resource.says,
        "description": f"Needs the scope `{resource.scope.value}`.",
        "parameters": parameters,
        "responses": {
            "200": {"description": "A page of the list.", "content": {"application/json": {"schema": page}}},
            "304": {"description": "As the ETag in If-None-Match."},
            **{status: {"description": says, "content": problem} for status, says in refusals.items()},
        },
    }


_PROBLEM = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    "required": ["title", "status"],
}
