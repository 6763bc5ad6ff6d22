"""`kiosk sync`: ask the portal for its whole list; applies nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import as_json, progress, say
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.clock import get_today
from kiosk.settings.config import Config
from kiosk.watch import saved_run, sync, upkeep
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
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Hỏi Cổng toàn bộ danh sách thủ tục và lưu lại để so; không áp dụng gì. Bị ngắt thì chạy lại, lệnh làm tiếp."""
    if save is not None:
        _save(save, place(workspace, config).config, json)
        return
    here = place(workspace, config)
    with progress(json) as report:
        kept = upkeep.sync_workspace(here.store, here.config, report)
    _tell(kept, json)


def _save(folder: Path, config: Config, json: bool) -> None:
    with saved_run.holding_folder(folder), progress(json) as report, upkeep.open_portal(config, folder) as portal:
        run = sync.run_sync(folder, portal, config.watch.portal, {}, get_today(), report)
    total = len(saved_run.load_walk(folder, run).items)
    if json:
        as_json({"folder": str(folder), "total": total, "day": run.day})
    else:
        say(f"Đã lưu đủ {total} thủ tục vào {folder}.")
        say(f"Bước tiếp theo: chép cả thư mục về rồi chạy kiosk import {folder.name}.")


def _tell(kept: WholeList, json: bool) -> None:
    if json:
        changes = kept.changes
        counts = {k: len(getattr(changes, k)) for k in ("fresh", "changed", "gone")} if changes else None
        day = saved_run.open_finished(kept.folder).day
        as_json({"folder": str(kept.folder), "total": kept.total, "day": day, "changes": counts})
        return
    say(kept.summary)
    say(f"Chưa áp dụng gì. Bước tiếp theo: kiosk import {kept.folder} để xem khác biệt với danh mục đang áp dụng.")
