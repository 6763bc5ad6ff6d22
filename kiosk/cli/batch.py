"""The command about print batches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, print_table, say, show_progress, warn
from kiosk.cli.options import ConfigOption, JsonOption, SiteOption, WorkspaceOption, place, split_site_codes
from kiosk.model.ledger import Witness
from kiosk.office import print_batches
from kiosk.office.print_batches import INKS
from kiosk.press import batch_files
from kiosk.press.batch import Order, Product
from kiosk.press.batch_files import Batch
from kiosk.press.profile import read_print_profile

GroupOption = Annotated[
    str, typer.Option("--group", metavar="NHÓM", help="Chỉ một nhóm điểm: xa, phuong, dac-khu, cap-xa, cap-tinh…")
]
ProductOption = Annotated[
    list[Product] | None,
    typer.Option("--product", help="Ấn phẩm (dùng được nhiều lần) [mặc định: sheets và board]."),
]
PaperOption = Annotated[str, typer.Option("--paper", metavar="KHỔ", help="Khổ giấy: A5, A4, A3, A2, A1.")]
CopiesOption = Annotated[int, typer.Option("--copies", min=1, max=1000, metavar="SỐ", help="Số bản mỗi tờ.")]
ImposedOption = Annotated[
    bool, typer.Option("--imposed", help="Bình 2 trang trên khổ gấp đôi; danh mục xếp để đóng ghim giữa.")
]
MarksOption = Annotated[bool, typer.Option("--marks", help="Chừa xén 3 mm và in dấu cắt.")]
InksOption = Annotated[str, typer.Option("--inks", metavar="MỰC", help=f"Mực in: {', '.join(INKS)}.")]


def make_request(
    products: list[Product] | None,
    sites: tuple[str, ...],
    group: str,
    paper: str,
    copies: int,
    imposed: bool,
    marks: bool,
    inks: str,
) -> Order:
    """What a person asks to print."""
    if inks not in INKS:
        raise typer.BadParameter(f"mực in là một trong: {', '.join(INKS)}")
    product_kinds = tuple(products or (Product.SHEETS, Product.BOARD))
    return Order(product_kinds, sites, group, paper.upper(), copies, imposed, marks, INKS[inks])


def batch(
    number: Annotated[
        int | None, typer.Argument(metavar="SỐ", help="Số của lệnh in (mặc định: lập lệnh in mới trước).")
    ] = None,
    site: SiteOption = None,
    group: GroupOption = "",
    product: ProductOption = None,
    paper: PaperOption = "",
    copies: CopiesOption = 1,
    imposed: ImposedOption = False,
    marks: MarksOption = False,
    inks: InksOption = "mau",
    by: Annotated[
        str, typer.Option("--by", metavar="TÊN", help="Người lập lệnh in (mặc định: tên người dùng của máy).")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi lô in [mặc định: lo-in-SỐ].")
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi tệp của một lệnh in cho nhà in: tệp PDF từng điểm, phiếu giao, danh sách giao, tổng số trang, mã kiểm tra.

    Không ghi số thì lập lệnh in mới trước: các tờ phải in so với tờ sổ ghi đang treo và các lệnh in còn mở.
    """
    request = make_request(product, split_site_codes(site), group, paper, copies, imposed, marks, inks)
    if number is not None and request != Order(sites=request.sites):
        raise typer.BadParameter("lệnh in đã lập giữ cách in của nó; với số lệnh in chỉ dùng thêm --site và --out")
    here = place(workspace, config)
    # Before an order is made: a wrong profile would leave one without files.
    profile = read_print_profile(here.config)
    if number is None:
        if out is not None:
            batch_files.require_free_place(out)
        fresh = print_batches.make_print_order(here.store, request, Witness(by))
        if fresh is None:
            _say_nothing(json=json)
            return
        number = fresh.number
        (warn if json else say)(f"Đã lập lệnh in {number}: {len(fresh.parcels)} điểm, {len(fresh.lines)} tờ.")
    with show_progress(json) as report:
        office = here.config.office.address
        written = print_batches.write_order(
            here.store, number, report, sites=request.sites, folder=out, profile=profile, office=office
        )
    if json:
        print_json({"order": number} | _describe_batch(written))
    else:
        _show(written)


def _say_nothing(*, json: bool) -> None:
    if json:
        print_json({"order": None, "files": [], "sides": {}})
    else:
        say("Không có tờ nào phải in, không lập lệnh in.")


def _describe_batch(written: Batch) -> dict[str, object]:
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
    print_table("Tổng số trang in", ("Khổ giấy", "Số trang"), list(written.sides.items()))
    bare = sum(not site.address for site in sites.values())
    if bare:
        warn(f"{bare} điểm chưa có địa chỉ giao; bổ sung cột address trong data/sites.csv rồi dựng lại.")
    say(f"Đã lập lô in cho {len(sites)} điểm: {written.folder} và {written.archive}.")
