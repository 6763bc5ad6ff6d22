"""Commands that look: status, coverage, export, serve."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.clock import get_today
from kiosk.errors import ReleaseError, explain_cause
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import open_ledger
from kiosk.release import export as exporting
from kiosk.release import lifecycle
from kiosk.reports import coverage as covering
from kiosk.reports import status, weekly
from kiosk.reports import today as today_list

_GAPS_SHOWN = 12


def status_(json: JsonOption = False, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Đang công bố bản nào, có gì hư hỏng không, danh mục nào đang áp dụng, ngày nào danh sách niêm yết sẽ thay đổi.

    Chỉ xem, không ghi gì. Có hư hỏng thì kết thúc bằng mã 1.
    """
    here = place(workspace, config)
    state = status.look(here.store, here.config, get_today())
    if json:
        print_json(asdict(state))
    else:
        for line in status.describe_status(state):
            say(line)
    if state.damage:
        raise typer.Exit(1)


def coverage(
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi báo cáo ra tệp Excel.")] = None,
    number: Annotated[
        int | None, typer.Option("--release", metavar="SỐ", help="Bản phát hành (mặc định: đang công bố).")
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mỗi điểm phải niêm yết bao nhiêu thủ tục, bao nhiêu đã công bố trong tệp để in và trên trang kiosk (đọc lại từ
    tệp), còn thiếu gì; riêng ra là bao nhiêu thủ tục đứng trên các tờ đã xác nhận trên tường, bao nhiêu trên màn hình.
    """
    here = place(workspace, config)
    manifest, ages = lifecycle.choose_release(here.store, number), here.config.ledger
    report = covering.report_coverage(here.store, manifest, ages.confirmation_days, ages.device_ages)
    if xlsx is not None:
        covering.write_xlsx(report, xlsx)
        (warn if json else say)(f"Đã ghi {xlsx}")
    if json:
        print_json(asdict(report))
    elif xlsx is None:
        _show_coverage(report)
    if report.gaps:
        for s in report.sites:
            for gap in s.gaps:
                warn(f"{s.code}: {gap}")
        raise typer.Exit(1)


def _show_coverage(report: covering.Report) -> None:
    """The three columns, then the first gaps of walls and screens, then the summary."""
    columns = (
        "Mã",
        "Điểm",
        "Phải niêm yết",
        "Trong tệp để in",
        "Trên trang kiosk",
        "Liên kết trực tiếp",
        "Liên kết tìm kiếm",
        "Thiếu",
        "Số tờ",
        "Đã xác nhận treo",
        "Trên tường",
        "Trên màn hình",
    )
    rows = [
        (
            s.code,
            s.name,
            s.required,
            s.on_paper,
            s.on_page,
            s.entry_links,
            s.search_links,
            len(s.gaps),
            s.sheets,
            s.sheets_confirmed,
            s.on_wall,
            covering.describe_screen(s),
        )
        for s in report.sites
    ]
    print_table(
        f"Bản phát hành {report.release}: đã công bố (đọc lại từ tệp), trên tường, trên màn hình", columns, rows
    )
    for gaps, what, unit in (
        (covering.tabulate_wall_gaps(report), "tờ chưa được xác nhận trên tường", "tờ"),
        (covering.tabulate_screen_gaps(report), "kiosk chưa rõ đang hiện đúng bản", "kiosk"),
    ):
        if gaps.rows:
            first = min(len(gaps.rows), _GAPS_SHOWN)
            title = f"{len(gaps.rows)} {what}, {first} {unit} đầu (đủ: --xlsx)"
            print_table(title, [c for c, _ in gaps.columns], gaps.rows[:first])
    say(covering.summarise_coverage(report))


def today(
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Mười con số đầu tuần, kèm câu hỏi đứng sau mỗi số.")
    ] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hôm nay phải làm gì: mỗi việc một dòng, kèm lệnh làm tiếp; --numbers cho mười con số đầu tuần."""
    here = place(workspace, config)
    day = get_today()
    if numbers:
        counted = weekly.count_week(here.store, here.config, day)
        if json:
            print_json([asdict(n) for n in counted])
            return
        for n in counted:
            say(f"{n.sentence[:1].upper()}{n.sentence[1:]}.")
            say(f"    {n.query}")
        return
    database = open_ledger(here.store)
    try:
        tasks = today_list.list_open_tasks(Workplace(here.store, here.config, database), day)
    finally:
        database.close()
    if json:
        print_json([asdict(t) for t in tasks])
    elif not tasks:
        say("Không có việc.")
    else:
        print_table(
            f"{len(tasks)} việc, ngày {day:%d/%m/%Y}", ("Việc", "Lệnh làm tiếp"), [(t.sentence, t.next) for t in tasks]
        )


def export(
    site: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm tiếp nhận, ví dụ 11824.")],
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục đích, ví dụ USB.")],
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Chép trang kiosk và tờ niêm yết của một điểm ra thư mục chạy được từ USB, kèm hướng dẫn."""
    here = place(workspace, config)
    manifest = lifecycle.choose_release(here.store, None)
    count = exporting.export(here.store, manifest, site, folder)
    say(
        f"Đã chép {count} tệp của điểm {site} (bản phát hành {manifest.number}) vào {folder}. "
        f"Mở tệp {exporting.GUIDE} trước."
    )


def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ĐỊA_CHỈ", help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, metavar="SỐ", help="Cổng lắng nghe.")] = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Phục vụ bản đang công bố qua http."""
    import uvicorn  # noqa: PLC0415 - a quarter of a second that no other command needs

    from kiosk.web.public.app import create_app  # noqa: PLC0415 - as above
    from kiosk.web.public.server import make_server_settings  # noqa: PLC0415 - as above

    here = place(workspace, config)
    listen, at = host or here.config.server.host, port or here.config.server.port
    if here.store.current() is None:
        warn("Chưa có bản nào được công bố; trang sẽ nói rõ điều đó cho đến khi kiosk regenerate chạy xong.")
    settings = make_server_settings(create_app(here.store, here.config.office.address))
    with open_socket(listen, at) as door, suppress(KeyboardInterrupt):
        say(f"Đang phục vụ tại http://{f'[{listen}]' if ':' in listen else listen}:{at} (Ctrl+C để dừng)")
        uvicorn.Server(settings).run(sockets=[door])


def open_socket(host: str, port: int) -> socket.socket:
    """The open door, before the server starts: its own complaint about a taken one would be English."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise ReleaseError(
            "không mở được cổng này",
            place=f"{host}:{port}",
            value=explain_cause(error),
            way_out="chọn cổng khác bằng --port, hoặc dừng chương trình đang dùng cổng",
        ) from None
