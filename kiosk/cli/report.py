"""`kiosk report` and `kiosk evidence`: what the ledger says of a period, and of one wall on one day, on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.ledger import ByOption
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, XlsxOption, place
from kiosk.clock import get_today
from kiosk.errors import ReleaseError, explain_cause
from kiosk.model.ledger import Witness
from kiosk.office.ledger import report_events
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.walls import require_site
from kiosk.reports import control_report, evidence
from kiosk.reports.control_report import ControlReport
from kiosk.targets import require_parent

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
UptoOption = Annotated[
    int | None,
    typer.Option("--upto", metavar="SỐ", help="Chỉ tính đến sự kiện này (mặc định: mọi điều đã ghi đến nay)."),
]


def report(
    first: Annotated[
        datetime | None,
        typer.Option(
            "--from", formats=_DAYS, metavar="NGÀY", help="Ngày đầu kỳ (mặc định: đầu tháng của ngày cuối kỳ)."
        ),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=_DAYS, metavar="NGÀY", help="Ngày cuối kỳ (mặc định: ngày cuối tháng trước)."),
    ] = None,
    upto: UptoOption = None,
    xlsx: XlsxOption = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="TỆP", help="Ghi mọi số ra tệp CSV.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="TỆP", help="Ghi báo cáo ra tệp PDF để in.")] = None,
    by: ByOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Báo cáo của một kỳ theo sổ: thủ tục, quyết định, niêm yết trên giấy và điện tử, còn thiếu, sự cố; số nào cũng ghi
    lấy từ sự kiện hay bản nào. Cùng kỳ, cùng sự kiện cuối thì cùng một tệp; lập lại sau thì nêu những gì ghi thêm.
    """
    here = place(workspace, config)
    with look_into_ledger(here.store) as connection:
        scope = report_events.find_scope(connection, *_choose_period(first, last), upto, get_today())
        control = control_report.make_report(connection, scope)
    files = {
        xlsx: control_report.write_report_xlsx(control) if xlsx else b"",
        csv: control_report.write_report_csv(control) if csv else b"",
        pdf: control_report.draw_report_pdf(control, here.config) if pdf else b"",
    }
    for path, content in files.items():
        if path is not None:
            _save(path, content)
            (warn if json else say)(f"Đã ghi {path}")
    with act_in_ledger(here.store, Witness(by)) as doing:
        report_events.record_report(doing.connection, doing.act, scope, doing.witness)
    if json:
        print_json(_report_json(control))
    elif not any((xlsx, csv, pdf)):
        _show(control)


def _choose_period(first: datetime | None, last: datetime | None) -> tuple[date, date]:
    """The period as named; without days the month before this one, with its last day alone that day's month so far."""
    if last is None and first is not None:
        raise typer.BadParameter("ghi cả ngày cuối kỳ: --to NGÀY")
    end = last.date() if last else get_today().replace(day=1) - timedelta(1)
    return (first.date() if first else end.replace(day=1)), end


def _save(path: Path, content: bytes) -> None:
    """Raises `ReleaseError` where it cannot be written."""
    try:
        require_parent(path, "không ghi được báo cáo").write_bytes(content)
    except OSError as error:
        raise ReleaseError(
            "không ghi được báo cáo", place=str(path), value=explain_cause(error), way_out="chọn tệp khác"
        ) from error


def _report_json(shown: ControlReport) -> dict[str, object]:
    scope = shown.scope
    tables = {
        t.key: [dict(zip([name for name, _ in t.columns], row, strict=True)) for row in t.rows] for t in shown.tables
    }
    facts: dict[str, object] = {"from": scope.first, "to": scope.last, "upto": scope.upto, "head": scope.head}
    return facts | {"release": shown.live.number, "manifest": shown.live.manifest, "tables": tables}


def _show(shown: ControlReport) -> None:
    say(control_report.TITLE)
    for label, value in control_report.list_facts(shown):
        say(f"{label}: {value}")
    summary = shown.tables[0]
    print_table(summary.title, [name for name, _ in summary.columns], summary.rows)
    say("Đủ các bảng: thêm --xlsx TỆP, --csv TỆP hoặc --pdf TỆP.")


def show_evidence(
    site: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm tiếp nhận, như 11824.")],
    on: Annotated[
        datetime | None, typer.Option("--on", formats=_DAYS, metavar="NGÀY", help="Ngày nào (mặc định: hôm nay).")
    ] = None,
    upto: UptoOption = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="TỆP", help="Ghi ra tệp PDF để in.")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Danh sách niêm yết của một điểm trong một ngày làm chứng cứ: bản nào, thủ tục nào trên tờ nào, ai xác nhận treo
    khi nào.
    """
    here = place(workspace, config)
    today = get_today()
    with look_into_ledger(here.store) as connection:
        code = require_site(connection, site)
        site_evidence = evidence.find_evidence(connection, code, on.date() if on else today, upto, today)
    if pdf is not None:
        _save(pdf, evidence.draw_evidence(site_evidence, here.config))
        (warn if json else say)(f"Đã ghi {pdf}")
    if json:
        print_json(evidence.describe_evidence(site_evidence))
    elif pdf is None:
        for label, value in evidence.list_facts(site_evidence):
            say(f"{label}: {value}")
        for part in evidence.list_tables(site_evidence):
            print_table(part.title, [name for name, _ in part.columns], part.rows)
