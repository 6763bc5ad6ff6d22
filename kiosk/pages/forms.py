"""A site's page in its two forms: the split bundle (shared hashed assets, own worker) and the single file."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk import resources
from kiosk.errors import VerifyError
from kiosk.pages.assets import Parts, script_json
from kiosk.pages.content import DEFAULT_INCHES, Asset, Entry, PageInput
from kiosk.pages.data_file import joined, list_id

DETAILS = "details.json"
SPLIT_FILES = ("index.html", DETAILS, "release.json", "sw.js")
MOST_COMMON = 6
LONGEST_COMMON = 90
"""Longer names stand in the list of the most asked, not on the start screen."""
_ASSETS = "../../assets/"
_DATA = re.compile(r' data-list="\.\./\.\./assets/(data-[0-9a-f]{16}\.json)"')
_INLINE = re.compile(rb'<script type="application/json" id="list">([^<]*)</script>')


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(resources.templates())
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=False)


def _hash(content: str | bytes) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return f"'sha256-{b64encode(sha256(raw).digest()).decode()}'"


def _policy(script: str, style: str, font: str) -> str:
    """Content Security Policy level 3: nothing but the page's own parts, no inline code that was not hashed."""
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; font-src {font}; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _script_json(value: object) -> Markup:
    """JSON that cannot end the element it stands in."""
    return Markup(script_json(value))  # noqa: S704 - "<" is escaped, nothing else can end a script element


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa rõ"


def _revision(page: PageInput, parts: Parts, data: Asset) -> str:
    """What the page hears of to know that there is another one: all that it is made of."""
    names = [a.name for a in parts]
    facts = [names, data.name, _facts(page, ""), page.publisher, page.site.name, page.site.hours]
    said = json.dumps(facts, sort_keys=True) + _source("kiosk.html") + parts.style + parts.worker
    return sha256(said.encode()).hexdigest()[:16]


def _facts(page: PageInput, revision: str) -> dict[str, Any]:
    contact = page.contact
    return {
        "code": page.site.code,
        "release": page.release,
        "released": page.released.isoformat(),
        "revision": revision,
        "worker": page.worker,
        "contact": {
            "feedback": contact.feedback_url,
            "status": contact.status_url,
            "hotline": page.site.hotline or contact.hotline,
            "address": contact.address,
        },
    }


@cache
def _shortened(everyday: str, most: int = 38) -> str:
    """As many of the everyday words as one or two lines of a button take."""
    words = [w.strip() for w in everyday.split(",") if w.strip()]
    kept: list[str] = []
    for word in words:
        if kept and len(", ".join([*kept, word])) > most:
            break
        kept.append(word)
    return ", ".join(kept)


def _common(page: PageInput) -> list[Entry]:
    """The procedures asked for most, one version of each."""
    marked = {e.procedure.code: e for e in page.content.entries if e.procedure.common}
    short = [e for e in marked.values() if len(e.procedure.everyday or e.procedure.name) <= LONGEST_COMMON]
    return short[:MOST_COMMON]


def _values(page: PageInput, parts: Parts, data: Asset, split: bool) -> dict[str, Any]:
    used = {e.group for e in page.content.entries}
    revision = _revision(page, parts, data)
    words = json.loads(parts.words)
    return {
        "page": page,
        "revision": revision,
        "words": Markup(parts.words),  # noqa: S704 - holds no "<"
        "say": lambda key, **values: words[key].format(**values),
        "facts": _script_json({**_facts(page, revision), "list": list_id(data.content), "split": split}),
        "shortened": _shortened,
        "data_date": _shown(page.data_date),
        "common": _common(page),
        "most_asked": any(e.procedure.common for e in page.content.entries),
        "groups": [g for g in page.content.groups if g.id in used],
    }


@cache
def _source(name: str) -> str:
    return (resources.templates() / name).read_text(encoding="utf-8")


def _render(values: dict[str, Any]) -> bytes:
    return _environment().get_template("kiosk.html").render(values).encode()


