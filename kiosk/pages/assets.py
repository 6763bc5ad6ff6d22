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
from typing import Any

from kiosk import resources
from kiosk.errors import ReleaseError
from kiosk.pages.content import Asset
from kiosk.pages.doubts import pack_doubts
from kiosk.pages.squeezing import SUFFIX
from kiosk.settings.matters import NO_SAYINGS, Sayings
from kiosk.text import bind_end

_PARTS = ("device", "latest", "slip", "glossary")
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
    """The shared files by role (`parts`: what of the script comes only where or when it is needed, in the order of
    `_PARTS`; `doubts`: for pages of communes alone), and what each page carries inside."""

    script: Asset
    face: Asset
    english: Asset
    doubts: Asset
    parts: tuple[Asset, ...]
    style: str
    worker: str
    worker_off: str
    words: str
    guard: str

    def __iter__(self) -> Iterator[Asset]:
        """Every file of `assets/`."""
        return iter((self.script, self.face, self.english, self.doubts, *self.parts))

    @property
    def device(self) -> Asset:
        """The part of the script that only a declared kiosk with a network asks for."""
        return self.parts[0]

    @property
    def stored(self) -> tuple[Asset, ...]:
        """What a page keeps on the device: not what only a declared kiosk with a network asks for."""
        return self.script, self.face, self.english, *self.parts[1:]

    def style_with(self, face: str) -> str:
        """The style sheet with the face at this address."""
        return self.style.replace(f"../fonts/{_FACE}", face)


def _list_english(sayings: Sayings) -> dict[str, Any]:
    """Names of groups (`g:` and id), events (`e:`) and matters (`m:` and name), and English words by the name of a
    matter: `hereWords` for what the list holds, `awayWords` for what others do; `glossary`: words by meaning."""
    matters = [m for event in sayings.events for m in event.matters]
    return {
        **{f"g:{group}": bind_end(title) for group, title in sayings.english.items()},
        **{f"e:{event.id}": bind_end(event.english) for event in sayings.events},
        **{f"m:{m.name}": m.english[0].capitalize() for m in matters if m.english},
        **{f"m:{m.name}": m.english[0].capitalize() for m in sayings.outside if m.english},
        "hereWords": {m.name: m.english for m in matters if m.english},
        "awayWords": {m.name: m.english for m in sayings.outside if m.english},
        "glossary": {meaning: "|".join(words) for meaning, words in sayings.english_words.by_meaning.items()},
        "behind": sayings.english_words.behind,
    }


def read_shared_files(folder: Path | None = None, sayings: Sayings = NO_SAYINGS) -> SharedFiles:
    """Read and name the files of `static/`; the English file also says what `sayings` have in English.

    Raises `ReleaseError` where a file is missing.
    """
    root = folder or resources.find_static()
    script = name_by_content("kiosk", "js", _read_text(root / "page" / "kiosk.js").encode())
    sentences = json.loads(_read_text(root / "kiosk" / "words.json"))
    vietnamese, english = ({key: both[i] for key, both in sentences.items()} for i in (0, 1))
    return SharedFiles(
        script,
        name_by_content("be-vietnam-pro", "woff2", (root / "fonts" / _FACE).read_bytes()),
        name_by_content("english", "json", dump_script_json(english | _list_english(sayings)).encode()),
        name_by_content("doubts", SUFFIX, pack_doubts(root / "kiosk" / "doubts.json")),
        tuple(name_by_content(part, "js", _read_text(root / "page" / f"{part}.js").encode()) for part in _PARTS),
        _read_text(root / "page" / "kiosk.css"),
        _read_text(root / "page" / "sw.js"),
        _read_text(root / "page" / "sw-off.js"),
        dump_script_json(vietnamese),
        _read_text(root / "page" / "guard.js"),
    )
