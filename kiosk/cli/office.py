"""Commands of the office in a browser: the server, its worker, one job, and everything at once."""

from __future__ import annotations

import json
import logging.config
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Annotated

import typer

from kiosk.cli.console import say, warn
from kiosk.cli.options import ConfigOption, Place, WorkspaceOption, place
from kiosk.cli.views import open_socket
from kiosk.errors import ConfigError, KioskError
from kiosk.office import access, job_kinds, jobs, shell_acts
from kiosk.office.database.migrating import open_database
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.opening import catch_up
from kiosk.office.ledger.public_marks import follow_with_marks
from kiosk.office.machine_log import log_facts, log_settings
from kiosk.office.settings_watch import SettingsWatch
from kiosk.office.worker import Worker

HostOption = Annotated[str | None, typer.Option("--host", metavar="ĐỊA_CHỈ", help="Địa chỉ lắng nghe.")]
PortOption = Annotated[int | None, typer.Option("--port", min=1, max=65535, metavar="SỐ", help="Cổng lắng nghe.")]


def office(
    host: HostOption = None, port: PortOption = None, workspace: WorkspaceOption = None, config: ConfigOption = None
) -> None:
    """Mở phòng làm việc trên trình duyệt cho cán bộ (mặc định: http://127.0.0.1:8001)."""
    import uvicorn  # noqa: PLC0415 - a quarter of a second that no other command needs

    from kiosk.web.office.app import create_office  # noqa: PLC0415 - as above
    from kiosk.web.office.request_log import RequestLog  # noqa: PLC0415 - as above

    here = _open_workplace(place(workspace, config))
    listen, at = host or here.config.office.host, port or here.config.office.port
    app = create_office(here)
    settings = uvicorn.Config(
        RequestLog(app), log_config=log_settings(), access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(settings)
    ending = server.handle_exit

    def end_streams_first(sig: int, frame: FrameType | None) -> None:
        # The server waits for open answers before it tells the application to end: watched progress must end first.
        app.state.stopping.set()
        ending(sig, frame)

    server.handle_exit = end_streams_first  # type: ignore[method-assign]
    with open_socket(listen, at) as door, suppress(KeyboardInterrupt):
        say(f"Phòng làm việc: http://{f'[{listen}]' if ':' in listen else listen}:{at} (Ctrl+C để dừng)")
        server.run(sockets=[door])


def worker(workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Làm các việc mà phòng làm việc giao: dựng, kiểm tra, công bố; mỗi lúc một việc."""
    logging.config.dictConfig(log_settings())
    here = _open_workplace(place(workspace, config))
    words = (sys.executable, "-m", "kiosk", *_list_options(here), "job")
    watch = SettingsWatch(here)
    running = Worker(here.database, words, lambda: _look_around(here, watch))
    signal.signal(signal.SIGTERM, lambda *_: running.stop())
    signal.signal(signal.SIGINT, lambda *_: running.stop())
    running.run()


def _look_around(here: Workplace, watch: SettingsWatch) -> None:
    """What the worker does before each job: write down what the shell and what hands did meanwhile."""
    shell_acts.note_shell_acts(here)
    if catch_up(here.store, here.database):
        for shortfall in follow_with_marks(here.store, here.database):
            log_facts("marks", state="unwritten", kind=shortfall.what)
    with suppress(ConfigError):  # told by every page and command that reads the settings
        watch.look()


def job(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của việc trong sổ việc.")],
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Làm một việc trong sổ việc; lệnh kiosk worker tự gọi lệnh này."""
    os.nice(10)  # people who look at pages come first
    here = _open_workplace(place(workspace, config))
    with here.database.reading() as connection:
        task = jobs.require_job(connection, number)
    try:
        outcome, is_done = job_kinds.perform_job(here, task, _report), True
    except KioskError as error:
        outcome, is_done = str(error), False
    _write({"outcome": outcome, "done": is_done})


def _report(stage: str, done: int, total: int) -> None:
    _write({"stage": stage, "done": done, "total": total})


def _write(word: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(word, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run(
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, metavar="SỐ", help="Cổng của trang công khai.")
    ] = None,
    office_port: Annotated[
        int | None, typer.Option("--office-port", min=1, max=65535, metavar="SỐ", help="Cổng của phòng làm việc.")
    ] = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Chạy cùng lúc trang công khai, phòng làm việc và phần làm việc nền; Ctrl+C dừng tất cả."""
    here = _open_workplace(place(workspace, config))
    public_at, office_at = port or here.config.server.port, office_port or here.config.office.port
    token = access.invite_first_admin(here.database)
    here.database.close()
    commands = (("serve", "--port", str(public_at)), ("office", "--port", str(office_at)), ("worker",))
    words = (sys.executable, "-m", "kiosk", *_list_options(here))
    # In groups of their own: Ctrl+C reaches this process alone, which ends them in order.
    children = [
        subprocess.Popen([*words, *command], stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own program
        for command in commands
    ]
    _tell(here, public_at, office_at, token)
    try:
        _wait_for_first(children)
    finally:
        _end_children(children)


def _tell(here: Workplace, public_at: int, office_at: int, token: str | None) -> None:
    say(f"Trang công khai: http://{here.config.server.host}:{public_at}")
    say(f"Phòng làm việc:  http://{here.config.office.host}:{office_at}")
    if token is not None:
        say("Người quản trị đầu tiên đặt mật khẩu tại (dùng được một lần, trong 24 giờ):")
        say(f"http://{here.config.office.host}:{office_at}/dat-mat-khau/{token}")
    say("Ctrl+C để dừng tất cả.")


def _wait_for_first(children: list[subprocess.Popen[bytes]]) -> None:
    """Until one of them ends, which none should, or a person stops all."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        warn("Một phần của chương trình đã dừng nên dừng tất cả; lý do nêu ở trên.")
        raise typer.Exit(1)


def _end_children(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()


def _open_workplace(here: Place) -> Workplace:
    return Workplace(here.store, here.config, open_database(here.store.root))


def _list_options(here: Workplace) -> tuple[str, ...]:
    """The options by which another process finds the same workspace and settings."""
    return ("--workspace", str(here.store.root), "--config", str(here.config.source))
