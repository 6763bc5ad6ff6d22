"""Commands about the catalogue: check, import, diff."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk.catalogue.diff import Change, diff
from kiosk.cli.console import as_json, say, table, warn
from kiosk.cli.options import ConfigOption, JsonOption, Place, WorkspaceOption, place
from kiosk.clock import today
from kiosk.errors import IntakeError
from kiosk.intake.proposal import Proposal
from kiosk.intake.read import Kind, Mode, Reading, ReadOptions, Tally
from kiosk.model.catalogue import Catalogue
from kiosk.model.problem import Problem, Severity
from kiosk.office import catalogues
from kiosk.office.workflow import ImportRequest, applied, proposed, read_each, refused
from kiosk.release import lifecycle
from kiosk.settings.inputs import load_catalogue

_SHOWN = 40

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
        "--as", metavar="snapshot|change", help="Coi tệp là ảnh chụp toàn danh mục (snapshot) hay là thay đổi (change)."
    ),
]
KindOption = Annotated[
    Kind | None,
    typer.Option(
        "--kind",
        metavar="LOẠI",
        help=f"Loại tệp, khi không muốn để chương trình tự nhận theo nội dung: {', '.join(Kind)}.",
    ),
]
ColumnsOption = Annotated[str, typer.Option("--columns", metavar="TÊN=CỘT,…", help="Chỉ rõ cột, ví dụ code=B,name=C.")]
RepairsOption = Annotated[bool, typer.Option("--accept-repairs", help="Chấp nhận các đề nghị sửa mã được liệt kê.")]
DropOption = Annotated[bool, typer.Option("--allow-drop", help="Cho phép danh mục mất hơn 2 % thủ tục.")]


def request(
    files: list[Path] | None,
    commune: list[Path] | None,
    city: list[Path] | None,
    decision: str,
    effective: datetime | None,
    mode: Mode | None,
    kind: Kind | None,
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
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Đọc thử các tệp và báo kết quả từng dòng; không thay đổi gì."""
    place(workspace, config)
    asked = request(files, None, None, "", None, mode, kind, columns, False, False)
    readings, refusals = read_each(asked)
    if json:
        told = [{"file": path.name, "message": str(error)} for path, error in refusals]
        as_json({"files": [_reading_json(r) for r in readings], "refused": told})
    else:
        for reading in readings:
            show_reading(reading)
        for _, error in refusals:
            warn(f"Lỗi: {error}")
    if refusals or any(p.severity is Severity.ERROR for r in readings for p in r.problems):
        raise typer.Exit(1)


def _reading_json(r: Reading) -> dict[str, object]:
    return {
        "file": r.file,
        "kind": r.kind.value,
        "mode": r.mode.value,
        "tally": asdict(r.tally),
        "problems": [problem_json(p) for p in r.problems],
    }


def problem_json(p: Problem) -> dict[str, object]:
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
    }


def show_reading(r: Reading) -> None:
    """One file: what it was taken for, and that every row is accounted for."""
    t = r.tally
    say(f"{r.file}: {r.kind.description} ({'ảnh chụp' if r.mode is Mode.SNAPSHOT else 'thay đổi'})")
    say(f"  {_tally(t)}")
    show_problems(r.problems)


