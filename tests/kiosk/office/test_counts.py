"""Openings in words: what was opened, and what the ledger says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.clock import get_today
from kiosk.errors import StoreError
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.office.counts import CountReport, OpenedCode, report_counts
from kiosk.office.job_context import Workplace
from kiosk.office.published import require_published
from kiosk.settings.links import identify_sheet
from kiosk.workspace.count_table import FILE, CountTable
from kiosk.workspace.mark_table import FILE as MARKS
from posters.plates import grow_mark
from posters.spec import MarkSeed
from tests.kiosk.hanging import hang_published

SITE = "10507"
DAY = date(2026, 11, 24)


def look(here: Workplace, first: date = DAY, last: date = DAY + timedelta(6)) -> CountReport:
    with here.database.reading() as connection:
        return report_counts(here, connection, first, last, get_today())


def open_codes(here: Workplace, kind: ScanKind, state: ScanState, *names: str, day: date = DAY, count: int = 1) -> None:
    CountTable(here.store.root).add({ScanKey(day, kind, state, name): count for name in names})


def by_name(report: CountReport) -> dict[str, OpenedCode]:
    return {code.name: code for code in report.opened}


def test_sums_name_what_was_opened(earnest_live: Workplace) -> None:
    code = require_published(earnest_live.store).inputs.catalogue.procedures[0].code
    open_codes(earnest_live, ScanKind.PROCEDURE, ScanState.LIVE, code, count=2)
    open_codes(earnest_live, ScanKind.PROCEDURE, ScanState.LIVE, code, day=DAY + timedelta(2))
    open_codes(earnest_live, ScanKind.PROCEDURE, ScanState.LIVE, code, day=DAY + timedelta(9))
    report = look(earnest_live)
    (opened,) = report.opened
    assert (opened.count, opened.last, report.days) == (3, DAY + timedelta(2), 2)
    assert opened.title
    assert (report.count(ScanKind.PROCEDURE), report.count(ScanKind.SHEET)) == (3, 0)
    assert len(report.by_day) == 2


def test_an_old_sheet_is_told_with_where_the_ledger_says_that_it_hangs(earnest_live: Workplace) -> None:
    manifest = require_published(earnest_live.store).manifest
    site = manifest.site(SITE)
    assert site is not None
    e = next(e for e in manifest.sheets(site) if e.label == "1-1")
    mark = str(identify_sheet(e.label, e.revision, e.release, e.released))
    open_codes(earnest_live, ScanKind.SHEET, ScanState.RETIRED, mark)
    before = by_name(look(earnest_live))[mark]
    assert (before.title, before.sites) == ("tờ 1-1", ())
    assert "không ghi điểm nào còn treo" in before.note
    hang_published(earnest_live.store, SITE, ["1-1"])
    after = by_name(look(earnest_live))[mark]
    assert after.sites == (SITE,)
    assert f"còn treo ở {SITE}" in after.note


def test_a_page_of_a_board_is_named_by_the_table_of_marks(earnest_live: Workplace) -> None:
    manifest = require_published(earnest_live.store).manifest
    site = manifest.site(SITE)
    mark = grow_mark(MarkSeed(site.board), "BCD") if site else None
    assert mark is not None
    open_codes(earnest_live, ScanKind.SHEET, ScanState.LIVE, mark.id)
    assert by_name(look(earnest_live))[mark.id].title == "tờ BCD"
    (earnest_live.store.root / MARKS).unlink()
    assert by_name(look(earnest_live))[mark.id].title == ""


def test_an_ended_procedure_is_told_with_the_sheets_that_still_print_it(earnest_live: Workplace) -> None:
    hang_published(earnest_live.store, SITE)
    manifest = require_published(earnest_live.store).manifest
    site = manifest.site(SITE)
    assert site is not None
    code = manifest.bodies[manifest.sheets(site)[0].body][0].code
    open_codes(earnest_live, ScanKind.PROCEDURE, ScanState.RETIRED, code)
    opened = by_name(look(earnest_live))[code]
    assert opened.sites == (SITE,)
    assert f"còn in trên tờ treo ở {SITE}" in opened.note


@pytest.mark.parametrize(
    ("written", "meant", "why"),
    [("2.00161", "2.001610", "mất số 0"), ("2.0016101", "2.001610", "ghi thêm"), ("2.00162", "", "")],
)
def test_a_mistyped_code_is_told_with_what_it_may_be(
    earnest_live: Workplace, monkeypatch: pytest.MonkeyPatch, written: str, meant: str, why: str
) -> None:
    release = require_published(earnest_live.store)
    known = next(p for p in release.inputs.catalogue.procedures if p.code.endswith("0"))
    written, meant = (text.replace("2.00161", known.code[:7]) for text in (written, meant))
    open_codes(earnest_live, ScanKind.PROCEDURE, ScanState.FOREIGN, written)
    note = by_name(look(earnest_live))[written].note
    if meant:
        assert known.code in note
        assert why in note


def test_before_anything_was_counted_nothing_is_said(earnest_live: Workplace) -> None:
    report = look(earnest_live)
    assert (report.days, report.opened, report.unopened) == (0, (), ())


def test_counts_that_cannot_be_read_are_told(earnest_live: Workplace) -> None:
    (earnest_live.store.root / FILE).write_bytes(b"no database" * 99)
    with pytest.raises(StoreError, match=FILE):
        look(earnest_live)
