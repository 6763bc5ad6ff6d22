"""A folder that runs from a USB stick: one site's kiosk page, its sheets, and what to do with them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kiosk.canonical import digest
from kiosk.errors import ReleaseError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.pages.site_pages import render_usb_page
from kiosk.settings import inputs
from kiosk.targets import require_parent
from kiosk.workspace.store import Store

GUIDE = "HUONG-DAN.html"


def export(store: Store, manifest: Manifest, code: str, folder: Path) -> int:
    """Copy the files of `code` into `folder` (made if absent, its parent must exist) and check every copy; returns how
    many files.

    The copy is complete before it gets its name: a stick pulled out early leaves no half-filled folder behind.
    Raises `ReleaseError`.
    """
    site = manifest.site(code)
    if site is None:
        raise ReleaseError(
            "không có điểm này", place="kiosk export", value=code, way_out="xem mã điểm trong data/sites.csv"
        )
    folder = require_parent(folder, "không ghi được vào thư mục đích") if not folder.is_dir() else folder
    target = folder / f"kiosk-{code}"
    fresh = folder / f".kiosk-{code}.{os.getpid()}"
    entries = [f for f in manifest.files if f.path.startswith((f"sites/{code}/", "assets/"))]
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        for entry in entries:
            place = fresh / entry.path
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, store.get(entry.sha256))
            if digest(place.read_bytes()) != entry.sha256:
                raise ReleaseError("chép không đúng", place=str(place), way_out="thử lại, hoặc dùng USB khác")
        restored = inputs.restore(manifest.inputs, store.get)
        _write(fresh / GUIDE, render_usb_page(restored, manifest, code))
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except OSError as error:
        raise ReleaseError(
            "không ghi được vào thư mục đích",
            place=str(folder),
            value=explain_cause(error),
            way_out="kiểm tra USB còn trống và ghi được",
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return len(entries) + 1


def _write(place: Path, content: bytes) -> None:
    """A file that is on the stick, and not only on its way there, before the folder gets its name."""
    with place.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
