"""What all kiosk pages share: script, face and English words as files named by their content; style, worker, words.

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
from kiosk.pages.content import Asset

_FACE = "be-vietnam-pro.woff2"


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
    """The shared files by role, and what each page carries inside."""

    script: Asset
    face: Asset
    english: Asset
    style: str
    worker: str
    worker_off: str
    words: str

    def __iter__(self) -> Iterator[Asset]:
        """Every file of `assets/`."""
        return iter((self.script, self.face, self.english))

    def styled(self, face: str) -> str:
        """The style sheet with the face at this address."""
        return self.style.replace(f"../fonts/{_FACE}", face)


def parts(folder: Path | None = None) -> Parts:
    """Read and name the files of `static/`. Raises `ReleaseError` where one is missing."""
    root = folder or resources.static()
    script = named("kiosk", "js", _read(root / "page" / "kiosk.js").encode())
    said = json.loads(_read(root / "kiosk" / "words.json"))
    vietnamese, english = ({key: both[i] for key, both in said.items()} for i in (0, 1))
    return Parts(
        script,
        named("be-vietnam-pro", "woff2", (root / "fonts" / _FACE).read_bytes()),
        named("english", "json", script_json(english).encode()),
        _read(root / "page" / "kiosk.css"),
        _read(root / "page" / "sw.js"),
        _read(root / "page" / "sw-off.js"),
        script_json(vietnamese),
    )
