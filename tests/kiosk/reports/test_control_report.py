"""The report of a period: each number counted again from the log by another way, and the same scope gives the same
bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import Connection

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, PaperEntry
from kiosk.model.manifest import Manifest, name_revision
from kiosk.office.ledger import incidents, papers, undoing
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.opening import open_ledger
from kiosk.office.ledger.report_events import ReportScope, find_scope, record_report
from kiosk.release import lifecycle
from kiosk.reports.control_report import (
    ControlReport,
    draw_report_pdf,
    make_report,
    write_report_csv,
    write_report_xlsx,
)
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.office.ledger.conftest import LAN, SITE, TODAY, copy_city, go_live, labels, publish_next
from tests.kiosk.pages.planning import CONFIG
from tests.kiosk.reports.recount import Recount, read_log

FIRST, LAST = TODAY - timedelta(20), TODAY


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, drawn_city: tuple[Store, Manifest]) -> Store:
    """A city after weeks of acts by people who err: late entries, damages, undone acts, two releases."""
    store = Store(copy_city(drawn_city[0], tmp_path_factory.mktemp("lived") / "city"))
    go_live(store, drawn_city[1])
    open_ledger(store).close()
    rng = Random(5)
    _live(store, rng, 40)
    publish_next(store, {labels(store)[0]: "f" * 64})
    open_ledger(store).close()
    _live(store, rng, 40)
    return store


def _live(store: Store, rng: Random, acts: int) -> None:
    manifest = lifecycle.choose_release(store, None)
    places = [(s.code, e.label, name_revision(e, s.head)) for s in manifest.sites for e in manifest.sheets(s)]
    for _ in range(acts):
        site, sheet, revision = rng.choice(places)
        what = rng.choice([PaperAct.HUNG] * 5 + list(PaperAct))
        said = rng.choice([revision, revision, revision, "e" * 64]) if what is PaperAct.HUNG else ""
        entry = PaperEntry(site, sheet, what, TODAY - timedelta(rng.randrange(30)), said)
        with act_in_ledger(store, LAN) as doing:
            try:
                (recorded,) = papers.record_papers(doing.connection, doing.act, LAN, [entry])
            except OfficeError:
                continue  # it does not hang on that day, so nothing can be seen of it
        if rng.random() < 0.15 and recorded.is_new:
            with act_in_ledger(store, LAN) as doing:
                undoing.undo_event(doing.connection, doing.act, LAN, recorded.event)
    with act_in_ledger(store, LAN) as doing:
        seen = incidents.open_incident(doing.connection, doing.act, LAN, SITE, sheet, f"mã lạ {acts}", TODAY)
        if rng.random() < 0.5:
            incidents.close_incident(doing.connection, doing.act, LAN, seen.number)


@pytest.fixture
def connection(lived: Store) -> Iterator[Connection]:
    with look_into_ledger(lived) as opened:
        yield opened


def report(connection: Connection, upto: int | None = None, first: date = FIRST) -> ControlReport:
    return make_report(connection, find_scope(connection, first, LAST, upto, TODAY))


def numbers(shown: ControlReport) -> dict[str, str | int]:
    return {str(name): value for name, value, _ in shown.tables[0].rows}


@pytest.mark.parametrize("share", [0.35, 0.6, 0.8, 1.0])
def test_each_number_is_what_the_log_alone_says(lived: Store, connection: Connection, share: float) -> None:
    log = read_log(lived.root)
    upto = next(x.id for x in log if x.id >= len(log) * share and x.what != "report-made")
    shown, again = numbers(report(connection, upto)), Recount(log, FIRST, LAST, upto)
    assert shown["Tờ và bảng phải treo (cộng các điểm)"] == len(again.asked())
    assert shown["Tờ và bảng xác nhận đang treo đúng bản"] == len(again.standing())
    whole, sites = again.whole_sites()
    assert shown["Điểm có mọi tờ và bảng treo đúng bản"] == whole
    assert shown["Điểm còn tờ chưa treo đúng bản"] == sites - whole
    for act in PaperAct:
        assert shown[f"Việc ghi trong kỳ: {act.label}"] == again.acts(act.value), act
    seen, still = again.incidents()
    assert shown["Sự cố trên tường phát hiện trong kỳ"] == seen
    assert shown["Sự cố còn mở cuối kỳ"] == still
    gaps = {row[:2] for table in report(connection, upto).tables if table.key == "gaps" for row in table.rows}
    assert gaps == set(again.asked()) - again.standing()


def test_the_same_scope_is_the_same_bytes_and_a_later_one_lists_what_came_since(lived: Store, tmp_path: Path) -> None:
    store = Store(copy_city(lived, tmp_path / "city"))
    with look_into_ledger(store) as connection:
        first = report(connection)
    with act_in_ledger(store, LAN) as doing:
        assert record_report(doing.connection, doing.act, first.scope, LAN)
        assert not record_report(doing.connection, doing.act, first.scope, LAN)
        again = report(doing.connection)
    assert again.scope == first.scope, "that a report was made is no reason for another one"
    for write in (write_report_xlsx, write_report_csv, lambda r: draw_report_pdf(r, CONFIG)):
        assert write(first) == write(again)
    entry = PaperEntry(SITE, labels(store)[0], PaperAct.HUNG, TODAY - timedelta(3), "d" * 64)
    with act_in_ledger(store, LAN) as doing:
        (late,) = papers.record_papers(doing.connection, doing.act, LAN, [entry])
    with act_in_ledger(store, LAN) as doing:
        undoing.undo_event(doing.connection, doing.act, LAN, late.event)
    with look_into_ledger(store) as connection:
        later = report(connection)
        assert write_report_csv(report(connection, first.scope.upto)) == write_report_csv(first)
    (table,) = (t for t in later.tables if t.key == "late")
    assert [(row[0], row[5]) for row in table.rows] == [(late.event, f"đã hủy bằng sự kiện {late.event + 1}")]
    assert f"đến sự kiện {first.scope.upto}" in table.note


def test_every_number_stands_in_all_three_files(connection: Connection) -> None:
    shown = report(connection)
    book = openpyxl.load_workbook(io.BytesIO(write_report_xlsx(shown)))
    assert book.sheetnames == ["Báo cáo", *(t.title for t in shown.tables)]
    lines = list(csv.reader(io.StringIO(write_report_csv(shown).decode("utf-8-sig"))))
    paper = pypdfium2.PdfDocument(draw_report_pdf(shown, CONFIG))
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in paper)
    for name, value, source in shown.tables[0].rows:
        page = {(r[0].value, str(r[1].value), r[2].value) for r in book["Số liệu chính"].iter_rows()}
        assert (name, str(value), source) in page
        assert any(line[2:] == ["Giá trị", str(value)] for line in lines)
        assert " ".join(str(name).split()) in words
    assert shown.scope.head in words and f"đến sự kiện {shown.scope.upto}" in words


def test_shares_and_procedures_are_those_of_the_release(posting_office: Office) -> None:
    """Against `coverage` and the log: the published share, the share on paper, the catalogue by level and field."""
    posting_office.ok("order", "make")
    posting_office.ok("confirm", "--order", "1", "--site", "10507,HP-E")
    posting_office.ok("confirm", "10507", "1-1", "--damaged")
    said = posting_office.json("report", "--from", f"{TODAY - timedelta(9)}", "--to", f"{TODAY}", "--pdf", "r.pdf")
    shown = {row["Chỉ số"]: row["Giá trị"] for row in said["tables"]["summary"]}
    sites = posting_office.json("coverage")["sites"]
    assert shown["Lượt thủ tục phải niêm yết (cộng các điểm)"] == sum(s["required"] for s in sites)
    assert shown["Lượt đã công bố điện tử trên trang kiosk, đọc lại từ tệp"] == sum(s["on_page"] for s in sites)
    assert shown["Tỷ lệ công bố điện tử"] == "100 %"
    hanging = sum(s["on_wall"] for s in sites)
    log = read_log(posting_office.folder / "var")
    again = Recount(log, TODAY - timedelta(9), TODAY, said["upto"])
    assert shown["Lượt thủ tục có mã QR trên tờ đang treo đúng bản"] == hanging == again.hanging_codes() > 0
    levels, fields = (said["tables"][key] for key in ("levels", "fields"))
    total = shown["Thủ tục công khai đang áp dụng ngày cuối kỳ"]
    assert sum(r["Thủ tục"] for r in levels) == sum(r["Thủ tục"] for r in fields) == total > 0
    assert said["tables"]["orders"][0] | {"Tờ": 74, "Đã treo": 34, "Còn mở": 40} == said["tables"]["orders"][0]
    assert (posting_office.folder / "r.pdf").read_bytes().startswith(b"%PDF")


def test_a_period_that_is_none_or_not_over_or_without_a_release_is_refused(connection: Connection) -> None:
    for first, last, upto in (
        (TODAY, TODAY - timedelta(1), None),
        (FIRST, TODAY + timedelta(1), None),
        (FIRST, LAST, 0),
    ):
        with pytest.raises(OfficeError):
            find_scope(connection, first, last, upto, TODAY)
    with pytest.raises(OfficeError, match="chưa công bố"):
        make_report(connection, ReportScope(date(2020, 1, 1), date(2020, 1, 31), 5, ""))
