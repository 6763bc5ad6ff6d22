"""Work that keeps an office in order, asked for in the browser: look for damage, make room, lay a site out afresh.

In comes the workplace and a job, out goes a sentence on how it ended. What needs a person's consent because it reprints
sheets stays with the command line (`kiosk doctor --yes`).
"""

from __future__ import annotations

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.office import doctor, fresh_layout, releases, site_costs
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.ledger import photo_book
from kiosk.office.ledger.keeping import list_releases_to_keep
from kiosk.paper.comparison import SheetAction
from kiosk.progress import Progress
from posters.spec import GRIDS

INSPECT, MAKE_ROOM, RELAYOUT_COST, RELAYOUT = "inspect", "make-room", "relayout-cost", "relayout"
PAPER_COST = "paper-cost"
_NAMED = 5


def inspect(here: Workplace, job: BackgroundJob, report: Progress) -> str:  # noqa: ARG001 - every kind's signature
    """Inspect the workspace and heal what can be healed without reprinting. Raises `OfficeError` where some is left."""
    diagnosis = doctor.heal_workspace(here.store, here.config, report)
    total, open_damage = len(diagnosis.findings), diagnosis.left
    if open_damage:
        places = ", ".join(finding.damage.place for finding in open_damage[:_NAMED])
        raise OfficeError(
            f"có {total} chỗ hỏng, còn {len(open_damage)} chỗ chưa sửa được",
            place="kiểm tra hư hỏng",
            value=places,
            way_out="báo người quản trị máy chủ chạy kiosk doctor, hoặc khôi phục từ bản sao lưu",
        )
    return f"Có {total} chỗ hỏng, đã sửa hết." if total else "Đã kiểm tra toàn bộ, không có gì hỏng."


def make_room(here: Workplace, job: BackgroundJob, report: Progress) -> str:  # noqa: ARG001 - every kind's signature
    """Remove old releases, what nothing needs, and photos of walls whose days are over."""
    return f"{remove_old_releases(here)} {remove_old_photos(here)}"


def remove_old_photos(here: Workplace) -> str:
    """Remove photos of walls that were kept as long as the settings say; what was read in them stays."""
    days = here.config.ledger.photo_days
    with here.database.reading() as connection:
        count = photo_book.remove_old_pictures(connection, here.store.root, days)
    return f"Đã xóa {count} ảnh chụp tường giữ quá {days} ngày; kết quả đọc còn trong sổ."


def remove_old_releases(here: Workplace) -> str:
    """Remove old releases and what nothing needs, but what open orders are still printed from."""
    removed = releases.remove_old(here.store, here.config, list_releases_to_keep(here.store))
    megabytes = f"{removed.bytes / 1e6:.1f}".replace(".", ",")
    return f"Đã xóa {len(removed.releases)} bản phát hành cũ và {removed.objects} tệp không còn dùng ({megabytes} MB)."


def count_relayout(here: Workplace, job: BackgroundJob, report: Progress) -> str:  # noqa: ARG001 - as above
    """What laying a site out afresh would cost in paper. Raises `ReleaseError` for a site that nobody knows."""
    code = str(job.order["site"])
    (cost,) = fresh_layout.count_relayout_cost(here.store, here.config, frozenset({code}), get_today())
    return f"{cost.name}: nay {cost.now} tờ, xếp lại từ đầu còn {cost.then} tờ, phải in {cost.to_print} tờ."


def count_papers(here: Workplace, job: BackgroundJob, report: Progress) -> str:  # noqa: ARG001 - as above
    """What each other paper of its posting sheets would cost a site, before anybody changes it. Raises `ReleaseError`
    where nothing is published, `ConfigError` for a site that is gone from the table."""
    code, day = str(job.order["site"]), get_today()
    now = site_costs.foresee_change(here.store, here.config, day, code, {})
    if now is None:
        raise OfficeError("chưa có bản nào được công bố", place=f"điểm {code}", way_out="công bố một bản trước")
    hangs = sum(not change.fresh for change in now.changes)
    parts = []
    for paper in GRIDS:
        then = (
            site_costs.foresee_change(here.store, here.config, day, code, {"paper": paper})
            if paper != now.paper
            else None
        )
        if then is not None:
            down = hangs - then.count(SheetAction.KEEP)
            parts.append(f"khổ {paper}: in {then.count(SheetAction.PRINT)} tờ, gỡ {down} tờ")
    return f"{now.site.name}: nay khổ {now.paper}, {hangs} tờ. Nếu đổi sang {'; '.join(parts)}."


def lay_out_afresh(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    """Lay a site out afresh, build, read back and publish. Raises `KioskError`."""
    code = str(job.order["site"])
    releases.require_publishing(here.store, get_today())
    built = releases.build_release(here.store, here.config, get_today(), report, afresh=frozenset({code}))
    before = here.store.current()
    releases.publish_built(here.store, built, report)
    number = built.manifest.number
    if number == before:
        return f"Điểm {code} đã xếp như vậy, không có gì để công bố."
    return f"Đã xếp lại điểm {code}, kiểm tra và công bố bản {number}."
