"""The programming interface: tokens, scopes, pages, tags; and every example of its description, called."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from kiosk.office import api_tokens, events
from kiosk.office.api_tokens import ReadingScope
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.openapi import BASE, RESOURCES
from tests.kiosk.web.office.conftest import ADDRESS, Desk, newest_event

PATHS = [BASE + r.path.replace("{code}", "10507") for r in RESOURCES]


@pytest.fixture
def here(live_office: Workplace) -> Workplace:
    """An office that has published."""
    return live_office


@pytest.fixture
def call(here: Workplace, app: FastAPI) -> Callable[..., Response]:
    """Calls as a system that may read everything, or what `scopes` name."""
    secrets: dict[tuple[str, ...], str] = {}

    def read(path: str, *scopes: str, **headers: str) -> Response:
        names = scopes or tuple(ReadingScope)
        if names not in secrets:
            with here.database.writing() as connection:
                secrets[names] = api_tokens.make_token(connection, events.begin_act(None), "Cổng", names)[1]
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(path, headers={"Authorization": f"Bearer {secrets[names]}", **given})

    return read


Call = Callable[..., Response]


@pytest.mark.parametrize("path", PATHS)
def test_pages_hold_everything_once_and_in_order(path: str, call: Call) -> None:
    whole = call(f"{path}?limit=500").json()
    assert whole["next"] is None and whole["release"] == 1
    items: list[Any] = []
    following: str | None = f"{path}?limit=3"
    while following:
        page = call(following).json()
        assert 0 < len(page["items"]) <= 3
        items += page["items"]
        following = page["next"] if len(items) < 12 else None
    assert items == whole["items"][: len(items)]


@pytest.mark.parametrize("path", PATHS)
def test_a_second_reading_costs_nothing_while_nothing_changed(path: str, call: Call) -> None:
    first = call(path)
    again = call(path, if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert call(path, if_none_match='"other"').content == first.content
    assert "no-store" not in first.headers["cache-control"] and "set-cookie" not in first.headers


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic eDp4", "Bearer", "Bearer " + "x" * 9000])
def test_without_a_token_that_holds_nothing_is_read_whoever_is_signed_in(
    authorization: str, desk: Callable[..., Desk]
) -> None:
    admin = desk(Role.ADMIN)
    for path in PATHS:
        answer = admin.client.get(path, headers={"Authorization": authorization})
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 401


def test_a_token_reads_its_own_subjects_alone_and_the_refusal_is_kept(call: Call, here: Workplace) -> None:
    for resource, path in zip(RESOURCES, PATHS, strict=True):
        other = next(s for s in ReadingScope if s is not resource.scope)
        assert call(path, resource.scope.value).status_code == 200
        assert call(path, other.value).status_code == 403
        assert newest_event(here).subject.endswith(path)


def test_a_revoked_token_reads_nothing_from_that_moment_on(call: Call, here: Workplace) -> None:
    assert call(PATHS[0]).status_code == 200
    with here.database.writing() as connection:
        api_tokens.revoke_token(connection, events.begin_act(None), 1)
    assert call(PATHS[0]).status_code == 401


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 400), ("limit=501", 400), ("limit=x", 400), ("limit=９", 400), ("limit=" + "9" * 99, 400),
        ("after=khong-co", 400), ("day=2027-02-30", 400), ("day=hôm nay", 400), ("day=2027-03-02", 200),
        ("after=%00", 400), ("x=%3Cscript%3E", 200),
    ],
)  # fmt: skip
def test_wrong_parameters_are_told_to_programs(query: str, status: int, call: Call) -> None:
    answer = call(f"{BASE}/procedures?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] in {"application/json", "application/problem+json"}


def test_a_site_that_nobody_knows_and_an_address_that_is_none(call: Call) -> None:
    assert call(f"{BASE}/sites/99999/listing").status_code == 404
    assert call(f"{BASE}/khong-co").json()["status"] == 404


def test_a_release_that_cannot_be_read_is_told_without_where(call: Call, here: Workplace) -> None:
    (here.store.root / "current").unlink()
    (here.store.root / "current").symlink_to("elsewhere")
    answer = call(PATHS[0])
    assert answer.status_code == 503 and str(here.store.root) not in answer.text


EXAMPLE = re.compile(r"```http\nGET (\S+)\n```\n+```json\n(.*?)\n```", re.DOTALL)


def shape(value: Any) -> Any:
    """Names and kinds, of lists the first item's."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__ if value is not None else None


def test_every_example_of_the_description_is_answered_as_shown(call: Call, root: Path) -> None:
    examples = EXAMPLE.findall((root / "docs/api.md").read_text(encoding="utf-8"))
    assert {re.sub(r"10507", "{code}", path.partition("?")[0].removeprefix(BASE)) for path, _ in examples} == {
        r.path for r in RESOURCES
    }
    for path, shown in examples:
        answer = call(path)
        assert answer.status_code == 200, path
        assert shape(answer.json()) == shape(json.loads(shown)), path
