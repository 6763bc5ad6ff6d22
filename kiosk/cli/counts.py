"""`kiosk counts`: how often printed codes were opened, and what that says about paper."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from kiosk import workbook
from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, XlsxOption, place
from kiosk.clock import get_today
from kiosk.model.scan import ScanState
from kiosk.office.counts import CountReport, report_counts
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import open_ledger
from kiosk.reports import count_rows
from kiosk.settings.config import Config
from kiosk.workbook import Table

_SHOWN = 20
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def counts(
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=_FORMATS, metavar="NGÀY", help="Từ ngày (mặc định: 29 ngày trước)."),
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_FORMATS, metavar="NGÀY", help="Đến ngày (mặc định: hôm nay).")
    ] = None,
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mã in trên tờ được mở bao nhiêu lượt; mã cũ và mã lạ còn có người mở, tờ treo mà không ai mở. Không ghi ai mở."""
    today = get_today()
    until = last.date() if last else today
    since = first.date() if first else until - timedelta(count_rows.DAYS - 1)
    if since > until:
        raise typer.BadParameter("--from phải là ngày trước hoặc cùng ngày với --to")
    here = place(workspace, config)
    database = open_ledger(here.store)
    try:
        with database.reading() as connection:
            report = report_counts(Workplace(here.store, here.config, database), connection, since, until, today)
    finally:
        database.close()
    if xlsx is not None:
        workbook.save_workbook(xlsx, count_rows.list_tables(report))
        (warn if json else say)(f"Đã ghi {xlsx}")
    if json:
        print_json(_describe_report(report))
    elif xlsx is None:
        _show(report, here.config)


def _show(report: CountReport, config: Config) -> None:
    if report.opened:
        _show_first(count_rows.tabulate_opened(report.choose(ScanState.RETIRED), "Mã đã thôi dùng vẫn được mở"))
        _show_first(count_rows.tabulate_opened(report.choose(*count_rows.STRANGE), "Mã lạ"))
        _show_first(count_rows.tabulate_opened(report.choose(ScanState.LIVE), "Được mở nhiều nhất"))
    _show_first(count_rows.tabulate_unopened(report.unopened))
    say(count_rows.describe_counts(report))
    if report.days:
        say(count_rows.describe_unopened(report, config.counts))


def _show_first(rows: Table) -> None:
    """The first rows of a table, nothing of an empty one."""
    if rows.rows:
        more = f" ({_SHOWN} trên {len(rows.rows)} dòng, đủ: --xlsx)" if len(rows.rows) > _SHOWN else ""
        print_table(rows.title + more, [name for name, _ in rows.columns], rows.rows[:_SHOWN])


def _describe_report(report: CountReport) -> dict[str, Any]:
    return {
        "from": report.first,
        "to": report.last,
        "days_counted": report.days,
        "opened": [asdict(code) for code in report.opened],
        "unopened": [asdict(sheet) for sheet in report.unopened],
        "by_day": [{**count.key._asdict(), "count": count.count} for count in report.by_day],
    }
