"""Commands about files that arrive: check, import."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.console import print_json, say, warn
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, XlsxOption, place
from kiosk.cli.presenting import (
    describe_problem,
    describe_proposal,
    describe_reading,
    describe_waiting,
    show_changes,
    show_problems,
    show_proposal,
    show_reading,
    tell_shortfalls,
)
from kiosk.clock import get_today
from kiosk.intake.read import FileKind, Mode, ReadOptions
from kiosk.intake.rules.answers import normalise_answer
from kiosk.model.problem import Severity
from kiosk.office import imports, question_form, undoing
from kiosk.office.import_report import tabulate_changes, tabulate_problems, tabulate_rows, write_report
from kiosk.office.imports import BoundProposal, ImportRequest
from kiosk.watch import saved_run, upkeep

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
DatedOption = Annotated[
    datetime | None,
    typer.Option(
        "--dated", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Ngày của danh sách, khi tệp không ghi."
    ),
]
AnswerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answer", metavar="TỆP:BẢNG:DÒNG=TRẢ_LỜI", help="Trả lời câu hỏi về một dòng (dùng được nhiều lần)."
    ),
]
AnswersOption = Annotated[
    Path | None, typer.Option("--answers", metavar="TỆP", help="Tệp Excel câu hỏi đã điền cột trả lời.")
]
ByOption = Annotated[str, typer.Option("--by", metavar="TÊN", help="Người nhập (mặc định: tên người dùng của máy).")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said beside the files."""

    answer: list[str] | None = None
    answers: Path | None = None
    dated: datetime | None = None
    by: str = ""


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
    asked: Asked = Asked(),
) -> ImportRequest:
    """The options of `import` and `regenerate` as one value."""
    return ImportRequest(
        commune=tuple(commune or ()),
        city=tuple(city or ()),
        files=tuple(path for given_path in files or () for path in _open_folder(given_path)),
        read=ReadOptions(mode=mode, kind=kind, columns=_parse_columns(columns)),
        decision=decision,
        effective=effective.date() if effective else None,
        accept_repairs=accept_repairs,
        allow_drop=allow_drop,
        dated=asked.dated.date() if asked.dated else None,
        answers=_gather_answers(asked),
        by=asked.by,
    )


def _open_folder(named: Path) -> tuple[Path, ...]:
    """The files of a whole sync where its folder is named, else the file itself."""
    return saved_run.list_import_files(named) if named.is_dir() else (named,)


def _gather_answers(asked: Asked) -> dict[str, tuple[str, ...]]:
    """Answers by row: those of the form, then those on the command line."""
    pairs = list(question_form.read_form(asked.answers)) if asked.answers is not None else []
    for text in asked.answer or ():
        place, sign, answer = text.rpartition("=")
        if not sign or not place.strip() or not answer.strip():
            raise typer.BadParameter("ghi dạng TỆP:BẢNG:DÒNG=TRẢ_LỜI, ví dụ phu-luc.xlsx:Phụ lục:9=repealed")
        pairs.append((place.strip(), normalise_answer(answer)))
    answers: dict[str, tuple[str, ...]] = {}
    for place, answer in pairs:
        answers[place] = (*answers.get(place, ()), answer)
    return answers


def _parse_columns(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not (name.strip() and column.strip()) for name, _, column in pairs):
        raise typer.BadParameter("ghi dạng tên=cột, cách nhau bằng dấu phẩy, ví dụ code=B,name=C")
    return {name.strip(): column.strip() for name, _, column in pairs}


