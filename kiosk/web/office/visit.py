"""One call of a page: who calls, with which form, and how it is answered.

`Visit` is what every page's function is given; what it gives back is an answer made here (`show`, `go_to`). Whether the
caller may call is decided before, in `guard`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from kiosk.errors import ConfigError, KioskError, OfficeError
from kiosk.office import catalogues, events
from kiosk.office.events import Act
from kiosk.office.job_context import Workplace
from kiosk.office.people import Person
from kiosk.office.sessions import Lengths, OfficeSession
from kiosk.office.signing_in import Caller
from kiosk.office.site_files import OfficeFile
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.web.office import menu, notices
from kiosk.web.office.browser_words import say_in_browser
from kiosk.web.office.permissions import Permission, may
from kiosk.web.office.rendering import render_page
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What all pages work with: the workplace, how long sessions last, the key of form tokens."""

    here: Workplace
    lengths: Lengths
    form_key: str

    def look_again(self) -> OfficeDesk:
        """The desk with the settings as the files say them now; while they cannot be read, as they were before."""
        source = self.here.config.source
        try:
            config = _read_settings(source, _stamp(source), _stamp(self.here.config.path(self.here.config.exceptions)))
        except ConfigError:
            return self
        return replace(self, here=replace(self.here, config=config))

    @property
    def is_secure(self) -> bool:
        """Whether people reach the office over https."""
        return self.here.config.office.url.startswith("https://")


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is replaced."""
    try:
        facts = path.stat()
    except OSError:
        return 0, 0
    return facts.st_mtime_ns, facts.st_size


@lru_cache(4)
def _read_settings(source: Path, *_stamps: tuple[int, int]) -> Config:
    return settings.load(source)


@dataclass(frozen=True, slots=True)
class Visit:
    """A call by somebody. `form_token`: what forms of this browser must carry."""

    desk: OfficeDesk
    request: Request
    session: OfficeSession | None
    form_token: str
    form: FormData = field(default_factory=FormData)

    @property
    def person(self) -> Person:
        """Who calls. Raises `OfficeError` on pages that anybody may call."""
        if self.session is None:
            raise OfficeError("chưa đăng nhập", place="phòng làm việc", way_out="đăng nhập rồi làm lại")
        return self.session.person

    @property
    def caller(self) -> Caller:
        """From where the call comes."""
        client = self.request.client
        return Caller(client.host if client else "", self.request.headers.get("user-agent", ""))

    @property
    def wants_json(self) -> bool:
        """Whether a script of ours asks, which shows the answer itself."""
        return "application/json" in self.request.headers.get("accept", "")

    def may(self, permission: Permission, site: str | None = None) -> bool:
        """Whether the caller has this permission; `site`: the one that is meant."""
        return self.session is not None and self.session.full and may(self.person, permission, site)

    def query(self, name: str) -> str:
        """A value from behind the «?» of the address, "" where there is none; never longer than anybody types."""
        return self.request.query_params.get(name, "").strip()[:200]

    @property
    def origin(self) -> str:
        """The page of ours from which the caller came, with its query: the form that was sent; the first page where
        the browser does not say."""
        came = urlsplit(self.request.headers.get("referer", ""))
        is_ours = came.netloc == self.request.headers.get("host") and came.path.startswith("/")
        return came._replace(scheme="", netloc="", fragment="").geturl() if is_ours else "/"

    def number(self, name: str = "number") -> int:
        """A number out of the address."""
        return int(self.request.path_params[name])

    def word(self, name: str) -> str:
        """A word out of the address."""
        return str(self.request.path_params[name])

    def text(self, name: str) -> str:
        """A field of the form, "" where it was not sent."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All fields of the form that have this name, such as ticked boxes."""
        return tuple(value.strip() for value in self.form.getlist(name) if isinstance(value, str) and value.strip())

    def files(self, name: str) -> tuple[UploadFile, ...]:
        """The files sent under a name; empty choices are left out."""
        return tuple(f for f in self.form.getlist(name) if isinstance(f, UploadFile) and f.filename)

    def act(self) -> Act:
        """A new act of the caller."""
        return events.begin_act(self.person.id)


PageFunction = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page: method, address, the permission that it asks for, and what answers. A route without a permission cannot
    be made, and the program does not start. `most_bytes`: what its form may hold; 0 for the ordinary bound. `scope`:
    the subject that a system's token must name."""

    method: str
    path: str
    permission: Permission
    answer: PageFunction
    most_bytes: int = 0
    scope: str = ""

    def __post_init__(self) -> None:
        if (self.permission is Permission.SYSTEM) != bool(self.scope):
            raise OfficeError("trang cho hệ thống khác phải nêu phần được đọc", place=self.path)


def show(visit: Visit, template: str, values: Mapping[str, object] | None = None, status: int = 200) -> Response:
    """A page made from a template."""
    person, path = visit.session.person if visit.session and visit.session.full else None, visit.request.url.path
    common: dict[str, object] = {
        "visit": visit,
        "person": person,
        "menu": menu.arrange_menu(visit.may, path, person.site) if person is not None else (),
        "trail": menu.find_trail(visit.may, path) if person is not None else (),
        "notice": notices.find_text(visit.request.query_params.get("xong", "")),
        "is_sample": is_sample(visit.desk.here),
        "city": visit.desk.here.config.city,
        "publisher": visit.desk.here.config.publisher,
        "path": path,
        "error": None,
    }
    return HTMLResponse(render_page(template, {**common, **(values or {})}), status)


def answer_json(facts: Mapping[str, object], status: int = 200) -> Response:
    """Facts for a script of ours."""
    return JSONResponse(dict(facts), status)


def answer_refusal(error: KioskError) -> Response:
    """Why something was refused and what to do, for a script of ours."""
    return answer_json({"refused": error.message, "way_out": say_in_browser(error.way_out)}, 409)


def is_sample(here: Workplace) -> bool:
    """Whether the catalogue in force is a sample."""
    numbers = here.store.catalogue_numbers()
    return _is_sample_catalogue(here.store.root, here.config.source, numbers[-1] if numbers else None)


@lru_cache(8)
def _is_sample_catalogue(root: Path, source: Path, number: int | None) -> bool:
    """Asked once for each import: every page says it, and a catalogue takes long to read."""
    store = Store(root)
    catalogue = catalogues.load_in_force(store, settings.load(source)).catalogue if number is None else None
    return (catalogue or catalogues.load_numbered(store, number or 0)).sample


def send_file(file: OfficeFile) -> Response:
    """A file that the browser keeps under its name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return Response(file.content, media_type=file.media_type, headers=headers)


def go_to(path: str, notice: str = "") -> Response:
    """Send the browser on to a page, which says the sentence of `notice`."""
    sign = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{sign}xong={notice}" if notice else path, 303)


@contextmanager
def begin_writing(visit: Visit) -> Iterator[tuple[Connection, Act]]:
    """A transaction that writes, with an act of the caller."""
    with visit.desk.here.database.writing() as connection:
        yield connection, visit.act()


@contextmanager
def begin_reading(visit: Visit) -> Iterator[Connection]:
    """A transaction that reads."""
    with visit.desk.here.database.reading() as connection:
        yield connection
