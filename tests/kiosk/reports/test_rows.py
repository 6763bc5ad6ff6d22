"""The rows behind each number: as many as the number says."""

from __future__ import annotations

from kiosk.office.news import News
from kiosk.office.published import require_published
from kiosk.reports.coverage import report_coverage
from kiosk.reports.rows import FIGURES
from kiosk.workspace.store import Store
from tests.kiosk.hanging import hang_published
from tests.kiosk.kiosks import declare, say


def test_every_number_of_the_coverage_opens_as_many_rows(office_store: Store) -> None:
    hang_published(office_store, "10507", [])
    report = report_coverage(office_store, require_published(office_store).manifest)
    rows = {name: figure.tabulate(office_store).rows for name, figure in FIGURES.items()}
    assert len(rows["diem"]) == len(report.sites)
    assert len(rows["con-thieu"]) == report.gaps == 0
    assert len(rows["phai-treo"]) == sum(len(s.wall_gaps) for s in report.sites)
    assert len(rows["lien-he"]) == sum(bool(s.contact_missing) for s in report.sites)
    assert sum(int(row[2]) for row in rows["tim-kiem"]) == sum(s.search_links for s in report.sites)
    assert len(rows["kiosk"]) == len(report.sites)
    assert [len(row[2:]) for row in rows["phai-treo"]][:1] == [5]


def test_a_kiosk_with_an_old_release_stands_first_and_strangers_count_nowhere(office_store: Store) -> None:
    for site, release in (("10888", 99), ("10507", 1)):
        number, _ = declare(office_store, site)
        say(office_store, number, release)
    News(office_store.root / "news.sqlite").heard("HP-E", 99, 0)
    states = {str(row[0]): row[2] for row in FIGURES["kiosk"].tabulate(office_store).rows}
    assert next(iter(states)) == "10888"
    expected = ["hiện bản cũ", "1 kiosk hiện đúng bản", "chưa khai báo kiosk"]
    assert [states[code] for code in ("10888", "10507", "HP-E")] == expected
