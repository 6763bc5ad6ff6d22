"""Is everything published everywhere, and does it hang? Two questions with two answers, site by site.

Published is what the gate read back from the finished files; hanging is what somebody confirmed, in the revision that
is published. Neither stands for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk import workbook
from kiosk.errors import ReleaseError
from kiosk.model.manifest import Manifest
from kiosk.office import posted
from kiosk.office.posted import HangingCount
from kiosk.office.walls import list_missing_contacts
from kiosk.release import lifecycle
from kiosk.settings import inputs
from kiosk.workbook import Table
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site: counts as read back, gaps with cause, and which contacts the office has not filled in; beside it how
    many sheets it has, and how many of them are confirmed as hanging in this revision."""

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


def report_coverage(store: Store, manifest: Manifest) -> Report:
    """The coverage of a release that was read back. Raises `ReleaseError` where it was not."""
    verdict = lifecycle.load_verdict(store, manifest)
    if verdict is None:
        raise ReleaseError(
            "bản này chưa được đọc lại",
            place=f"bản phát hành {manifest.number}",
            way_out=f"chạy kiosk verify {manifest.number}",
        )
    sites = {s.code: s for s in inputs.restore(manifest.inputs, store.get).sites}
    hanging = posted.count_hanging(manifest, posted.load_hanging(store))
    rows = []
    for covered in verdict.sites:
        site = sites[covered.code]
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
            )
        )
    return Report(manifest.number, manifest.as_of.isoformat(), manifest.sample, tuple(rows))


def summarise_coverage(coverage: Report) -> str:
    """What is published, then what is confirmed as hanging, for a person."""
    sample = " BẢN MẪU – KHÔNG NIÊM YẾT." if coverage.sample else ""
    return f"{summarise_published(coverage)} {summarise_hanging(coverage)}{sample}"


def summarise_hanging(coverage: Report) -> str:
    """What is confirmed as hanging, for a person; says nothing of what is published."""
    return posted.hanging_text({s.code: HangingCount(s.sheets, s.sheets_confirmed) for s in coverage.sites})


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
)


def write_xlsx(coverage: Report, path: Path) -> None:
    """The report as a workbook, the summary on a page of its own. Raises `ReleaseError` where it cannot be written."""
    whole = Table("Tóm tắt", (("Tóm tắt", 120),), [(summarise_coverage(coverage),)])
    workbook.save_workbook(path, [tabulate_sites(coverage), whole])


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
        )
        for s in coverage.sites
    ]
    return Table(f"Bản {coverage.release}", _COLUMNS, rows)
