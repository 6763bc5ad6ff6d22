"""Writes where printed short addresses lead for other web servers: a map for nginx, and a page for each code.

    nginx-map.conf    `map $uri $entry_of_procedure`
    P/CODE/index.html

In comes a release, out goes a new folder, whole or not at all. Raises `ReleaseError`, `StoreError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.errors import ReleaseError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.pages import redirects
from kiosk.pages.redirects import Redirect
from kiosk.replacing import make_fresh_folder, put_where_free
from kiosk.settings.links import PROCEDURES, read_procedure_path
from kiosk.targets import require_parent
from kiosk.workspace.store import Store

_MESSAGE = "không ghi được nơi các địa chỉ ngắn dẫn đến"


def load_redirects(store: Store, manifest: Manifest) -> dict[str, Redirect]:
    """Where the short addresses of a release lead. Raises `ReleaseError` where it prints none."""
    entry = next((f for f in manifest.files if f.path == redirects.FILE), None)
    if entry is None:
        raise ReleaseError(
            "bản đang công bố không in địa chỉ ngắn nào",
            place=f"bản phát hành {manifest.number}",
            way_out="đặt public_url và links.mode: own rồi chạy kiosk regenerate",
        )
    return redirects.read_redirects(store.get(entry.sha256), entry.path)


def write_redirects(target: Path, entries: Mapping[str, Redirect]) -> None:
    """Make the folder `target`, which must not be there yet."""
    place = require_parent(target, _MESSAGE)
    for code in entries:
        if not read_procedure_path(code):
            # A code names a folder here: one that is none could lead out of ours.
            raise ReleaseError(_MESSAGE, place=redirects.FILE, value=code[:80], way_out="chạy kiosk verify")
    try:
        with make_fresh_folder(place) as fresh:
            folder = fresh / "content"
            folder.mkdir()
            (folder / "nginx-map.conf").write_text(redirects.write_nginx_map(entries), encoding="utf-8")
            for code, one in entries.items():
                page = folder / PROCEDURES / code / "index.html"
                page.parent.mkdir(parents=True)
                page.write_text(redirects.write_page(code, one), encoding="utf-8")
            put_where_free(folder, place)
    except FileExistsError:
        raise ReleaseError(
            _MESSAGE, place=str(place), value="đã có tên này", way_out="ghi tên một thư mục chưa có"
        ) from None
    except OSError as error:
        raise ReleaseError(
            _MESSAGE, place=str(place), value=explain_cause(error), way_out="kiểm tra chỗ trống và quyền ghi"
        ) from error
