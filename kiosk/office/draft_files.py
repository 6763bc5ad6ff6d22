"""The files of drafts on disk: kept under their digest, with the name that the office gave them.

In comes a stream, out goes what was kept. Names of uploads decide nothing but how the file is called: what it is, its
content says. The folder is in the workspace and never swept: what a decision was made from stays.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from kiosk.errors import OfficeError
from kiosk.office.drafts import DraftFile, FilePart
from kiosk.text import tidy

FOLDER = "drafts"
MOST_BYTES = 60_000_000
_BLOCK = 1 << 20
_UNSAFE = re.compile(r'[/\\:*?"<>|]')


def make_safe_name(name: str) -> str:
    """A name without folders, control characters and leading dots, short enough for any disk; its ending stays."""
    clean = _UNSAFE.sub("_", tidy(name.replace("\\", "/").rsplit("/", 1)[-1])).lstrip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        stem, ending = clean, ""
    while len(f"{stem}{dot}{ending}".encode()) > 120:
        stem, ending = stem[:-1], ending[:16]
    return f"{stem}{dot}{ending}" or "tep"


def keep_file(root: Path, name: str, stream: BinaryIO, part: FilePart) -> DraftFile:
    """Keep what a stream holds. Raises `OfficeError` for an empty file and for one that is too large."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    size, sha = 0, hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as fresh:
        try:
            while block := stream.read(_BLOCK):
                size += len(block)
                sha.update(block)
                fresh.write(block)
                if size > MOST_BYTES:
                    raise _refuse_file("tệp quá lớn", name, f"nhiều nhất {MOST_BYTES // 1_000_000} MB một tệp")
            if not size:
                raise _refuse_file("tệp trống", name, "chọn lại tệp")
            fresh.flush()
            os.fsync(fresh.fileno())
            place = folder / sha.hexdigest() / make_safe_name(name)
            place.parent.mkdir(exist_ok=True)
            Path(fresh.name).rename(place)
        finally:
            Path(fresh.name).unlink(missing_ok=True)
    return DraftFile(place.name, sha.hexdigest(), size, part)


def require_path(root: Path, file: DraftFile) -> Path:
    """Where a file of a draft stands. Raises `OfficeError` where it is gone."""
    path = root / FOLDER / file.sha256 / file.name
    if not path.is_file():
        raise _refuse_file("tệp của dự thảo không còn trên đĩa", file.name, "khôi phục thư mục drafts từ bản sao lưu")
    return path


def _refuse_file(message: str, name: str, way_out: str) -> OfficeError:
    return OfficeError(message, place="tải tệp lên", value=make_safe_name(name), way_out=way_out)
