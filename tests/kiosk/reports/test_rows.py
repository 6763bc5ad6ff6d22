"""The rows behind each number: as many as the number says."""

from __future__ import annotations

import pytest

from kiosk.office import walls
from kiosk.office.news import News
from kiosk.office.published import require_published
from kiosk.reports.coverage import report_coverage
from kiosk.reports.rows import FIGURES
from kiosk.workspace.store import Store
from tests.kiosk.hanging import hang_published


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


def test_a_kiosk_with_an_old_release_stands_first_and_one_never_heard_is_not_called_old(office_store: Store) -> None:
    news = News(office_store.root / "news.sqlite")
    news.heard("10888", 99, 0)
    news.heard("10507", 1, 0)
    states = {str(row[0]): row[2] for row in FIGURES["kiosk"].tabulate(office_store).rows}
    assert next(iter(states)) == "10888"
    assert [states[code] for code in ("10888", "10507", "HP-E")] == ["hiện bản cũ", "hiện đúng bản", "chưa báo về"]
    assert [k.site for k in walls.list_kiosks(office_store)] == ["10507", "10888"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_row_has_a_cell_for_every_column(name: str, office_store: Store) -> None:
    table = FIGURES[name].tabulate(office_store)
    assert {len(row) for row in table.rows} <= {len(table.columns)}
