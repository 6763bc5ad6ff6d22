"""`kiosk`: one program for the office. Exit codes: 0 done, 1 the input or a check says no, 2 wrong usage."""

from __future__ import annotations

import sys

import typer
from typer import rich_utils

from kiosk.cli import batch, catalogue, paper, releases, views
from kiosk.cli.console import warn
from kiosk.cli.options import ConfigOption, WorkspaceOption, given
from posters.errors import PostingError

rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
rich_utils.ERRORS_PANEL_TITLE = "Sai cú pháp lệnh"

app = typer.Typer(
    name="kiosk",
    help="Niêm yết thủ tục hành chính bằng mã QR: nhập danh mục, dựng tờ niêm yết và trang kiosk, kiểm tra, công bố.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (catalogue, releases, views, paper, batch):
    group.register(app)


@app.callback()
def common(workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Niêm yết thủ tục hành chính bằng mã QR: nhập danh mục, dựng tờ niêm yết và trang kiosk, kiểm tra, công bố.

    Việc thường làm sau khi có quyết định công bố: kiosk regenerate QUYET_DINH.xlsx --decision "3501/QĐ-UBND" --apply
    """
    given.workspace, given.config = workspace, config


def main() -> None:
    """Run, and turn every expected error into one sentence and exit code 1."""
    try:
        app()
    except PostingError as error:
        warn(f"Lỗi: {error}")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`kiosk status | head`): nothing is wrong with the work.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        warn("Đã dừng theo yêu cầu; bản đang công bố không đổi.")
        sys.exit(1)
