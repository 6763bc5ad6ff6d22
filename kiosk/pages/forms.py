"""A site's page in its two forms: the split bundle (shared hashed assets, own worker) and the single file.

What a page is made from comes in (`PageInput`, the shared files, the data file), finished files by name go out, and the
data of a finished page again. What a site lists and where files are written is left to `site_pages` and the builder.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kiosk.errors import VerifyError
from kiosk.model.site import SiteKind
from kiosk.pages.assets import SharedFiles, dump_script_json
from kiosk.pages.content import DEFAULT_INCHES, Asset, PageInput
from kiosk.pages.data_file import join_parts, list_id
from kiosk.pages.spoken import pick_asked, select_away, select_matters
from kiosk.pages.squeezing import SUFFIX, is_squeezed, unsqueeze
from kiosk.pages.templates import read_source, render
from kiosk.settings.matters import LifeEvent
from kiosk.text import bind_end

DETAILS = f"details.{SUFFIX}"
SPLIT_FILES = ("index.html", DETAILS, "release.json", "sw.js")
MOST_COMMON = 10
LONGEST_COMMON = 90
"""Longer names stand in the list of the most asked, not on the start screen."""
LONGEST_HINT = 38
"""Letters of everyday words below the title of a group."""
_ASSETS = "../../assets/"
_DATA = re.compile(r' data-list="\.\./\.\./assets/(data-[0-9a-f]{16}\.(json|lzma|squeezed))"')
_INLINE = re.compile(rb'<script type="application/json" id="list">([^<]*)</script>')


def _hash(content: str | bytes) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return f"'sha256-{b64encode(sha256(raw).digest()).decode()}'"


def _write_policy(script: str, style: str, font: str) -> str:
    """Content Security Policy level 3: nothing but the page's own parts, no inline code that was not hashed."""
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; font-src {font}; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _embed_json(value: object) -> Markup:
    """JSON that cannot end the element it stands in."""
    return Markup(dump_script_json(value))  # noqa: S704 - "<" is escaped, nothing else can end a script element


def _format_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa rõ"


def _digest_page(page: PageInput, shared: SharedFiles, data: Asset) -> str:
    """What the page hears of to know that there is another one: all that it is made of."""
    names = [a.name for a in shared]
    index = page.other.index.name if page.other else ""
    facts = [names, data.name, index, _describe_page(page, ""), page.publisher, page.site.name, page.site.hours]
    everything = (
        json.dumps(facts, sort_keys=True) + read_source("kiosk.html") + shared.style + shared.worker + shared.guard
    )
    return sha256(everything.encode()).hexdigest()[:16]


def _describe_page(page: PageInput, revision: str) -> dict[str, Any]:
    contact = page.contact
    return {
        "code": page.site.code,
        "release": page.release,
        "released": page.released.isoformat(),
        "day": _format_day(page.data_date),
        "voices": page.voices,
        "revision": revision,
        "worker": page.worker,
        "contact": {
            "feedback": contact.feedback_url,
            "status": contact.status_url,
            "hotline": page.site.hotline or contact.hotline,
            "address": contact.address,
        },
        "place": [page.site.name, page.site.address, page.site.hours],
        "city": page.site.kind is SiteKind.CITY,
        "other": page.other.sites if page.other else [],
    }


@cache
def shorten(everyday: str) -> str:
    """As many of the everyday words as one or two lines of a button take."""
    words = [w.strip() for w in everyday.split(",") if w.strip()]
    words_kept: list[str] = []
    for word in words:
        if words_kept and len(", ".join([*words_kept, word])) > LONGEST_HINT:
            break
        words_kept.append(word)
    return ", ".join(words_kept)


def _pick_asked(page: PageInput) -> list[tuple[str, str]]:
    """Code and short name of what is asked for most: the office's own choice, else the table's, in its order."""
    sayings = page.content.sayings
    posted = {e.procedure.code: e.procedure for e in page.content.entries}
    asked_names = pick_asked(sayings, posted)
    codes = [code for code, p in posted.items() if p.common] or list(asked_names)
    names_known = asked_names | sayings.names.by_code
    names = [(code, posted[code].everyday or names_known.get(code) or posted[code].name) for code in codes]
    return [(code, name) for code, name in names if len(name) <= LONGEST_COMMON][:MOST_COMMON]


