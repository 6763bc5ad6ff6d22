"""A folder that runs from a USB stick: one site's kiosk page, its sheets, and what to do with them."""

from __future__ import annotations

from pathlib import Path

from kiosk.canonical import digest_file
from kiosk.errors import ReleaseError, explain_cause
from kiosk.flushing import make_inside
from kiosk.model.manifest import Manifest
from kiosk.model.site import spell_codes
from kiosk.pages.site_pages import render_usb_page
from kiosk.replacing import make_fresh_folder, put_in_place
from kiosk.settings import inputs
from kiosk.targets import require_parent
from kiosk.workspace.store import Store

GUIDE = "HUONG-DAN.html"
_INSIDE = "moi"
_MESSAGE = "không ghi được vào thư mục đích"


def export(store: Store, manifest: Manifest, code: str, folder: Path) -> int:
    """Copy the files of `code` into `folder` (made if absent, its parent must exist) and check every copy; returns how
    many files.

    The copy is complete and on the stick before it gets its name, and the old one stays until then: a stick that is
    pulled out early holds the old copy or the new one. Raises `ReleaseError`.
    """
    (code,) = spell_codes((code,), (site.code for site in manifest.sites))
    site = manifest.site(code)
    if site is None:
        raise ReleaseError(
            "không có điểm này", place="kiosk export", value=code, way_out="xem mã điểm trong data/sites.csv"
        )
    folder = require_parent(folder, _MESSAGE) if not folder.is_dir() else folder
    try:
        if not folder.is_dir():
            make_inside(folder)
        with make_fresh_folder(folder / f"kiosk-{code}") as fresh:
            count = _fill(fresh / _INSIDE, store, manifest, code)
            put_in_place(fresh / _INSIDE, folder / f"kiosk-{code}")
    except OSError as error:
        raise ReleaseError(
            _MESSAGE,
            place=str(folder),
            value=explain_cause(error),
            way_out="kiểm tra USB còn trống và ghi được",
        ) from error
    return count


def _fill(fresh: Path, store: Store, manifest: Manifest, code: str) -> int:
    """Copy and read every copy back; returns how many files."""
    entries = [f for f in manifest.files if f.path.startswith((f"sites/{code}/", "assets/"))]
    fresh.mkdir()
    for entry in entries:
        place = fresh / entry.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(store.get(entry.sha256))
        if digest_file(place) != entry.sha256:
            raise ReleaseError("chép không đúng", place=str(place), way_out="thử lại, hoặc dùng USB khác")
    restored = inputs.restore(manifest.inputs, store.get)
    (fresh / GUIDE).write_bytes(render_usb_page(restored, manifest, code))
    return len(entries) + 1
