"""Commands about paper: reprint, relayout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, show_progress, warn
from kiosk.cli.options import (
    ConfigOption,
    DayOption,
    JsonOption,
    SiteOption,
    WorkspaceOption,
    choose_day,
    place,
    split_site_codes,
)
from kiosk.cli.presenting import build_text
from kiosk.office import fresh_layout, reprints
from kiosk.office.releases import build_release
from kiosk.paper.comparison import SheetAction
from kiosk.press import reprint_files
from kiosk.press.reprint import Action, SiteActions
from kiosk.release import lifecycle


def reprint_(
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="SỐ", help="Coi như bản này đang treo (mặc định: các tờ sổ ghi đang treo)."),
    ] = None,
    site: SiteOption = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi danh sách ra tệp Excel.")] = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="THƯ_MỤC", help="Ghi cho mỗi điểm trang hướng dẫn thay tờ và sơ đồ treo (PDF)."),
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mỗi điểm còn nợ tờ nào so với các tờ sổ ghi đang treo: in tờ nào, gỡ tờ nào, giữ tờ nào, và vì sao."""
    here = place(workspace, config)
    sites = reprints.list_site_actions(here.store, since, only=split_site_codes(site))
    tell = warn if json else say
    if xlsx is not None:
        reprint_files.write_xlsx(sites, xlsx)
        tell(f"Đã ghi {xlsx}")
    if pdf is not None:
        count = reprint_files.write_pdfs(sites, lifecycle.choose_release(here.store, None), pdf)
        tell(f"Đã ghi {count} tệp PDF vào {pdf}")
    if json:
        print_json({"sites": [asdict(s) for s in sites]})
    elif xlsx is None and pdf is None:
        _show(sites)


def _show(sites: Sequence[SiteActions]) -> None:
    counts = [
        (s.code, s.name, *map(s.count, (SheetAction.PRINT, SheetAction.TAKE_DOWN, SheetAction.KEEP))) for s in sites
    ]
    print_table("Thay tờ niêm yết", ("Mã", "Điểm", "In", "Gỡ", "Giữ"), counts)
    same: dict[tuple[Action, ...], list[str]] = {}
    for s in sites:
        moving = tuple(a for a in s.actions if a.do is not SheetAction.KEEP)
        if moving:
            same.setdefault(moving, []).append(s.code)
    for actions, codes in same.items():
        say(f"{len(codes)} điểm ({', '.join(codes[:6])}{', …' if len(codes) > 6 else ''}):")
        for a in actions:
            say(f"  {a.do} {a.label}: " + "; ".join(map(str, a.reasons[:4])) + (" …" if len(a.reasons) > 4 else ""))
    to_print = [s.count(SheetAction.PRINT) for s in sites]
    say(f"Tổng cộng phải in {sum(to_print)} tờ cho {sum(map(bool, to_print))} điểm.")


def relayout(
    site: Annotated[str | None, typer.Argument(metavar="ĐIỂM", help="Mã điểm cần xếp lại.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Xếp lại mọi điểm.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Dựng bản phát hành theo cách xếp mới.")] = False,
    as_of: DayOption = None,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Xếp lại từ đầu các tờ của một điểm hoặc mọi điểm, và cho biết phải in lại bao nhiêu tờ."""
    if bool(site) == everything:
        raise typer.BadParameter("ghi một mã điểm, hoặc --all")
    here = place(workspace, config)
    manifest = lifecycle.choose_release(here.store, None)
    codes = frozenset(s.code for s in manifest.sites) if everything else frozenset({site or ""})
    costs = fresh_layout.count_relayout_cost(here.store, here.config, codes, choose_day(as_of))
    rows = [(c.code, c.name, c.now, c.then, c.to_print) for c in costs]
    print_table("Xếp lại từ đầu", ("Mã", "Điểm", "Số tờ hiện nay", "Số tờ sau khi xếp", "Phải in"), rows)
    say(f"Tổng cộng phải in {sum(c.to_print for c in costs)} tờ.")
    if not apply:
        say("Chưa làm gì. Thêm --apply để dựng bản phát hành theo cách xếp mới.")
        return
    with show_progress() as report:
        result = build_release(here.store, here.config, choose_day(as_of), report, afresh=codes)
    say(build_text(result) + " Bước tiếp theo: kiosk publish.")
