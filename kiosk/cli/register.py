"""Commands about what was imported: imports, answers, edit, history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from kiosk.catalogue.diff import LABELS, show_value
from kiosk.cli.console import print_json, print_table, say
from kiosk.cli.imports import ByOption
from kiosk.cli.options import ConfigOption, JsonOption, WorkspaceOption, choose_day, place
from kiosk.cli.presenting import show_changes, show_problems, tell_shortfalls
from kiosk.clock import get_today
from kiosk.model.statement import Statement
from kiosk.office import editing, history, register, remembered
from kiosk.office.editing import Edit
from kiosk.office.history import CodeHistory, SourcedStatement

_UNSIGNED = "không rõ ngày ký"
_NAMED = 3


def imports_(json: JsonOption = False, workspace: WorkspaceOption = None, config: ConfigOption = None) -> None:
    """Sổ các lần nhập: ngày, người nhập, tệp, số thay đổi, số câu hỏi chờ sau mỗi lần; lần nào đã hoàn tác."""
    here = place(workspace, config)
    records = register.read_records(here.store)
    standing = {entry.number for entry in register.select_active(records)}
    if json:
        print_json({"imports": [asdict(r) | {"stands": r.number in standing} for r in records]})
        return
    rows = [
        (
            r.number,
            f"{r.day:%d/%m/%Y}",
            r.by,
            r.why,
            ", ".join(f"{kind} {n}" for kind, n in sorted(r.changes.items())) or "không đổi",
            len(r.waiting),
            "đang áp dụng" if r.number in standing else "đã hoàn tác",
        )
        for r in records
    ]
    print_table(
        "Các lần nhập", ("Số", "Ngày", "Người nhập", "Nội dung", "Thay đổi", "Chờ trả lời sau đó", "Trạng thái"), rows
    )


def answers(
    remove: Annotated[int | None, typer.Option("--remove", metavar="SỐ", help="Bỏ một câu trả lời đã nhớ.")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Các câu trả lời được nhớ cho những tệp sau: về đề mục, và về các dòng không nhận được đã chấp nhận."""
    here = place(workspace, config)
    if remove is not None:
        with here.store.writing():
            answer = remembered.forget_answer(here.store, remove)
        say(f"Đã bỏ câu trả lời «{answer.answer}» về «{answer.about}».")
        return
    answers_kept = remembered.read_remembered(here.store)
    if json:
        print_json({"answers": [{"number": n, **asdict(a)} for n, (_, a) in enumerate(answers_kept.numbered(), 1)]})
        return
    rows = [(n, a.about, a.answer, a.by, a.at) for n, (_, a) in enumerate(answers_kept.numbered(), 1)]
    print_table("Các câu trả lời đã nhớ", ("Số", "Về", "Trả lời", "Người trả lời", "Lúc"), rows)


