"""Photos of walls for tests: pages of finished files side by side as a phone shows them, straight and small."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from kiosk.model.files import BOARD_FILE
from kiosk.model.manifest import Manifest
from kiosk.workspace.store import Store
from posters import inspect, qr
from posters.geometry import Rect

DPI = 100
FOREIGN = "https://dichvucong.gov.vn.example/nop-phi?ma=1"


def page_of(store: Store, manifest: Manifest, site: str, label: str) -> Image.Image:
    """A sheet (or the board) of a site as a release prints it."""
    entry = manifest.site(site)
    assert entry is not None
    labels = [e.label for e in manifest.sheets(entry)]
    name, index = (manifest.sheets_file(entry), labels.index(label)) if label in labels else (BOARD_FILE, 0)
    sha = manifest.path_shas()[f"sites/{site}/{name}"]
    return inspect.render(store.get(sha), index, DPI)


def paste_code(page: Image.Image, area: Rect, payload: str = FOREIGN) -> Image.Image:
    """The page with another code over `area` (mm)."""
    code = qr.encode(payload)
    rows = b"".join(bytes(0 if row >> (code.size - 1 - x) & 1 else 255 for x in range(code.size)) for row in code.rows)
    scale = DPI / 25.4
    side = round(area.width * scale)
    patch = Image.frombytes("L", (code.size, code.size), rows).resize((side, side), Image.Resampling.NEAREST)
    whole = page.copy()
    whole.paste(patch, (round(area.x * scale), round(area.y * scale)))
    return whole


def take_photo(pages: Sequence[Image.Image]) -> bytes:
    """A photo of these pages, hung beside each other on a grey wall, with what a camera adds."""
    gap = 40
    wide = sum(page.width for page in pages) + gap * (len(pages) + 1)
    wall = Image.new("L", (wide, max(page.height for page in pages) + 2 * gap), 180)
    x = gap
    for page in pages:
        wall.paste(page, (x, gap))
        x += page.width + gap
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    out = io.BytesIO()
    wall.convert("RGB").save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()
