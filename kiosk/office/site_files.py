"""Files that a site's page offers: exactly the sheets to print now, all sheets, the board, what to swap, the USB copy.

In come the workspace, a site and which file; out go bytes with the name under which a browser keeps them. Finished
files come from the release; a page that is taken out of one is compared with the page that was read back.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import OfficeError
from kiosk.model.files import BOARD_FILE
from kiosk.office import reprints
from kiosk.press import reprint_files
from kiosk.release import export, lifecycle
from kiosk.workbook import make_entry
from kiosk.workspace.store import Store
from posters import inspect, press

PDF, ZIP = "application/pdf", "application/zip"
RELEASE_FILES = ("to-niem-yet", "bang-chi-dan")
"""Finished files of a site, by the name in the address: its posting sheets, its index board."""


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file for a browser: its name, what it is, its bytes."""

    name: str
    media_type: str
    content: bytes


def take_release_file(store: Store, site: str, name: str) -> OfficeFile:
    """A finished file of the published release (`RELEASE_FILES`). Raises `OfficeError` where the site has none."""
    manifest = lifecycle.choose_release(store, None)
    listed_site = manifest.site(site)
    file = manifest.sheets_file(listed_site) if listed_site and name == RELEASE_FILES[0] else BOARD_FILE
    path = f"sites/{site}/{file}"
    entry = next((f for f in manifest.files if f.path == path), None)
    if entry is None:
        raise OfficeError("bản đang công bố không có tệp này", place=f"điểm {site}", value=file)
    return OfficeFile(f"{site}-{name}-ban-{manifest.number}.pdf", PDF, store.get(entry.sha256))


def make_print_file(store: Store, site: str, labels: Sequence[str]) -> OfficeFile:
    """One PDF of exactly these sheets of a site, each drawn as in the published file, which the gate has read.

    Raises `OfficeError` where there are none, and where a page is not what was read.
    """
    whole = take_release_file(store, site, "to-niem-yet")
    if not labels:
        raise OfficeError("không có tờ nào phải in", place=f"điểm {site}", way_out="mọi tờ đã được xác nhận treo")
    names = tuple(f"{site}-{label}" for label in labels)
    content = press.extract_pages(whole.content, names)
    published = dict(zip(press.read_labels(whole.content), inspect.digest_drawings(whole.content), strict=True))
    pages = list(zip(press.read_labels(content), inspect.digest_drawings(content), strict=True))
    if sorted(pages) != sorted((name, published[name]) for name in names):
        raise OfficeError(
            "tệp rút ra không đúng các tờ đã kiểm tra",
            place=f"điểm {site}",
            way_out="tải tệp gồm mọi tờ niêm yết rồi chọn trang để in, và báo người quản trị",
        )
    return OfficeFile(whole.name.replace("to-niem-yet", "in-ngay"), PDF, content)


def make_swap_notice(store: Store, site: str) -> OfficeFile:
    """The notice for the staff of a site: what to print, take down and keep, against what is confirmed."""
    (actions,) = reprints.list_site_actions(store, only=(site,))
    manifest = lifecycle.choose_release(store, None)
    content = reprint_files.draw_on_one_page(actions, manifest)
    return OfficeFile(f"{site}-thay-to-ban-{manifest.number}.pdf", PDF, content)


def make_usb_archive(store: Store, site: str) -> OfficeFile:
    """A site's folder for a USB stick, as one archive; the same release gives the same bytes."""
    manifest = lifecycle.choose_release(store, None)
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        export.export(store, manifest, site, Path(place))
        files = sorted(p for p in Path(place).rglob("*") if p.is_file())
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for path in files:
                archive.writestr(make_entry(path.relative_to(place).as_posix()), path.read_bytes())
    return OfficeFile(f"{site}-usb-ban-{manifest.number}.zip", ZIP, out.getvalue())
