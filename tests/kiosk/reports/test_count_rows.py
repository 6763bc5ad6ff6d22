"""Counts as rows and as tasks."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from kiosk import workbook
from kiosk.clock import get_today
from kiosk.model.scan import ScanKey, ScanKind, ScanState
from kiosk.office.counts import CountReport, report_counts
from kiosk.office.job_context import Workplace
from kiosk.reports import count_rows
from kiosk.reports.tasks import OpenTask
from kiosk.settings.counting import CountSettings
from kiosk.workspace.count_table import FILE, CountTable
from tests.kiosk.hanging import hang_published

OLD, FORGED, MISTYPED = "1-1-ABCDEF", "1-1-FEDCBA", "9.99999"


@pytest.fixture
def opened(earnest_live: Workplace) -> Workplace:
    """An office whose old, forged and mistyped codes were opened today."""
    today = get_today()
    keys = {
        ScanKey(today, ScanKind.SHEET, ScanState.RETIRED, OLD): 5,
        ScanKey(today, ScanKind.SHEET, ScanState.FOREIGN, FORGED): 3,
        ScanKey(today, ScanKind.PROCEDURE, ScanState.FOREIGN, MISTYPED): 1,
        ScanKey(today, ScanKind.SHEET, ScanState.UNREAD, ""): 9,
    }
    CountTable(earnest_live.store.root).add(keys)
    return earnest_live


def report(here: Workplace) -> CountReport:
    with here.database.reading() as connection:
        return report_counts(here, connection, get_today(), get_today(), get_today())


def tasks(here: Workplace, days: int = 0) -> dict[str, OpenTask]:
    with here.database.reading() as connection:
        listed = count_rows.list_count_tasks(here, connection, get_today() + timedelta(days))
    return {task.kind: task for task in listed}


def test_old_and_strange_codes_are_tasks_until_they_are_long_ago(opened: Workplace) -> None:
    known = tasks(opened)
    assert set(known) == {"retired-codes", "strange-codes"}
    assert known["retired-codes"].count == 1
    assert "1 mã trong đó sổ treo không ghi còn treo ở đâu" in known["retired-codes"].sentence
    assert known["strange-codes"].count == 1, "one slip of a finger is no task"
    assert all(task.next == "kiosk counts" for task in known.values())
    assert tasks(opened, days=13).keys() == known.keys()
    assert tasks(opened, days=14) == {}


def test_a_sheet_that_nobody_opens_is_a_task(earnest_live: Workplace) -> None:
    hang_published(earnest_live.store, "10507", ["1-1", "1-2"])
    days = earnest_live.config.counts.unopened_days
    CountTable(earnest_live.store.root).add({}, frozenset(get_today() + timedelta(1 + n) for n in range(days)))
    task = tasks(earnest_live, days=days + 1)["unopened-sheets"]
    assert (task.count, task.since) == (2, get_today())
    assert "2 tờ ở 1 điểm" in task.sentence


def test_counts_that_cannot_be_read_are_a_task_and_stop_nothing(earnest_live: Workplace) -> None:
    (earnest_live.store.root / FILE).write_bytes(b"no database" * 99)
    assert tasks(earnest_live)["counts"].next == "kiosk doctor"


def test_rows_are_whole_and_safe(opened: Workplace) -> None:
    key = ScanKey(get_today(), ScanKind.PROCEDURE, ScanState.FOREIGN, "=1+1")
    CountTable(opened.store.root).add({key: 1})
    tables = count_rows.list_tables(report(opened))
    book = openpyxl.load_workbook(io.BytesIO(workbook.write_workbook(tables)))
    assert book.sheetnames == ["Theo mã", "Mã cũ còn được mở", "Mã lạ", "Không ai mở", "Theo ngày"]
    sums = [row[4].value for row in book["Theo mã"].iter_rows(min_row=2)]
    assert sums == [9, 5, 3, 1, 1]
    assert [row[1].value for row in book["Mã cũ còn được mở"].iter_rows(min_row=2)] == [OLD]
    assert not any(str(c.value).startswith("=") for row in book["Mã lạ"].iter_rows() for c in row)
    assert book["Theo mã"]["B2"].value == "(không đọc được)"


def test_sentences_are_true_of_what_was_counted(opened: Workplace) -> None:
    text = count_rows.describe_counts(report(opened))
    assert "1 trên 1 ngày có đếm" in text
    assert "17 lượt mở mã của tờ, 1 lượt mở mã thủ tục" in text
    assert "không ai được ghi lại" in text


def test_without_counts_or_an_address_it_says_why(earnest_live: Workplace) -> None:
    bare = Workplace(
        earnest_live.store, earnest_live.config.model_copy(update={"public_url": ""}), earnest_live.database
    )
    assert "Chưa cài địa chỉ trang công khai" in count_rows.describe_counts(report(bare))
    never = CountSettings(unopened_days=0)
    assert "đã tắt mục này" in count_rows.describe_unopened(report(bare), never)
    assert "Chưa thấy tờ nào" in count_rows.describe_unopened(report(bare), CountSettings())