_WAITING = frozenset((Severity.ERROR, Severity.QUESTION, Severity.REPAIR))


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
        print_json({"files": [describe_reading(r) for r in readings], "refused": refused})
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
    if refusals or any(p.severity in _WAITING for p in problems):
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
    dated: DatedOption = None,
    answer: AnswerOption = None,
    answers: AnswersOption = None,
    questions_to: Annotated[
        Path | None, typer.Option("--questions-to", metavar="TỆP", help="Ghi các câu hỏi ra tệp Excel để trả lời.")
    ] = None,
    accept_refused: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-refused",
            metavar="TỆP:BẢNG:DÒNG|all",
            help="Chấp nhận để dòng không nhận được nằm ngoài danh mục, kèm --reason (all: mọi dòng).",
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do của --accept-refused.")] = "",
    by: ByOption = "",
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="SỐ", help="Hoàn tác một lần nhập, các lần khác giữ nguyên.")
    ] = None,
    xlsx: XlsxOption = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """So các tệp với danh mục đang áp dụng; thêm --apply để đưa vào áp dụng."""
    answering = Asked(answer, answers, dated, by)
    request = build_request(
        files, commune, city, decision, effective, mode, kind, columns, accept_repairs, allow_drop, answering
    )
    if undo is not None:
        _undo(request, undo, json, workspace, config)
        return
    if not request.paths and not request.answers:
        raise typer.BadParameter("chưa chỉ tệp nào, ghi tên một hay nhiều tệp danh mục")
    if accept_refused and not reason.strip():
        raise typer.BadParameter("--accept-refused cần --reason nêu lý do")
    here = place(workspace, config)
    bound = imports.propose_import(here.store, here.config, request, get_today())
    for folder in files or () if apply else ():
        if folder.is_dir():
            upkeep.take_saved_list(here.store, folder)
    if accept_refused:
        bound = imports.accept_refused_rows(here.store, bound, accept_refused, reason.strip())
    _finish(here, bound, apply, Written(xlsx, questions_to), json)


@dataclass(frozen=True, slots=True)
class Written:
    """Where reports are asked for."""

    xlsx: Path | None
    questions: Path | None


def _finish(here: Place, bound: BoundProposal, apply: bool, written: Written, json: bool) -> None:
    """Show, write and take a proposal; exit 1 while something waits for a person."""
    if not json:
        show_proposal(bound)
    if written.xlsx is not None:
        _write_report(written.xlsx, bound)
        (warn if json else say)(f"Đã ghi {written.xlsx}")
    if written.questions is not None:
        question_form.write_form(written.questions, bound.held)
        (warn if json else say)(f"Đã ghi {len(bound.held)} câu hỏi vào {written.questions}")
    adoption = imports.apply_import(here.store, here.config, bound, bound.request.reason) if apply else None
    number = adoption.number if adoption else None
    if json:
        print_json(describe_proposal(bound) | {"applied": adoption is not None, "catalogue": number})
    else:
        say(_tell_outcome(bound, number, apply))
    tell_shortfalls(adoption.shortfalls if adoption else ())
    if not bound.settled:
        raise typer.Exit(1)


def _undo(request: ImportRequest, number: int, json: bool, workspace: Path | None, config: Path | None) -> None:
    if request.paths:
        raise typer.BadParameter("--undo hoàn tác một lần nhập, không nhận tệp nào")
    here = place(workspace, config)
    undone = undoing.undo_import(here.store, here.config, number, get_today(), request.by)
    changes, waiting = undone.proposal.changes, undone.proposal.waiting
    if json:
        questions = [describe_problem(w.problem) for w in waiting]
        print_json(
            {"applied": True, "catalogue": undone.number, "changes": list(map(asdict, changes)), "questions": questions}
        )
    else:
        if waiting:
            say(describe_waiting(len(waiting)))
        show_problems(undone.proposal.problems)
        show_changes(changes)
        say(f"Đã hoàn tác lần nhập {number}, ghi là lần nhập {undone.number}. Bước tiếp theo: kiosk regenerate.")
    tell_shortfalls(undone.shortfalls)
    if waiting:
        raise typer.Exit(1)


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


def _tell_outcome(bound: BoundProposal, number: int | None, apply: bool) -> str:
    if bound.refused:
        warn(
            f"Có {bound.refused} dòng không nhận được (nêu ở trên): sửa tệp rồi nhập lại, hoặc thêm --accept-refused "
            "và --reason; chưa làm thì thủ tục ở các dòng đó còn thiếu hoặc giữ nội dung cũ."
        )
    if bound.repairs:
        warn(f"Có {bound.repairs} dòng chờ sửa mã: đối chiếu rồi thêm --accept-repairs, hoặc sửa mã trong tệp.")
    if bound.held:
        warn(f"Có {len(bound.held)} dòng chờ trả lời: dùng --answer, hoặc --questions-to rồi --answers.")
    if not bound.proposal.changes and number is None:
        return "Không có gì thay đổi so với danh mục đang áp dụng."
    if number is not None:
        return f"Đã áp dụng, ghi là lần nhập {number}. Bước tiếp theo: kiosk build (hoặc dùng kiosk regenerate)."
    if apply:
        return "Danh mục này đang áp dụng rồi, không ghi lại."
    return "Chưa áp dụng gì. Thêm --apply để áp dụng."
