"""The description of the interface names what is there and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.web.office.app import ROUTES
from kiosk.web.office.openapi import BASE, RESOURCES, describe_interface
from kiosk.web.office.permissions import Permission
from tests.kiosk.web.office.conftest import Desk


def test_every_route_for_systems_is_described_and_no_other() -> None:
    document = describe_interface()
    routes = {r.path.removeprefix(BASE) for r in ROUTES if r.permission is Permission.SYSTEM}
    assert set(document["paths"]) == routes
    for resource in RESOURCES:
        operation = document["paths"][resource.path]["get"]
        assert f"`{resource.scope.value}`" in operation["description"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        name = schema["properties"]["items"]["items"]["$ref"].rsplit("/", 1)[1]
        assert name in document["components"]["schemas"]


def test_it_is_open_to_whoever_writes_a_program(desk: Callable[..., Desk]) -> None:
    answer = desk(None).get(f"{BASE}/openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