def _name_elsewhere(page: PageInput) -> str:
    """The sentence of the row that leads to what others do: it names nothing that is done here. Empty: no such row."""
    outside = page.content.sayings.outside
    away = select_away(page.content.sayings, [e.procedure.code for e in page.content.entries])
    return "" if not away else "elsewhereRow" if len(away) == len(outside) else "elsewhereOther"


def _pick_events(page: PageInput) -> list[LifeEvent]:
    """The tiles: events of which the list holds something, where it holds half of all matters; else there are none."""
    events = page.content.sayings.events
    events_held = list(select_matters(events, [e.procedure.code for e in page.content.entries]))
    whole, held_count = sum(len(e.matters) for e in events), sum(len(matters) for _, matters in events_held)
    return [event for event, _ in events_held] if 2 * held_count > whole else []


def _gather_values(page: PageInput, shared: SharedFiles, data: Asset, split: bool) -> dict[str, Any]:
    used_groups = {e.group for e in page.content.entries}
    revision = _digest_page(page, shared, data)
    words = json.loads(shared.words)
    return {
        "page": page,
        "revision": revision,
        "words": Markup(shared.words),  # noqa: S704 - holds no "<"
        "say": lambda key, **values: words[key].format(**values),
        "facts": _embed_json({**_describe_page(page, revision), "list": list_id(data.content), "split": split}),
        "shorten": shorten,
        "bind_end": bind_end,
        "data_date": _format_day(page.data_date),
        "asked": _pick_asked(page),
        "most_asked": any(e.procedure.common for e in page.content.entries) or bool(_pick_asked(page)),
        "events": _pick_events(page),
        "elsewhere": _name_elsewhere(page),
        "inches": page.site.screen_inches or DEFAULT_INCHES,
        "guard": Markup(shared.guard),  # noqa: S704 - own file
        "index_name": page.other.index.name if page.other else "",
        "doubts_name": shared.doubts.name if _has_doubts(page) else "",
        "groups": [g for g in page.content.groups if g.id in used_groups],
    }


def _has_doubts(page: PageInput) -> bool:
    """The questions that the table was learnt from were asked at communes."""
    return page.site.kind is SiteKind.COMMUNE


def make_split(page: PageInput, shared: SharedFiles, data: Asset) -> dict[str, bytes]:
    """Files of `sites/<code>/` by name: the page, its worker, and the news that it asks for."""
    values = _gather_values(page, shared, data, split=True)
    style, style_hash = _style(shared, _ASSETS + shared.face.name, page.site.screen_inches or DEFAULT_INCHES)
    policy = _write_policy(f"'self' {_hash(shared.guard)}", style_hash, "'self'")
    index = render(
        "kiosk.html",
        values
        | {
            "inline": False,
            "policy": Markup(policy),  # noqa: S704 - made above
            "style": style,
            "data_name": data.name,
            "details_name": DETAILS,
            "script_name": shared.script.name,
            "english_name": shared.english.name,
            "parts": [(asset.name.partition("-")[0], asset.name) for asset in shared.parts],
        },
    )
    news = {"release": page.release, "released": page.released.isoformat(), "revision": values["revision"]}
    return {
        "index.html": index,
        DETAILS: data.details,
        "release.json": json.dumps(news, separators=(",", ":")).encode(),
        "sw.js": _make_worker(page, shared, data, index),
    }