def _tally(t: Tally) -> str:
    return f"{t.rows} dòng = {t.procedures} thủ tục + {t.headings} dòng đầu mục + {t.problems} dòng có vấn đề"


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Problems, the severe ones first, the rest counted."""
    order = {Severity.ERROR: 0, Severity.REPAIR: 1, Severity.WARNING: 2}
    ranked = sorted(problems, key=lambda p: (order[p.severity], p.source))
    for p in ranked[:_SHOWN]:
        rule = f" [{p.rule}]" if p.rule else ""
        fix = f" Đề nghị: «{p.proposal}»." if p.proposal else ""
        warn(f"  {p.severity.value}: {p}{fix}{rule}")
    if len(ranked) > _SHOWN:
        warn(f"  … và {len(ranked) - _SHOWN} điểm nữa; xem đủ bằng --json")


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
    revert: Annotated[
        bool, typer.Option("--revert", help="Hoàn tác lần nhập cuối: áp dụng lại danh mục trước đó.")
    ] = False,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """So các tệp với danh mục đang áp dụng; thêm --apply để đưa vào áp dụng."""
    asked = request(files, commune, city, decision, effective, mode, kind, columns, accept_repairs, allow_drop)
    here = place(workspace, config)
    if revert:
        if asked.paths():
            raise typer.BadParameter("--revert hoàn tác lần nhập cuối, không nhận tệp nào")
        with here.store.writing():
            again = catalogues.revert(here.store, here.config)
        if json:
            as_json({"applied": True, "catalogue": again})
            return
        say(f"Đã áp dụng lại danh mục trước đó, thành danh mục số {again}. Bước tiếp theo: kiosk regenerate.")
        return
    if not asked.paths():
        raise typer.BadParameter("chưa chỉ tệp nào, ghi tên một hay nhiều tệp danh mục")
    result = proposed(here.store, here.config, asked, today())
    number = applied(here.store, here.config, result, why(asked)) if apply else None
    if json:
        as_json(proposal_json(result) | {"applied": number is not None, "catalogue": number})
    else:
        show_proposal(result)
        say(_outcome(result, number, apply))


def why(asked: ImportRequest) -> str:
    """The line of the history that says what was imported."""
    names = ", ".join(path.name for path in asked.paths())
    return f"{asked.decision}: {names}" if asked.decision else names


def _outcome(result: Proposal, number: int | None, apply: bool) -> str:
    bad = refused(result)
    if bad:
        warn(f"Có {bad} dòng không nhận được (nêu ở trên): sửa tệp rồi nhập lại, nếu không các thủ tục đó sẽ thiếu.")
    if not result.changes and number is None:
        return "Không có gì thay đổi so với danh mục đang áp dụng."
    if apply:
        return f"Đã áp dụng thành danh mục số {number}. Bước tiếp theo: kiosk build (hoặc dùng kiosk regenerate)."
    return "Chưa áp dụng gì. Thêm --apply để áp dụng."


def proposal_json(result: Proposal) -> dict[str, object]:
    """An import for machines."""
    return {
        "changes": [change_json(c) for c in result.changes],
        "problems": [problem_json(p) for p in result.problems],
        "repairs": [problem_json(p) for p in result.repairs],
        "tallies": [asdict(t) for t in result.tallies],
        "refused": refused(result),
        "lost": result.lost,
        "lost_share": result.lost_share,
        "procedures": len({p.code for p in result.catalogue.procedures}),
        "sample": result.catalogue.sample,
    }


def show_proposal(result: Proposal) -> None:
    """An import for a person: rows, problems, difference."""
    for t in result.tallies:
        say(f"{t.file}: {_tally(t)}")
    show_problems(result.problems)
    show_changes(result.changes)


def change_json(c: Change) -> dict[str, object]:
    """A change for machines."""
    return asdict(c)


def show_changes(changes: tuple[Change, ...]) -> None:
    """A difference for a person: totals by kind, then the first ones."""
    counts: dict[str, int] = {}
    for c in changes:
        counts[c.kind.value] = counts.get(c.kind.value, 0) + 1
    say("Khác biệt: " + (", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())) or "không có"))
    rows = [(c.kind.value, c.code, c.name, "; ".join(map(str, c.fields)) or c.reason) for c in changes[:_SHOWN]]
    if rows:
        table("Các thay đổi", ("Loại", "Mã", "Tên", "Nội dung"), rows)
    if len(changes) > _SHOWN:
        say(f"… và {len(changes) - _SHOWN} thay đổi nữa; xem đủ bằng --json")


def _catalogue(here: Place, name: str | None, default: str) -> Catalogue:
    """The catalogue of a release («5»), an imported one («dm3»), or the one in force («nay»)."""
    name = name or default
    if name == "nay":
        return catalogues.in_force(here.store, here.config).catalogue
    if name.startswith("dm") and name[2:].isdigit():
        return catalogues.numbered(here.store, int(name[2:]))
    if name.isdigit():
        manifest = lifecycle.manifest_of(here.store, int(name))
        return load_catalogue(here.store.get(manifest.inputs["catalogue"]))
    raise IntakeError(
        "không hiểu tên danh mục",
        place="kiosk diff",
        value=name,
        way_out="ghi số bản phát hành (5), danh mục đã nhập (dm3) hoặc nay",
    )


def diff_(
    a: Annotated[
        str | None, typer.Argument(help="Bản phát hành (5), danh mục (dm3); mặc định: bản đang công bố.")
    ] = None,
    b: Annotated[str | None, typer.Argument(help="Như trên; mặc định: nay (danh mục đang áp dụng).")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Khác biệt giữa hai danh mục, từng thủ tục, từng trường."""
    here = place(workspace, config)
    published = here.store.current()
    first = _catalogue(here, a, str(published) if published else "nay")
    changes = diff(first, _catalogue(here, b, "nay"))
    if json:
        as_json({"changes": [change_json(c) for c in changes]})
    else:
        show_changes(changes)
