"""Shared files of all kiosk pages: one script, one style sheet, two faces, each named by its content.

They stand ready in `static/page/`, packed from the sources of `static/kiosk/` when the program is installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk import resources
from kiosk.errors import ReleaseError
from kiosk.pages_model import Asset

_FACES = ("regular", "bold")


def script_json(value: object) -> str:
    """JSON that cannot end the HTML element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def named(stem: str, suffix: str, content: bytes) -> Asset:
    """`stem-<hash>.suffix`."""
    return Asset(f"{stem}-{sha256(content).hexdigest()[:16]}.{suffix}", content)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReleaseError(
            "thiếu tệp của trang kiosk", place=str(path.name), value=str(error), way_out="cài đặt lại chương trình"
        ) from error


@dataclass(frozen=True, slots=True)
class Parts:
    """The shared files by role, and the sources that each page fills in for itself."""

    script: Asset
    style: Asset
    faces: tuple[Asset, ...]
    english: Asset
    worker: str
    worker_off: str
    words: str

    def __iter__(self) -> Iterator[Asset]:
        """Every file of `assets/`."""
        return iter((self.script, self.style, *self.faces, self.english))


def parts(folder: Path | None = None) -> Parts:
    """Read and name the files of `static/`. Raises `ReleaseError` where one is missing."""
    root = folder or resources.static()
    script = named("kiosk", "js", _read(root / "page" / "kiosk.js").encode())
    faces = tuple(
        named(f"be-vietnam-pro-{face}", "woff2", (root / "fonts" / f"be-vietnam-pro-{face}.woff2").read_bytes())
        for face in _FACES
    )
    sheet = _read(root / "page" / "kiosk.css")
    for face, asset in zip(_FACES, faces, strict=True):
        sheet = sheet.replace(f"../fonts/be-vietnam-pro-{face}.woff2", asset.name)
    said = json.loads(_read(root / "kiosk" / "words.json"))
    vietnamese, english = ({key: both[i] for key, both in said.items()} for i in (0, 1))
    return Parts(
        script,
        named("kiosk", "css", sheet.encode()),
        faces,
        named("english", "json", script_json(english).encode()),
        _read(root / "page" / "sw.js"),
        _read(root / "page" / "sw-off.js"),
        script_json(vietnamese),
    )
