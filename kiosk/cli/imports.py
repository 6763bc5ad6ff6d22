"""Commands about files that arrive: check, import."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import as_json, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, XlsxOption, place
from kiosk.cli.presenting import proposal_json, reading_json, show_proposal, show_reading, tell_shortfalls
from kiosk.clock import get_today
from kiosk.intake.read import FileKind, Mode, ReadOptions
from kiosk.model.problem import Severity
from kiosk.office import imports
from kiosk.office.import_report import tabulate_changes, tabulate_problems, tabulate_rows, write_report
from kiosk.office.imports import BoundProposal, ImportRequest

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="TỆP", help="Tệp danh mục, phụ lục quyết định hoặc danh sách mã."),
]
CommuneOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--commune", metavar="TỆP", help="Tệp là danh sách mà mọi điểm cấp xã niêm yết (dùng được nhiều lần)."
    ),
]
CityOption = Annotated[
    list[Path] | None,
    typer.Option("--city", metavar="TỆP", help="Tệp là danh sách mà các điểm cấp tỉnh niêm yết (dùng được nhiều lần)."),
]
DecisionOption = Annotated[
    str, typer.Option("--decision", metavar="SỐ", help="Số quyết định, ghi vào lý do của mỗi thay đổi.")
]
EffectiveOption = Annotated[
    datetime | None,
    typer.Option("--effective", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Ngày có hiệu lực."),
]
AsOption = Annotated[
    Mode | None,
    typer.Option(
        "--as",
        metavar="snapshot|change",
        help="Coi tệp là toàn bộ danh mục (snapshot) hay chỉ là phần thay đổi (change).",
    ),
]
KindOption = Annotated[
    FileKind | None,
    typer.Option(
        "--kind",
        metavar="LOẠI",
        help=f"Loại tệp, khi không muốn để chương trình tự nhận theo nội dung: {', '.join(FileKind)}.",
    ),
]
ColumnsOption = Annotated[str, typer.Option("--columns", metavar="TÊN=CỘT,…", help="Chỉ rõ cột, ví dụ code=B,name=C.")]
RepairsOption = Annotated[bool, typer.Option("--accept-repairs", help="Chấp nhận các đề nghị sửa mã được liệt kê.")]
DropOption = Annotated[bool, typer.Option("--allow-drop", help="Cho phép danh mục mất hơn 2 % thủ tục.")]
RevertOption = Annotated[bool, typer.Option("--revert", help="Hoàn tác lần nhập cuối: áp dụng lại danh mục trước đó.")]
RevertToOption = Annotated[
    int | None,
    typer.Option("--to", min=1, metavar="SỐ", help="Cùng --revert: áp dụng lại danh mục của lần nhập này."),
]


def build_request(
    files: list[Path] | None,
    commune: list[Path] | None,
    city: list[Path] | None,
    decision: str,
    effective: datetime | None,
    mode: Mode | None,
    kind: FileKind | None,
    columns: str,
    accept_repairs: bool,
    allow_drop: bool,
) -> ImportRequest:
    """The options of `import` and `regenerate` as one value."""
    return ImportRequest(
        commune=tuple(commune or ()),
        city=tuple(city or ()),
        files=tuple(files or ()),
        read=ReadOptions(mode=mode, kind=kind, columns=_columns(columns)),
        decision=decision,
        effective=effective.date() if effective else None,
        accept_repairs=accept_repairs,
        allow_drop=allow_drop,
    )


def _columns(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not (name.strip() and column.strip()) for name, _, column in pairs):
        raise typer.BadParameter("ghi dạng tên=cột, cách nhau bằng dấu phẩy, ví dụ code=B,name=C")
    return {name.strip(): column.strip() for name, _, column in pairs}


def check(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP", help="Các tệp cần đọc thử.")],
    mode: AsOption = None,
    kind: KindOption = None,
    columns: ColumnsOption = "",
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Đọc thử các tệp và báo kết quả từng dòng; không thay đổi gì."""
    place(workspace, config)
    request = build_request(files, None, None, "", None, mode, kind, columns, False, False)
    readings, refusals = imports.read_each(request)
    problems = tuple(p for r in readings for p in r.problems)
    if json:
        refused = [{"file": path.name, "message": str(error)} for path, error in refusals]
        as_json({"files": [reading_json(r) for r in readings], "refused": refused})
    else:
        for reading in readings:
            show_reading(reading)
        for _, error in refusals:
            warn(f"Lỗi: {error}")
    if xlsx is not None:
        repairs = tuple(p for p in problems if p.severity is Severity.REPAIR)
        others = tuple(p for p in problems if p.severity is not Severity.REPAIR)
        tables = (tabulate_problems("Vấn đề", others), tabulate_problems("Đề nghị sửa mã", repairs))
        write_report(xlsx, (tabulate_rows(r.tally for r in readings), *tables))
        (warn if json else say)(f"Đã ghi {xlsx}")
    if refusals or any(p.severity is Severity.ERROR for p in problems):
        raise typer.Exit(1)