def split(page: PageInput, parts: Parts, data: Asset) -> dict[str, bytes]:
    """Files of `sites/<code>/` by name: the page, its worker, and the news that it asks for."""
    values = _values(page, parts, data, split=True)
    style, style_hash = _styled(parts, _ASSETS + parts.face.name, page.site.screen_inches or DEFAULT_INCHES)
    policy = _policy("'self'", style_hash, "'self'")
    index = _render(
        values
        | {
            "inline": False,
            "policy": Markup(policy),  # noqa: S704 - made above
            "style": style,
            "data_name": data.name,
            "script_name": parts.script.name,
            "face_name": parts.face.name,
            "english_name": parts.english.name,
        }
    )
    news = {"release": page.release, "released": page.released.isoformat(), "revision": values["revision"]}
    return {
        "index.html": index,
        DETAILS: data.details,
        "release.json": json.dumps(news, separators=(",", ":")).encode(),
        "sw.js": _worker(page, parts, data, index),
    }


def _worker(page: PageInput, parts: Parts, data: Asset, index: bytes) -> bytes:
    if not page.worker:
        return (f'const SITE = "{page.site.code}";\n' + parts.worker_off).encode()
    files = {_ASSETS + a.name: sha256(a.content).hexdigest() for a in (*parts, data)}
    files["./"] = sha256(index).hexdigest()
    files[DETAILS] = sha256(data.details).hexdigest()
    version = sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    head = {"SITE": page.site.code, "VERSION": version, "FILES": files}
    return ("".join(f"const {k} = {json.dumps(v)};\n" for k, v in head.items()) + parts.worker).encode()


@cache
def _styled(parts: Parts, face: str, inches: int) -> tuple[Markup, str]:
    """The style sheet as it stands in the page of a screen with this diagonal, and the policy's hash of it."""
    style = f":root{{--inches:{inches}}}{parts.styled(face)}"
    if "</" in style:
        raise VerifyError("kiểu của trang kiosk chứa thẻ đóng", place="static/kiosk", way_out="viết lại chuỗi có «</»")
    return Markup(style), _hash(style)  # noqa: S704 - own file, checked above


@cache
def _scripted(parts: Parts) -> tuple[Markup, str]:
    """The same of the script."""
    script = parts.script.content.decode()
    if "</script" in script:
        raise VerifyError("mã của trang kiosk chứa thẻ đóng", place="static/kiosk", way_out="viết lại chuỗi có «</»")
    return Markup(script), _hash(script)  # noqa: S704 - own file, checked above


@cache
def _within(face: Asset) -> str:
    """The face as an address that holds it."""
    return "data:font/woff2;base64," + b64encode(face.content).decode()


def single(page: PageInput, parts: Parts, data: Asset) -> bytes:
    """The whole page in one file that needs no server."""
    style, style_hash = _styled(parts, _within(parts.face), page.site.screen_inches or DEFAULT_INCHES)
    script, script_hash = _scripted(parts)
    values = _values(page, parts, data, split=False)
    policy = _policy(script_hash, style_hash, "data:")
    return _render(
        values
        | {
            "inline": True,
            "policy": Markup(policy),  # noqa: S704 - made above
            "style": style,
            "script": script,
            "data": Markup(joined(data.content, data.details).decode()),  # noqa: S704 - holds no "<"
            "english": Markup(parts.english.content.decode()),  # noqa: S704 - holds no "<"
        }
    )


def data_in_split(folder: Path, asset_folder: Path) -> bytes:
    """List and details that a finished split page leads to, as one document. Raises `VerifyError` or `OSError`."""
    found = _DATA.search((folder / "index.html").read_text(encoding="utf-8"))
    if not found:
        raise VerifyError(
            "trang không dẫn tới tệp dữ liệu", place=str(folder.name) + "/index.html", way_out="dựng lại bản phát hành"
        )
    return joined((asset_folder / found[1]).read_bytes(), (folder / DETAILS).read_bytes())


def data_in_single(page: bytes) -> bytes:
    """The same document out of a finished single file. Raises `VerifyError`."""
    found = _INLINE.search(page)
    if not found:
        raise VerifyError("tệp kiosk không chứa dữ liệu", place="kiosk-*.html", way_out="dựng lại bản phát hành")
    return found[1]
