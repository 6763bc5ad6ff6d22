"""Is everything published everywhere, does it hang, do the kiosks show it? Three questions, three answers a site.

Published is what the gate read back from the finished files; hanging is what somebody confirmed, in the revision that
is published; on screen is what every declared kiosk was heard to show. None stands for another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk import workbook
from kiosk.errors import ReleaseError
from kiosk.model.device import DeviceAges, DeviceStanding, ScreenState
from kiosk.model.manifest import Manifest
from kiosk.office import posted
from kiosk.office.ledger import devices, screens
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.gaps import AGE, WallGap, list_gaps
from kiosk.office.ledger.revisions import list_required
from kiosk.office.posted import HangingCount
from kiosk.office.walls import list_missing_contacts
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workbook import Table
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class ScreenGap:
    """A declared kiosk that is not known to show the page of now: since when, why, and the command that closes it."""

    site: str
    device: int
    name: str
    state: str
    since: date
    why: str
    next: str


@dataclass(frozen=True, slots=True)
class _Screens:
    """What is known of one site's kiosks."""

    standings: tuple[DeviceStanding, ...] = ()
    without: bool = False

    @property
    def gaps(self) -> tuple[ScreenGap, ...]:
        """Those that do not show the page of now."""
        return tuple(
            ScreenGap(s.device.site, s.device.number, s.device.name, s.state.value, s.since, s.why, s.next)
            for s in self.standings
            if s.state is not ScreenState.CURRENT
        )


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: counts as read back, gaps with cause, and which contacts the office has not filled in; beside it how
    many sheets it has, and how many of them are confirmed as hanging in this revision. `on_wall`: how many procedures
    stand on sheets that hang whole, in this revision, and were seen within the set age; `on_screen`: how many are shown
    by every declared kiosk, None where none is declared; `wall_gaps`: a row for each sheet or board that does not
    stand. `kiosks`: how many are declared, `kiosks_current`: how many of them are known to show the page of now,
    `screen_gaps`: a row for each of the others; `without_kiosk`: the office says that the site has none."""

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
    kiosks: int = 0
    kiosks_current: int = 0
    without_kiosk: bool = False
    screen_gaps: tuple[ScreenGap, ...] = ()

    @property
    def is_screen_whole(self) -> bool:
        """Whether every declared kiosk shows the page of now; false where none is declared."""
        return self.kiosks > 0 and self.kiosks_current == self.kiosks

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


def report_coverage(store: Store, manifest: Manifest, age: int = AGE, device_ages: DeviceAges | None = None) -> Report:
    """The coverage of a release that was read back; `age`: days for which a confirmation holds, `device_ages`: those
    for which words of kiosks hold. Raises `ReleaseError` where it was not read back, `StoreError` where what kiosks
    said cannot be read."""
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
    shown_on = _list_screens(store, manifest, device_ages or DeviceAges())
    rows = []
    for covered in verdict.sites:
        site, lacking = sites[covered.code], gaps.get(covered.code, ())
        screen = shown_on.get(covered.code, _Screens())
        right_screens = len(screen.standings) - len(screen.gaps)
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
                _count_shown(covered.on_page, screen),
                tuple(lacking),
                site.hotline,
                len(screen.standings),
                right_screens,
                screen.without,
                screen.gaps,
            )
        )
    return Report(manifest.number, manifest.as_of.isoformat(), manifest.sample, tuple(rows))


def _list_wall_gaps(store: Store, manifest: Manifest, age: int) -> dict[str, list[WallGap]]:
    """By site, what its wall lacks of this release."""
    by_site: dict[str, list[WallGap]] = {}
    with look_into_ledger(store) as connection:
        for gap in list_gaps(connection, tuple(list_required(manifest)), age, manifest.as_of):
            by_site.setdefault(gap.site, []).append(gap)
    return by_site


def _list_screens(store: Store, manifest: Manifest, ages: DeviceAges) -> dict[str, _Screens]:
    """By site, how its declared kiosks stand, or that it has none."""
    with look_into_ledger(store) as connection:
        standings = screens.list_standings(store, connection, manifest, ages)
        absent = devices.list_absences(connection)
    by_site = {site: _Screens(without=True) for site in absent}
    for one in standings:
        site = one.device.site
        by_site[site] = _Screens((*by_site.get(site, _Screens()).standings, one))
    return by_site


def _count_shown(on_page: int, screen: _Screens) -> int | None:
    """How many procedures every declared kiosk shows. Of an old page nobody knows which ones: it shows none."""
    if not screen.standings:
        return None
    return 0 if screen.gaps else on_page


def _count_standing(manifest: Manifest, code: str, lacking: Collection[str]) -> int:
    """How many procedures stand on sheets of a site that are not among the `lacking`."""
    site = manifest.site(code)
    standing = (e for e in manifest.sheets(site) if e.label not in lacking) if site else ()
    return len({card.code for entry in standing for card in manifest.bodies[entry.body]})


def summarise_coverage(coverage: Report) -> str:
    """What is published, then what is confirmed as hanging, then what screens show, for a person."""
    sample = " BẢN MẪU – KHÔNG NIÊM YẾT." if coverage.sample else ""
    return f"{summarise_published(coverage)} {summarise_hanging(coverage)} {summarise_screens(coverage)}{sample}"


def summarise_hanging(coverage: Report) -> str:
    """What is confirmed as hanging, for a person; says nothing of what is published."""
    text = posted.say_hanging({s.code: HangingCount(s.sheets, s.sheets_confirmed) for s in coverage.sites})
    whole = sum(s.is_wall_whole for s in coverage.sites)
    return (
        f"{text} Trên tường: {whole}/{len(coverage.sites)} điểm có mọi tờ và bảng chỉ dẫn được xác nhận đúng bản hiện "
        f"hành, còn trong hạn kiểm tra."
    )


def summarise_screens(coverage: Report) -> str:
    """What declared kiosks show, and apart from them the sites that have none or have declared none, for a person."""
    declared = [s for s in coverage.sites if s.kiosks]
    absent = sum(s.without_kiosk for s in coverage.sites)
    unknown = len(coverage.sites) - len(declared) - absent
    apart = "".join(
        f"; {count} {what}"
        for count, what in ((absent, "điểm khai báo không có kiosk"), (unknown, "điểm chưa khai báo kiosk nào"))
        if count
    )
    if not declared:
        return f"Trên màn hình: chưa có kiosk nào được khai báo{apart}."
    whole = sum(s.is_screen_whole for s in declared)
    current_kiosks, all_kiosks = sum(s.kiosks_current for s in declared), sum(s.kiosks for s in declared)
    return (
        f"Trên màn hình: {whole}/{len(declared)} điểm có khai báo kiosk thì mọi kiosk đang hiện đúng bản, còn trong "
        f"hạn ({current_kiosks}/{all_kiosks} kiosk){apart}."
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
    ("Kiosk hiện đúng bản / đã khai báo", 16),
)
_SCREEN_COLUMNS = (
    ("Mã điểm", 10),
    ("Kiosk", 30),
    ("Thiếu từ ngày", 14),
    ("Vì sao", 60),
    ("Gọi ai", 20),
    ("Làm gì tiếp", 50),
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
    workbook.save_workbook(
        path, [tabulate_sites(coverage), tabulate_wall_gaps(coverage), tabulate_screen_gaps(coverage), whole]
    )


def tabulate_screen_gaps(coverage: Report) -> Table:
    """What screens lack: one line for each declared kiosk, with whom to call and what to do."""
    rows = [
        (s.code, f"{g.device}: {g.name}", f"{g.since:%d/%m/%Y}", g.why, s.hotline or "chưa có số", g.next)
        for s in coverage.sites
        for g in s.screen_gaps
    ]
    return Table("Thiếu trên màn hình", _SCREEN_COLUMNS, rows)


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


def describe_screen(site: SiteRow) -> int | str:
    """The third column of a site: a number, or why there is none."""
    if site.on_screen is not None:
        return site.on_screen
    return "không có kiosk" if site.without_kiosk else "chưa khai báo kiosk"


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
            describe_screen(s),
            f"{s.kiosks_current}/{s.kiosks}" if s.kiosks else "",
        )
        for s in coverage.sites
    ]
    return Table(f"Bản {coverage.release}", _COLUMNS, rows)
