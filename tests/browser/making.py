"""Sites made for the browser: a small list with every kind of entry, the real lists, a server that can misbehave."""

from __future__ import annotations

import csv
import json
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kiosk.model.catalogue import Channel, Ending, Online, Procedure
from kiosk.model.files import name_single_file
from kiosk.model.site import Site, SiteKind
from kiosk.pages import assets, data_file, forms, hints
from kiosk.pages.content import Content, Gone, OtherLevel, PageEntry, PageInput
from kiosk.pages.squeezing import SUFFIX
from kiosk.settings import matters, tables
from kiosk.settings.english_words import read_english_words
from kiosk.settings.matters import Sayings
from kiosk.text import tidy

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
ENTRY = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"
SEARCH = "https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword="
SITE = Site("11824", SiteKind.COMMUNE, "Trung tâm Phục vụ hành chính công xã Vĩnh Bảo", screen_inches=24)
CITY = Site("HP-E", SiteKind.CITY, "Trung tâm Phục vụ hành chính công thành phố, cơ sở 2", screen_inches=24)


def groups() -> tables.Groups:
    """The groups that come with the program."""
    return tables.read_groups(ROOT / "data" / "groups.csv")


def aliases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The everyday words that come with the program."""
    return tables.read_aliases(ROOT / "data" / "aliases.csv")


def entry(p: Procedure) -> PageEntry:
    """A procedure as the page gets it."""
    url = ENTRY + p.portal_id if p.portal_id else SEARCH + p.code
    return PageEntry(p, groups_of(p), url, bool(p.portal_id))


_GROUPS = groups()


def groups_of(p: Procedure) -> str:
    """Id of the group of a procedure."""
    return _GROUPS.of(p.field).id


def content(procedures: Iterable[Procedure], gone: tuple[Gone, ...] = ()) -> Content:
    """What a page lists."""
    return Content(_GROUPS.groups, tuple(map(entry, procedures)), gone, aliases())


def sayings() -> Sayings:
    """What people call things, as it comes with the program."""
    data = ROOT / "data"
    return Sayings(
        matters.read_life_events(data / "matters.csv"),
        matters.read_everyday_names(data / "everyday.csv"),
        matters.read_outside_matters(data / "elsewhere.csv"),
        matters.read_english_titles(data / "english.csv"),
        read_english_words(data / "english_words.csv"),
    )


def helping(*files: Path, other: Path | None = None) -> PageInput:
    """A page with all that helps, of catalogue files; `other`: the list of the other level. It is the city's where the
    first file is."""
    of = hints.keep_true(replace(listed(*files), sayings=sayings()))
    index = data_file.encode(replace(listed(other), sayings=sayings())).index if other else b""
    level = OtherLevel(assets.name_by_content("index", SUFFIX, index)) if other else None
    return page(of, other=level, site=CITY if files[0].stem == "province" else SITE)


def _id(number: int) -> str:
    return f"019d2bfd-382c-774c-bca0-{number:012x}"


def small() -> Content:
    """Some procedures: common, full of facts, silent, to come, ending, replaced; and one that left the list."""
    birth = Procedure(
        "1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", executing=("Ủy ban nhân dân cấp xã",), portal_id=_id(1),
        decision="163/QĐ-BTP", decision_date=date(2026, 1, 16), online=Online.FULL, common=True,
        time_legal="05 ngày làm việc", time_city="03 ngày làm việc", fee="Lệ phí: 8.000 đồng",
        place="Trung tâm Phục vụ hành chính công cấp xã", result="Giấy khai sinh", audience="Công dân Việt Nam",
        channels=(Channel("trực tiếp", "03 ngày", "8.000 đồng"), Channel("trực tuyến", "03 ngày", "4.000 đồng")),
        dossier=("Tờ khai đăng ký khai sinh", "Giấy chứng sinh"), everyday="Làm giấy khai sinh", keywords=("đẻ con",),
        legal_basis="Luật Hộ tịch 2014",
    )  # fmt: skip
    plain = [
        ("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch"),
        ("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch"),
        ("2.001610", "Thủ tục đăng ký lại kết hôn", "Hộ tịch"),
        ("2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", "Chứng thực"),
        ("1.013225", "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV", "Hoạt động xây dựng"),
        ("1.001612", "Đăng ký thành lập hộ kinh doanh", "Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)"),
        ("1.115621", "Cấp lại Giấy chứng nhận do bị mất", "Đất đai"),
        ("1.012812", "Hòa giải tranh chấp đất đai", "Đất đai"),
    ]
    silent = [Procedure(c, n, f, portal_id=_id(i)) for i, (c, n, f) in enumerate(plain, 2)]
    searched = Procedure("1.010736", "Tham vấn trong đánh giá tác động môi trường", "Môi trường")
    coming = Procedure(
        "1.013274", "Cấp phép đào đường", "Đường bộ", portal_id=_id(20), effective_from=DAY + timedelta(1)
    )
    ending = Procedure(
        "1.014793", "Hỗ trợ tiền điện", "Bảo trợ xã hội", portal_id=_id(21), effective_to=DAY + timedelta(2),
        ending=Ending.REPLACED, ended_by="Quyết định 3501/QĐ-UBND", replaced_by=("1.001193",),
    )  # fmt: skip
    old = Procedure(
        "1.000001", "Thủ tục cấp sổ hộ khẩu", "Hộ tịch", ending=Ending.REPEALED, ended_by="Quyết định 12/QĐ-UBND"
    )
    return content([birth, *silent, searched, coming, ending], (Gone(old, DAY - timedelta(10)),))


def long_names() -> Content:
    """The longest name of the real lists and a word that does not break."""
    name = "Giải quyết chế độ đối với quân nhân, cán bộ đi chiến trường B, C, K trong thời kỳ chống Mỹ cứu nước " * 12
    word = "Thẩm định_" + "hồsơ" * 40
    rows = (("1.013962", name[:1192].strip(), "Người có công"), ("1.013963", word, "Người có công"))
    return content(Procedure(c, n, f, portal_id=_id(i)) for i, (c, n, f) in enumerate(rows, 1))


def listed(*files: Path) -> Content:
    """The procedures of catalogue files with the columns of the portal's lists."""
    found: dict[str, Procedure] = {}
    for path in files:
        with path.open(encoding="utf-8") as handle:
            for r in csv.DictReader(handle):
                executing = tuple(filter(None, map(tidy, r["executing"].split(" | "))))
                made = Procedure(
                    r["code"],
                    tidy(r["name"]),
                    tidy(r["field"]),
                    executing=executing,
                    portal_id=r["uuid"],
                    decision=r["decision"],
                )
                found.setdefault(made.code, made)
    return content(found.values())


