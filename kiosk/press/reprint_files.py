"""The reprint list as files that a person asked for: a workbook, and a notice for the staff of each site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk import workbook
from kiosk.errors import ReleaseError, explain_cause
from kiosk.model.manifest import Manifest
from kiosk.paper.comparison import SheetAction
from kiosk.press import notices, wall_plans
from kiosk.press.reprint import SiteActions
from kiosk.targets import require_parent
from kiosk.workbook import Table
from posters import hanging, press
from posters.spec import SiteHead

_COLUMNS = (("Mã điểm", 10), ("Điểm", 50), ("Việc", 8), ("Mã tờ", 16), ("Bản", 8), ("Lý do", 100))


def write_xlsx(sites: Sequence[SiteActions], path: Path) -> None:
    """The list as a workbook, one line per sheet that moves. Raises `ReleaseError` where it cannot be written."""
    rows = [
        (s.code, s.name, a.do.value, f"{s.code}-{a.label}", a.release, "; ".join(map(str, a.reasons)))
        for s in sites
        for a in s.actions
        if a.do is not SheetAction.KEEP
    ]
    workbook.save_workbook(
        require_parent(path, "không ghi được tệp Excel"), [Table("Thay tờ niêm yết", _COLUMNS, rows)]
    )


def write_pdfs(sites: Sequence[SiteActions], manifest: Manifest, folder: Path) -> int:
    """A notice for the staff of every site that has something to do, and the plan of its wall, in `folder`, whose
    parent must exist; returns how many files. Raises `ReleaseError`."""
    moving = [s for s in sites if s.count(SheetAction.KEEP) < len(s.actions)]
    folder = require_parent(folder, "không ghi được giấy báo")
    count = 0
    try:
        folder.mkdir(exist_ok=True)
        for s in moving:
            (folder / f"thay-to-{s.code}.pdf").write_bytes(draw_on_one_page(s, manifest))
            wall = _draw_wall(s, manifest)
            if wall:
                (folder / f"so-do-treo-{s.code}.pdf").write_bytes(wall)
            count += 2 if wall else 1
    except OSError as error:
        raise ReleaseError(
            "không ghi được giấy báo", place=str(folder), value=explain_cause(error), way_out="chọn thư mục khác"
        ) from error
    return count


def _draw_wall(site: SiteActions, manifest: Manifest) -> bytes:
    """The hanging plan: what is printed is hung anew, the rest stays. Empty where the release hangs nothing there."""
    prints, removals = (
        tuple(a.label for a in site.actions if a.do is do) for do in (SheetAction.PRINT, SheetAction.TAKE_DOWN)
    )
    wall = wall_plans.describe_wall(manifest, site.code, prints, removals)
    return hanging.draw_plan(wall, SiteHead(site.code, site.name)) if wall is not None else b""


def draw_on_one_page(site: SiteActions, manifest: Manifest) -> bytes:
    """The notice with every word before and after; where that takes a second page, in brief."""
    facts = (site, manifest.number, manifest.as_of, manifest.sample)
    head = SiteHead(site.code, site.name)
    full = notices.draw_notice(notices.describe_reprint(*facts), head)
    if len(press.read_labels(full)) == 1:
        return full
    return notices.draw_notice(notices.describe_reprint(*facts, brief=True), head)
