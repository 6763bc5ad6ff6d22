"""Results of the office as lines for a person and as JSON for machines; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import typer

from kiosk.catalogue.diff import Change
from kiosk.cli.console import print_table, say, warn
from kiosk.intake.entry import write_place
from kiosk.intake.proposal import Proposal
from kiosk.intake.read import Mode, Reading, Tally
from kiosk.model.manifest import Manifest
from kiosk.model.problem import Problem, Severity
from kiosk.model.statement import LIST_STATUSES
from kiosk.model.verdict import Verdict
from kiosk.office.imports import BoundProposal
from kiosk.office.releases import BuildResult
from kiosk.workspace.disk import Shortfall

_SHOWN = 40
"""So many lines of a list stand on the screen; all of them in the workbook (`--xlsx`) and in JSON."""
_DIGITS = 12


def describe_reading(reading: Reading) -> dict[str, object]:
    """A file for machines."""
    return {
        "file": reading.file,
        "kind": reading.kind.value,
        "mode": reading.mode.value,
        "tally": asdict(reading.tally),
        "problems": [describe_problem(p) for p in reading.problems],
    }


def describe_problem(p: Problem) -> dict[str, object]:
    """A problem for machines."""
    return {
        "file": p.source.file,
        "sheet": p.source.sheet,
        "row": p.source.row,
        "column": p.column,
        "value": p.value,
        "severity": p.severity.value,
        "message": p.message,
        "way_out": p.way_out,
        "proposal": p.proposal,
        "rule": p.rule,
        "answers": list(p.question.answers) if p.question else [],
        "topic": p.question.topic.value if p.question else "",
        "place": write_place(p.source),
    }


def show_reading(reading: Reading) -> None:
    """One file: what it was taken for, and that every row is accounted for."""
    mode = "toàn bộ danh mục" if reading.mode is Mode.SNAPSHOT else "phần thay đổi"
    say(f"{reading.file}: {reading.kind.description} ({mode})")
    say(f"  {_count_text(reading.tally)}")
    show_problems(reading.problems)


def _count_text(t: Tally) -> str:
    waiting = f" + {t.questions} dòng chờ trả lời" if t.questions else ""
    return f"{t.rows} dòng = {t.procedures} thủ tục + {t.headings} dòng đầu mục{waiting} + {t.problems} dòng có vấn đề"


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Problems, the severe ones first, the rest counted."""
    order = {Severity.QUESTION: 0, Severity.ERROR: 1, Severity.REPAIR: 2, Severity.WARNING: 3}
    ranked = sorted(problems, key=lambda p: (order[p.severity], p.source))
    for p in ranked[:_SHOWN]:
        rule = f" [{p.rule}]" if p.rule else ""
        fix = f" Đề nghị: «{p.proposal}»." if p.proposal else ""
        warn(f"  {p.severity.value}: {p}{fix}{rule}")
    if len(ranked) > _SHOWN:
        warn(f"  … và {len(ranked) - _SHOWN} điểm nữa; xem đủ bằng --xlsx TỆP")


def describe_proposal(bound: BoundProposal) -> dict[str, object]:
    """An import for machines."""
    proposal = bound.proposal
    return {
        "base": {"catalogue": bound.base.number, "digest": bound.base.digest},
        "first": proposal.first,
        "changes": [asdict(c) for c in proposal.changes],
        "problems": [describe_problem(p) for p in proposal.problems],
        "repairs": [describe_problem(p) for p in proposal.repairs],
        "tallies": [asdict(t) for t in proposal.tallies],
        "refused": bound.refused,
        "questions": [describe_problem(w.problem) for w in bound.held],
        "lost": proposal.lost,
        "lost_share": proposal.lost_share,
        "procedures": len({p.code for p in proposal.catalogue.procedures}),
        "sample": proposal.catalogue.sample,
    }


def show_proposal(bound: BoundProposal) -> None:
    """An import for a person: what waits, rows, problems, difference."""
    proposal = bound.proposal
    if not bound.settled:
        say(describe_waiting(len(bound.held), bound.refused, bound.repairs))
    for t in proposal.tallies:
        say(f"{t.file}: {_count_text(t)}")
    show_problems(proposal.problems)
    for line in describe_decisions(proposal):
        say(line)
    if proposal.first:
        say("Lần nhập đầu tiên: chưa có danh mục của cơ quan để so sánh, mọi thủ tục đều là mới.")
    show_changes(proposal.changes)


