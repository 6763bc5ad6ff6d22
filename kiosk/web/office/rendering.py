"""HTML of the office, from the templates beside this module.

In come a template's name and values, out goes an answer. Every value is escaped, and a missing one is an error. Times
and numbers are written as people in Vietnam write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from kiosk import resources
from kiosk.canonical import digest_file
from kiosk.catalogue.diff import LABELS, FieldChange
from kiosk.clock import read_moment
from kiosk.office.people import Role
from kiosk.pages.templates import Renderer, make_renderer
from kiosk.web.office.browser_words import say_in_browser
from posters.spec import show_label

_FOLDER = Path(__file__).resolve().parent / "templates"
STATIC = {
    "office.css": ("office/office.css", "text/css; charset=utf-8"),
    "office.js": ("office/office.js", "text/javascript; charset=utf-8"),
    "wall.js": ("office/wall.js", "text/javascript; charset=utf-8"),
    "wall.css": ("office/wall.css", "text/css; charset=utf-8"),
    "icon.svg": ("office/icon.svg", "image/svg+xml"),
    "be-vietnam-pro.woff2": ("fonts/be-vietnam-pro.woff2", "font/woff2"),
}
"""Files that pages ask for, where they stand, and what they are."""


@cache
def _load_renderer() -> Renderer:
    filters: dict[str, Callable[..., object]] = {
        "moment": write_moment,
        "day": write_day,
        "number": write_number,
        "facts": write_facts,
        "field_name": name_field,
        "subject": name_subject,
        "in_browser": say_in_browser,
        "sheet_label": show_label,
    }
    return make_renderer(_FOLDER, filters, {"asset": make_asset_address})


def render_page(name: str, values: dict[str, object]) -> str:
    """The template filled in. Raises `jinja2.UndefinedError` where a value is missing."""
    return _load_renderer()(name, values)


def write_moment(at: int | None) -> str:
    """A time that the database holds, such as «14:05, 29/11/2026»; empty for none."""
    return "" if at is None else f"{read_moment(at):%H:%M, %d/%m/%Y}"


def write_day(day: date | str | None) -> str:
    """A day, such as «29/11/2026»; empty for none."""
    if not day:
        return ""
    return f"{date.fromisoformat(day) if isinstance(day, str) else day:%d/%m/%Y}"


def write_number(number: int) -> str:
    """A whole number, such as «1.234»."""
    return f"{number:,}".replace(",", ".")


_MOST_LISTED = 3
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_SUBJECTS = {
    "draft": "dự thảo", "job": "việc số", "release": "bản", "person": "người dùng số", "choice": "lựa chọn",
    "import": "lần nhập", "hold": "giữ lại", "answer": "câu trả lời", "setting": "cài đặt",
    "order": "lệnh in", "wall": "tường", "report": "báo cáo", "incident": "sự cố", "event": "sự kiện",
    "described": "số liệu của bản", "revision": "bản in của tờ",
    "site": "điểm", "token": "mã của hệ thống số", "link": "đường dẫn",
    "device": "kiosk số", "kiosk": "kiosk của điểm",
}  # fmt: skip


def name_field(change: FieldChange) -> str:
    """What people call the field that changed."""
    return LABELS.get(change.field, change.field)


_WORDS = {
    "role": "vai trò", "site": "điểm", "disabled": "khóa", "session": "phiên", "sessions": "số phiên", "from": "từ",
    "kind": "loại", "order": "nội dung", "job": "việc số", "now": "nay", "to": "đến", "files": "tệp",
    "digest": "mã kiểm tra", "reason": "lý do", "accepted": "nhận", "decision": "quyết định",
    "effective": "hiệu lực", "state": "tình trạng", "own_work": "tự duyệt", "publish_on": "ngày công bố",
    "row": "dòng", "answer": "trả lời", "edits": "sửa",
    "sheets": "tờ", "release": "bản", "label": "tên", "scopes": "được đọc",
    "by_code": "không nối mạng", "keyed": "máy giữ khóa", "heard": "nghe lúc", "incident": "sự cố", "text": "thấy",
    "upto": "đến sự kiện", "head": "đầu chuỗi", "first": "từ ngày", "last": "đến ngày", "day": "ngày", "by": "người",
    "values": "giá trị", "into": "vào điểm", "name": "tên", "planned": "đã ghi trước ở sự kiện", "note": "ghi chú",
    "noted": "ghi ở sự kiện", "heads": "liên hệ của điểm", "procedures": "thủ tục",
    "effects": "tác động", "rules": "thêm, bỏ", "asked": "tờ phải treo", "fresh": "mới",
    "gone": "thôi", "manifest": "dấu của bản", "as_of": "áp dụng từ", "sample": "mẫu", "revision": "bản in",
    "base": "trên", "catalogue": "lần nhập", "questions": "dòng", "draft": "dự thảo",
}  # fmt: skip


def write_facts(facts: object) -> str:
    """What an event holds of a state before or after, as words."""
    if isinstance(facts, dict):
        # Of sheets people know the labels; their revisions are digests.
        named_values = {
            name: list(value) if name == "sheets" and isinstance(value, dict) else value
            for name, value in facts.items()
        }
        return ", ".join(f"{_WORDS.get(name, name)}: {write_facts(value)}" for name, value in named_values.items())
    if isinstance(facts, list):
        return ", ".join(map(write_facts, facts)) if len(facts) <= _MOST_LISTED else f"{len(facts)}"
    if isinstance(facts, bool):
        return "có" if facts else "không"
    if facts is None:
        return "không"
    text = str(facts)
    if text in set(Role):
        return Role(text).label
    return f"{text[:12]}…" if _DIGEST.fullmatch(text) else text


def name_subject(subject: str) -> str:
    """What people call what an event is about, such as «dự thảo 7»."""
    kind, _, number = subject.partition("/")
    return f"{_SUBJECTS[kind]} {number}" if kind in _SUBJECTS else subject


@cache
def make_asset_address(name: str) -> str:
    """The address of a file that pages ask for; it changes with the content, so that browsers may keep it for ever."""
    return f"/static/{name}?v={digest_file(resources.find_static() / STATIC[name][0])[:12]}"
