"""`kiosk sync`: ask the portal for its whole list; applies nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import as_json, progress, say
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, place
from kiosk.clock import get_today
from kiosk.settings.config import Config
from kiosk.watch import saved_run, sync
from kiosk.watch.allowance import DailyAllowance
from kiosk.watch.portal import Portal
from kiosk.watch.sync import ListChanges


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
    root = here.store.root / sync.FOLDER
    with saved_run.holding_folder(root / sync.CURRENT), progress(json) as report:
        before = sync.load_last_items(root)
        with _open(here.config, root) as portal:
            sync.run_sync(root / sync.CURRENT, portal, here.config.watch.portal, before, get_today(), report)
        folder = sync.keep_run(root)
    _tell(folder, sync.compare_with_earlier(root) if before else None, json)


def _open(config: Config, folder: Path) -> Portal:
    return Portal(config.watch, DailyAllowance(folder, config.watch.daily_limit, get_today))


def _save(folder: Path, config: Config, json: bool) -> None:
    with saved_run.holding_folder(folder), progress(json) as report, _open(config, folder) as portal:
        run = sync.run_sync(folder, portal, config.watch.portal, {}, get_today(), report)
    total = len(saved_run.load_walk(folder, run).items)
    if json:
        as_json({"folder": str(folder), "total": total, "day": run.day})
    else:
        say(f"Đã lưu đủ {total} thủ tục vào {folder}.")
        say(f"Bước tiếp theo: chép cả thư mục về rồi chạy kiosk import {folder.name}.")


def _tell(folder: Path, changes: ListChanges | None, json: bool) -> None:
    run = saved_run.open_finished(folder)
    total = len(saved_run.load_walk(folder, run).items)
    if json:
        counts = {k: len(getattr(changes, k)) for k in ("fresh", "changed", "gone")} if changes else None
        as_json({"folder": str(folder), "total": total, "day": run.day, "changes": counts})
        return
    summary = (
        f"so với lần trước: {len(changes.fresh)} mới, {len(changes.changed)} đổi, {len(changes.gone)} không còn"
        if changes
        else "lần đầu nên chưa có gì để so với danh sách trước"
    )
    say(f"Đã đồng bộ đủ {total} thủ tục của Cổng ngày {run.day:%d/%m/%Y}; {summary}.")
    say(f"Chưa áp dụng gì. Bước tiếp theo: kiosk import {folder} để xem khác biệt với danh mục đang áp dụng.")
