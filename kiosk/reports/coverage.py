"""Is everything published everywhere, and does it hang? Two questions with two answers, site by site.

Published is what the gate read back from the finished files; hanging is what somebody confirmed, in the revision that
is published. Neither stands for the other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kiosk import workbook
from kiosk.errors import ReleaseError
from kiosk.model.manifest import Manifest
from kiosk.office import posted
from kiosk.office.ledger.acting import looking
from kiosk.office.ledger.gaps import AGE, WallGap, list_gaps
from kiosk.office.ledger.revisions import list_required
from kiosk.office.posted import HangingCount
from kiosk.office.walls import list_missing_contacts
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workbook import Table
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: counts as read back, gaps with cause, and which contacts the office has not filled in; beside it how
    many sheets it has, and how many of them are confirmed as hanging in this revision. `on_wall`: how many procedures
    stand on sheets that hang whole, in this revision, and were seen within the set age; `on_screen`: how many are shown
    by every declared kiosk, None where none is declared; `wall_gaps`: a row for each sheet or board that does not
    stand."""

    code: str
    name: str
    required: int
    on_paper: int
    on_page: int
    entry_links: int
    search_links: int
    gaps: tuple[str, ...]
    contact_missing: tuple[str, ...]
    sheets: int = 0
    sheets_confirmed: int = 0
    on_wall: int = 0
    on_screen: int | None = None
    wall_gaps: tuple[WallGap, ...] = ()
    hotline: str = ""

    @property
    def is_wall_whole(self) -> bool:
        """Whether every sheet and board of the site stands."""
        return self.sheets > 0 and not self.wall_gaps


@dataclass(frozen=True, slots=True)
class Report:
    """The coverage of one release."""

    release: int
    as_of: str
    sample: bool
    sites: tuple[SiteRow, ...]

    @property
    def gaps(self) -> int:
        """How many gaps there are in all."""
        return sum(len(s.gaps) for s in self.sites)


def report_coverage(store: Store, manifest: Manifest, age: int = AGE) -> Report:
    """The coverage of a release that was read back; `age`: days for which a confirmation holds. Raises `ReleaseError`
    where it was not read back."""
    verdict = lifecycle.load_verdict(store, manifest)
    if verdict is None:
        raise ReleaseError(
            "bản này chưa được đọc lại",
            place=f"bản phát hành {manifest.number}",
            way_out=f"chạy kiosk verify {manifest.number}",
        )
    sites = {s.code: s for s in inputs.restore(manifest.inputs, store.get).sites}
    hanging = posted.count_hanging(manifest, posted.load_hanging(store))
    gaps = _list_wall_gaps(store, manifest, age)
    rows = []
    for covered in verdict.sites:
        site, lacking = sites[covered.code], gaps.get(covered.code, ())
        rows.append(
            SiteRow(
                covered.code,
                site.name,
                covered.required,
                covered.on_paper,
                covered.on_page,
                covered.entry_links,
                covered.search_links,
                covered.gaps,
                list_missing_contacts(site),
                hanging[covered.code].sheets,
                hanging[covered.code].confirmed,
                _count_standing(manifest, covered.code, {gap.sheet for gap in lacking}),
                None,
                tuple(lacking),
                site.hotline,
            )
        )
    return Report(manifest.number, manifest.as_of.isoformat(), manifest.sample, tuple(rows))


def _list_wall_gaps(store: Store, manifest: Manifest, age: int) -> dict[str, list[WallGap]]:
    """By site, what its wall lacks of this release."""
    by_site: dict[str, list[WallGap]] = {}
    with looking(store) as connection:
        for gap in list_gaps(connection, tuple(list_required(manifest)), age, manifest.as_of):
            by_site.setdefault(gap.site, []).append(gap)
    return by_site


def _count_standing(manifest: Manifest, code: str, lacking: Collection[str]) -> int:
    """How many procedures stand on sheets of a site that are not among the `lacking`."""
    site = manifest.site(code)
    standing = (e for e in manifest.sheets(site) if e.label not in lacking) if site else ()
    return len({card.code for entry in standing for card in manifest.bodies[entry.body]})


def summarise_coverage(coverage: Report) -> str:
    """What is published, then what is confirmed as hanging, for a person."""
    sample = " BẢN MẪU – KHÔNG NIÊM YẾT." if coverage.sample else ""
    return f"{summarise_published(coverage)} {summarise_hanging(coverage)}{sample}"


