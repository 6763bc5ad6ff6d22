"""The reprint list as files: a workbook, and a notice for the staff of each site."""

from __future__ import annotations

from pathlib import Path

from kiosk import workbook
from kiosk.errors import ReleaseError, reason
from kiosk.model.manifest import Manifest
from kiosk.press import notices
from kiosk.press.reprint import KEEP, SiteActions
from kiosk.workbook import Table
from posters import notice, pdf
from posters.spec import SiteHead

_COLUMNS = (("Mã điểm", 10), ("Điểm", 50), ("Việc", 8), ("Mã tờ", 16), ("Bản", 8), ("Lý do", 100))


def write_xlsx(found: tuple[SiteActions, ...], path: Path) -> None:
    """The list as a workbook, one line per sheet that moves. Raises `ReleaseError` where it cannot be written."""
    rows = [
        (s.code, s.name, a.do, f"{s.code}-{a.label}", a.release, "; ".join(map(str, a.reasons)))
        for s in found
        for a in s.actions
        if a.do != KEEP
    ]
    workbook.save(path, [Table("Thay tờ niêm yết", _COLUMNS, rows)])


def write_pdfs(found: tuple[SiteActions, ...], manifest: Manifest, folder: Path) -> int:
    """A notice for the staff of every site that has something to do; returns how many. Raises `ReleaseError`."""
    moving = [s for s in found if s.count(KEEP) < len(s.actions)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for s in moving:
            made = pdf.address(_on_one_page(s, manifest), SiteHead(s.code, s.name))
            (folder / f"thay-to-{s.code}.pdf").write_bytes(made)
    except OSError as error:
        raise ReleaseError(
            "không ghi được giấy báo", place=str(folder), value=reason(error), way_out="chọn thư mục khác"
        ) from error
    return len(moving)


def _on_one_page(site: SiteActions, manifest: Manifest) -> pdf.Template:
    """The notice with every word before and after; where that takes a second page, in brief."""
    facts = (site, manifest.number, manifest.as_of, manifest.sample)
    full = notice.template(notices.reprint(*facts))
    return full if len(full.leaves) == 1 else notice.template(notices.reprint(*facts, brief=True))
