"""`kiosk sync`: ask the portal for its whole list; applies nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, say, show_progress
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.settings.config import Config
from kiosk.watch import saved_run, upkeep
from kiosk.watch.upkeep import WholeList


def sync_(
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="THƯ_MỤC",
            help="Chạy ở máy khác, không cần thư mục làm việc: lưu vào thư mục này rồi chép về, kiosk import THƯ_MỤC.",
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Hỏi chi tiết của mọi thủ tục, không chỉ của những gì đổi; có thể kéo dài nhiều ngày."
        ),
    ] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hỏi Cổng toàn bộ danh sách thủ tục và lưu lại để so; không áp dụng gì. Bị ngắt thì chạy lại, lệnh làm tiếp."""
    if save is not None:
        _save(save, place(workspace, config).config, details, json)
        return
    here = place(workspace, config)
    with show_progress(json) as report:
        outcome = upkeep.sync_workspace(here.store, here.config, report, every_detail=details)
    _tell(outcome, json)


def _save(folder: Path, config: Config, details: bool, json: bool) -> None:
    with show_progress(json) as report:
        run = upkeep.save_list(folder, config, report, every_detail=details)
    total = len(saved_run.load_walk(folder, run).items)
    if json:
        print_json({"folder": str(folder), "total": total, "details": len(run.details), "day": run.day})
    else:
        say(f"Đã lưu đủ {total} thủ tục vào {folder}, {len(run.details)} thủ tục có chi tiết.")
        say(f"Bước tiếp theo: chép cả thư mục về rồi chạy kiosk import {folder.name}.")


def _tell(kept: WholeList, json: bool) -> None:
    if json:
        outcome = kept.outcome
        parts = {"fresh": outcome.fresh, "changed": outcome.changed, "gone": outcome.gone}
        counts = {name: len(entries) for name, entries in parts.items()} if outcome.earlier else None
        print_json({"folder": str(kept.folder), "total": outcome.total, "day": outcome.day, "changes": counts})
        return
    say(kept.summary)
    say(f"Chưa áp dụng gì. Bước tiếp theo: kiosk import {kept.folder} để xem khác biệt với danh mục đang áp dụng.")
