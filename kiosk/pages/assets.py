"""What all kiosk pages share: script, face and English words as files named by their content; style, worker, words.

What comes in is `static/`, where `static/page/` was packed from the sources of `static/kiosk/` when the program was
installed; what goes out is one value with all of it. Putting it into pages is left to `forms`.
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


def dump_script_json(value: object) -> str:
    """JSON that cannot end the HTML element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def name_by_content(stem: str, suffix: str, content: bytes) -> Asset:
    """`stem-<hash>.suffix`."""
    return Asset(f"{stem}-{sha256(content).hexdigest()[:16]}.{suffix}", content)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReleaseError(
            "thiếu tệp của trang kiosk", place=str(path.name), value=str(error), way_out="cài đặt lại chương trình"
        ) from error


@dataclass(frozen=True, slots=True)
class SharedFiles:
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

    def style_with(self, face: str) -> str:
        """The style sheet with the face at this address."""
        return self.style.replace(f"../fonts/{_FACE}", face)


def read_shared_files(folder: Path | None = None) -> SharedFiles:
    """Read and name the files of `static/`. Raises `ReleaseError` where one is missing."""
    root = folder or resources.find_static()
    script = name_by_content("kiosk", "js", _read_text(root / "page" / "kiosk.js").encode())
    sentences = json.loads(_read_text(root / "kiosk" / "words.json"))
    vietnamese, english = ({key: both[i] for key, both in sentences.items()} for i in (0, 1))
    return SharedFiles(
        script,
        name_by_content("be-vietnam-pro", "woff2", (root / "fonts" / _FACE).read_bytes()),
        name_by_content("english", "json", dump_script_json(english).encode()),
        _read_text(root / "page" / "kiosk.css"),
        _read_text(root / "page" / "sw.js"),
        _read_text(root / "page" / "sw-off.js"),
        dump_script_json(vietnamese),
    )
