"""The office's pages served from a thread of this process, and browsers of persons who are signed in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page

from kiosk.office import access, people, second_factor, sessions
from kiosk.office.database.schema import PERSON
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from kiosk.web.office.app import create_office
from kiosk.web.public.app import create_app
from kiosk.workspace.store import Store


@contextmanager
def serving(here: Workplace) -> Iterator[str]:
    """The address of the office's pages while they are served."""
    with _serving(create_office(here)) as address:
        yield address


@contextmanager
def serving_public(store: Store, office: str = "") -> Iterator[str]:
    """The address of the public pages while they are served; `office`: the address that they know of the office."""
    with _serving(create_app(store, office)) as address:
        yield address


@contextmanager
def _serving(app: FastAPI) -> Iterator[str]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(128)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def enter(here: Workplace, name: str, label: str, role: Role, site: str | None = None) -> str:
    """The session of a person, who is added where not there yet."""
    with here.database.reading() as connection:
        person = people.find_person_by_name(connection, name)
    person = person or access.add_with_link(here.database, name, label, role, site)[0]
    with here.database.writing() as connection:
        if role.needs_factor:
            secret = second_factor.make_secret()
            connection.execute(PERSON.update().where(PERSON.c.id == person.id).values(totp=secret))
        return sessions.open_session(connection, person, "127.0.0.1", "test", full=True)


def open_browser(browser: Browser, address: str, token: str, width: int, *, scripts: bool) -> BrowserContext:
    """A browser of whoever holds this session."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    context.add_cookies([{"name": "office-session", "value": token, "url": address}])
    return context


def follow(page: Page, selector: str) -> None:
    """Touch what leads to another page, and wait until that page stands: a click is over before the old one is gone,
    and on a busy machine the old one would be read."""
    with page.expect_navigation():
        page.click(selector)
