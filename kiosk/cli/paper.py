"""Commands about paper: reprint, relayout, confirm."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import as_json, progress, say, table, warn
from kiosk.cli.options import ConfigOption, DayOption, JsonOption, Place, WorkspaceOption, day_of, place
from kiosk.cli.presenting import build_text
from kiosk.office import confirming, fresh_layout, posted
from kiosk.office.releases import build_release
from kiosk.press import reprint, reprint_files
from kiosk.press.reprint import KEEP, PRINT, TAKE_DOWN, Hung, SiteActions
from kiosk.release import lifecycle
from kiosk.settings import inputs

SitesOption = Annotated[
    list[str] | None, typer.Option("--site", metavar="MÃ", help="Chỉ các điểm này (dùng được nhiều lần).")
]


def reprint_(
    since: Annotated[
        int | None, typer.Option("--since", metavar="SỐ", help="So với bản này (mặc định: bản trước).")
    ] = None,
    posted_: Annotated[bool, typer.Option("--posted", help="So với các tờ đã xác nhận đang treo.")] = False,
    site: SitesOption = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="Ghi danh sách ra tệp Excel.")] = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="THƯ_MỤC", help="Ghi cho mỗi điểm một trang hướng dẫn thay tờ (PDF)."),
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mỗi điểm phải in tờ nào, gỡ tờ nào, giữ tờ nào, và vì sao."""
    here = place(workspace, config)
    found = list_actions(here, since, posted_, tuple(site or ()))
    tell = warn if json else say
    if xlsx is not None:
        reprint_files.write_xlsx(found, xlsx)
        tell(f"Đã ghi {xlsx}")
    if pdf is not None:
        count = reprint_files.write_pdfs(found, lifecycle.chosen(here.store, None), pdf)
        tell(f"Đã ghi {count} tệp PDF vào {pdf}")
    if json:
        as_json({"sites": [asdict(s) for s in found]})
    elif xlsx is None and pdf is None:
        _show(found)


def list_actions(here: Place, since: int | None, posted_: bool, only: tuple[str, ...]) -> tuple[SiteActions, ...]:
    """What each site must do to hang the published release."""
    now = lifecycle.chosen(here.store, None)
    if since is None:
        since = now.parent
    before = lifecycle.manifest_of(here.store, since) if since is not None else None
    before_inputs = inputs.restore(before.inputs, here.store.get) if before else None
    hanging = _hanging(here) if posted_ else None
    after_inputs = inputs.restore(now.inputs, here.store.get)
    return reprint.actions(now, after_inputs, before, before_inputs, hanging, only)


def _hanging(here: Place) -> dict[str, dict[str, Hung]]:
    """Confirmed sheets with the codes on them, where the release that printed them is still on disk."""
    known = {n: lifecycle.manifest_of(here.store, n) for n in here.store.release_numbers()}
    bodies = {s.revision: m.bodies[s.body] for m in known.values() for layout in m.layouts.values() for s in layout}
    return {
        site: {label: Hung(h.revision, h.release, bodies.get(h.revision)) for label, h in sheets.items()}
        for site, sheets in posted.hanging(here.store).items()
    }


def _show(found: tuple[SiteActions, ...]) -> None:
    rows = [(s.code, s.name, s.count(PRINT), s.count(TAKE_DOWN), s.count(KEEP)) for s in found]
    table("Thay tờ niêm yết", ("Mã", "Điểm", "In", "Gỡ", "Giữ"), rows)
    same: dict[tuple[object, ...], list[SiteActions]] = {}
    for s in found:
        moving = tuple(a for a in s.actions if a.do != KEEP)
        if moving:
            same.setdefault(moving, []).append(s)
    for actions, sites in same.items():
        codes = ", ".join(s.code for s in sites[:6]) + (", …" if len(sites) > 6 else "")
        say(f"{len(sites)} điểm ({codes}):")
        for a in sites[0].actions:
            if a in actions:
                say(f"  {a.do} {a.label}: " + "; ".join(map(str, a.reasons[:4])) + (" …" if len(a.reasons) > 4 else ""))
    total = sum(s.count(PRINT) for s in found)
    say(f"Tổng cộng phải in {total} tờ cho {sum(s.count(PRINT) > 0 for s in found)} điểm.")


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
    manifest = lifecycle.chosen(here.store, None)
    codes = frozenset(s.code for s in manifest.sites) if everything else frozenset({site or ""})
    costs = fresh_layout.relayout_cost(here.store, here.config, codes, day_of(as_of))
    rows = [(c.code, c.name, c.now, c.then, c.to_print) for c in costs]
    table("Xếp lại từ đầu", ("Mã", "Điểm", "Số tờ hiện nay", "Số tờ sau khi xếp", "Phải in"), rows)
    say(f"Tổng cộng phải in {sum(c.to_print for c in costs)} tờ.")
    if not apply:
        say("Chưa làm gì. Thêm --apply để dựng bản phát hành theo cách xếp mới.")
        return
    with progress() as report:
        result = build_release(here.store, here.config, day_of(as_of), report, afresh=codes)
    say(build_text(result) + " Bước tiếp theo: kiosk publish.")


def confirm(
    site: Annotated[str, typer.Argument(metavar="ĐIỂM", help="Mã điểm, ví dụ 11824.")],
    sheets: Annotated[list[str] | None, typer.Argument(metavar="TỜ", help="Mã tờ; không ghi: mọi tờ của điểm.")] = None,
    down: Annotated[bool, typer.Option("--down", help="Xác nhận đã gỡ các tờ này.")] = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Xác nhận các tờ của một điểm đã treo đúng như bản đang công bố (hoặc đã gỡ)."""
    here = place(workspace, config)
    if down and not sheets:
        raise typer.BadParameter("ghi mã các tờ đã gỡ")
    if down:
        count = confirming.confirm_taken_down(here.store, site, sheets or ())
        say(f"Đã ghi nhận gỡ {count} tờ tại điểm {site}.")
        return
    confirmation = confirming.confirm_hanging(here.store, site, sheets or ())
    say(f"Đã ghi nhận {len(confirmation.sheets)} tờ đang treo tại điểm {site} (bản phát hành {confirmation.release}).")