def _make_worker(page: PageInput, shared: SharedFiles, data: Asset, index: bytes) -> bytes:
    if not page.worker:
        return (f'const SITE = "{page.site.code}";\n' + shared.worker_off).encode()
    own = [*shared.stored, data]
    if page.other:
        own.append(page.other.index)
    if _has_doubts(page):
        own.append(shared.doubts)
    files = {_ASSETS + asset.name: _digest(asset) for asset in own}
    files["./"] = sha256(index).hexdigest()
    files[DETAILS] = _digest(Asset(DETAILS, data.details))
    version = sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    head = {"SITE": page.site.code, "VERSION": version, "FILES": files}
    return ("".join(f"const {k} = {json.dumps(v)};\n" for k, v in head.items()) + shared.worker).encode()


def _digest(asset: Asset) -> str:
    """What a worker compares the asset with: its digest, and that of its document where it may come as that."""
    digest = sha256(asset.content).hexdigest()
    if is_squeezed(asset.name):
        digest += " " + sha256(unsqueeze(asset.content)).hexdigest()
    return digest


@cache
def _style(shared: SharedFiles, face: str, inches: int) -> tuple[Markup, str]:
    """The style sheet as it stands in the page of a screen with this diagonal, and the policy's hash of it."""
    style = f":root{{--inches:{inches}}}{shared.style_with(face)}"
    if "</" in style:
        raise VerifyError(
            "tệp định dạng của trang kiosk bị hỏng", place="kiosk.css", way_out="cài đặt lại chương trình"
        )
    return Markup(style), _hash(style)  # noqa: S704 - own file, checked above


@cache
def _inline_script(asset: Asset) -> tuple[Markup, str]:
    """The same of a script."""
    script = asset.content.decode()
    if "</script" in script:
        raise VerifyError(
            "tệp chương trình của trang kiosk bị hỏng", place=asset.name, way_out="cài đặt lại chương trình"
        )
    return Markup(script), _hash(script)  # noqa: S704 - own file, checked above


@cache
def _embed_face(face: Asset) -> str:
    """The face as an address that holds it."""
    return "data:font/woff2;base64," + b64encode(face.content).decode()


def make_single(page: PageInput, shared: SharedFiles, data: Asset) -> bytes:
    """The whole page in one file that needs no server."""
    style, style_hash = _style(shared, _embed_face(shared.face), page.site.screen_inches or DEFAULT_INCHES)
    script, script_hash = _inline_script(shared.script)
    parts = [_inline_script(asset) for asset in shared.parts]
    hashes = " ".join(of for _, of in (*parts, (script, script_hash)))
    values = _gather_values(page, shared, data, split=False)
    policy = _write_policy(f"{hashes} {_hash(shared.guard)}", style_hash, "data:")
    return render(
        "kiosk.html",
        values
        | {
            "inline": True,
            "policy": Markup(policy),  # noqa: S704 - made above
            "style": style,
            "script": script,
            "parts": [part for part, _ in parts],
            "data": Markup(join_parts(data.content, data.details).decode()),  # noqa: S704 - holds no "<"
            "index": Markup(unsqueeze(page.other.index.content).decode() if page.other else ""),  # noqa: S704 - holds no "<"
            "doubts": Markup(unsqueeze(shared.doubts.content).decode() if _has_doubts(page) else ""),  # noqa: S704 - holds no "<"
            "english": Markup(shared.english.content.decode()),  # noqa: S704 - holds no "<"
        },
    )


def read_split_data(folder: Path, asset_folder: Path) -> bytes:
    """List and details that a finished split page leads to, as one document. Raises `VerifyError` or `OSError`."""
    match = _DATA.search((folder / "index.html").read_text(encoding="utf-8"))
    if not match:
        raise VerifyError(
            "trang không dẫn tới tệp dữ liệu", place=str(folder.name) + "/index.html", way_out="dựng lại bản phát hành"
        )
    return join_parts((asset_folder / match[1]).read_bytes(), (folder / f"details.{match[2]}").read_bytes())


def read_single_data(page: bytes) -> bytes:
    """The same document out of a finished single file. Raises `VerifyError`."""
    match = _INLINE.search(page)
    if not match:
        raise VerifyError("tệp kiosk không chứa dữ liệu", place="kiosk-*.html", way_out="dựng lại bản phát hành")
    return match[1]
