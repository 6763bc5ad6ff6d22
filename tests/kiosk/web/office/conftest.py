"""The office's pages over a small office, and browsers of persons of every role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from kiosk.office import access, events, second_factor, sessions
from kiosk.office.database.migrating import open_database
from kiosk.office.database.schema import PERSON
from kiosk.office.job_context import Workplace
from kiosk.office.people import Person, Role
from kiosk.settings import config as settings
from kiosk.web.office.app import create_office
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

ADDRESS = "http://127.0.0.1:8001"


@pytest.fixture
def here(tmp_path: Path, root: Path) -> Iterator[Workplace]:
    """An office of four sites that has published nothing."""
    office = Office.in_folder(tmp_path, root)
    store = Store(office.folder / "var")
    store.prepare()
    database = open_database(store.root)
    yield Workplace(store, settings.load(office.folder / "config.yaml"), database)
    database.close()


@pytest.fixture
def one_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All clients of a test share an event loop, for tests of many requests: else each one starts a loop in a thread
    of its own. Beside that thread no workers are forked, so it is not for tests that build."""
    with start_blocking_portal() as portal:
        monkeypatch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture
def app(here: Workplace) -> FastAPI:
    """Its pages."""
    return create_office(here)


@dataclass
class Desk:
    """A browser of one person."""

    client: TestClient
    person: Person | None

    def get(self, path: str) -> Response:
        """A page, redirects shown."""
        return self.client.get(path)

    def token(self) -> str:
        """What this browser's forms carry."""
        page = self.client.get("/dang-nhap")
        match = re.search(r'name="form_token" value="([^"]+)"', page.text)
        assert match is not None
        return match[1]

    def post(self, path: str, **fields: str) -> Response:
        """A form of ours is sent."""
        data = {"form_token": self.token(), **fields}
        return self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def desk(here: Workplace, app: FastAPI) -> Iterator[Callable[..., Desk]]:
    """Makes browsers: `desk(Role.EDITOR)`, `desk(Role.STAFF, "10507")`, `desk(None)` for nobody."""
    clients: list[TestClient] = []

    def sit_down(role: Role | None, site: str | None = None, *, full: bool = True, factor: bool = True) -> Desk:
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        clients.append(client)
        return Desk(client, None if role is None else _signed_in(here, client, role, site, full, factor))

    yield sit_down
    for client in clients:
        client.close()


def _signed_in(here: Workplace, client: TestClient, role: Role, site: str | None, full: bool, factor: bool) -> Person:
    with here.database.reading() as connection:
        count = len(connection.execute(PERSON.select()).all())
    person, _ = access.add_with_link(here.database, f"{role.value}{count}", f"Người {role.label}", role, site)
    with here.database.writing() as connection:
        if factor and role.needs_factor:
            connection.execute(PERSON.update().where(PERSON.c.id == person.id).values(totp=second_factor.make_secret()))
        token = sessions.open_session(connection, person, "testclient", "test", full=full)
    client.cookies.set("office-session", token)
    return person


def newest_event(here: Workplace) -> events.Event:
    """The last line of the log."""
    with here.database.reading() as connection:
        return events.list_events(connection, 1)[0]