def summarise_hanging(coverage: Report) -> str:
    """What is confirmed as hanging, then what screens show, for a person; says nothing of what is published."""
    text = posted.hanging_text({s.code: HangingCount(s.sheets, s.sheets_confirmed) for s in coverage.sites})
    whole = sum(s.is_wall_whole for s in coverage.sites)
    screens = sum(s.on_screen is None for s in coverage.sites)
    return (
        f"{text} Trên tường: {whole}/{len(coverage.sites)} điểm có mọi tờ và bảng chỉ dẫn được xác nhận đúng bản hiện "
        f"hành, còn trong hạn kiểm tra. Trên màn hình: {screens} điểm chưa khai báo kiosk nào."
    )


def summarise_published(coverage: Report) -> str:
    """What is published, for a person; says nothing of what hangs."""
    required = sum(s.required for s in coverage.sites)
    whole = sum(not s.gaps for s in coverage.sites)
    search = sum(s.search_links for s in coverage.sites)
    contact = sum(bool(s.contact_missing) for s in coverage.sites)
    return (
        f"Đã công bố (đọc lại từ tệp): {whole}/{len(coverage.sites)} điểm đủ thủ tục trong tệp để in và trên trang "
        f"kiosk; {required} lượt thủ tục, trong đó {search} lượt chỉ có liên kết tìm kiếm; {contact} điểm thiếu thông "
        "tin liên hệ."
    )


_COLUMNS = (
    ("Mã điểm", 10),
    ("Điểm tiếp nhận", 60),
    ("Phải niêm yết", 12),
    ("Đã công bố trong tệp để in (đọc lại từ tệp)", 16),
    ("Đã công bố trên trang kiosk (đọc lại từ tệp)", 16),
    ("Liên kết trực tiếp", 12),
    ("Liên kết tìm kiếm", 12),
    ("Còn thiếu", 60),
    ("Liên hệ còn thiếu", 34),
    ("Số tờ niêm yết", 10),
    ("Đã xác nhận đang treo đúng nội dung in hiện hành", 16),
    ("Thủ tục trên tường (tờ xác nhận đúng bản, còn trong hạn kiểm tra)", 16),
    ("Thủ tục trên màn hình (mọi kiosk đã khai báo)", 16),
)
_GAP_COLUMNS = (
    ("Mã điểm", 10),
    ("Tờ", 10),
    ("Thiếu từ ngày", 14),
    ("Vì sao", 40),
    ("Lệnh in đang mở", 16),
    ("Gọi ai", 20),
    ("Làm gì tiếp", 50),
)


def write_xlsx(coverage: Report, path: Path) -> None:
    """The report as a workbook, the summary on a page of its own. Raises `ReleaseError` where it cannot be written."""
    whole = Table("Tóm tắt", (("Tóm tắt", 120),), [(summarise_coverage(coverage),)])
    workbook.save_workbook(path, [tabulate_sites(coverage), tabulate_wall_gaps(coverage), whole])


def tabulate_wall_gaps(coverage: Report, *, oldest_first: bool = False) -> Table:
    """What the walls lack: one line for each sheet, with whom to call and what to do; site by site, or what is owed
    longest first."""
    listed = [(s, g) for s in coverage.sites for g in s.wall_gaps]
    if oldest_first:
        listed.sort(key=lambda pair: (pair[1].since, pair[0].code))
    rows = [
        (
            s.code,
            g.sheet,
            f"{g.since:%d/%m/%Y}",
            g.why,
            ", ".join(map(str, g.orders)),
            s.hotline or "chưa có số",
            g.next,
        )
        for s, g in listed
    ]
    return Table("Thiếu trên tường", _GAP_COLUMNS, rows)


def tabulate_sites(coverage: Report) -> Table:
    """The report as a table, one line for each site."""
    rows = [
        (
            s.code,
            s.name,
            s.required,
            s.on_paper,
            s.on_page,
            s.entry_links,
            s.search_links,
            "; ".join(s.gaps),
            ", ".join(s.contact_missing),
            s.sheets,
            s.sheets_confirmed,
            s.on_wall,
            "chưa khai báo kiosk" if s.on_screen is None else s.on_screen,
        )
        for s in coverage.sites
    ]
    return Table(f"Bản {coverage.release}", _COLUMNS, rows)
