"""`kiosk`: one program for the office. Exit codes: 0 done, 1 the input or a check says no, 2 wrong usage."""

from __future__ import annotations

import atexit
import errno
import gc
import sqlite3
import sys
from importlib import import_module
from typing import Any

import typer

from kiosk.cli.console import warn
from kiosk.cli.options import ConfigOption, WorkspaceOption, given
from kiosk.cli.standing import tell_changes, tell_standing
from kiosk.cli.streams import put_steady_streams
from kiosk.cli.vietnamese import App, SpokenGroup, describe_wrong_usage
from kiosk.errors import StoreError, explain_cause
from posters.errors import PostingError

_INTERRUPTED = 130
"""What the library makes of Ctrl+C."""

COMMANDS = {
    "init": "init.init",
    "site": "site.site",
    "check": "imports.check",
    "import": "imports.import_",
    "imports": "register.imports_",
    "answers": "register.answers",
    "edit": "register.edit",
    "history": "register.history_",
    "sync": "sync.sync_",
    "links": "links.links",
    "diff": "catalogue.diff_",
    "export-catalogue": "catalogue.export_catalogue",
    "build": "releases.build",
    "plan": "releases.plan_",
    "verify": "releases.verify",
    "publish": "releases.publish",
    "rollback": "releases.rollback",
    "hold": "holding.hold",
    "resume": "holding.resume",
    "regenerate": "releases.regenerate",
    "nightly": "nightly.nightly",
    "gc": "releases.gc",
    "status": "views.status_",
    "doctor": "care.doctor",
    "backup": "care.backup",
    "restore": "care.restore",
    "coverage": "views.coverage",
    "today": "views.today",
    "counts": "counts.counts",
    "report": "report.report",
    "evidence": "report.show_evidence",
    "export": "views.export",
    "serve": "views.serve",
    "reprint": "paper.reprint_",
    "relayout": "paper.relayout",
    "order": "order.order",
    "confirm": "ledger.confirm",
    "undo": "ledger.undo",
    "wall": "ledger.wall",
    "incident": "incident.incident",
    "device": "device.device",
    "batch": "batch.batch",
    "user": "user.user",
    "token": "token.token",
    "office": "office.office",
    "worker": "office.worker",
    "job": "office.job",
    "run": "office.run",
}
"""Where each command's function is, in the order of the help."""


class _Commands(SpokenGroup):
    """The commands. Only the one that is called is loaded: together they take half a second."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's signature
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as above
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        command = getattr(import_module(f"kiosk.cli.{module}"), name)
        if isinstance(command, App):
            return typer.main.get_command(command)
        alone = App(add_completion=False)
        alone.command(cmd_name)(command)
        return typer.main.get_command(alone)


app = App(
    name="kiosk",
    cls=_Commands,
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [ĐỐI SỐ]...",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def common(workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Niêm yết thủ tục hành chính bằng mã QR: nhập danh mục, dựng tờ niêm yết và trang kiosk, kiểm tra, công bố.

    Việc thường làm sau khi có quyết định công bố: kiosk regenerate QUYET_DINH.xlsx --decision "3501/QĐ-UBND"
    """
    given.workspace, given.config, given.before = workspace, config, None


_TELLING = frozenset(
    (
        *("check", "diff", "plan", "status", "coverage", "today", "imports", "answers", "history", "counts", "wall"),
        *("report", "evidence", "reprint", "list", "show"),
    )
)
"""Commands whose whole work is what they say, `list` and `show` within others too."""


_SHORT = frozenset((errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE))
"""What a system answers that has no memory, process or open file to give."""


def main() -> None:
    """Run, and turn every expected error into one sentence and an exit code."""
    # Catalogues, plans and manifests are trees without cycles: searching them for some took a twelfth of the time.
    gc.set_threshold(20_000, 20, 50)
    atexit.register(gc.freeze)  # at its end Python would search them once more: a tenth of a small change
    out, err = put_steady_streams()
    code = _run_command()
    out.flush()
    if out.lost is not None:
        warn(
            f"Không ghi được kết quả ra màn hình hoặc tệp nhận kết quả ({explain_cause(out.lost)}); việc của lệnh thì "
            "đã chạy đến cuối. Cách xử lý: xem kết quả bằng kiosk status, hoặc ghi vào ổ đĩa khác."
        )
        if not _TELLING.isdisjoint(sys.argv[1:]):
            code = code or 1
    err.flush()
    sys.exit(code)


def _run_command() -> int:
    """The exit code of the command that the person called."""
    try:
        # Without standalone mode wrong usage comes as an exception instead of English on the screen.
        code = app(prog_name="kiosk", standalone_mode=False)
    except typer.TyperException as error:
        warn(describe_wrong_usage(error))
        return int(error.exit_code)
    except PostingError as error:
        warn(f"Lỗi: {error}")
        if changes := tell_changes(given.before):
            # Another command may have done it meanwhile: the sentence names no doer.
            warn(f"Trong lúc lệnh này chạy: {changes}.")
        return 1
    except (OSError, sqlite3.Error, MemoryError, RuntimeError) as error:
        lack = _find_lack(error)
        if isinstance(error, RuntimeError) and not lack:
            raise
        warn(f"Lỗi: {_describe_lack(lack) if lack else _describe_failure(error)}")
        return 1
    if code == _INTERRUPTED:
        warn(f"Đã dừng theo yêu cầu; {tell_standing(given.before)}.")
        return 1
    return int(code or 0)


def _find_lack(error: Exception) -> str:
    """What the machine had no more of, empty where something else failed."""
    if isinstance(error, MemoryError):
        return "hết bộ nhớ"
    if isinstance(error, RuntimeError):
        return "hết số luồng, tiến trình được phép chạy" if "new thread" in str(error) else ""
    short = isinstance(error, OSError) and error.errno in _SHORT and error.filename is None
    return explain_cause(error) if short else ""


def _describe_lack(lack: str) -> StoreError:
    """The sentence about a machine that had too little of something, and what is in force now."""
    return StoreError(
        f"máy không còn đủ bộ nhớ hoặc tiến trình cho việc này; {tell_standing(given.before)}",
        place="máy này",
        value=lack,
        way_out="đóng bớt chương trình hoặc nâng giới hạn của dịch vụ (MemoryMax, TasksMax) rồi chạy lại",
    )


def _describe_failure(error: Exception) -> StoreError:
    """The sentence about a disk or a file that failed in the middle of the work, and what is in force now."""
    place = getattr(error, "filename", None)
    return StoreError(
        f"không đọc hoặc không ghi được một tệp; {tell_standing(given.before)}",
        place=str(place or given.workspace or "thư mục làm việc"),
        value=explain_cause(error),
        way_out="kiểm tra ổ đĩa còn trống và quyền ghi rồi chạy lại; vẫn lỗi thì chạy kiosk doctor",
    )
