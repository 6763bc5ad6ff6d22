"""Commands about catalogues that are known already: diff, export-catalogue."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, XlsxOption, place
from kiosk.cli.presenting import show_changes
from kiosk.office import catalogues, exports
from kiosk.office.import_report import tabulate_changes, write_report


def diff_(
    a: Annotated[
        str | None,
        typer.Argument(metavar="TRƯỚC", help="Bản phát hành (5), lần nhập (dm3) hoặc nay; mặc định: bản đang công bố."),
    ] = None,
    b: Annotated[
        str | None, typer.Argument(metavar="SAU", help="Ghi như trên; mặc định: nay (danh mục đang áp dụng).")
    ] = None,
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Khác biệt giữa hai danh mục, từng thủ tục, từng trường."""
    here = place(workspace, config)
    changes = catalogues.compare_catalogues(here.store, here.config, a, b)
    if xlsx is not None:
        write_report(xlsx, (tabulate_changes(changes),))
        (warn if json else say)(f"Đã ghi {xlsx}")
    if json:
        print_json({"changes": [asdict(c) for c in changes]})
    else:
        show_changes(changes)


def export_catalogue(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần ghi, đuôi .csv hoặc .xlsx.")],
    of: Annotated[
        str,
        typer.Option(
            "--of", metavar="DANH_MỤC", help="Bản phát hành (5), lần nhập (dm3) hoặc nay (mặc định: đang áp dụng)."
        ),
    ] = "nay",
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Xuất danh mục ra tệp CSV hoặc Excel; nhập lại tệp này thì được đúng danh mục ấy."""
    here = place(workspace, config)
    catalogue = catalogues.find_catalogue(here.store, here.config, of)
    exports.export_catalogue(catalogue, file)
    codes = {p.code for p in catalogue.procedures}
    say(f"Đã ghi {len(codes)} thủ tục, {len(catalogue.procedures)} dòng vào {file}.")
    if catalogue.lists:
        say("Danh sách niêm yết của từng loại điểm không nằm trong tệp này: giữ các tệp đã nhập.")