def edit(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã thủ tục, ví dụ 1.000656.")],
    values: Annotated[list[str], typer.Argument(metavar="TRƯỜNG=GIÁ_TRỊ", help="Trường và giá trị, ví dụ fee='Miễn'.")],
    reason: Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do, ghi vào sổ.")],
    effective: Annotated[
        datetime | None,
        typer.Option(
            "--effective", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Từ ngày (mặc định: hôm nay)."
        ),
    ] = None,
    by: ByOption = "",
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Ghi tay một trường của một thủ tục (TRƯỜNG= thì để trống trường ấy), kèm lý do; ghi sổ và hoàn tác được."""
    pairs = [part.partition("=") for part in values]
    if any(not sign or not name.strip() for name, sign, _ in pairs):
        raise typer.BadParameter("ghi dạng trường=giá trị, ví dụ fee='8.000 đồng'")
    if not reason.strip():
        raise typer.BadParameter("cần --reason nêu lý do")
    here = place(workspace, config)
    fields = {name.strip(): value.strip() for name, _, value in pairs}
    holds = effective.date() if effective else None
    edited = editing.edit_procedure(here.store, here.config, Edit(code, fields, reason.strip(), holds, by), get_today())
    if json:
        print_json({"catalogue": edited.number, "changes": list(map(asdict, edited.proposal.changes))})
    else:
        show_problems(edited.proposal.problems)
        show_changes(edited.proposal.changes)
        say("Danh mục đã ghi đúng như vậy." if edited.number is None else f"Đã ghi là lần nhập {edited.number}.")
    tell_shortfalls(edited.shortfalls)


def history_(
    code: Annotated[str, typer.Argument(metavar="MÃ", help="Mã thủ tục, ví dụ 1.000656.")],
    site: Annotated[str, typer.Option("--site", metavar="ĐIỂM", help="Chỉ nêu lý do ở điểm này.")] = "",
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="NGÀY", help="Ngày hỏi (mặc định: hôm nay)."),
    ] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Mọi tệp đã nói gì về một thủ tục, ký ngày nào, áp dụng từ ngày nào, và vì sao thủ tục treo ở đây."""
    here = place(workspace, config)
    code_history = history.tell_history(here.store, here.config, code, choose_day(on), site)
    if json:
        print_json(asdict(code_history))
        return
    _show(code_history)


def _show(code_history: CodeHistory) -> None:
    names = {p.name for p in (*code_history.ground, *code_history.versions) if p.name}
    say(f"{code_history.code}: {'; '.join(sorted(names)) or 'chưa có tên'}")
    for p in code_history.ground:
        read_at = f"{p.source}" if p.source else "danh mục trước khi có sổ ghi lần nhập"
        say(f"  {_UNSIGNED}: {read_at}")
    for sourced in code_history.statements:
        say(f"  {_describe_statement(sourced)}")
    periods = [
        (
            f"{p.effective_from:%d/%m/%Y}" if p.effective_from else "",
            f"{p.effective_to:%d/%m/%Y}" if p.effective_to else "",
            p.decision,
            p.ending.value,
            p.ended_by,
        )
        for p in code_history.versions
    ]
    print_table("Các thời kỳ", ("Từ ngày", "Đến hết ngày", "Theo", "Kết thúc", "Bởi"), periods)
    same: dict[tuple[bool, str], list[str]] = {}
    for s in code_history.sites:
        same.setdefault((s.posted, s.reason), []).append(s.name or s.site)
    say(f"Ngày {code_history.day:%d/%m/%Y}:")
    for (posted, why), where in same.items():
        more = ", …" if len(where) > _NAMED else ""
        places = where[0] if len(where) == 1 else f"{len(where)} điểm ({', '.join(where[:_NAMED])}{more})"
        say(f"  {places}: {'niêm yết' if posted else 'không niêm yết'}, {why}.")


def _describe_statement(sourced: SourcedStatement) -> str:
    s = sourced.statement
    signed = f"{s.dated:%d/%m/%Y}" + (" (ngày nhập, tệp không ghi)" if s.assumed else "")
    holds = f", áp dụng từ {s.holds:%d/%m/%Y}" if s.holds else ""
    until = f" đến hết {s.until:%d/%m/%Y}" if s.until else ""
    by = f" theo {s.decision}" if s.decision else ""
    undone = "" if sourced.stands else " [đã hoàn tác]"
    reasons = f" ({'; '.join(s.reasons)})" if s.reasons else ""
    what = f"{s.status.value}{by}{holds}{until}; {_describe_fields(s, sourced.fields)}"
    return f"ký {signed}: {what}; {s.source}, lần nhập {sourced.number}{undone}{reasons}"


def _describe_fields(s: Statement, fields: tuple[str, ...]) -> str:
    values = (
        f"để trống {LABELS.get(name, name)}"
        if name in s.cleared
        else f"{LABELS.get(name, name)} «{show_value(getattr(s.stated[0], name))[:80]}»"
        for name in fields
    )
    return ", ".join(values) or "không nêu trường nào"
