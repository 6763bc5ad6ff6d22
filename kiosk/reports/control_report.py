"""The monthly report of the control of procedures: one scope of the ledger as a workbook, a CSV file and a paper.

In come a connection and a scope, out go bytes: the same scope and settings give the same ones. Which tables there are
and where each number comes from is left to `control_tables`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk import workbook
from kiosk.errors import OfficeError
from kiosk.office.ledger.asked import NotedRelease
from kiosk.office.ledger.period import gather_period
from kiosk.office.ledger.report_events import ReportScope
from kiosk.reports.control_tables import list_tables
from kiosk.reports.report_table import Cell, ReportTable, make_printable, say_day
from kiosk.reports.sources import name_release, say_share
from kiosk.settings.config import Config
from kiosk.workbook import Table
from posters.report_spec import PaperTable, ReportPaper, ShareBar, TableColumn
from posters.spec import SiteHead, Wording

TITLE = "Báo cáo niêm yết thủ tục hành chính"
_MOST_ROWS, _MOST_SOURCE = 120, 90
"""Rows of a table, and characters of a source, on paper; the workbook has all."""


@dataclass(frozen=True, slots=True)
class ControlReport:
    """A report: its scope, the release that was live on the last day, and its tables."""

    scope: ReportScope
    live: NotedRelease
    tables: tuple[ReportTable, ...]

    @property
    def name(self) -> str:
        """What its files are called, without the ending."""
        return f"bao-cao-{self.scope.first}-{self.scope.last}-su-kien-{self.scope.upto}"


def make_report(connection: Connection, scope: ReportScope) -> ControlReport:
    """The report of a scope. Raises `OfficeError` where nothing was live on the last day."""
    period = gather_period(connection, scope)
    if period.live is None:
        raise OfficeError(
            "đến hết kỳ này chưa công bố bản nào nên chưa có gì để báo cáo",
            place=f"kỳ {say_period(scope)}",
            way_out="chọn kỳ có ngày cuối sau ngày công bố bản đầu tiên",
        )
    return ControlReport(scope, period.live, list_tables(period))


def say_period(scope: ReportScope) -> str:
    """The period as people write it."""
    return f"từ {scope.first:%d/%m/%Y} đến hết {scope.last:%d/%m/%Y}"


def list_facts(report: ControlReport) -> tuple[tuple[str, str], ...]:
    """What a report is about and on what it stands, label and value."""
    return (
        ("Kỳ báo cáo", say_period(report.scope)),
        ("Bản công bố ngày cuối kỳ", f"{name_release(report.live)}, áp dụng từ {say_day(report.live.as_of)}"),
        ("Dấu của bản ấy (sha256)", report.live.manifest),
        ("Tính đến sự kiện", str(report.scope.upto)),
        ("Đầu chuỗi nhật ký", report.scope.head),
    )


# files -----------------------------------------------------------------------------------------------------


def write_report_xlsx(report: ControlReport) -> bytes:
    """The whole report as a workbook, what it stands on on its first page."""
    cover = Table("Báo cáo", ((TITLE, 34), ("", 80)), list_facts(report))
    return workbook.write_workbook([cover, *map(_make_page, report.tables)])


def _make_page(table: ReportTable) -> Table:
    width = len(table.columns)
    note = [(table.note, *[""] * (width - 1))] if table.note else []
    return Table(table.title, table.columns, [*table.rows, *note])


def write_report_csv(report: ControlReport) -> bytes:
    """Every cell on a line of its own: part, row, column, value."""
    lines: list[tuple[Cell, ...]] = [(TITLE, 0, label, value) for label, value in list_facts(report)]
    lines += [
        (table.title, at, name, value)
        for table in report.tables
        for at, row in enumerate(table.rows, 1)
        for (name, _), value in zip(table.columns, row, strict=True)
    ]
    return workbook.write_csv(Table(TITLE, (("Phần", 0), ("Dòng", 0), ("Cột", 0), ("Giá trị", 0)), lines))


def draw_report_pdf(report: ControlReport, config: Config) -> bytes:
    """The report as a paper. Raises `DrawingError`, `MissingGlyphError`."""
    # It loads reportlab, which takes longer than most commands.
    from posters.report import draw_report  # noqa: PLC0415

    scope = report.scope
    paper = ReportPaper(
        title=TITLE,
        label=f"{scope.last:%Y-%m}",
        site=SiteHead("BC", config.publisher),
        facts=list_facts(report),
        tables=tuple(map(_make_paper_table, report.tables)),
        closing=("Người lập: …………………………………………      Người kiểm tra: …………………………………………",),
        release=report.live.number,
        released=report.live.as_of or report.live.day,
        foot=f"Kỳ {scope.first:%d/%m/%Y}–{scope.last:%d/%m/%Y} · đến sự kiện {scope.upto} · chuỗi {scope.head[:16]}",
        sample=report.live.sample,
        wording=Wording(feedback_url=config.feedback.url, hotline=config.feedback.hotline),
    )
    return draw_report(paper)


def _make_paper_table(table: ReportTable) -> PaperTable:
    figures = [all(isinstance(row[at], int) for row in table.rows) for at in range(len(table.columns))]
    columns = tuple(
        TableColumn(name, width, is_figure) for (name, width), is_figure in zip(table.columns, figures, strict=True)
    )
    bars = tuple(
        ShareBar(label, part, whole, f"{_group_digits(part)}/{_group_digits(whole)}: {say_share(part, whole)}")
        for label, part, whole in table.bars
    )
    return PaperTable(table.title, table.note, columns, tuple(_write_paper_rows(table)), bars)


def _write_paper_rows(table: ReportTable) -> Iterator[tuple[str, ...]]:
    for row in table.rows[:_MOST_ROWS]:
        yield tuple(_write_cell(table, cell) for cell in row)
    more = len(table.rows) - _MOST_ROWS
    if more > 0:
        yield (f"và {more} dòng nữa, đủ trong tệp Excel", *[""] * (len(table.columns) - 1))


def _write_cell(table: ReportTable, cell: Cell) -> str:
    """A cell on paper; counts of the first table may be long, numbers of events and orders elsewhere are names."""
    if isinstance(cell, int) and table.key == "summary":
        return _group_digits(cell)
    return _shorten_source(str(cell))


def _group_digits(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _shorten_source(text: str) -> str:
    """A long list of events up to a comma, saying where all of it stands; other text as it can be printed."""
    text = make_printable(text)
    if len(text) <= _MOST_SOURCE or "sự kiện " not in text:
        return text
    return f"{text[:_MOST_SOURCE].rpartition(',')[0]}, … (đủ trong tệp Excel)"
