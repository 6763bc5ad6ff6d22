"""The command about print batches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import as_json, progress, say, table, warn
from kiosk.cli.options import ConfigOption, JsonOption, SiteOption, WorkspaceOption, place, site_codes
from kiosk.office import print_batches
from kiosk.office.print_batches import INKS
from kiosk.press.batch import Order, Product
from kiosk.press.batch_files import Batch


def batch(
    site: SiteOption = None,
    group: Annotated[
        str, typer.Option("--group", metavar="NHÓM", help="Chỉ một nhóm điểm: xa, phuong, dac-khu, cap-xa, cap-tinh…")
    ] = "",
    only_changed: Annotated[
        bool, typer.Option("--only-changed", help="Chỉ các tờ khác với bản phát hành trước.")
    ] = False,
    product: Annotated[
        list[Product] | None,
        typer.Option("--product", help="Ấn phẩm (dùng được nhiều lần) [mặc định: sheets và board]."),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="KHỔ", help="Khổ giấy: A5, A4, A3, A2, A1.")] = "",
    copies: Annotated[int, typer.Option("--copies", min=1, max=1000, metavar="SỐ", help="Số bản mỗi tờ.")] = 1,
    imposed: Annotated[
        bool, typer.Option("--imposed", help="Bình 2 trang trên khổ gấp đôi; danh mục xếp để đóng ghim giữa.")
    ] = False,
    marks: Annotated[bool, typer.Option("--marks", help="Chừa xén 3 mm và in dấu cắt.")] = False,
    inks: Annotated[str, typer.Option("--inks", metavar="MỰC", help=f"Mực in: {', '.join(INKS)}.")] = "mau",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi lô in [mặc định: lo-in-SỐ].")
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Lập lô in cho nhà in: tệp PDF từng điểm, phiếu giao, danh sách giao, tổng số trang, mã kiểm tra."""
    if inks not in INKS:
        raise typer.BadParameter(f"mực in là một trong: {', '.join(INKS)}")
    order = Order(
        products=tuple(product or (Product.SHEETS, Product.BOARD)),
        sites=site_codes(site),
        group=group,
        paper=paper.upper(),
        copies=copies,
        imposed=imposed,
        marks=marks,
        inks=INKS[inks],
    )
    here = place(workspace, config)
    with progress(json) as report:
        written = print_batches.write_batch(here.store, order, report, only_changed=only_changed, folder=out)
    if written is None:
        if json:
            as_json({"files": [], "sides": {}})
        else:
            say("Không có tờ nào phải in, không lập lô in.")
    elif json:
        as_json(_json(written))
    else:
        _show(written)


def _json(written: Batch) -> dict[str, object]:
    files = [
        {
            "site": line.parcel.site.code,
            "what": line.what,
            "paper": line.paper,
            "sides": line.sides,
            "copies": line.copies,
            "path": line.path,
            "sha256": line.sha256,
        }
        for line in written.lines
    ]
    return {"folder": str(written.folder), "zip": str(written.archive), "files": files, "sides": written.sides}


def _show(written: Batch) -> None:
    sites = {line.parcel.site.code: line.parcel.site for line in written.lines}
    table("Tổng số trang in", ("Khổ giấy", "Số trang"), list(written.sides.items()))
    bare = sum(not site.address for site in sites.values())
    if bare:
        warn(f"{bare} điểm chưa có địa chỉ giao; bổ sung cột address trong data/sites.csv rồi dựng lại.")
    say(f"Đã lập lô in cho {len(sites)} điểm: {written.folder} và {written.archive}.")