def describe_decisions(proposal: Proposal) -> list[str]:
    """Number, day of signing and day of effect of every decision, each with where it was read."""
    lines: dict[str, None] = {}
    for s in proposal.statements:
        if s.status in LIST_STATUSES:
            continue
        signed = f"{s.dated:%d/%m/%Y} (" + ("tệp không ghi, lấy ngày nhập" if s.assumed else "đọc trong tệp") + ")"
        by = next((r for r in s.reasons if r.startswith("ngày")), "theo đầu phụ lục hoặc --effective")
        holds = f"{s.holds:%d/%m/%Y} ({by})" if s.holds else "không rõ"
        lines[f"{s.source.file}: {s.decision or 'không rõ số'}, ký ngày {signed}, có hiệu lực từ {holds}"] = None
    return list(lines)[:_SHOWN]


def describe_waiting(held: int, refused: int = 0, repairs: int = 0) -> str:
    """The first line of a result in which something waits for a person."""
    parts = [f"{held} dòng chờ trả lời"] if held else []
    parts += [f"{refused} dòng không nhận được"] if refused else []
    parts += [f"{repairs} dòng chờ sửa mã"] if repairs else []
    return f"CÒN {', '.join(parts)}: các dòng ấy chưa làm thay đổi gì."


def show_changes(changes: tuple[Change, ...]) -> None:
    """A difference for a person: totals by kind, then the first ones."""
    counts: dict[str, int] = {}
    for c in changes:
        counts[c.kind.value] = counts.get(c.kind.value, 0) + 1
    say("Khác biệt: " + (", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())) or "không có"))
    rows = [(c.kind.value, c.code, c.name, "; ".join(map(str, c.fields)) or c.reason) for c in changes[:_SHOWN]]
    if rows:
        print_table("Các thay đổi", ("Loại", "Mã", "Tên", "Nội dung"), rows)
    if len(changes) > _SHOWN:
        say(f"… và {len(changes) - _SHOWN} thay đổi nữa; xem đủ bằng --xlsx TỆP")


def build_json(built: BuildResult) -> dict[str, object]:
    """A build for machines."""
    m = built.manifest
    return {
        "release": m.number,
        "made": built.is_new,
        "parent": m.parent,
        "as_of": m.as_of,
        "data_date": m.data_date,
        "sample": m.sample,
        "digest": m.digest(),
        "sites": len(m.sites),
        "files": len(m.files),
        "bodies": len(m.bodies),
        "layouts": len(m.layouts),
    }


def build_text(built: BuildResult) -> str:
    """A build for a person."""
    m = built.manifest
    mark = f"mã kiểm tra {m.digest()[:_DIGITS]}"
    if not built.is_new:
        return f"Không có gì thay đổi: bản phát hành {m.number} vẫn đúng ({mark}), 0 tệp ghi lại."
    return (
        f"Đã dựng bản phát hành {m.number} cho ngày {m.as_of:%d/%m/%Y}: {len(m.sites)} điểm, {len(m.files)} tệp, "
        f"{len(m.bodies)} tờ khác nhau ({mark})."
    )


def show_verdict(manifest: Manifest, verdict: Verdict) -> None:
    """What reading back has shown."""
    say(
        f"Bản phát hành {manifest.number}: đọc {verdict.codes_read} mã QR trên {verdict.sheets_read} tờ khác nhau, "
        f"đối chiếu {verdict.pages_compared} trang, kiểm tra nguyên vẹn {verdict.files_hashed} tệp."
    )
    if verdict.hard_tried:
        read_count = verdict.hard_tried - len(verdict.hard_unread)
        share = f"{100 * verdict.hard_share:.3f}".replace(".", ",")
        say(
            f"Trong điều kiện xấu: {read_count} trong {verdict.hard_tried} lượt đọc thành công ({share} %, cần 99,9 %)."
        )
        for line in verdict.hard_unread:
            warn(f"  không đọc được: {line}")
    gaps = [f"{s.code}: {gap}" for s in verdict.sites for gap in s.gaps]
    for line in (*verdict.problems, *gaps):
        warn(f"  lỗi: {line}")
    say("Kiểm tra đạt." if verdict.passed else "Kiểm tra KHÔNG đạt: bản này không được công bố.")


def tell_shortfalls(shortfalls: Sequence[Shortfall]) -> None:
    """Say what could not be done after what was said to be done, and end with 1 where there is such a thing."""
    for shortfall in shortfalls:
        warn(f"Lưu ý: {shortfall}.")
    if shortfalls:
        raise typer.Exit(1)
