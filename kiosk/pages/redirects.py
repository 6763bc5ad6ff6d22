"""Where the city's own short addresses of procedures lead: the map that a release carries, and forms of it for other
web servers.

In come the inputs of a release and its day; out goes, for every code with a short address, where it leads, or why it
leads nowhere. Printed codes live for years: what ended stays in the map with its reason. Answering is left to
`web.public`, checking to `gate`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from html import escape

from pydantic import TypeAdapter

from kiosk import record
from kiosk.canonical import dump_canonical
from kiosk.model.catalogue import Ending, Procedure
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_link, make_procedure_address, read_procedure_path

FILE = "redirects.json"
FORMAT = 1
_ENDED = {
    Ending.REPEALED.value: "bị bãi bỏ",
    Ending.REPLACED.value: "được thay thế",
    Ending.SUSPENDED.value: "tạm dừng thực hiện",
    Ending.LEFT.value: "không còn trong danh mục",
}
"""How an ending reads in a sentence about a procedure."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where the short address of a procedure leads. `url` is empty where it has ended; then `ending` says how,
    `ended_by` by which decision, `since` from which day, `replaced_by` what came instead."""

    name: str
    url: str
    host: str = ""
    ending: str = ""
    ended_by: str = ""
    since: date | None = None
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Record:
    codes: dict[str, Redirect]
    format: int = FORMAT


def make_redirects(inputs: Inputs, day: date) -> dict[str, Redirect]:
    """By code, every procedure that has a short address and is no internal one. Raises `LinkError`."""
    in_force = inputs.catalogue.on(day)
    redirects: dict[str, Redirect] = {}
    for p in sorted(inputs.catalogue.procedures, key=lambda p: p.code):
        if p.internal or not make_procedure_address(p.code, inputs.config):
            continue
        if p.code in in_force:
            where = make_link(in_force[p.code], inputs.config.links)
            redirects[p.code] = Redirect(in_force[p.code].name, where.url, where.host)
        elif p.effective_to is not None and p.effective_to < day and p.ending is not Ending.AMENDED:
            redirects[p.code] = _explain_end(p)
    return redirects


def _explain_end(p: Procedure) -> Redirect:
    since = date.fromordinal(p.effective_to.toordinal() + 1) if p.effective_to else None
    how = p.ending.value if p.ending is not Ending.NONE else ""
    return Redirect(p.name, "", "", how, p.ended_by, since, tuple(p.replaced_by))


def dump_redirects(redirects: Mapping[str, Redirect]) -> bytes:
    """The map as a file of a release, canonical."""
    facts = {code: asdict(one) for code, one in redirects.items()}
    return dump_canonical(record.number_record({"codes": facts}, FORMAT))


def read_redirects(content: bytes, place: str) -> dict[str, Redirect]:
    """The map of a release. Raises `StoreError` for a newer format, pydantic's `ValidationError` for what is none."""
    record.refuse_newer(content, FORMAT, place)
    return TypeAdapter(_Record).validate_json(content).codes


def follow_address(payload: str, redirects: Mapping[str, Redirect]) -> str:
    """Where a printed short address leads, empty where it leads nowhere."""
    code = read_procedure_path(payload.rpartition("/")[2])
    return redirects[code].url if code in redirects else ""


def write_nginx_map(redirects: Mapping[str, Redirect]) -> str:
    """The map for nginx: addresses that lead on; what has ended is left to the pages."""
    lines = [f"    /P/{code} {one.url};" for code, one in redirects.items() if one.url]
    return 'map $uri $entry_of_procedure {\n    default "";\n' + "\n".join(lines) + "\n}\n"


def write_page(code: str, one: Redirect) -> str:
    """A page for a web server that knows no redirects: it leads on by itself, and has the link to touch."""
    if one.url:
        leads_on = f'<meta http-equiv="refresh" content="0; url={escape(one.url)}">'
        body = f'<p><a href="{escape(one.url)}">{escape(one.host)}</a></p>'
    else:
        leads_on, body = "", f"<p>{escape(describe_end(one))}</p>"
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(code)}</title>{leads_on}<h1>{escape(one.name)}</h1><p>Mã {escape(code)}</p>{body}</html>\n"
    )


def describe_end(one: Redirect) -> str:
    """How a procedure ended, in a sentence."""
    how = _ENDED.get(one.ending, "không còn áp dụng")
    since = f" từ ngày {one.since:%d/%m/%Y}" if one.since else ""
    by = f" theo {one.ended_by}" if one.ended_by else ""
    instead = f". Nay thực hiện: {', '.join(one.replaced_by)}" if one.replaced_by else ""
    return f"Thủ tục này {how}{since}{by}{instead}."