def page(of: Content, **more: Any) -> PageInput:
    """A page of the site with this content, of release 7."""
    made = PageInput(
        SITE,
        of,
        7,
        DAY,
        DAY - timedelta(1),
        publisher="Ủy ban nhân dân thành phố Hải Phòng",
        voices=("Linh",),
    )
    return replace(made, **more)


def write(folder: Path, made: PageInput) -> None:
    """Both forms of a page and the shared files, as a release lays them out."""
    shared, data = assets.read_shared_files(sayings=made.content.sayings), data_file.encode(made.content)
    site = folder / "sites" / made.site.code
    for place in (site, folder / "assets"):
        place.mkdir(parents=True, exist_ok=True)
    for asset in (*shared, data, *([made.other.index] if made.other else [])):
        (folder / "assets" / asset.name).write_bytes(asset.content)
    for name, content in forms.make_split(made, shared, data).items():
        (site / name).write_bytes(content)
    (site / name_single_file(made.site.code)).write_bytes(forms.make_single(made, shared, data))


@dataclass
class Server:
    """Serves a folder on this machine; remembers what was posted, refuses what it is told to, can be stopped."""

    folder: Path
    refused: set[str] = field(default_factory=set)
    posted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, int | tuple[int, str]] = field(default_factory=dict)
    port: int = 0
    connections: set[socket.socket] = field(default_factory=set)

    def start(self) -> None:
        """Begin, on the same port as before."""
        handler = partial(_Handler, directory=str(self.folder))
        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self._server.kiosk = self  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """The cable is pulled: open connections break too."""
        self._server.shutdown()
        self._server.server_close()
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def url(self, path: str = "") -> str:
        """Address of a file of the site."""
        return f"http://127.0.0.1:{self.port}/sites/{SITE.code}/{path}"

    def sent(self, what: str) -> list[dict[str, Any]]:
        """The bodies posted to /api/<what>."""
        return [body for path, body in self.posted if path == "/api/" + what]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self._kiosk().connections.add(self.connection)

    def finish(self) -> None:
        self._kiosk().connections.discard(self.connection)
        super().finish()

    def log_message(self, *_: object) -> None:
        pass

    def _kiosk(self) -> Server:
        found: Server = self.server.kiosk  # type: ignore[attr-defined]
        return found

    def _refused(self) -> bool:
        return any(part in self.path for part in self._kiosk().refused)

    def end_headers(self) -> None:
        kept = "/assets/" in self.path and not self._refused()
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def do_GET(self) -> None:
        self._kiosk().asked.append(self.path)
        # File times count whole seconds, and two releases of a test come within one.
        del self.headers["If-Modified-Since"]
        if self._refused():
            self.send_error(500)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._kiosk().posted.append((self.path, body))
        answer = self._kiosk().answers.get(self.path.rpartition("/")[2], 204)
        status, text = answer if isinstance(answer, tuple) else (answer, "")
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
