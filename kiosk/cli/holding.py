"""Commands that keep back and let go: hold, resume."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.cli.console import say, show_progress, warn
from kiosk.cli.options import ConfigOption, Place, WorkspaceOption, place
from kiosk.cli.presenting import build_text, show_verdict, tell_shortfalls
from kiosk.clock import get_today
from kiosk.office import holding, releases
from kiosk.release import lifecycle
from kiosk.reports import holds
from kiosk.workspace.disk import Shortfall

ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="LÝ_DO", help="Vì sao; ghi vào nhật ký và kiosk status.")
]
ByOption = Annotated[str, typer.Option("--by", metavar="NGƯỜI", help="Người quyết định, ghi vào nhật ký.")]
HeldDecisionOption = Annotated[
    str, typer.Option("--decision", metavar="SỐ", help="Chỉ quyết định này: thay đổi sắp có hiệu lực của nó.")
]


def hold(
    reason: ReasonOption = "",
    decision: HeldDecisionOption = "",
    by: ByOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Tạm dừng: không có gì tự công bố cho đến khi chạy kiosk resume hoặc nhập danh mục khác.

    Với --decision thì giữ lại một quyết định: thay đổi sắp có hiệu lực của nó không có trong những gì dựng từ nay.
    Trang đã công bố tự đổi theo ngày, nên nếu trang đang công bố đã mang thay đổi ấy thì lệnh này dựng và công bố ngay
    bản không có nó.
    """
    if not reason.strip():
        raise typer.BadParameter("ghi lý do sau --reason")
    here = place(workspace, config)
    if not decision:
        change = holding.hold_publishing(here.store, reason, by)
        say(f"Đã tạm dừng công bố: {change.hold.publishing}. Cho công bố tiếp: kiosk resume.")
        tell_shortfalls(change.shortfalls)
        return
    change = holding.hold_decision(here.store, here.config, decision, reason, get_today(), by)
    say(f"Đã giữ lại thay đổi sắp có hiệu lực theo {decision}. Đưa vào lại: kiosk resume --decision {decision}.")
    shortfalls = change.shortfalls
    if change.is_live:
        shortfalls += _publish_without(here)
    tell_shortfalls(shortfalls)


def _publish_without(here: Place) -> tuple[Shortfall, ...]:
    """Pages switch by themselves on their day: those that are live must be replaced. Raises `ReleaseError`."""
    if lifecycle.find_standing_hold(here.store) is not None:
        warn(
            "Trang đang công bố vẫn mang thay đổi này và sẽ tự đổi đúng ngày, vì công bố đang tạm dừng nên chưa thay "
            "được. Cho công bố tiếp: kiosk resume, rồi kiosk regenerate; hoặc kiosk rollback SỐ về một bản không có nó."
        )
        raise typer.Exit(1)
    warn("Trang đang công bố đã mang thay đổi này và sẽ tự đổi đúng ngày: dựng và công bố ngay bản không có nó.")
    with show_progress() as report:
        built = releases.build_release(here.store, here.config, get_today(), report)
        say(build_text(built))
        published = releases.publish_built(here.store, built, report)
    if published is not None:
        show_verdict(published.manifest, published.verdict)
        say(f"Đã công bố bản phát hành {published.manifest.number}.")
    for line in holds.list_lines(holds.look_at_hold(here.store, lifecycle.load_current(here.store))):
        warn(line)
    return published.shortfalls if published else ()


def resume(
    decision: HeldDecisionOption = "",
    by: ByOption = "",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Cho công bố tiếp sau kiosk rollback hoặc kiosk hold; với --decision thì đưa quyết định đã giữ lại vào lại."""
    here = place(workspace, config)
    change = holding.resume(here.store, decision, by)
    say(f"Đã cho {f'đưa {decision} vào lại' if decision else 'công bố tiếp'}. Bước tiếp theo: kiosk regenerate.")
    if decision and lifecycle.find_standing_hold(here.store) is not None:
        warn("Công bố vẫn đang tạm dừng; cho công bố tiếp: kiosk resume.")
    tell_shortfalls(change.shortfalls)