def import_(
    files: FilesArgument = None,
    commune: CommuneOption = None,
    city: CityOption = None,
    decision: DecisionOption = "",
    effective: EffectiveOption = None,
    mode: AsOption = None,
    kind: KindOption = None,
    columns: ColumnsOption = "",
    accept_repairs: RepairsOption = False,
    allow_drop: DropOption = False,
    apply: Annotated[bool, typer.Option("--apply", help="Đưa kết quả vào áp dụng.")] = False,
    revert: RevertOption = False,
    to: RevertToOption = None,
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """So các tệp với danh mục đang áp dụng; thêm --apply để đưa vào áp dụng."""
    request = build_request(files, commune, city, decision, effective, mode, kind, columns, accept_repairs, allow_drop)
    if revert:
        _revert(request, to, json, workspace, config)
        return
    if to is not None:
        raise typer.BadParameter("--to đi cùng --revert")
    if not request.paths:
        raise typer.BadParameter("chưa chỉ tệp nào, ghi tên một hay nhiều tệp danh mục")
    here = place(workspace, config)
    bound = imports.propose_import(here.store, here.config, request, get_today())
    if xlsx is not None:
        _write_report(xlsx, bound)
        (warn if json else say)(f"Đã ghi {xlsx}")
    if not json:
        show_proposal(bound.proposal)
    adoption = imports.apply_import(here.store, here.config, bound, request.reason) if apply else None
    number = adoption.number if adoption else None
    if json:
        as_json(proposal_json(bound) | {"applied": adoption is not None, "catalogue": number})
    else:
        say(_outcome(bound, number, apply))
    tell_shortfalls(adoption.shortfalls if adoption else ())


def _revert(request: ImportRequest, to: int | None, json: bool, workspace: Path | None, config: Path | None) -> None:
    if request.paths:
        raise typer.BadParameter("--revert hoàn tác lần nhập cuối, không nhận tệp nào")
    here = place(workspace, config)
    adoption = imports.revert_import(here.store, here.config, to)
    if json:
        as_json({"applied": True, "catalogue": adoption.number})
    else:
        which = "trước đó" if to is None else f"của lần nhập {to}"
        say(f"Đã áp dụng lại danh mục {which}, ghi là lần nhập {adoption.number}. Bước tiếp theo: kiosk regenerate.")
    tell_shortfalls(adoption.shortfalls)


def _write_report(path: Path, bound: BoundProposal) -> None:
    proposal = bound.proposal
    others = (p for p in proposal.problems if p.severity is not Severity.REPAIR)
    tables = (
        tabulate_changes(proposal.changes),
        tabulate_problems("Vấn đề", others),
        tabulate_problems("Đề nghị sửa mã", proposal.repairs),
        tabulate_rows(proposal.tallies),
    )
    write_report(path, tables)


def _outcome(bound: BoundProposal, number: int | None, apply: bool) -> str:
    if bound.refused:
        warn(
            f"Có {bound.refused} dòng không nhận được (nêu ở trên): sửa tệp rồi nhập lại; chưa sửa thì thủ tục ở các "
            "dòng đó còn thiếu hoặc giữ nội dung cũ."
        )
    if not bound.proposal.changes and number is None:
        return "Không có gì thay đổi so với danh mục đang áp dụng."
    if number is not None:
        return f"Đã áp dụng, ghi là lần nhập {number}. Bước tiếp theo: kiosk build (hoặc dùng kiosk regenerate)."
    if apply:
        return "Danh mục này đang áp dụng rồi, không ghi lại."
    return "Chưa áp dụng gì. Thêm --apply để áp dụng."
